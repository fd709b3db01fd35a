"""Timers in the world's time, and the schedules that they follow."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from localcloud.runner import asynchronous
from localcloud.runner.cron import CronError, parse_schedule
from localcloud.runner.runner import Runner
from localcloud.runner.specs import ASYNC_PAYLOAD, FunctionSpec, TimerTrigger
from tests.localcloud.runner.conftest import Bench

ECHO = "def handler(event, context): return event"


def timed(bench: Bench, expression: str, **settings: object) -> FunctionSpec:
    trigger = TimerTrigger("tick", parse_schedule(expression), '{"task":"x"}', **settings)  # type: ignore[arg-type]
    return bench.function(ECHO, timers=(trigger,))


def events(runner: Runner) -> list[dict[str, str]]:
    return [json.loads(run.result.body) for run in runner.invocations()]


def test_a_timer_invokes_when_the_clock_reaches_its_tick(bench: Bench) -> None:
    runner = bench.runner(timed(bench, "@every 5m"), start=True)
    tick = runner.timers[0].next_tick
    bench.clock.advance(timedelta(minutes=4, seconds=50))
    assert runner.settle()
    assert runner.invocations() == ()
    bench.clock.advance(timedelta(seconds=10))
    assert runner.settle()
    expected = {
        "triggerTime": tick.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "triggerName": "tick",
        "payload": '{"task":"x"}',
    }
    assert events(runner) == [expected]
    assert runner.invocations()[0].trigger == "timer/tick"


def test_ticks_that_a_jump_passed_over_become_one_invocation_for_the_last(bench: Bench) -> None:
    runner = bench.runner(timed(bench, "@every 5m"), start=True)
    tick = runner.timers[0].next_tick
    bench.clock.advance(timedelta(hours=1, seconds=1))
    assert runner.settle()
    (event,) = events(runner)
    last = tick + timedelta(minutes=55)
    assert event["triggerTime"] == last.strftime("%Y-%m-%dT%H:%M:%SZ")
    bench.clock.advance(timedelta(minutes=5))
    assert runner.settle()
    assert len(events(runner)) == 2


def test_a_jump_over_millions_of_ticks_holds_nobody_up(bench: Bench) -> None:
    runner = bench.runner(timed(bench, "0 * * * * *"), start=True)
    bench.clock.advance(timedelta(days=3650))
    assert runner.settle(20)
    assert 1 <= len(runner.invocations()) <= 2  # a minute may really have passed


@pytest.mark.parametrize(
    "expression",
    [
        "@every 7m",
        "0 */5 * * * *",
        "10,40 3-7 */4 * * *",
        "0 0 12 1 JAN-MAR *",
        "CRON_TZ=America/New_York 0 30 1,2 * * *",
    ],
)
def test_the_last_tick_is_what_one_after_the_other_comes_to(expression: str) -> None:
    schedule = parse_schedule(expression)
    first = tick = schedule.after(datetime(2026, 10, 30, tzinfo=timezone.utc))
    for until in (first + timedelta(seconds=77_777 * n) for n in range(40)):
        while schedule.after(tick) <= until:
            tick = schedule.after(tick)
        assert schedule.last(first, until) == tick


def test_a_disabled_timer_never_fires(bench: Bench) -> None:
    runner = bench.runner(timed(bench, "@every 1m", enabled=False), start=True)
    bench.clock.advance(timedelta(days=1))
    assert runner.settle()
    assert runner.invocations() == ()


def test_a_tick_that_is_refused_does_not_end_the_timer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = bench.runner(timed(bench, "@every 5m"), start=True)
    monkeypatch.setattr(asynchronous, "ASYNC_PAYLOAD", 10)
    bench.clock.advance(timedelta(minutes=5))
    assert runner.settle()
    assert runner.invocations() == ()
    monkeypatch.setattr(asynchronous, "ASYNC_PAYLOAD", ASYNC_PAYLOAD)
    bench.clock.advance(timedelta(minutes=5))
    assert runner.settle()
    assert len(events(runner)) == 1


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        ("@every 90m", "2026-11-20T00:00:00", "2026-11-20T01:30:00"),
        ("@every 6h", "2026-11-20T00:00:00", "2026-11-20T06:00:00"),
        ("0 0 3 * * *", "2026-11-20T03:00:00", "2026-11-21T03:00:00"),
        ("0 */5 * * * *", "2026-11-20T03:01:00", "2026-11-20T03:05:00"),
        ("30 59 23 31 12 *", "2026-11-20T00:00:00", "2026-12-31T23:59:30"),
        ("0 0 0 ? * MON", "2026-11-20T00:00:00", "2026-11-23T00:00:00"),
        ("0 0 0 * * 7", "2026-11-20T00:00:00", "2026-11-22T00:00:00"),
        ("0 0 12 1 JAN-MAR *", "2026-11-20T00:00:00", "2027-01-01T12:00:00"),
        ("0 0 0 13 * FRI", "2026-11-14T00:00:00", "2026-11-20T00:00:00"),
        ("0 10,40 8-9 * * *", "2026-11-20T08:10:00", "2026-11-20T08:40:00"),
        ("0 0 0 29 2 *", "2026-11-20T00:00:00", "2028-02-29T00:00:00"),
        ("CRON_TZ=Asia/Shanghai 0 0 3 * * *", "2026-11-20T00:00:00", "2026-11-20T19:00:00"),
    ],
)
def test_the_next_tick_of_a_schedule(expression: str, after: str, expected: str) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=timezone.utc)
    tick = parse_schedule(expression).after(moment)
    assert tick == datetime.fromisoformat(expected).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("0 3 * * *", "six fields"),
        ("", "six fields"),
        ("60 0 3 * * *", "seconds: '60' is not within 0 to 59"),
        ("0 0 3 0 * *", "day of month"),
        ("0 0 x * * *", "hours: 'x' is no number"),
        ("0 */0 3 * * *", "no usable step"),
        ("0 0 3 * * MON-SUN", "not within"),
        ("@every 0m", "zero"),
        ("@every 5d", "six fields"),
        ("@every 5s", "six fields"),
        ("@every 5²m", "six fields"),
        ("CRON_TZ=Mars/Base 0 0 3 * * *", "no time zone 'Mars/Base'"),
    ],
)
def test_a_wrong_schedule_is_refused_with_the_field(expression: str, fault: str) -> None:
    with pytest.raises(CronError, match=fault):
        parse_schedule(expression)


def test_a_schedule_that_never_comes_says_so() -> None:
    moment = datetime(2026, 11, 20, tzinfo=timezone.utc)
    with pytest.raises(CronError, match="no tick"):
        parse_schedule("0 0 0 31 2 *").after(moment)
