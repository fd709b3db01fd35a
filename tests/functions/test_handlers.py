"""The handlers between platform and use case: what goes in, what comes out, what is raised."""

from __future__ import annotations

import ast
import importlib
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from certbind import bootstrap
from certbind.envelopes import Delivery, parse
from certbind.errors import CertbindError, ConfigError, EventError, UnavailableError
from certbind.requests import RollbackRequest
from certbind.runtime import UnfinishedBatchError
from certbind.usecases.rotate.outcome import Outcome, Result
from tests.functions.contexts import classic, modern

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in (ROOT / "events").iterdir() if path.suffix != ".md")
FUNCTIONS = ("certificate_event", "watch", "recheck", "rollback", "harden", "emergency")
CONTEXTS = [pytest.param(modern, id="python3.12"), pytest.param(classic, id="python3.10")]
DOWN = UnavailableError("no answer", service="oss", action="PutObject")


@dataclass
class UseCases:
    """What bootstrap would wire: it notes what it is asked and answers as it is told."""

    deliveries: list[Delivery] = field(default_factory=list)
    requests: list[RollbackRequest] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    wired: list[tuple[Mapping[str, str], float]] = field(default_factory=list)
    failing: Callable[[Delivery], Exception | None] = lambda _: None

    def certificate_event(self, environment: Mapping[str, str], seconds: float) -> Any:
        self.wired.append((environment, seconds))
        return self.handle

    def handle(self, delivery: Delivery) -> Outcome:
        error = self.failing(delivery)
        if error is not None:
            raise error
        self.deliveries.append(delivery)
        if delivery.event is None:
            return Outcome(Result.REJECTED, "rejected", str(delivery.error), "unreadable_event")
        return Outcome(Result.PLANNED, "a", "queued.", event_id=delivery.event.id)

    def watch(self, environment: Mapping[str, str], seconds: float) -> Any:
        return self._timer("watch", environment, seconds)

    def recheck(self, environment: Mapping[str, str], seconds: float) -> Any:
        return self._timer("recheck", environment, seconds)

    def _timer(self, name: str, environment: Mapping[str, str], seconds: float) -> Any:
        self.wired.append((environment, seconds))

        def run(what: str = name) -> Any:
            self.runs.append(what)
            return SimpleNamespace(to_json=lambda: {"outcome": what, "events": []})

        run.if_due = lambda: run("nothing_due")  # type: ignore[attr-defined]
        return run

    def rollback(self, environment: Mapping[str, str], seconds: float) -> Any:
        self.wired.append((environment, seconds))

        def run(request: RollbackRequest) -> Any:
            self.requests.append(request)
            return SimpleNamespace(to_json=lambda: {"outcome": "rollback_planned"})

        return run

    def harden(self, environment: Mapping[str, str], seconds: float) -> Any:
        return self.rollback(environment, seconds)

    def emergency(self, environment: Mapping[str, str], seconds: float) -> Any:
        return self.rollback(environment, seconds)


@pytest.fixture
def usecases(monkeypatch: pytest.MonkeyPatch) -> UseCases:
    made = UseCases()
    for name in FUNCTIONS:
        monkeypatch.setattr(bootstrap, name, getattr(made, name))
    return made


def handler(name: str) -> Callable[[bytes, object], dict[str, Any]]:
    found: Callable[[bytes, object], dict[str, Any]] = importlib.import_module(
        f"functions.{name}"
    ).handler
    return found


def invoke(name: str, payload: bytes, context: Callable[[str], object] = modern) -> dict[str, Any]:
    answer = handler(name)(payload, context(name))
    written: dict[str, Any] = json.loads(json.dumps(answer))
    assert written == answer, "the platform writes the answer as JSON"
    return answer


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_event_file_gives_each_message_to_the_use_case(
    path: Path, context: Callable[[str], object], usecases: UseCases
) -> None:
    answer = invoke("certificate_event", path.read_bytes(), context)
    messages = [(one.id, one.digest, one.event) for one in parse(path.read_bytes())]
    assert [(one.id, one.digest, one.event) for one in usecases.deliveries] == messages
    outcomes = [one["outcome"] for one in answer.get("messages", [answer])]
    assert outcomes == ["planned" if event else "message_rejected" for _, _, event in messages]


@pytest.mark.parametrize("name", ["watch", "recheck"])
@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("payload", [b"", b"{}", (ROOT / "events/timer.json").read_bytes()])
def test_a_timer_function_runs_once_for_a_tick_or_for_a_person(
    name: str, context: Callable[[str], object], payload: bytes, usecases: UseCases
) -> None:
    assert invoke(name, payload, context)["outcome"] == name
    assert usecases.runs == [name]


