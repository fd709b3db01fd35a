"""Queues themselves: attributes, conflicts, listings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mns.queue import Message as SdkMessage
from mns.queue import QueueMeta

from localcloud.clock import Clock
from localcloud.services.mns import ROUTES, MnsModel, MnsService
from localcloud.services.mns.attributes import QUEUE_RANGES, defaults
from localcloud.services.mns.messages import Message
from localcloud.services.mns.model import Draft
from localcloud.services.mns.queue import Queue
from tests.localcloud.conftest import OpenStore
from tests.localcloud.mns.conftest import World, failing

# The counters, which the client itself reads, are deprecated in it.
pytestmark = pytest.mark.filterwarnings("ignore:Call to deprecated function:DeprecationWarning")


def meta(**changes: int) -> QueueMeta:
    one = QueueMeta()
    for name, value in changes.items():
        setattr(one, name, value)
    return one


def test_a_new_queue_has_the_defaults(world: World) -> None:
    queue = world.account().get_queue("events")
    url = queue.create(QueueMeta())
    assert url == f"{world.endpoint.url}/queues/events"
    found = queue.get_attributes()
    assert found.queue_name == "events"
    assert found.visibility_timeout == 30
    assert found.message_retention_period == 345_600
    assert found.maximum_message_size == 65_536
    assert (found.delay_seconds, found.polling_wait_seconds) == (0, 0)
    assert found.logging_enabled is False
    assert found.create_time == pytest.approx(world.kernel.clock.now().timestamp(), abs=5)


def test_making_it_again_is_fine_with_the_same_attributes_only(world: World) -> None:
    queue = world.account().get_queue("events")
    first = queue.create(meta(visibility_timeout=60))
    assert queue.create(meta(visibility_timeout=60)) == first
    with failing("QueueAlreadyExist"):
        queue.create(meta(visibility_timeout=61))
    statuses = [c.status for c in world.kernel.calls.calls()]
    assert statuses == [201, 204, 409]


def test_setting_an_attribute_leaves_the_others(world: World) -> None:
    queue = world.queue(VisibilityTimeout="60", DelaySeconds="5")
    world.pass_time(100)
    body = "<Queue><VisibilityTimeout>90</VisibilityTimeout></Queue>"
    assert world.raw("PUT", "/queues/events?metaoverride=true", body).status == 204
    found = queue.get_attributes()
    assert (found.visibility_timeout, found.delay_seconds) == (90, 5)
    assert 100 <= found.last_modify_time - found.create_time < 200


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("VisibilityTimeout", 1, 43_200),
        ("MessageRetentionPeriod", 60, 604_800),
        ("DelaySeconds", 0, 604_800),
        ("MaximumMessageSize", 1024, 65_536),
        ("PollingWaitSeconds", 0, 30),
    ],
)
def test_attributes_have_ranges(world: World, name: str, least: int, most: int) -> None:
    world.queue()
    for value, code in (
        (least - 1, "InvalidArgument"), (least, ""), (most, ""), (most + 1, "InvalidArgument"),
        ("many", "InvalidArgument"),
    ):  # fmt: skip
        body = f"<Queue><{name}>{value}</{name}></Queue>"
        assert world.raw("PUT", "/queues/events?metaoverride=true", body).code == code
        assert world.raw("PUT", f"/queues/q-{value}", body).code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a" * 120, ""),
        ("a" * 121, "QueueNameLengthError"),
        ("with_underscore", "InvalidQueueName"),
        ("-first", "InvalidQueueName"),
        ("%E9", "InvalidQueueName"),
    ],
)
def test_names_have_rules(world: World, name: str, code: str) -> None:
    assert world.raw("PUT", f"/queues/{name}", "<Queue/>").code == code


def test_the_counters_tell_active_inactive_and_delayed(world: World) -> None:
    queue = world.queue()
    queue.batch_send_message([SdkMessage("x") for _ in range(5)])
    queue.send_message(SdkMessage("later", 60))
    queue.batch_receive_message(2, 0)
    found = queue.get_attributes()
    counters = (found.active_messages, found.inactive_messages, found.delay_messages)
    assert counters == (3, 2, 1)
    world.pass_time(61)
    assert queue.get_attributes().active_messages == 6


def test_a_deleted_queue_is_gone_with_its_messages(world: World) -> None:
    queue = world.queue()
    queue.send_message(SdkMessage("x"))
    queue.delete()
    with failing("QueueNotExist"):
        queue.get_attributes()
    queue.delete()
    world.pass_time(10)
    queue.create(QueueMeta())
    with failing("MessageNotExist"):
        queue.receive_message(0)


def test_a_name_is_not_free_a_moment_after_its_queue_was_deleted(world: World) -> None:
    queue = world.queue()
    queue.delete()
    refused = world.raw("PUT", "/queues/events", "<Queue/>")
    assert (refused.status, refused.code) == (400, "QueueDeletedRecently")
    world.pass_time(5)
    with failing("QueueDeletedRecently"):
        queue.create(QueueMeta())
    world.pass_time(5)
    queue.create(QueueMeta())


def test_a_deleted_name_read_the_other_way_is_free_at_once(world: World) -> None:
    world.switches.set("mns.deleted_recently", "accept")
    queue = world.queue()
    queue.delete()
    queue.create(QueueMeta())
    assert world.model.queue_names() == ["events"]


def test_listings_come_in_pages(world: World) -> None:
    for name in ("a-1", "a-2", "a-3", "b-1"):
        world.model.create_queue(name, {})
    account = world.account()

    def listed(*args: Any) -> tuple[list[str], str]:
        urls, marker = account.list_queue(*args)
        return [url.rpartition("/")[2] for url in urls], marker

    assert listed("a-", 2) == (["a-1", "a-2"], "a-3")
    assert listed("a-", 2, "a-3") == (["a-3"], "")
    assert listed() == (["a-1", "a-2", "a-3", "b-1"], "")
    assert listed("none") == ([], "")
    answer = world.raw("GET", "/queues", headers={"x-mns-with-meta": "true"})
    assert answer.body.count("<VisibilityTimeout>") == 4
    for wrong in ("1001", "\xb2", "9" * 5000):
        assert world.raw("GET", "/queues", headers={"x-mns-ret-number": wrong}).status == 400
    refused = world.raw("GET", "/queues", headers={"x-mns-ret-number": "1001"})
    assert refused.code == "InvalidArgument"


def test_everything_survives_a_restart(tmp_path: Path, open_store: OpenStore) -> None:
    clock, path = Clock(), tmp_path / "state.db"
    first = MnsModel(clock, open_store(path), "cn-hangzhou")
    first.create_queue("events", {"VisibilityTimeout": "60"})
    for body, delay in (("held", 0), ("waiting", 0), ("late", 600), ("deleted", 0)):
        first.send("events", Draft(body, delay))
    held = first.receive("events")[0]
    first.delete("events", first.receive("events", count=2)[1].handle)
    again = MnsModel(clock, open_store(path), "cn-hangzhou")
    assert again.attributes("events")["VisibilityTimeout"] == 60
    counters = again.attributes("events")
    assert (counters["InactiveMessages"], counters["DelayMessages"]) == (2, 1)
    again.delete("events", held.handle)
    assert again.receive("events") == []
    key = again.send("events", Draft("new")).key
    assert int(key) > int(held.key)
    other = MnsModel(clock, open_store(path), "cn-beijing")
    assert other.queue_names() == []


def test_a_timeout_set_twice_to_the_same_moment_brings_the_message_back_once() -> None:
    keys = iter("abcdef")
    queue = Queue(defaults(QUEUE_RANGES), lambda _: None, lambda _: None)
    queue.put(Message("0", 0, "x", 8, 1000, 1000), 1000)
    handle = queue.take(1, 1000, lambda: next(keys))[0].handle
    for _ in range(3):
        handle = queue.change_visibility(handle, 5, 1000).handle
    assert len(queue.take(16, 6000, lambda: next(keys))) == 1
    assert queue.peek(16, 6000) == []


def test_every_action_is_served(world: World) -> None:
    service: MnsService = world.service
    assert set(service._handlers) == set(ROUTES)
