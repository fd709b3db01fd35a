"""Functions in the world: real queue, real OSS, role's credentials, crashes."""

from __future__ import annotations

import json
from datetime import timedelta

import oss2
import pytest

from localcloud.acts.refusal import Refusal
from localcloud.control import all_acts
from localcloud.world import LocalCloud
from tests.localcloud.world.conftest import MakeWorld

ECHO = "def handler(event, context): return event"
FAIL = "def handler(event, context): raise RuntimeError('always')"
PUT = """
import os
import oss2

def handler(event, context):
    key = context.credentials
    auth = oss2.StsAuth(key.access_key_id, key.access_key_secret, key.security_token)
    bucket = oss2.Bucket(auth, os.environ["OSS_ENDPOINT"], "pics", region="cn-hangzhou")
    bucket.put_object("one", b"1")
    bucket.put_object("two", b"2")
    return "both"
"""


def bodies(world: LocalCloud) -> list[str]:
    runs = [r for r in world.runner.invocations() if r.trigger == "queue/q"]
    return [json.loads(run.result.body)[0]["data"]["messageBody"] for run in runs]


def object_keys(world: LocalCloud) -> list[str]:
    env = world.env()
    auth = oss2.Auth(env["ALIBABA_CLOUD_ACCESS_KEY_ID"], env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"])
    bucket = oss2.Bucket(auth, env["OSS_ENDPOINT"], "pics")
    return [found.key for found in oss2.ObjectIterator(bucket)]


def test_a_message_of_the_real_queue_starts_the_function(make_world: MakeWorld) -> None:
    world = make_world(source=ECHO)
    acts = all_acts(world)
    acts["queue.create"]("work")
    acts["queue.send"]("work", '{"k": "ü"}')
    acts["queue.send"]("work", "plain", plain=True)
    acts["queue.send"]("work", "later", delay=600)
    assert world.runner.settle()
    assert sorted(bodies(world)) == ["plain", '{"k": "ü"}']
    world.advance(timedelta(seconds=600))
    assert world.runner.settle()
    assert bodies(world)[-1] == "later"
    assert acts["queue.list"]() == [{"queue": "work", "active": 0, "inactive": 0, "delayed": 0}]


def test_a_queue_that_is_made_later_is_found(make_world: MakeWorld) -> None:
    world = make_world(source=ECHO)
    acts = all_acts(world)
    assert world.runner.settle()
    acts["queue.create"]("work")
    acts["queue.send"]("work", "first")
    assert world.runner.settle()
    assert bodies(world) == ["first"]


def test_what_fails_ends_in_the_dead_letter_queue(make_world: MakeWorld) -> None:
    world = make_world(source=FAIL)
    acts = all_acts(world)
    for queue in ("work", "dead"):
        acts["queue.create"](queue)
    acts["queue.send"]("work", "poison")
    for _ in range(4):
        assert world.runner.settle()
        world.advance(timedelta(seconds=20))
    assert world.runner.settle()
    (letter,) = acts["queue.peek"]("dead")
    assert json.loads(letter["body"])["data"]["messageBody"] == "poison"


def test_a_stream_that_a_poison_message_stopped_is_started_by_hand(make_world: MakeWorld) -> None:
    world = make_world(source=FAIL, tolerance="NONE")
    acts = all_acts(world)
    acts["queue.create"]("work")
    with pytest.raises(Refusal, match="no stream of demo-f is stopped"):
        acts["function.start_stream"]("f")
    acts["queue.send"]("work", "poison")
    for _ in range(4):
        assert world.runner.settle()
        world.advance(timedelta(seconds=20))
    assert world.runner.settle()
    assert acts["status"]()["streams"][0]["state"] == "stopped"
    assert acts["function.start_stream"]("f") == {"function": "demo-f", "started": "q"}
    assert acts["status"]()["streams"][0]["state"] == "running"


def test_messages_are_lost_on_their_way(make_world: MakeWorld) -> None:
    world = make_world(source=ECHO)
    acts = all_acts(world)
    acts["queue.create"]("work")
    assert acts["queue.drop"]("work", count=2) == {"queue": "work", "lost": 0, "to_lose": 2}
    for text in ("one", "two", "three"):
        acts["queue.send"]("work", text)
    assert world.runner.settle()
    assert bodies(world) == ["three"]


def test_a_message_that_is_taken_over_too_late_comes_twice(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(source=ECHO)
    acts = all_acts(world)
    acts["queue.create"]("work")
    delete = world.mns.model.delete

    def too_late(queue: str, _handle: str) -> None:
        monkeypatch.setattr(world.mns.model, "delete", delete)
        delete(queue, "8-" + "A" * 44)

    monkeypatch.setattr(world.mns.model, "delete", too_late)
    acts["queue.send"]("work", "late")
    assert world.runner.settle()
    world.advance(timedelta(seconds=30))
    assert world.runner.settle()
    assert bodies(world) == ["late", "late"]


def test_a_duplicate_comes_twice_with_one_message_id(make_world: MakeWorld) -> None:
    world = make_world(source=ECHO)
    acts = all_acts(world)
    acts["queue.create"]("work")
    acts["queue.duplicate"]("work")
    acts["queue.send"]("work", "again")
    assert world.runner.settle()
    assert bodies(world) == ["again", "again"]
    events = [json.loads(run.result.body)[0]["id"] for run in world.runner.invocations()]
    assert events[0] == events[1]


def test_a_function_works_with_its_role_s_key_under_its_instance_s_name(
    make_world: MakeWorld,
) -> None:
    world = make_world(source=PUT)
    acts = all_acts(world)
    acts["bucket.create"]("pics")
    result = acts["function.invoke"]("f")
    assert (result["error_type"], result["body"]) == ("", "both")
    (run,) = world.runner.invocations()
    calls = [c for c in acts["calls.list"]() if c["call"] == "oss.PutObject"]
    assert [c["resource"] for c in calls] == ["pics/one", "pics/two"]
    assert {c["principal"] for c in calls} == {f"role/demo/{run.instance}"}


@pytest.mark.parametrize(("nth", "left"), [(1, ["one"]), (2, ["one", "two"])])
def test_a_crash_strikes_after_the_call_was_applied(
    make_world: MakeWorld, nth: int, left: list[str]
) -> None:
    world = make_world(source=PUT)
    acts = all_acts(world)
    acts["bucket.create"]("pics")
    acts["fault.crash"]("oss", "PutObject", nth=nth)
    result = acts["function.invoke"]("f")
    assert "Process exited unexpectedly" in result["body"]
    assert object_keys(world) == left
    assert acts["function.invoke"]("f")["body"] == "both"  # a fresh instance, the rule used up


def test_functions_see_the_moved_clock_and_still_sign(make_world: MakeWorld) -> None:
    source = PUT.replace('return "both"', "import time\n    return str(int(time.time()))")
    world = make_world(source=source)
    acts = all_acts(world)
    acts["bucket.create"]("pics")
    acts["clock.advance"]("300d")
    result = acts["function.invoke"]("f")
    assert result["error_type"] == ""
    assert abs(int(result["body"]) - world.clock.now().timestamp()) < 30


def test_a_timer_fires_when_the_clock_is_moved(make_world: MakeWorld) -> None:
    world = make_world(source=ECHO)
    world.advance(timedelta(minutes=5))
    assert world.runner.settle()
    (run,) = world.runner.invocations()
    assert run.trigger == "timer/tick"


def test_a_function_is_found_by_the_end_of_its_name(make_world: MakeWorld) -> None:
    acts = all_acts(make_world(source=ECHO))
    assert acts["function.invoke"]("f", "x")["function"] == "demo-f"
    assert acts["function.invoke"]("demo-f", "x")["body"] == "x"
