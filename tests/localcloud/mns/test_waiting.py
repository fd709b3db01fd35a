"""Long polls: woken by a message, by time, by the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from mns.mns_exception import MNSServerException
from mns.queue import Message

from localcloud.services.mns.model import Draft
from tests.localcloud.mns.conftest import World
from tests.waiting import PATIENCE, until


class Waiter:
    """A long poll in a thread of its own."""

    def __init__(self, poll: Callable[[], Any]) -> None:
        self.result: Any = None
        self.seconds = 0.0
        self._poll = poll
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        begun = time.monotonic()
        try:
            self.result = self._poll()
        except MNSServerException as error:
            self.result = error.type
        self.seconds = time.monotonic() - begun

    def join(self) -> Any:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        return self.result


def until_waiting(world: World, count: int = 1) -> None:
    """Until so many polls wait on the clock."""
    condition = world.kernel.clock.condition
    until(lambda: len(condition._waiters) >= count)  # type: ignore[attr-defined]


def test_a_poll_is_woken_by_a_message(world: World) -> None:
    queue = world.queue()
    waiter = Waiter(lambda: queue.receive_message(30).message_body)
    until_waiting(world)
    world.queue().send_message(Message("here"))
    assert waiter.join() == b"here"
    assert waiter.seconds < 5


def test_a_poll_is_woken_when_the_clock_makes_a_message_visible(world: World) -> None:
    queue = world.queue()
    queue.send_message(Message("late", 3600))
    waiter = Waiter(lambda: queue.receive_message(30).message_body)
    until_waiting(world)
    world.pass_time(3601)  # past the poll's own end as well
    assert waiter.join() == b"late"


def test_a_poll_sees_a_message_become_visible_by_itself(world: World) -> None:
    queue = world.queue()
    queue.send_message(Message("soon", 1))
    begun = time.monotonic()
    assert queue.receive_message(10).message_body == b"soon"
    assert time.monotonic() - begun < 5


def test_a_poll_ends_with_its_time_by_the_worlds_clock(world: World) -> None:
    queue = world.queue()
    waiter = Waiter(lambda: queue.receive_message(30))
    until_waiting(world)
    world.pass_time(31)
    assert waiter.join() == "MessageNotExist"
    assert waiter.seconds < 5


def test_without_waitseconds_the_queues_own_wait_is_used(world: World) -> None:
    queue = world.queue(PollingWaitSeconds="30")
    waiter = Waiter(queue.receive_message)
    until_waiting(world)
    world.pass_time(31)
    assert waiter.join() == "MessageNotExist"
    with pytest.raises(MNSServerException, match="MessageNotExist"):
        queue.receive_message(0)


@pytest.mark.parametrize("seconds", ["-1", "31", "x"])
def test_a_wait_out_of_range_is_refused(world: World, seconds: str) -> None:
    world.queue()
    answer = world.raw("GET", f"/queues/events/messages?waitseconds={seconds}")
    assert answer.code == "InvalidArgument"


def test_a_poll_on_a_queue_that_is_deleted_ends(world: World) -> None:
    queue = world.queue()
    waiter = Waiter(lambda: queue.receive_message(30))
    until_waiting(world)
    world.model.delete_queue("events")
    world.kernel.clock.wake()
    assert waiter.join() == "QueueNotExist"


def test_closing_the_service_lets_everybody_go(world: World) -> None:
    queue = world.queue()
    waiter = Waiter(lambda: queue.receive_message(30))
    until_waiting(world)
    world.service.close()
    assert waiter.join() == "MessageNotExist"


def test_one_message_wakes_one_of_many(world: World) -> None:
    until = world.kernel.clock.now() + timedelta(seconds=30)
    world.model.create_queue("events", {})
    waiters = [Waiter(lambda: world.model.receive("events", wait_until=until)) for _ in range(5)]
    until_waiting(world, 5)
    world.model.send("events", Draft("only"))
    world.pass_time(31)
    results = [waiter.join() for waiter in waiters]
    assert sorted(len(result) for result in results) == [0, 0, 0, 0, 1]


def test_a_visibility_that_is_prolonged_while_one_waits(world: World) -> None:
    world.model.create_queue("events", {"VisibilityTimeout": "10"})
    world.model.send("events", Draft("x"))
    held = world.model.receive("events")[0]
    until = world.kernel.clock.now() + timedelta(seconds=60)
    waiter = Waiter(lambda: world.model.receive("events", wait_until=until))
    until_waiting(world)
    world.model.change_visibility("events", held.handle, 40)
    world.pass_time(20)
    until_waiting(world)
    world.pass_time(21)
    assert [m.body for m in waiter.join()] == ["x"]


def test_a_visibility_that_is_shortened_while_one_waits(world: World) -> None:
    world.model.create_queue("events", {"VisibilityTimeout": "600"})
    world.model.send("events", Draft("x"))
    held = world.model.receive("events")[0]
    until = world.kernel.clock.now() + timedelta(seconds=30)
    waiter = Waiter(lambda: world.model.receive("events", wait_until=until))
    until_waiting(world)
    world.model.change_visibility("events", held.handle, 1)
    assert [m.body for m in waiter.join()] == ["x"]
    assert waiter.seconds < 5


def test_a_delayed_message_that_is_sent_while_one_waits(world: World) -> None:
    queue = world.queue()
    waiter = Waiter(lambda: queue.receive_message(30).message_body)
    until_waiting(world)
    world.model.send("events", Draft("c29vbg==", delay=1))
    assert waiter.join() == b"soon"
    assert waiter.seconds < 5


def test_many_senders_and_receivers_lose_and_repeat_nothing(world: World) -> None:
    world.model.create_queue("events", {"VisibilityTimeout": "600"})
    got: list[bytes] = []

    def send(first: int) -> None:
        queue = world.account().get_queue("events")
        for number in range(first, first + 25):
            queue.send_message(Message(str(number)))

    def receive() -> None:
        queue = world.account().get_queue("events")
        while len(got) < 100:
            try:
                message = queue.receive_message(1)
            except MNSServerException:
                continue
            got.append(message.message_body)
            queue.delete_message(message.receipt_handle)

    threads = [threading.Thread(target=send, args=(100 * n,)) for n in range(4)]
    threads += [threading.Thread(target=receive) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(got) == len(set(got)) == 100
    assert world.model.attributes("events")["ActiveMessages"] == 0
