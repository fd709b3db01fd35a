"""issued, renewed, a hint, and what is no event: which work goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.model.target import UNBOUND, BoundTarget, TargetState
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import LedgerConflictError, UnavailableError
from certbind.events import (
    CertificateEvent,
    EventType,
    Step,
    certificate_event,
)
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    CDN,
    NAMES,
    STATIC,
    WWW,
    Account,
    CrashError,
    CrashPoint,
    certificate,
    edges_of,
    install,
    unbound,
    with_binding,
)


def issued(held: Certificate) -> CertificateEvent:
    return certificate_event(EventType.ISSUED, held.id)


def test_an_issued_certificate_becomes_one_command_a_domain(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW, STATIC, CDN), anchors=anchors)
    new = certificate(5, *NAMES)
    account.hold(new)
    outcome = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert outcome.result is Result.PLANNED
    assert outcome.details["counts"] == {"bind": 3, "keep": 0, "cannot": 0}
    commands = account.queue.sent
    assert all(isinstance(command, Step) for command in commands)
    assert {c.target for c in commands} == {WWW, STATIC, CDN}  # type: ignore[union-attr]
    assert account.targets.trouble.calls["scan"] == 1
    assert account.targets.trouble.calls["read"] == 0


def test_the_record_of_an_event_names_every_domain_with_what_becomes_of_it(
    anchors: TrustAnchors,
) -> None:
    """One that binds makes it a plan, whatever cannot."""
    old, later = certificate(1, days_left=20), certificate(2, STATIC.domain, days_left=300)
    offline = BoundTarget(replace(STATIC, domain=Domain("off.shop.example")), UNBOUND)
    account = Account(
        with_binding(WWW, old),
        with_binding(STATIC, later),
        replace(offline, state=TargetState.OFFLINE, why_offline="failed its review"),
        anchors=anchors,
    )
    new = certificate(5, WWW.domain, "*.shop.example")
    account.hold(old, later, new)
    account.targets.hide("locked")
    outcome = account.handle(issued(new))
    assert outcome.result is Result.PLANNED
    assert outcome.message == (
        "certificate.issued 5-cn-hangzhou (www.shop.example, *.shop.example): "
        "1 to bind, 1 kept, 1 cannot. 1 part(s) of the account could not be read."
    )
    entry = account.journal.newest(f"certificate/{new.id}")
    assert isinstance(entry, Entry)
    assert entry.record.kind is EntryKind.EVENT_PLANNED
    assert entry.record.details == outcome.details
    (bind,), (keep,), (cannot,) = (outcome.details[kind] for kind in ("bind", "keep", "cannot"))
    assert bind == {
        "target": str(WWW),
        "domain": WWW.domain,
        "certificate": str(new.id),
        "replaces": str(old.id),
        "why": "lasts longer: ends 2027-02-22; 1-cn-hangzhou, which is bound there, 2026-12-14",
    }
    assert (keep["target"], keep["reason"]) == (str(offline.target), "target_offline")
    assert (keep["domain"], keep["why"]) == (
        "off.shop.example",
        f"{offline.target} failed its review",
    )
    assert (cannot["target"], cannot["domain"]) == (str(STATIC), STATIC.domain)
    ((reason, why),) = ((one["reason"], one["why"]) for one in cannot["reasons"])
    assert reason == "ends_earlier"
    assert why.startswith("ends 2027-02-22; 2-cn-hangzhou")
    assert outcome.details["unread"] == [
        {"where": "locked", "code": "permission_denied", "message": "locked may not be read."}
    ]


def test_two_functions_with_one_event_that_is_not_over_put_it_on_record_once(
    anchors: TrustAnchors,
) -> None:
    """What could not be read has to come again, so neither counts it as handled."""
    account = Account(*unbound(WWW), anchors=anchors)
    account.targets.hide("locked")
    new = certificate(5)
    account.hold(new)
    append = account.journal.append

    def after_the_faster_one(entry: Entry) -> None:
        account.journal.append = append  # type: ignore[method-assign]
        account.clock.advance(timedelta(seconds=1))
        account.handle(issued(new))
        append(entry)

    account.journal.append = after_the_faster_one  # type: ignore[method-assign]
    account.handle(issued(new))
    assert len(account.journal.entries(f"certificate/{new.id}")) == 1


@pytest.mark.parametrize("same", [True, False])
def test_two_functions_with_one_event_put_it_on_record_once(
    anchors: TrustAnchors, same: bool
) -> None:
    """When the faster one had another event of the certificate, ours is put behind it."""
    account = Account(*unbound(WWW), anchors=anchors)
    new, old = certificate(5), certificate(1)
    account.hold(new)
    ours = issued(new)
    faster = ours if same else certificate_event(EventType.RENEWED, new.id, replaces=old.id)
    append = account.journal.append

    def after_the_faster_one(entry: Entry) -> None:
        account.journal.append = append  # type: ignore[method-assign]
        account.clock.advance(timedelta(seconds=1))
        account.handle(faster)
        append(entry)

    account.journal.append = after_the_faster_one  # type: ignore[method-assign]
    assert account.handle(ours).result is Result.PLANNED
    assert len(account.journal.entries(f"certificate/{new.id}")) == (1 if same else 2)
    account.run_queue()
    for event in (faster, ours):
        assert account.handle(event).result is Result.DUPLICATE
    assert len(account.journal.entries(f"certificate/{new.id}")) == (1 if same else 2)


def test_an_event_whose_entry_is_never_first_is_raised_and_comes_again(
    anchors: TrustAnchors,
) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    new = certificate(5)
    account.hold(new)

    def too_late(entry: Entry) -> None:
        raise LedgerConflictError("Entry 1 was written by another.", subject=entry.subject)

    append, account.journal.append = account.journal.append, too_late  # type: ignore[method-assign]
    with pytest.raises(LedgerConflictError):
        account.handle(issued(new))
    account.journal.append = append  # type: ignore[method-assign]
    assert account.handle(issued(new)).result is Result.PLANNED


def test_the_same_event_again_is_a_duplicate_when_its_work_is_done(anchors: TrustAnchors) -> None:
    """Until then the messages are sent again, with the same ids."""
    account = Account(*unbound(WWW), anchors=anchors)
    new = certificate(5)
    account.hold(new)
    account.handle(certificate_event(EventType.ISSUED, new.id))
    again = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert again.result is Result.PLANNED
    first, second = account.queue.sent
    assert first.id == second.id
    account.run_queue()
    assert account.targets.trouble.calls["bind"] == 1
    entries = account.journal.entries(f"certificate/{new.id}")
    over = account.handle(certificate_event(EventType.ISSUED, new.id))
    assert over.result is Result.DUPLICATE
    assert account.journal.entries(f"certificate/{new.id}") == entries


def test_a_crash_while_planning_loses_no_domain(anchors: TrustAnchors) -> None:
    new = certificate(5, *NAMES)

    def fresh() -> Account:
        account = Account(*unbound(WWW, STATIC, CDN), anchors=anchors)
        account.hold(new)
        return account

    counting = fresh()
    for at in edges_of(counting, partial(counting.handle, issued(new)), least=20):
        account = fresh()
        install(account, CrashPoint(at))
        with pytest.raises(CrashError):
            account.handle(issued(new))
        account.handle(issued(new))
        assert {c.target for c in account.queue.sent} == {WWW, STATIC, CDN}, at  # type: ignore[union-attr]


@pytest.mark.parametrize("hidden", ["the certificate", "a part of the account"])
def test_an_event_that_could_not_see_everything_is_not_over(
    anchors: TrustAnchors, hidden: str
) -> None:
    """CAS may show a certificate only after ActionTrail told of it; lists may be throttled."""
    account = Account(*unbound(WWW, CDN), anchors=anchors)
    new = certificate(5, *NAMES)
    if hidden == "the certificate":
        assert account.handle(issued(new)).result is Result.REFUSED
        account.hold(new)
    else:
        account.hold(new)
        account.targets.hide("cdn", "throttled")
        account.handle(issued(new))
        account.targets.show("cdn")
    account.handle(issued(new))
    account.run_queue()
    assert account.binding(CDN).certificate_id == new.id
    assert account.binding(WWW).certificate_id == new.id
    assert account.handle(issued(new)).result is Result.DUPLICATE


def test_where_the_ledger_takes_nothing_an_event_queues_nothing(anchors: TrustAnchors) -> None:
    """Else each of its deliveries would queue every domain again."""
    old, new = certificate(1, days_left=20), certificate(2)
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.hold(old, new)
    event = certificate_event(EventType.ISSUED, new.id)
    down = UnavailableError("down", service="oss", action="PutObject")
    account.journal.trouble.before("append", down)
    with pytest.raises(UnavailableError):
        account.handle(event)
    assert account.queue.sent == []
    assert account.handle(event).result is Result.PLANNED
    assert len(account.queue.sent) == 1


def test_an_event_whose_messages_found_no_queue_sends_them_when_it_comes_again(
    anchors: TrustAnchors,
) -> None:
    old, new = certificate(1, days_left=20), certificate(2)
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.hold(old, new)
    event = certificate_event(EventType.ISSUED, new.id)
    down = UnavailableError("down", service="mns", action="SendMessage")
    account.queue.trouble.before("send", down)
    with pytest.raises(UnavailableError):
        account.handle(event)
    assert account.handle(event).result is Result.PLANNED
    assert len(account.queue.sent) == 1
