"""A certificate that stands and is revoked: told, and replaced by whatever works."""

from __future__ import annotations

from dataclasses import replace

from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import EventType, certificate_event
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import CDN, Account, certificate, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sweep

GOOD = certificate(2, CDN.domain, days_left=30)


def revoked_where_it_stands(anchors: TrustAnchors) -> Account:
    held, chain = chain_of(certificate(1, CDN.domain, days_left=90))
    account = Account(with_binding(CDN, held), anchors=anchors)
    account.inventory.add(replace(held, status=CertificateStatus.REVOKED), chain)
    account.probe.serve(CDN.domain, chain)
    return account


def test_a_revoked_one_is_replaced_though_the_other_ends_earlier(anchors: TrustAnchors) -> None:
    account = revoked_where_it_stands(anchors)
    account.hold(GOOD)
    report = sweep(account)
    ((finding, told),) = report.domains[0].findings
    assert finding is SweepFinding.MISSED_EVENT
    assert told.endswith("1-cn-hangzhou, which is bound there, is revoked")
    assert not report.is_clean
    account.run_queue()
    assert account.binding(CDN).certificate_id == GOOD.id


def test_a_revoked_one_that_nothing_can_replace_is_never_called_ok(anchors: TrustAnchors) -> None:
    account = revoked_where_it_stands(anchors)
    for _ in range(2):
        report = sweep(account)
        assert SweepFinding.NO_CERTIFICATE in findings(report)
        assert not report.is_clean
        account.run_queue()
    event = certificate_event(EventType.REVOKED, certificate(1).id)
    outcome = account.handle(event)
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "no_certificate")
    assert "Certificate 1-cn-hangzhou is revoked" in outcome.message


def test_the_event_of_a_revocation_replaces_it_before_the_sweep(anchors: TrustAnchors) -> None:
    account = revoked_where_it_stands(anchors)
    account.hold(GOOD)
    outcome = account.handle(certificate_event(EventType.REVOKED, certificate(1).id))
    assert outcome.details["rebinding"] == [CDN.domain]
    account.run_queue()
    assert account.binding(CDN).certificate_id == GOOD.id


def test_a_revoked_one_is_replaced_though_cas_has_it_no_more(anchors: TrustAnchors) -> None:
    """Nobody tells that it is revoked after it was deleted but the record."""
    account = revoked_where_it_stands(anchors)
    account.handle(certificate_event(EventType.REVOKED, certificate(1).id))
    account.run_queue()
    account.inventory.remove(certificate(1).id)
    account.hold(GOOD)
    report = sweep(account)
    told = dict(report.domains[0].findings)[SweepFinding.MISSED_EVENT]
    assert told.endswith("1-cn-hangzhou, which is in CAS no more, is revoked")
    account.run_queue()
    assert account.binding(CDN).certificate_id == GOOD.id