@pytest.mark.parametrize("context", CONTEXTS)
def test_rechecks_timer_leaves_it_to_the_last_report_and_shows_nothing_by_doing_nothing(
    context: Callable[[str], object], usecases: UseCases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As s.yaml writes it. A call of a person's, or of a trigger from before, is a sweep."""
    worked: list[str] = []
    remembers = SimpleNamespace(worked=lambda: worked.append("worked"))
    monkeypatch.setattr(bootstrap, "timer_failures", lambda *_: remembers)
    service = yaml.safe_load((ROOT / "s.yaml").read_text())
    (trigger,) = service["resources"]["recheck"]["props"]["triggers"]
    for payload in (trigger["triggerConfig"]["payload"], "{}"):
        tick = {
            "triggerTime": "2026-11-20T19:00:00Z",
            "triggerName": trigger["triggerName"],
            "payload": payload,
        }
        invoke("recheck", json.dumps(tick).encode(), context)
    assert usecases.runs == ["nothing_due", "recheck"]
    assert worked == ["worked"]


def test_a_payload_for_another_function_is_answered_to_the_person_who_sent_it(
    usecases: UseCases,
) -> None:
    answer = invoke("rollback", (ROOT / "events/queue-stream.json").read_bytes())
    assert answer["outcome"] == "error"
    assert answer["code"] == "unreadable_event"
    assert usecases.requests == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_lines_of_a_function_carry_its_name(
    name: str, usecases: UseCases, caplog: pytest.LogCaptureFixture
) -> None:
    """Queries of the log and its alarms tell the functions apart by it."""
    with caplog.at_level(logging.INFO), suppress(CertbindError):
        invoke(name, b"{}")
    lines = [json.loads(record.getMessage()) for record in caplog.records]
    assert lines
    assert {line["function"] for line in lines} == {name}


@pytest.mark.parametrize("name", ["watch", "recheck"])
def test_a_payload_that_is_no_tick_is_raised_and_nothing_done(
    name: str, usecases: UseCases
) -> None:
    with pytest.raises(EventError, match="no timer tick"):
        invoke(name, (ROOT / "events/queue-stream.json").read_bytes())
    assert usecases.runs == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_rollback_hands_on_what_was_asked_and_by_which_invocation(
    context: Callable[[str], object], usecases: UseCases
) -> None:
    invoke("rollback", (ROOT / "events/rollback-apply.json").read_bytes(), context)
    (request,) = usecases.requests
    assert request.domain == "static.example.com"
    assert not request.dry_run
    assert request.request_id == "1-673d5a2b-10f3c1aa-6b2f"


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("certificate_event", b"x"),
        ("watch", b""),
        ("recheck", b""),
        ("rollback", b'{"domain": "a.example.com"}'),
    ],
)
def test_a_use_case_is_told_the_settings_and_the_time_that_is_left(
    name: str,
    payload: bytes,
    context: Callable[[str], object],
    usecases: UseCases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CERTBIND_SOMETHING", "set")
    invoke(name, payload, context)
    ((environment, seconds),) = usecases.wired
    assert environment["CERTBIND_SOMETHING"] == "set"
    assert 230 < seconds <= 235


def test_one_failed_message_of_a_batch_is_raised_after_its_neighbours_are_handled(
    usecases: UseCases,
) -> None:
    usecases.failing = lambda d: DOWN if d.id.startswith("C6DB") else None
    with pytest.raises(UnfinishedBatchError, match="1 of 2 messages are not finished") as caught:
        invoke("certificate_event", (ROOT / "events/queue-stream.json").read_bytes())
    assert "C6DB60D1574661357FA227277445AAAA (unavailable)" in str(caught.value)
    assert [d.id for d in usecases.deliveries] == ["0F1E2D3C4B5A69788796A5B4C3D2BBBB"]


def test_a_message_that_could_not_be_finished_is_raised(usecases: UseCases) -> None:
    usecases.failing = lambda _: DOWN
    with pytest.raises(UnavailableError):
        invoke("certificate_event", (ROOT / "events/queue-base64-body.json").read_bytes())


def test_a_bad_configuration_loses_no_message(
    usecases: UseCases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def certificate_event(*_: object) -> None:
        raise ConfigError({"CERTBIND_QUEUE": "is missing"})

    monkeypatch.setattr(bootstrap, "certificate_event", certificate_event)
    with pytest.raises(ConfigError, match="CERTBIND_QUEUE"):
        invoke("certificate_event", b"{}")


def test_a_bad_configuration_is_an_answer_for_a_person(
    usecases: UseCases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rollback(*_: object) -> None:
        raise ConfigError({"CERTBIND_LEDGER": "is missing"})

    monkeypatch.setattr(bootstrap, "rollback", rollback)
    answer = invoke("rollback", b'{"domain": "a.example.com"}')
    assert answer["code"] == "bad_configuration"
    assert "CERTBIND_LEDGER" in answer["message"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_handler_only_parses_calls_and_renders(name: str) -> None:
    """Under 30 lines, nothing but certbind imported, no loop, no try."""
    text = (ROOT / "functions" / f"{name}.py").read_text()
    tree = ast.parse(text)
    assert len(text.splitlines()) < 30
    kinds = {type(node) for node in ast.walk(tree)}
    assert not kinds & {ast.For, ast.While, ast.Try, ast.ListComp, ast.If, ast.Import}
    modules = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    own = {module for module in modules if str(module).partition(".")[0] == "certbind"}
    assert modules - own == {"__future__", "typing"}
