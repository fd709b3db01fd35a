"""How an invocation ends for the platform, and what it is told before."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from certbind.envelopes import Delivery, parse
from certbind.errors import (
    CertbindError,
    ConfigError,
    EventError,
    PermissionDeniedError,
    ThrottledError,
)
from certbind.runtime import Answer, BatchAnswer, Call, each_alone, read_call, run

THROTTLED = ThrottledError("slow down", service="cas", action="ListUserCertificateOrder")
DENIED = PermissionDeniedError("not allowed", service="oss", action="PutObject")


@dataclass(frozen=True)
class Said:
    """An answer."""

    content: dict[str, Any] = field(default_factory=lambda: {"outcome": "bound"})

    def to_json(self) -> dict[str, Any]:
        return self.content


def context(timeout: object = 60, **more: Any) -> Any:
    return SimpleNamespace(
        request_id="r-1",
        region="cn-hangzhou",
        account_id="1234567890123456",
        function=SimpleNamespace(name="certbind-watch", timeout=timeout),
        **more,
    )


def failing(error: Exception) -> Callable[[Call], Answer]:
    def work(_: Call) -> NoReturn:
        raise error

    return work


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(r.getMessage()) for r in caplog.records]


def batch(*ids: str) -> bytes:
    events = [
        {"id": i, "type": "certificate.issued", "data": {"certificate": "7-cn-hangzhou"}}
        for i in ids
    ]
    return json.dumps(events).encode()


def handle_all(handle: Callable[[Delivery], Answer]) -> Callable[[Call], Answer]:
    def work(call: Call) -> BatchAnswer:
        return each_alone(parse(call.payload), handle)

    return work


def test_the_answer_of_the_use_case_is_the_answer_of_the_function() -> None:
    answer = run("watch", b"", context(), lambda _: Said({"outcome": "nothing_to_do"}))
    assert answer == {"outcome": "nothing_to_do"}


def test_a_retryable_error_is_raised_as_it_is() -> None:
    with pytest.raises(ThrottledError) as caught:
        run("watch", b"", context(), failing(THROTTLED))
    assert caught.value is THROTTLED


@pytest.mark.parametrize("in_batch", [True, False])
def test_what_lies_behind_a_raised_error_does_not_come_along(*, in_batch: bool) -> None:
    """The platform prints the whole exception; an SDK's may hold a signed URL."""

    def fail(_: object) -> NoReturn:
        behind = OSError("https://bucket/?Signature=abc")
        raise ThrottledError("slow down", service="oss", action="GetObject") from behind

    with pytest.raises(ThrottledError) as caught:
        run("watch", batch("a"), context(), handle_all(fail) if in_batch else fail)
    assert "Signature" not in "".join(traceback.format_exception(caught.value))


def test_a_permanent_error_is_an_outcome_and_an_error_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = run("rollback", b"", context(), failing(DENIED), answers_person=True)
    assert answer["outcome"] == "error"
    assert answer["code"] == "permission_denied"
    assert answer["hint"]
    (line,) = lines(caplog)
    assert line["level"] == "ERROR"
    assert line["code"] == "permission_denied"
    assert line["function"] == "rollback"


@pytest.mark.parametrize("error", [DENIED, ConfigError({"CERTBIND_QUEUE": "is missing"})])
def test_a_permanent_error_is_raised_where_a_message_would_be_lost(error: CertbindError) -> None:
    """A message, or a tick that nobody waits for, must reach the dead-letter queue."""
    with pytest.raises(type(error)):
        run("certificate_event", b"", context(), failing(error))


def test_a_fault_of_ours_is_logged_with_its_place_and_raised_without_its_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(CertbindError) as caught:
        run("watch", b"", context(), failing(KeyError("secret-value")))
    assert "KeyError at unit/test_runtime.py:" in str(caught.value)
    assert caught.value.code == "internal_error"
    assert caught.value.__cause__ is None
    (line,) = lines(caplog)
    assert line["code"] == "internal_error"
    assert line["exception"] == "KeyError"
    assert line["traceback"][-1].endswith(" work")
    assert "secret-value" not in caplog.text + str(caught.value)


def test_the_line_of_an_invocation_has_what_alarms_match_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    outcome = {
        "outcome": "refused",
        "subject": "static.example.com",
        "reason": "ends_earlier",
        "event_id": "bind-1",
        "message": "it ends earlier",
    }
    with caplog.at_level(logging.INFO):
        work = handle_all(lambda _: Said(outcome))
        run("certificate_event", batch("a"), context(), work)
    handled, finished = lines(caplog)
    assert handled["level"] == "WARNING"
    assert finished["level"] == "INFO", "an alarm must not count it twice"
    assert handled["subject"] == "static.example.com"
    assert handled["reason"] == "ends_earlier"
    assert handled["event_id"] == "a"
    assert handled["request_id"] == "r-1"
    assert handled["message"] == "it ends earlier"


