"""The event stream: its events, its retries in the world's time, its dead letters."""

from __future__ import annotations

import base64
import json
import threading
from datetime import timedelta

import pytest

from localcloud.runner.invocations import Invocation
from localcloud.runner.runner import Runner
from localcloud.runner.specs import FunctionSpec, QueueTrigger
from tests.localcloud.runner.conftest import Bench
from tests.waiting import until

ECHO = "def handler(event, context): return event"
FAIL = "def handler(event, context): raise RuntimeError('always')"


def spec(bench: Bench, source: str = ECHO, **settings: object) -> FunctionSpec:
    trigger = QueueTrigger("certqueue", "work", "cn-hangzhou", **settings)  # type: ignore[arg-type]
    return bench.function(source, queue_triggers=(trigger,))


def started(bench: Bench, source: str = ECHO, **settings: object) -> Runner:
    return bench.runner(spec(bench, source, **settings), start=True)


def bodies(runner: Runner) -> list[str]:
    return [
        event["data"]["messageBody"]
        for run in runner.invocations()
        for event in json.loads(run.result.body)
    ]


def test_a_message_arrives_as_an_array_of_one_cloud_event(bench: Bench) -> None:
    runner = started(bench)
    ident = bench.queues.put("work", base64.b64encode(b'{"k": 1}').decode())
    assert runner.settle()
    (run,) = runner.invocations()
    (event,) = json.loads(run.result.body)
    account = bench.credentials.account_id
    assert run.trigger == "queue/certqueue"
    assert set(event) == {
        "id", "source", "specversion", "type", "datacontenttype", "subject", "time",
        "aliyunaccountid", "aliyunpublishtime", "aliyunoriginalaccountid", "aliyuneventbusname",
        "aliyunregionid", "aliyunpublishaddr", "data",
    }  # fmt: skip
    assert (event["id"], event["type"]) == (ident, "mns:Queue:SendMessage")
    assert event["source"] == "MNS-f-certqueue"
    assert event["subject"] == f"acs:mns:cn-hangzhou:{account}:queues/work"
    assert set(event["data"]) == {"requestId", "messageId", "messageBody"}
    assert event["data"]["messageBody"] == '{"k": 1}'
    assert bench.queues.bodies("work") == []


def test_event_driven_delivers_one_object(bench: Bench) -> None:
    runner = started(bench, mode="event-driven")
    bench.queues.put("work", "plain")
    assert runner.settle()
    assert json.loads(runner.invocations()[0].result.body)["data"]["messageBody"] == "plain"


def test_event_driven_delivers_each_message_alone_whatever_the_window_says(bench: Bench) -> None:
    for number in range(3):
        bench.queues.put("work", f"m{number}")
    runner = started(bench, mode="event-driven", batch_count=10)
    assert runner.settle()
    events = [json.loads(run.result.body) for run in runner.invocations()]
    assert [event["data"]["messageBody"] for event in events] == ["m0", "m1", "m2"]
    assert runner.streams[0].status()["buffered"] == 0


@pytest.mark.parametrize(
    ("decode", "sent", "seen"),
    [
        (True, "eyJhIjoxfQ==", '{"a":1}'),
        (False, "eyJhIjoxfQ==", "eyJhIjoxfQ=="),
        (True, "{}", "{}"),
    ],
)
def test_bodies_are_decoded_as_the_trigger_says(
    bench: Bench, *, decode: bool, sent: str, seen: str
) -> None:
    runner = started(bench, decode_base64=decode)
    bench.queues.put("work", sent)
    assert runner.settle()
    assert bodies(runner) == [seen]


def test_a_plain_body_goes_to_the_dead_letters_when_the_switch_says_that_it_fails(
    bench: Bench,
) -> None:
    bench.switches.set("eventbridge.plain_body", "fail")
    runner = started(bench, tolerance="ALL", dead_letter_queue="dead")
    bench.queues.put("work", "{plain}")
    assert runner.settle()
    assert runner.invocations() == ()
    assert "{plain}" in bench.queues.bodies("dead")[0]


def test_a_batch_is_one_invocation_of_up_to_the_window_s_count(bench: Bench) -> None:
    for number in range(5):
        bench.queues.put("work", f"m{number}")
    runner = started(bench, batch_count=3)
    assert runner.settle()
    assert [len(json.loads(run.result.body)) for run in runner.invocations()] == [3, 2]


def test_a_delayed_message_comes_when_the_clock_is_moved(bench: Bench) -> None:
    runner = started(bench)
    bench.queues.put("work", "later", delay=600)
    assert runner.settle()
    assert runner.invocations() == ()
    bench.clock.advance(timedelta(seconds=600))
    assert runner.settle()
    assert bodies(runner) == ["later"]


def test_a_failure_is_retried_three_times_and_then_buried(bench: Bench) -> None:
    runner = started(bench, FAIL, tolerance="ALL", dead_letter_queue="dead")
    ident = bench.queues.put("work", "poison")
    for attempts in (1, 2, 3, 4):
        assert runner.settle()
        assert [run.attempt for run in runner.invocations()] == list(range(attempts))
        bench.clock.advance(timedelta(seconds=9.9))
        assert runner.settle()
        assert len(runner.invocations()) == attempts  # the pause is ten seconds at least
        bench.clock.advance(timedelta(seconds=10.1))  # and twenty at most
    (letter,) = bench.queues.bodies("dead")
    assert json.loads(letter)["data"] == {
        **json.loads(letter)["data"], "messageId": ident, "messageBody": "poison",
    }  # fmt: skip
    bench.queues.put("work", "next")
    assert runner.settle()
    assert runner.streams[0].status()["state"] == "running"
    assert len(runner.invocations()) == 5


