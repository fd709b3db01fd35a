"""A bind command, when nothing comes in between: bound, kept or refused, with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import (
    Binding,
    BindingSource,
    BoundTarget,
    TargetState,
)
from certbind.domain.state import Phase
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import (
    VerifyCommand,
    bind_command,
)
from certbind.usecases.outcome import Result
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


def test_a_better_certificate_is_bound_recorded_and_looked_at(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    outcome = account.handle(COMMAND)
    assert outcome.result is Result.BOUND
    assert account.binding(WWW).certificate_id == NEW.id
    assert account.kinds(WWW.domain) == [EntryKind.INTENT, EntryKind.BOUND]
    assert outcome.details["entry"] == account.entries(WWW.domain)[-1].sequence
    state = account.state(WWW.domain)
    assert state.phase is Phase.BOUND
    assert state.previous is not None
    assert state.previous.binding.certificate_id == OLD.id
    ((due, look),) = account.queue.waiting()
    assert isinstance(look, VerifyCommand)
    assert (look.sequence, look.cause) == (2, COMMAND.cause)
    assert look.deadline == account.clock.now() + account.rules.verify_within
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


def test_a_certificate_that_ends_earlier_is_refused(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, NEW), anchors=anchors)
    account.hold(OLD, NEW)
    outcome = account.handle(bind_command(WWW, OLD.id, cause="issued-1"))
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "ends_earlier")
    assert account.binding(WWW).certificate_id == NEW.id


def test_a_certificate_for_other_names_is_refused(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    account.hold(certificate(3, "other.example"))
    outcome = account.handle(bind_command(WWW, CertificateId(3, "cn-hangzhou"), cause="x"))
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "name_mismatch")


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


def test_a_certificate_that_is_unknown_is_refused_by_id(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    outcome = account.handle(COMMAND)
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "not_found")
    assert "2-cn-hangzhou" in outcome.message


@pytest.mark.parametrize(
    ("stands", "reason"), [(NEW, "already_bound"), (certificate(7, days_left=180), "ends_earlier")]
)
def test_an_ending_without_a_binding_is_on_record_with_its_reason(
    anchors: TrustAnchors, stands: Certificate, reason: str
) -> None:
    account = Account(with_binding(WWW, stands), anchors=anchors)
    account.hold(NEW, stands)
    outcome = account.handle(COMMAND)
    (entry,) = account.entries(WWW.domain)
    assert (entry.record.reason, entry.record.message) == (reason, outcome.message)
    assert entry.record.event_id == COMMAND.cause
    state = account.state(WWW.domain)
    assert state.target == WWW
    assert state.has_handled(COMMAND.cause)


def test_a_refusal_tells_every_reason_and_the_first_stands_for_all(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    useless = replace(NEW, status=CertificateStatus.REVOKED, has_private_key=False)
    account.hold(useless)
    outcome = account.handle(COMMAND)
    (entry,) = account.entries(WWW.domain)
    assert (outcome.reason, entry.record.reason) == ("revoked", "revoked")
    told = [["revoked", "CAS says that it is revoked"]]
    told += [["no_private_key", "CAS does not hold its private key"]]
    assert outcome.details["findings"] == entry.record.details["findings"] == told


@pytest.mark.parametrize(
    ("pinned", "reason"),
    [
        (certificate(4, days_left=60), "pinned_elsewhere"),
        (replace(certificate(4), status=CertificateStatus.REVOKED), ""),
        (certificate(4, "other.example"), ""),
        (None, "pinned_elsewhere"),
    ],
    ids=["sound", "revoked", "other-names", "not-in-cas"],
)
def test_a_pin_holds_unless_the_pinned_certificate_is_known_to_be_of_no_use(
    anchors: TrustAnchors, pinned: Certificate | None, reason: str
) -> None:
    pins = ((WWW.domain, certificate(4).id),)
    account = account_with_old(anchors, Policy(pins=pins))
    if pinned is not None:
        account.hold(pinned)
    outcome = account.handle(COMMAND)
    assert outcome.result is (Result.REFUSED if reason else Result.BOUND)
    assert outcome.reason == reason


def test_a_stopped_domain_is_left_alone_with_the_reason(anchors: TrustAnchors) -> None:
    account = Account(
        BoundTarget(CDN, bound_to(certificate(1)), TargetState.OFFLINE), anchors=anchors
    )
    new = certificate(5, CDN.domain)
    account.hold(new)
    assert account.handle(bind_command(CDN, new.id, cause="x")).reason == "target_offline"
    assert account.targets.trouble.calls["bind"] == 0