def test_a_timer_run_logs_its_whole_answer(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        run("watch", b"", context(), lambda _: Said({"outcome": "planned", "events": ["a"]}))
    line, metrics = lines(caplog)
    assert line["answer"]["events"] == ["a"]
    assert line["level"] == "INFO"
    assert metrics["metric"] == "invocation"


def test_a_rollback_that_is_not_complete_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    run("rollback", b"", context(), lambda _: Said({"outcome": "rolled_back", "complete": False}))
    assert lines(caplog)[0]["level"] == "WARNING"


@pytest.mark.parametrize(
    ("work", "numbers"),
    [
        (lambda _: Said(), {"messages": 1, "bound": 1, "errors": 0}),
        (failing(THROTTLED), {"messages": 1, "errors": 1, "errors_retryable": 1}),
        (failing(KeyError("x")), {"messages": 1, "errors": 1, "errors_internal": 1}),
    ],
)
def test_the_last_line_is_the_metrics_however_it_ended(
    caplog: pytest.LogCaptureFixture, work: Callable[[Call], Answer], numbers: dict[str, int]
) -> None:
    with caplog.at_level(logging.INFO), suppress(CertbindError):
        run("x", b"", context(), work)
    last = lines(caplog)[-1]
    assert last["metric"] == "invocation"
    assert last["level"] == "INFO", "an alarm must not count an error twice"
    assert {name: last[name] for name in numbers} == numbers
    assert sum("metric" in line for line in lines(caplog)) == 1


def test_the_metrics_of_a_batch_count_what_was_finished_and_what_was_not(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def handle(delivery: Delivery) -> Answer:
        if delivery.id == "b":
            raise DENIED
        return Said()

    with caplog.at_level(logging.INFO), suppress(CertbindError):
        run("x", batch("a", "b", "c"), context(), handle_all(handle))
    last = lines(caplog)[-1]
    assert (last["messages"], last["bound"], last["errors"]) == (3, 2, 1)
    assert last["codes"] == "permission_denied"


def test_a_single_message_answers_for_itself() -> None:
    answer = run("x", batch("a"), context(), handle_all(lambda _: Said()))
    assert answer == {"outcome": "bound"}


def test_several_messages_answer_in_their_order() -> None:
    work = handle_all(lambda d: Said({"outcome": "bound", "id": d.id}))
    answer = run("x", batch("a", "b"), context(), work)
    assert [m["id"] for m in answer["messages"]] == ["a", "b"]


@pytest.mark.parametrize("error", [THROTTLED, DENIED, EventError("spoilt")])
def test_a_single_message_that_failed_is_raised_as_it_is(error: CertbindError) -> None:
    def handle(_: Delivery) -> NoReturn:
        raise error

    with pytest.raises(type(error)) as caught:
        run("x", batch("a"), context(), handle_all(handle))
    assert caught.value is error


@pytest.mark.parametrize("error", [THROTTLED, DENIED, KeyError("secret-value")])
def test_the_others_are_handled_before_a_failed_one_is_raised(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    handled = []

    def handle(delivery: Delivery) -> Answer:
        if delivery.id == "b":
            raise error
        handled.append(delivery.id)
        return Said()

    with pytest.raises(CertbindError) as caught:
        run("x", batch("a", "b", "c"), context(), handle_all(handle))
    assert handled == ["a", "c"]
    assert caught.value.retryable
    assert "1 of 3" in str(caught.value)
    assert "b (" in str(caught.value)
    assert "a (" not in str(caught.value)
    failed = [line for line in lines(caplog) if line["level"] == "ERROR"]
    assert [line["delivery_id"] for line in failed] == ["b"]
    assert "secret-value" not in caplog.text + str(caught.value)


@pytest.mark.parametrize(
    ("timeout", "left"),
    [(60, 55), ("60", 55), (240, 235), (4, 2), (None, 55), ("", 55), (-1, 55), ([], 55)],
)
def test_the_time_left_is_the_timeout_less_a_margin(timeout: object, left: float) -> None:
    begun = time.monotonic()
    seconds = read_call("x", b"", context(timeout)).seconds_left()
    assert left - (time.monotonic() - begun) <= seconds <= left


def test_time_that_is_used_up_is_none_left() -> None:
    assert Call("x", "", b"", {}, ends_at=0.0).seconds_left() == 0.0


@pytest.mark.parametrize("nothing", [None, object(), SimpleNamespace(function=None)])
def test_a_call_without_a_context_is_taken(nothing: object) -> None:
    assert run("x", b"", nothing, lambda _: Said()) == {"outcome": "bound"}


def test_region_and_account_come_from_the_environment_else_from_the_context(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = {"FC_REGION": "cn-beijing", "FC_ACCOUNT_ID": "7"}
    told = {"FC_REGION": "cn-hangzhou", "FC_ACCOUNT_ID": "1234567890123456"}
    for name in given:
        monkeypatch.delenv(name, raising=False)
    assert told.items() <= read_call("x", b"", context()).environment.items()
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert given.items() <= read_call("x", b"", context()).environment.items()


def test_the_credentials_of_the_request_win_over_those_of_the_instance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "old")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "old")
    monkeypatch.setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "old")
    fresh = SimpleNamespace(access_key_id="i", access_key_secret="s", security_token="t")
    names = [
        f"ALIBABA_CLOUD_{n}" for n in ("ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN")
    ]
    new = read_call("x", b"", context(credentials=fresh)).environment
    assert [new[name] for name in names] == ["i", "s", "t"]
    fresh.security_token = ""
    for runtime in (context(credentials=fresh), context()):
        old = read_call("x", b"", runtime).environment
        assert [old[name] for name in names] == ["old"] * 3


def test_a_call_does_not_show_its_environment_or_payload() -> None:
    call = Call("x", "r", b"payload-secret", {"KEY": "env-secret"}, 0.0)
    assert "secret" not in repr(call)