def test_the_dead_letter_is_the_body_alone_when_the_switch_says_so(bench: Bench) -> None:
    bench.switches.set("eventbridge.dead_letter", "body")
    runner = started(bench, FAIL, tolerance="ALL", dead_letter_queue="dead")
    bench.queues.put("work", "poison")
    exhaust(bench, runner)
    assert bench.queues.bodies("dead") == ["poison"]


def test_without_tolerance_the_stream_stops_and_keeps_the_message(bench: Bench) -> None:
    runner = started(bench, FAIL, dead_letter_queue="dead")
    bench.queues.put("work", "poison")
    bench.queues.put("work", "behind it")
    exhaust(bench, runner)
    status = runner.streams[0].status()
    assert (status["state"], status["buffered"]) == ("stopped", 1)
    assert bench.queues.bodies("dead") == []
    assert bench.queues.bodies("work") == ["behind it"]
    bench.write("f.py", ECHO)
    runner.cool()
    assert runner.streams[0].start_by_hand()
    assert not runner.streams[0].start_by_hand()
    assert runner.settle()
    delivered = [run for run in runner.invocations() if not run.result.failed]
    assert [seen(run) for run in delivered] == ["poison", "behind it"]


def test_a_stopped_stream_is_still_stopped_after_a_restart(bench: Bench) -> None:
    first = started(bench, FAIL)
    bench.queues.put("work", "poison")
    bench.queues.put("work", "behind it")
    exhaust(bench, first)
    first.stop()
    second = started(bench, ECHO)
    assert second.settle()
    assert second.streams[0].status()["state"] == "stopped"
    assert second.invocations() == ()
    assert second.streams[0].start_by_hand()
    assert second.settle()
    assert bodies(second) == ["poison", "behind it"]


def test_a_message_whose_handler_recovers_is_not_buried(bench: Bench) -> None:
    source = """
    import os
    def handler(event, context):
        if context.retry_count < 2: os._exit(1)
        return event
    """
    runner = started(bench, source, tolerance="ALL", dead_letter_queue="dead")
    bench.queues.put("work", "hard")
    exhaust(bench, runner)
    assert [run.result.failed for run in runner.invocations()] == [True, True, False]
    assert bench.queues.bodies("dead") == []


def test_a_message_under_way_survives_a_restart_of_the_runner(bench: Bench) -> None:
    slow = "import time\ndef handler(event, context): time.sleep(60)"
    first = started(bench, slow)
    bench.queues.put("work", "kept")
    until(lambda: first.executor.running == 1 and bench.queues.bodies("work") == [])
    first.stop()
    second = started(bench, ECHO)
    assert second.settle()
    assert bodies(second) == ["kept"]


def test_tasks_work_side_by_side(bench: Bench) -> None:
    source = """
    import json, os, time
    def handler(event, context):
        name = json.loads(event)[0]["data"]["messageBody"]
        open(name, "w").close()
        while not (os.path.exists("one!") and os.path.exists("two!")):
            time.sleep(0.01)
        return event
    """
    runner = started(bench, source, tasks=2)
    bench.queues.put("work", "one!")
    bench.queues.put("work", "two!")
    assert runner.settle()
    assert sorted(bodies(runner)) == ["one!", "two!"]


def test_an_asynchronous_trigger_is_content_when_the_invocation_is_queued(bench: Bench) -> None:
    runner = started(bench, FAIL, asynchronous=True, tolerance="ALL", dead_letter_queue="dead")
    bench.queues.put("work", "x")
    for _ in range(4):
        assert runner.settle()
        bench.clock.advance(timedelta(seconds=60))
    assert runner.settle()
    assert [run.attempt for run in runner.invocations()] == [0, 1, 2, 3]
    assert bench.queues.bodies("dead") == []
    assert runner.status()["async"] == []


def test_a_disabled_trigger_takes_nothing(bench: Bench) -> None:
    runner = started(bench, enabled=False)
    bench.queues.put("work", "x")
    assert runner.settle()
    assert bench.queues.bodies("work") == ["x"]
    assert runner.streams[0].status()["state"] == "disabled"


def test_stopping_ends_all_threads_of_the_runner(bench: Bench) -> None:
    before = {thread.ident for thread in threading.enumerate()}
    runner = started(bench, tasks=3)
    bench.queues.put("work", "x")
    assert runner.settle()
    runner.stop()
    assert {thread.ident for thread in threading.enumerate()} <= before


def exhaust(bench: Bench, runner: Runner) -> None:
    for _ in range(4):
        assert runner.settle()
        bench.clock.advance(timedelta(seconds=20))
    assert runner.settle()


def seen(run: Invocation) -> str:
    return str(json.loads(run.result.body)[0]["data"]["messageBody"])
