"""A step, when nothing comes in between: bound, kept or refused, with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import (
    Binding,
    BindingSource,
    BoundTarget,
    TargetState,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import (
    step,
)
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    CDN,
    WWW,
    Account,
    bound_to,
    certificate,
    unbound,
    with_binding,
)
from tests.unit.usecases.renewal import COMMAND, NEW, OLD, account_with_old

OTHER = certificate(3, "other.example")


def test_a_better_certificate_is_bound_recorded_and_looked_at(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    outcome = account.handle(COMMAND)
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEW.id
    assert account.kinds(WWW.domain) == [EntryKind.INTENT, EntryKind.BOUND]
    assert outcome.details["entry"] == account.entries(WWW.domain)[-1].sequence
    state = account.state(WWW.domain)
    assert account.phase(WWW.domain) == "bound"
    assert state.way_back is not None
    assert state.way_back.binding.certificate_id == OLD.id
    ((due, look),) = account.queue.waiting()
    assert look == step(WWW, COMMAND.cause, 2)
    assert due - account.clock.now() == timedelta(seconds=60)


def test_intent_and_result_tell_what_stood_what_shall_stand_and_why(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.handle(COMMAND)
    intent, bound = (entry.record for entry in account.entries(WWW.domain))
    for record in (intent, bound):
        assert record.details["before"]["certificate"] == str(OLD.id)
        assert record.details["after"] == str(NEW.id)
        assert record.details["why"].startswith("lasts longer")
    assert bound.details["request_id"] == "request-1"


def test_what_is_bound_already_is_kept_with_the_reason(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, NEW), anchors=anchors)
    account.hold(NEW)
    outcome = account.handle(COMMAND)
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "already_bound")
    assert account.kinds(WWW.domain) == [EntryKind.KEPT]
    assert account.targets.trouble.calls["bind"] == 0


def test_a_certificate_that_ends_earlier_is_not_bound_and_refused_by_name(
    anchors: TrustAnchors,
) -> None:
    """Of all certificates the best is bound, whichever the message names; a person's is his."""
    account = Account(with_binding(WWW, NEW), anchors=anchors)
    account.hold(OLD, NEW)
    outcome = account.handle(step(WWW, "issued-1", 0, candidate=OLD.id))
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "already_bound")
    asked = account.handle(step(WWW, "cli-1", 1, candidate=OLD.id, by_hand=True))
    assert (asked.result, asked.reason) == (Result.REFUSED, "ends_earlier")
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_certificate_for_other_names_keeps_the_best_from_nobody(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.hold(OTHER)
    asked = account.handle(step(WWW, "cli-1", 0, candidate=OTHER.id, by_hand=True))
    assert (asked.result, asked.reason) == (Result.REFUSED, "name_mismatch")
    assert account.binding(WWW).certificate_id == OLD.id
    outcome = account.handle(step(WWW, "issued-3", 1, candidate=OTHER.id))
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEW.id


def test_an_uploaded_binding_is_left_alone_unless_the_policy_allows(
    anchors: TrustAnchors,
) -> None:
    pasted = BoundTarget(WWW, Binding(BindingSource.UPLOAD, raw_id="pasted"))
    account = Account(pasted, anchors=anchors)
    account.hold(NEW)
    assert account.handle(COMMAND).reason == "binding_not_restorable"
    allowed = Account(pasted, anchors=anchors, policy=Policy(allow_unrestorable=True))
    allowed.hold(NEW)
    assert allowed.handle(COMMAND).result is Result.BOUND


def test_a_domain_that_no_longer_exists_is_refused_by_name(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    account.hold(NEW)
    outcome = account.handle(COMMAND)
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "not_found")
    assert "www.shop.example" in outcome.message


def test_a_certificate_that_is_unknown_is_refused_by_id_where_a_person_named_it(
    anchors: TrustAnchors,
) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    outcome = account.handle(COMMAND)
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "no_certificate")
    asked = account.handle(step(WWW, "cli-1", 1, candidate=NEW.id, by_hand=True))
    assert (asked.result, asked.reason) == (Result.REFUSED, "not_found")
    assert "2-cn-hangzhou" in asked.message


def test_an_ending_without_a_binding_is_on_record_with_its_reason_once(
    anchors: TrustAnchors,
) -> None:
    account = Account(with_binding(WWW, NEW), anchors=anchors)
    account.hold(NEW)
    outcome = account.handle(COMMAND)
    (entry,) = account.entries(WWW.domain)
    assert (entry.record.reason, entry.record.message) == ("already_bound", outcome.message)
    assert entry.record.event_id == COMMAND.cause
    again = account.handle(step(WWW, "issued-2", 1, candidate=NEW.id))
    assert (again.result, again.reason) == (Result.NOTHING_TO_DO, "already_bound")
    assert account.entries(WWW.domain) == (entry,), "the same word again needs no entry"


def test_a_refusal_tells_every_reason_and_the_first_stands_for_all(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    useless = replace(NEW, status=CertificateStatus.REVOKED, has_private_key=False)
    account.hold(useless)
    outcome = account.handle(step(WWW, "cli-1", 0, candidate=NEW.id, by_hand=True))
    (entry,) = account.entries(WWW.domain)
    assert (outcome.reason, entry.record.reason) == ("revoked", "revoked")
    told = [["revoked", "CAS says that it is revoked"]]
    told += [["no_private_key", "CAS does not hold its private key"]]
    assert outcome.details["findings"] == entry.record.details["findings"] == told


PINNED = certificate(4, days_left=60)


def test_a_sound_pin_is_bound_whatever_else_ends_later(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors, Policy(pins=((WWW.domain, PINNED.id),)))
    account.hold(PINNED)
    assert account.handle(COMMAND).result is Result.BOUND
    assert account.binding(WWW).certificate_id == PINNED.id
    account.clock.advance(timedelta(hours=1))
    account.queue.take_due()
    account.handle(step(WWW, "renewed-2", 2, candidate=NEW.id))
    assert account.binding(WWW).certificate_id == PINNED.id


@pytest.mark.parametrize(
    "pinned",
    [replace(PINNED, status=CertificateStatus.REVOKED), certificate(4, "other.example"), None],
    ids=["revoked", "other-names", "not-in-cas"],
)
def test_a_pin_that_cannot_serve_keeps_nothing_better_away(
    anchors: TrustAnchors, pinned: Certificate | None
) -> None:
    account = account_with_old(anchors, Policy(pins=((WWW.domain, PINNED.id),)))
    if pinned is not None:
        account.hold(pinned)
    assert account.handle(COMMAND).result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_stopped_domain_is_left_alone_with_the_reason(anchors: TrustAnchors) -> None:
    account = Account(
        BoundTarget(CDN, bound_to(certificate(1)), TargetState.OFFLINE), anchors=anchors
    )
    new = certificate(5, CDN.domain)
    account.hold(new)
    assert account.handle(step(CDN, "x", 0, candidate=new.id)).reason == "target_offline"
    assert account.targets.trouble.calls["bind"] == 0
