"""Asynchronous invocations: retries in the world's time, ageing, destination records."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from localcloud.runner.runner import Runner
from localcloud.runner.specs import AsyncConfig
from tests.localcloud.runner.conftest import Bench

FAIL = "def handler(event, context): raise RuntimeError('always')"


def run_out(bench: Bench, runner: Runner, rounds: int = 5) -> None:
    for _ in range(rounds):
        assert runner.settle()
        bench.clock.advance(timedelta(minutes=2))
    assert runner.settle()


def test_it_is_accepted_at_once_and_run_under_the_same_request_id(bench: Bench) -> None:
    runner = bench.runner(bench.function("def handler(event, context): return event"), start=True)
    accepted = runner.invoke("f", b"x", asynchronous=True)
    assert (accepted.status, accepted.body) == (202, b"")
    assert runner.settle()
    (run,) = runner.invocations()
    assert (run.request_id, run.result.body) == (accepted.request_id, b"x")


def test_a_failure_is_retried_as_often_as_configured_and_then_told(bench: Bench) -> None:
    config = AsyncConfig(retries=2, on_failure="dead")
    runner = bench.runner(bench.function(FAIL, asynchronous=config), start=True)
    accepted = runner.invoke("f", b'{"task": 1}', asynchronous=True)
    run_out(bench, runner)
    assert [run.attempt for run in runner.invocations()] == [0, 1, 2]
    (text,) = bench.queues.bodies("dead")
    record = json.loads(text)
    account = bench.credentials.account_id
    assert record["requestContext"] == {
        "requestId": accepted.request_id,
        "functionArn": f"acs:fc:cn-hangzhou:{account}:functions/f",
        "condition": "UnhandledInvocationError",
        "approximateInvokeCount": 3,
    }
    assert record["requestPayload"] == '{"task": 1}'
    assert record["responseContext"] == {
        "statusCode": 200,
        "functionError": "UnhandledInvocationError",
    }
    assert json.loads(record["responsePayload"])["errorMessage"] == "always"


def test_a_success_is_told_only_where_that_is_configured(bench: Bench) -> None:
    ok = "def handler(event, context): return 'fine'"
    runner = bench.runner(
        bench.function(ok, "a", asynchronous=AsyncConfig(on_failure="dead")),
        bench.function(ok, "b", asynchronous=AsyncConfig(on_success="work")),
        start=True,
    )
    runner.invoke("a", asynchronous=True)
    runner.invoke("b", asynchronous=True)
    assert runner.settle()
    assert bench.queues.bodies("dead") == []
    (record,) = map(json.loads, bench.queues.bodies("work"))
    assert record["requestContext"]["condition"] == "Success"
    assert "functionError" not in record["responseContext"]


def test_an_invocation_that_is_too_old_is_not_retried(bench: Bench) -> None:
    config = AsyncConfig(retries=8, max_age_seconds=25, on_failure="dead")
    runner = bench.runner(bench.function(FAIL, asynchronous=config), start=True)
    runner.invoke("f", asynchronous=True)
    assert runner.settle()
    bench.clock.advance(timedelta(seconds=10))
    assert runner.settle()
    assert len(runner.invocations()) == 2  # 10 s later still young, 30 s later not
    assert len(bench.queues.bodies("dead")) == 1


def test_an_invocation_that_grew_too_old_in_the_queue_is_told_and_never_run(bench: Bench) -> None:
    config = AsyncConfig(max_age_seconds=60, on_failure="dead")
    spec = bench.function("def handler(event, context): pass", asynchronous=config)
    first = bench.runner(spec)
    accepted = first.invoke("f", b"late", asynchronous=True)  # never started: it stays queued
    first.stop()
    bench.clock.advance(timedelta(seconds=61))
    second = bench.runner(spec, start=True)
    assert second.settle()
    assert second.invocations() == ()
    (record,) = map(json.loads, bench.queues.bodies("dead"))
    assert record["requestContext"]["requestId"] == accepted.request_id
    assert second.status()["async"] == []


def test_a_refusal_for_concurrency_is_repeated_for_five_hours_at_most(bench: Bench) -> None:
    config = AsyncConfig(max_age_seconds=86_400, on_failure="dead")
    source = "def handler(event, context): pass"
    spec = bench.function(source, asynchronous=config, reserved_concurrency=0)
    runner = bench.runner(spec, start=True)
    runner.invoke("f", asynchronous=True)
    for _ in range(20):
        assert runner.settle()
        pending = runner.status()["async"]
        if not pending:
            break
        due = datetime.fromisoformat(pending[0]["due"])
        assert due - datetime.fromisoformat(pending[0]["queued"]) <= timedelta(hours=5)
        bench.clock.advance(due - bench.clock.now())
    (record,) = map(json.loads, bench.queues.bodies("dead"))
    assert record["requestContext"]["condition"] == "ResourceExhausted"
    assert runner.invocations() == ()


def test_a_refusal_for_concurrency_is_not_an_attempt(bench: Bench) -> None:
    config = AsyncConfig(retries=0, max_age_seconds=3600, on_failure="dead")
    source = "def handler(event, context): pass"
    spec = bench.function(source, asynchronous=config, reserved_concurrency=0)
    runner = bench.runner(spec, start=True)
    runner.invoke("f", asynchronous=True)
    assert runner.settle()
    (item,) = runner.status()["async"]
    assert (item["attempt"], item["refusals"]) == (0, 1)
    assert bench.queues.bodies("dead") == []


def test_what_is_queued_survives_a_restart(bench: Bench) -> None:
    first = bench.runner(bench.function("def handler(event, context): return event"))
    first.invoke("f", b"kept", asynchronous=True)  # never started: it stays queued
    first.stop()
    second = bench.runner(first.functions[0], start=True)
    assert second.settle()
    assert [run.result.body for run in second.invocations()] == [b"kept"]


def test_a_destination_that_is_not_there_does_not_stop_the_others(bench: Bench) -> None:
    lost = AsyncConfig(retries=0, on_failure="nowhere")
    found = AsyncConfig(retries=0, on_failure="dead")
    runner = bench.runner(
        bench.function(FAIL, "a", asynchronous=lost),
        bench.function(FAIL, "b", asynchronous=found),
        start=True,
    )
    runner.invoke("a", asynchronous=True)
    runner.invoke("b", asynchronous=True)
    assert runner.settle()
    assert len(bench.queues.bodies("dead")) == 1
    assert runner.status()["async"] == []
