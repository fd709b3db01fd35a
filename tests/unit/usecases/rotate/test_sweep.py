"""A sweep over the account: each domain on its own, and the report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.lifecycle.journal import Entry
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import (
    Binding,
    BindingSource,
    BoundTarget,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Resolution
from certbind.errors import (
    CertbindError,
    LedgerNewerError,
    LedgerUnsafeError,
    PermissionDeniedError,
    UnavailableError,
)
from certbind.usecases.account.sweep_report import DomainReport, SweepFinding, SweepReport
from tests.unit.usecases.account import (
    CDN,
    WWW,
    Account,
    certificate,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import findings, sound_account, sweep, verified


def test_a_domain_that_is_well_is_ok_and_nothing_is_queued(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    report = sweep(account)
    assert findings(report) == {SweepFinding.OK}
    assert report.is_clean
    assert account.queue.sent == []
    newest = account.journal.newest("recheck/report")
    assert isinstance(newest, Entry)
    assert newest.record.details == report.to_json()
    assert newest.record.message == "1 domains: {'ok': 1}."


def test_what_the_lists_tell_is_not_asked_for_once_a_domain(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    sweep(account)
    assert account.targets.trouble.calls["read"] == 0
    assert account.inventory.trouble.calls["certificate"] == 0


def test_a_domain_that_no_certificate_fits_has_no_https_and_the_reason(
    anchors: TrustAnchors,
) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    ((finding, said),) = sweep(account).domains[0].findings
    assert finding is SweepFinding.NO_HTTPS
    assert said == "no_certificate: no certificate in CAS covers www.shop.example"


def test_a_broken_binding_that_nothing_can_replace_is_not_called_no_https(
    anchors: TrustAnchors,
) -> None:
    gone, chain = chain_of(certificate(1, days_left=-1, issued_days_ago=90))
    account = Account(with_binding(WWW, gone), anchors=anchors)
    account.inventory.add(gone, chain)
    account.probe.serve(WWW.domain, chain)
    told = dict(sweep(account).domains[0].findings)
    assert told.keys() == {
        SweepFinding.NO_CERTIFICATE,
        SweepFinding.EXPIRING,
        SweepFinding.NOT_SOUND,
        SweepFinding.RENEWAL_DUE,
    }
    assert "none can be used" in told[SweepFinding.NO_CERTIFICATE]


def test_what_cas_does_not_hold_is_judged_by_its_fingerprint_where_there_is_one(
    anchors: TrustAnchors,
) -> None:
    pasted, chain = chain_of(certificate(1))
    _, other_chain = chain_of(certificate(9))
    for sha256, other in ((pasted.sha256, SweepFinding.SERVED_NOT_BOUND), (None, None)):
        stands = Binding(BindingSource.UPLOAD, raw_id="pasted", sha256=sha256)
        account = Account(BoundTarget(WWW, stands), anchors=anchors)
        account.probe.serve(WWW.domain, chain)
        assert findings(sweep(account)) == {SweepFinding.OK}
        account.probe.serve(WWW.domain, other_chain)
        assert findings(sweep(account)) == {other or SweepFinding.OK}


def test_a_cdn_domain_is_read_exactly_before_it_is_judged(anchors: TrustAnchors) -> None:
    held, chain = chain_of(certificate(1, CDN.domain))
    account = Account(with_binding(CDN, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(CDN.domain, chain)
    assert findings(sweep(account)) == {SweepFinding.OK}


def test_served_is_not_bound_and_not_seen_are_findings(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    _, other = chain_of(certificate(9))
    account.probe.serve(WWW.domain, other)
    assert findings(sweep(account)) == {SweepFinding.SERVED_NOT_BOUND}
    held, _ = chain_of(certificate(1, CDN.domain))
    nowhere = Account(with_binding(CDN, held), anchors=anchors)
    nowhere.hold(held)
    assert findings(sweep(nowhere)) == {SweepFinding.NOT_SEEN}


def test_one_domain_that_cannot_be_read_leaves_the_others_alone(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    account.targets.add(BoundTarget(CDN, Binding(BindingSource.UPLOAD, raw_id="x")))
    account.targets.trouble.before("read", UnavailableError("x", service="cdn", action="Describe"))
    report = sweep(account)
    assert findings(report) == {SweepFinding.OK, SweepFinding.UNREAD}
    assert not report.is_clean


def test_a_state_of_a_newer_version_is_told_and_leaves_the_others_alone(
    anchors: TrustAnchors,
) -> None:
    account = sound_account(anchors)
    other = replace(WWW, domain=Domain("other.example.com"))
    account.targets.add(BoundTarget(other, account.targets.read(WWW).binding))
    account.spoil(other.domain)
    reports = {report.domain: report for report in sweep(account).domains}
    ((finding, said),) = reports[other.domain].findings
    assert finding is SweepFinding.UNREAD
    assert "Entry 1: its state is of version 99" in said
    assert SweepFinding.UNREAD not in dict(reports[WWW.domain].findings)


def test_a_part_that_could_not_be_listed_is_never_called_clean(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    account.targets.hide("other-bucket")
    report = sweep(account)
    assert report.unread == ("other-bucket: other-bucket may not be read.",)
    assert not report.is_clean


def test_visitors_who_are_sent_elsewhere_are_a_finding(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "www.other-cdn.example")
    assert findings(sweep(account)) == {SweepFinding.DNS_ELSEWHERE}


def test_edges_that_go_back_to_the_old_one_later_are_found(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    _, old_chain = chain_of(certificate(1))
    account.probe.serve(WWW.domain, old_chain)
    assert findings(sweep(account)) == {SweepFinding.SERVED_NOT_BOUND}


def test_the_edge_that_stayed_behind_is_named(anchors: TrustAnchors) -> None:
    account, _, chain = verified(anchors)
    old_chain = account.inventory.chain(CertificateId(1, "cn-hangzhou"))
    assert old_chain is not None
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    account.probe.serve(WWW.domain, old_chain, "192.0.2.7")
    ((finding, said),) = sweep(account).domains[0].findings
    assert finding is SweepFinding.SERVED_NOT_BOUND
    assert said.startswith("1 of 2 addresses serves another certificate (")
    assert said.endswith(") at 192.0.2.7")


def test_domains_that_are_skipped_hide_none_that_is_unwell() -> None:
    skipped = DomainReport("x", Domain("a.example"), ((SweepFinding.SKIPPED, "provider"),))
    unwell = DomainReport("y", Domain("b.example"), ((SweepFinding.NOT_SOUND, "expired"),))
    body = SweepReport((*(skipped,) * 250, unwell)).to_json()
    assert [one["domain"] for one in body["findings"]] == ["b.example"]
    assert body["counts"] == {"skipped": 250, "not_sound": 1}


def test_a_domain_that_cannot_be_queued_stops_no_other_and_no_report(
    anchors: TrustAnchors,
) -> None:
    """The sweep fails, so that it is tried again and somebody hears of it; its work is done."""
    old, new = certificate(1, days_left=20), certificate(2, days_left=90)
    other = replace(WWW, domain=Domain("other.example.com"))
    account = Account(with_binding(WWW, old), with_binding(other, old), anchors=anchors)
    names = (WWW.domain, other.domain)
    account.hold(replace(old, names=names), replace(new, names=names))
    account.queue.trouble.before("send", UnavailableError("full", service="mns", action="Send"))
    with pytest.raises(UnavailableError, match="full"):
        sweep(account)
    assert len(account.queue.waiting()) == 1
    report = account.journal.newest("recheck/report")
    assert isinstance(report, Entry)
    written = report.record.details
    assert written["domains"] == 2
    assert written["counts"]["unread"] == 1


def test_a_report_that_finds_no_place_is_answered_all_the_same(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer = LedgerNewerError("Entry 3 is of format 2.", subject="recheck/report")
    account.journal.trouble.before("newest", newer, times=2)
    account.targets.hide("locked")
    report = sweep(account)
    assert findings(report) == {SweepFinding.OK}
    listed, no_place = report.unread
    assert listed.startswith("locked: ")
    assert "Entry 3 is of format 2." in no_place
    assert account.journal.newest("recheck/report") is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]"])
def test_a_damaged_report_is_followed_by_the_next_one(
    anchors: TrustAnchors, damage: bytes
) -> None:
    account = sound_account(anchors)
    sweep(account)
    newest = account.journal.newest("recheck/report")
    assert newest is not None
    account.journal.put("recheck/report", newest.sequence, damage)
    sweep(account)
    report, begun, broken, _ = account.journal.history("recheck/report")
    assert isinstance(report, Entry)
    assert isinstance(begun, Entry)
    assert report.record.details["domains"] == 1
    assert begun.record.details["set_aside"]["entry"] == broken.sequence
    sweep(account)
    assert len(account.journal.history("recheck/report")) == 5


@pytest.mark.parametrize(
    "error",
    [
        UnavailableError("down", service="oss", action="PutObject"),
        PermissionDeniedError("no", service="oss", action="PutObject"),
        LedgerUnsafeError("Enabled."),
    ],
    ids=lambda error: error.code,
)
def test_where_the_ledger_takes_nothing_a_sweep_queues_nothing(
    anchors: TrustAnchors, error: CertbindError
) -> None:
    """No message could be carried out: each would be a dead letter, at each sweep."""
    account = sound_account(anchors)
    sweep(account)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.journal.trouble.before("append", error)
    with pytest.raises(type(error)):
        sweep(account)
    assert account.queue.sent == []
    sweep(account)
    assert len(account.queue.sent) == 1
