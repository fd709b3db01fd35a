"""The handlers with the real use cases, on working stand-ins for every port."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from certbind import bootstrap
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.envelopes import MAX_PAYLOAD
from certbind.errors import OversizedError, UnavailableError
from certbind.events import render
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.certificates.handle_event import HandleEvent
from certbind.usecases.certificates.watch import WatchCertificates
from certbind.usecases.wishes.rollback import Rollback
from functions import certificate_event, recheck, rollback, watch
from tests.functions.contexts import classic, modern
from tests.unit.usecases.account import Account, certificate, with_binding
from tests.unit.usecases.authority import ROOT_PEM, chain_of
from tests.wrapping import queue_event

EVENTS = Path(__file__).parents[2] / "events"
FILES = sorted(path for path in EVENTS.iterdir() if path.suffix != ".md")
STATIC = Target(ProductName("oss"), Domain("static.example.com"), "example-assets", "cn-hangzhou")
WWW = Target(ProductName("cdn"), Domain("www.example.com"))
NAMES = ("static.example.com", "www.example.com")
OLD_NUMBER, NEW_NUMBER = 12345678, 12345901
RENEWED = "certificate-renewed.json"


def held(number: int, days_left: int) -> tuple[Certificate, tuple[bytes, ...]]:
    return chain_of(certificate(number, *NAMES, days_left=days_left, issued_days_ago=60))


class Cloud(Account):
    """The account that the files of events/ speak of, with the old certificate bound."""

    def __init__(self) -> None:
        old, old_chain = held(OLD_NUMBER, 20)
        new, new_chain = held(NEW_NUMBER, 80)
        super().__init__(
            *(with_binding(target, old) for target in (STATIC, WWW)),
            anchors=TrustAnchors.from_pem(ROOT_PEM),
        )
        self.inventory.add(old, old_chain)
        self.inventory.add(new, new_chain)
        self.chains = {OLD_NUMBER: old_chain, NEW_NUMBER: new_chain}
        self.serve_what_is_bound()

    def serve_what_is_bound(self) -> None:
        for target in (STATIC, WWW):
            bound = self.binding(target).certificate_id
            assert bound is not None
            self.probe.serve(target.domain, self.chains[bound.number])

    def bound_numbers(self) -> set[int]:
        return {b.number for b in (self.binding(t).certificate_id for t in (STATIC, WWW)) if b}

    def run_queue_through(self, handler: Callable[[bytes, object], dict[str, Any]]) -> list[str]:
        """Deliver what waits as the trigger does, until nothing does; the outcomes in order."""
        outcomes: list[str] = []
        for _ in range(50):
            for event in self.queue.take_due():
                payload = json.dumps([queue_event(render(event))]).encode()
                outcomes.append(handler(payload, modern("certificate_event"))["outcome"])
                self.serve_what_is_bound()
            waiting = self.queue.waiting()
            if not waiting:
                return outcomes
            self.clock.advance(max(waiting[0][0] - self.clock.now(), timedelta()))
        raise AssertionError("the queue never empties")


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    made = Cloud()
    for name, usecase in {
        "certificate_event": HandleEvent(*made.connected),
        "watch": WatchCertificates(made.clock, made.inventory, made.queue, made.journal),
        "recheck": Sweep(*made.connected),
        "rollback": Rollback(*made.connected),
    }.items():
        monkeypatch.setattr(bootstrap, name, lambda *_, found=usecase: found)
    return made


def deliver(name: str) -> dict[str, Any]:
    answer = certificate_event.handler((EVENTS / name).read_bytes(), modern("certificate_event"))
    return dict(json.loads(json.dumps(answer)))


@pytest.mark.parametrize("context", [modern, classic])
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_event_file_ends_in_an_outcome(
    path: Path, context: Callable[[str], object], cloud: Cloud
) -> None:
    answer = certificate_event.handler(path.read_bytes(), context("certificate_event"))
    for outcome in answer.get("messages", [answer]):
        assert outcome["outcome"] != "error"
        assert outcome["message"]
    assert json.dumps(answer)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_event_file_told_twice_leads_where_it_leads_once(path: Path, cloud: Cloud) -> None:
    for _ in range(2):
        certificate_event.handler(path.read_bytes(), modern("certificate_event"))
        cloud.run_queue_through(certificate_event.handler)
        bound = cloud.bound_numbers()
        certificate_event.handler(path.read_bytes(), modern("certificate_event"))
        cloud.run_queue_through(certificate_event.handler)
        assert cloud.bound_numbers() == bound


@pytest.mark.parametrize(
    "name", [RENEWED, "queue-stream.json", "queue-base64-body.json", "destination-record.json"]
)
def test_a_renewal_is_bound_everywhere_and_seen_by_visitors(name: str, cloud: Cloud) -> None:
    deliver(name)
    outcomes = cloud.run_queue_through(certificate_event.handler)
    assert cloud.bound_numbers() == {NEW_NUMBER}
    assert outcomes.count("verified") == 2
    assert "failed" not in outcomes


def test_the_same_renewal_told_again_later_changes_nothing(cloud: Cloud) -> None:
    deliver(RENEWED)
    cloud.run_queue_through(certificate_event.handler)
    before = cloud.targets.trouble.calls["bind"]
    assert deliver("queue-base64-body.json")["outcome"] == "duplicate"
    assert cloud.run_queue_through(certificate_event.handler) == []
    assert cloud.targets.trouble.calls["bind"] == before


@pytest.mark.parametrize(
    "payload", [b" " * (MAX_PAYLOAD + 1), b"[" + b"0," * 9_000 + b"0]", b"[" * 9_000]
)
def test_what_is_too_large_to_be_read_is_raised_and_so_kept(payload: bytes, cloud: Cloud) -> None:
    """The platform puts what is raised among the dead letters; an answer would end it."""
    with pytest.raises(OversizedError):
        certificate_event.handler(payload, modern("certificate_event"))
    assert not cloud.journal.subjects("")


def test_a_message_that_is_no_event_is_on_record_once(cloud: Cloud) -> None:
    for _ in range(2):
        assert deliver("unreadable.txt")["outcome"] == "message_rejected"
    (subject,) = cloud.journal.subjects("rejected/")
    assert len(cloud.journal.entries(subject)) == 1


def test_a_foreign_message_in_a_batch_stops_none_of_the_others(cloud: Cloud) -> None:
    foreign = queue_event((EVENTS / "foreign-event.json").read_text(), "B")
    ours = queue_event((EVENTS / RENEWED).read_text(), "C")
    batch = [queue_event("spoilt {", "A"), foreign, ours]
    answer = certificate_event.handler(json.dumps(batch).encode(), modern("certificate_event"))
    assert [m["outcome"] for m in answer["messages"]] == [
        "message_rejected",
        "message_rejected",
        "planned",
    ]
    cloud.run_queue_through(certificate_event.handler)
    assert cloud.bound_numbers() == {NEW_NUMBER}


def test_a_message_is_kept_when_the_ledger_cannot_be_written(cloud: Cloud) -> None:
    """Then the platform tries again, and the end is the same."""
    down = UnavailableError("no answer", service="oss", action="PutObject")
    cloud.journal.trouble.before("append", down)
    with pytest.raises(UnavailableError):
        deliver(RENEWED)
    deliver(RENEWED)
    cloud.run_queue_through(certificate_event.handler)
    assert cloud.bound_numbers() == {NEW_NUMBER}


def test_the_dry_run_changes_nothing_and_the_rollback_does(cloud: Cloud) -> None:
    deliver(RENEWED)
    cloud.run_queue_through(certificate_event.handler)
    shown = rollback.handler((EVENTS / "rollback-dry-run.json").read_bytes(), modern("rollback"))
    assert shown["dry_run"] is True
    assert cloud.bound_numbers() == {NEW_NUMBER}
    request = json.dumps(
        {"domain": "static.example.com", "dry_run": False, "force": True}
    ).encode()
    done = rollback.handler(request, modern("rollback"))
    assert done["complete"] is True
    bound = cloud.binding(STATIC).certificate_id
    assert bound is not None
    assert bound.number == OLD_NUMBER


def test_watch_takes_a_baseline_and_then_tells_what_is_new(cloud: Cloud) -> None:
    tick = (EVENTS / "timer.json").read_bytes()
    assert watch.handler(tick, modern("watch"))["outcome"] == "baseline"
    third, chain = held(12346000, 85)
    cloud.inventory.add(replace(third, name="third"), chain)
    report = watch.handler(tick, classic("watch"))
    assert [e["id"] for e in report["events"]] == ["renewed-12346000-cn-hangzhou"]
    assert [event.id for event in cloud.queue.sent] == ["renewed-12346000-cn-hangzhou"]


def test_recheck_finds_the_renewal_that_no_event_told(cloud: Cloud) -> None:
    report = recheck.handler(b"", modern("recheck"))
    assert report["counts"]["missed_event"] == 2
    cloud.run_queue_through(certificate_event.handler)
    assert cloud.bound_numbers() == {NEW_NUMBER}
