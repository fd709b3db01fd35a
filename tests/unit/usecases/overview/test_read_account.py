"""The report of an account: every domain, what could not be read, and nothing written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import BoundTarget, Target, TargetState
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Place
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Resolution
from certbind.errors import (
    DomainUnreadError,
    PermissionDeniedError,
    UnavailableError,
    UnknownDomainError,
)
from certbind.events import step
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.overview.report import (
    AccountReport,
    DomainHealth,
    DomainRow,
    SeenBy,
    Visitors,
)
from certbind.usecases.overview.visitors import visitors_of
from certbind.usecases.rotate.gather import Gather, list_certificates
from certbind.views.kept_files import kept_files
from tests.fakes.certificates import Authority
from tests.fakes.clock import NOON
from tests.fakes.reports import FakeReports
from tests.unit.usecases.account import (
    CDN,
    STATIC,
    WWW,
    Account,
    certificate,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import sound_account, verified

DENIED = PermissionDeniedError("no", service="oss", action="PutCname", subject=str(WWW))
DOWN = UnavailableError("gone away", service="oss", action="ListObjectsV2", subject="ledger")


def report(account: Account, *domains: Domain, look: bool = False) -> AccountReport:
    return ReadAccount(account.sources, account.rules)(domains, look=look)


def row_of(account: Account, domain: Domain = WWW.domain, *, look: bool = False) -> DomainRow:
    (row,) = (one for one in report(account, look=look).domains if one.domain == domain)
    return row


def test_an_account_without_domains_has_an_empty_report(anchors: TrustAnchors) -> None:
    found = report(Account(anchors=anchors))
    assert (found.domains, found.certificates, found.unread) == ((), (), ())
    assert set(found.counts.values()) == {0}


def test_a_domain_that_was_never_bound_is_in_the_report(anchors: TrustAnchors) -> None:
    """Those in trouble are mostly not in the ledger."""
    row = row_of(Account(*unbound(WWW), anchors=anchors))
    assert (row.health, row.advice) == (DomainHealth.PERSON, "no_https")
    assert (row.certificate, row.visitors, row.act_by) == (None, None, None)


def test_a_verified_domain_is_well_and_says_when_it_was_seen(anchors: TrustAnchors) -> None:
    account, newer, _ = verified(anchors)
    account.clock.advance(timedelta(hours=3))
    row = row_of(account)
    assert (row.health, row.advice, row.phase) == (DomainHealth.WELL, "", "verified")
    assert row.visitors is not None
    assert (row.visitors.seen, row.visitors.by) == ("verified", SeenBy.LEDGER)
    assert account.clock.now() - row.visitors.at == timedelta(hours=3)
    assert row.certificate is not None
    assert (row.certificate.id, row.certificate.name) == (str(newer.id), newer.name)


def test_what_certbind_would_do_by_itself_is_waited_for(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    row = row_of(account)
    assert (row.health, row.advice) == (DomainHealth.WAITS, "binds_next")
    assert row.candidate == str(newer.id)


def test_an_end_that_is_near_with_no_successor_is_somebodys_by_that_day(
    anchors: TrustAnchors,
) -> None:
    held, chain = chain_of(certificate(1, days_left=12, issued_days_ago=80))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, chain)
    row = row_of(account)
    assert (row.health, row.advice) == (DomainHealth.PERSON, "renewal_due")
    assert row.act_by is not None
    assert abs(row.act_by - held.not_after) <= timedelta(days=1), "a list tells the day"


def test_what_has_ended_is_broken_now_though_it_was_verified(anchors: TrustAnchors) -> None:
    account, newer, _ = verified(anchors)
    account.clock.advance(newer.not_after - account.clock.now() + timedelta(days=2))
    row = row_of(account)
    assert row.health is DomainHealth.OUTAGE
    assert row.phase == "verified"
    assert row.advice == "renew"


def test_a_bind_that_is_refused_is_somebodys_with_its_own_word(anchors: TrustAnchors) -> None:
    account = Account(with_binding(WWW, certificate(1, days_left=20)), anchors=anchors)
    account.hold(certificate(1, days_left=20), certificate(2))
    for attempt in range(2):
        account.targets.trouble.before("bind", DENIED)
        account.handle(step(WWW, "renewed-2", attempt))
        account.clock.advance(timedelta(hours=1))
    row = row_of(account)
    assert row.health is DomainHealth.PERSON
    assert row.last_failure == "permission_denied, 2 times"
    assert row.advice in ("permission_denied", "binds_next")


def test_what_is_only_planned_is_somebodys_by_the_end_of_what_stands(
    anchors: TrustAnchors,
) -> None:
    held, newer = certificate(1, days_left=40), certificate(2, days_left=200)
    account = Account(with_binding(WWW, held), anchors=anchors, policy=Policy(scope=()))
    account.hold(held, newer)
    row = row_of(account)
    assert (row.health, row.advice) == (DomainHealth.PERSON, "plan_only")
    assert row.act_by is not None


def test_a_look_finds_what_visitors_are_refused(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    _, chain = chain_of(certificate(9, days_left=-1, issued_days_ago=90))
    account.probe.serve(WWW.domain, chain)
    assert row_of(account).health is DomainHealth.WELL, "nobody has looked"
    row = row_of(account, look=True)
    assert row.health is DomainHealth.OUTAGE
    assert row.visitors is not None
    assert (row.visitors.by, row.visitors.reason) == (SeenBy.NOW, "expired")
    assert row.advice == "expired"


def bound_just_now(anchors: TrustAnchors) -> Account:
    """A renewal was bound; its own looks are still to come, and the edges have the old one."""
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=newer.id))
    return account


def test_whoever_asks_for_a_look_after_a_change_is_told_what_visitors_get(
    anchors: TrustAnchors,
) -> None:
    """It said that nobody had looked, to whoever had just asked for a look."""
    account = bound_just_now(anchors)
    assert row_of(account).visitors is None
    row = row_of(account, look=True)
    assert row.visitors is not None
    assert (row.visitors.by, row.visitors.seen) == (SeenBy.NOW, "old")
    assert (row.health, row.advice) == (DomainHealth.WAITS, "looks_next"), "edges need their time"


def test_what_browsers_refuse_while_the_looks_go_on_is_broken_now(anchors: TrustAnchors) -> None:
    account = bound_just_now(anchors)
    _, chain = chain_of(certificate(9, days_left=-1, issued_days_ago=90))
    account.probe.serve(WWW.domain, chain)
    row = row_of(account, look=True)
    assert (row.health, row.advice) == (DomainHealth.OUTAGE, "looks_next")


def test_a_look_that_raises_in_one_domain_ends_no_other(anchors: TrustAnchors) -> None:
    """It showed an error and no report."""
    account, _, _ = verified(anchors)
    for bound in unbound(STATIC):
        account.targets.add(bound)
    account.probe.trouble.before("observe", RuntimeError("a fault"))
    found = {row.domain: row for row in report(account, look=True).domains}
    assert found[WWW.domain].is_fault
    assert found[WWW.domain].health is DomainHealth.UNREAD
    assert not found[STATIC.domain].is_fault


def test_a_part_that_cannot_be_read_is_told_and_its_domains_are_not_gone(
    anchors: TrustAnchors,
) -> None:
    account, _, _ = verified(anchors)
    account.targets.hide("assets")
    found = report(account)
    assert [one.where for one in found.unread] == ["assets"]
    (row,) = found.domains
    assert (row.domain, row.health) == (WWW.domain, DomainHealth.UNREAD)
    assert row.certificate is not None, "by the record, as it was last"
    assert found.gone == ()
    with pytest.raises(DomainUnreadError):
        report(account, STATIC.domain)


def test_a_domain_that_the_account_has_no_more_is_told_as_gone(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    account.targets.remove(WWW)
    assert report(account).gone == (WWW.domain,)
    with pytest.raises(UnknownDomainError):
        report(account, WWW.domain)


def test_a_ledger_that_cannot_be_read_is_told_once_and_what_stands_is_shown(
    anchors: TrustAnchors,
) -> None:
    account, newer, _ = verified(anchors)
    account.journal.trouble.before("subjects", DOWN)
    found = report(account)
    assert [(one.where, one.code) for one in found.unread] == [("the ledger", "unavailable")]
    (row,) = found.domains
    assert row.health is DomainHealth.UNREAD
    assert row.certificate is not None
    assert row.certificate.id == str(newer.id)


def test_one_domain_s_entry_of_a_newer_version_leaves_the_others_read(
    anchors: TrustAnchors,
) -> None:
    account, _, _ = verified(anchors)
    for bound in unbound(STATIC):
        account.targets.add(bound)
    account.write(STATIC.domain, {"version": 99})
    errors = {row.domain: row.error for row in report(account).domains}
    assert errors == {WWW.domain: "", STATIC.domain: "newer_ledger"}


def test_a_list_of_cas_that_is_unread_is_no_empty_list(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    account.inventory.trouble.before("list_certificates", DOWN)
    found = report(account)
    assert found.certificates is None
    assert [one.where for one in found.unread] == ["CAS"]


def test_a_domain_at_two_products_is_one_row_where_visitors_meet_it(
    anchors: TrustAnchors,
) -> None:
    behind = Target(ProductName("oss"), CDN.domain, "assets", "cn-hangzhou")
    account = Account(*unbound(CDN, behind), anchors=anchors)
    (row,) = report(account).domains
    assert (row.target, row.also) == (CDN, (behind,))


def test_a_stopped_domain_is_nobodys_trouble(anchors: TrustAnchors) -> None:
    held = certificate(1, days_left=-3, issued_days_ago=90)
    bound = with_binding(WWW, held)
    stopped = BoundTarget(bound.target, bound.binding, TargetState.OFFLINE)
    row = row_of(Account(stopped, anchors=anchors))
    assert (row.health, row.advice) == (DomainHealth.WELL, "target_offline")


def test_reading_writes_sends_and_asks_for_nothing_twice(anchors: TrustAnchors) -> None:
    """A domain without a journal costs the ledger no call of its own."""
    account = Account(*unbound(WWW, STATIC, CDN), anchors=anchors)
    report(account)
    assert account.queue.sent == []
    assert account.journal.subjects("") == []
    assert account.journal.trouble.calls["head"] == 1, "recheck's report alone"


def test_when_the_timers_ran_is_told_from_what_they_left(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    assert report(account).runs.swept is None
    Sweep(*account.connected)()
    account.clock.advance(timedelta(hours=2))
    assert report(account).runs.swept == NOON


def test_the_worst_comes_first_and_of_those_what_ends_first(anchors: TrustAnchors) -> None:
    long, short = (
        certificate(1, days_left=300),
        certificate(2, "static.shop.example", days_left=60),
    )
    account = Account(
        with_binding(WWW, long), with_binding(STATIC, short), *unbound(CDN), anchors=anchors
    )
    account.hold(long, short)
    assert [row.domain for row in report(account).domains] == [
        CDN.domain,
        STATIC.domain,
        WWW.domain,
    ]


def test_what_has_ended_by_the_record_is_broken_also_where_it_cannot_be_read(
    anchors: TrustAnchors,
) -> None:
    account, newer, _ = verified(anchors)
    account.clock.advance(newer.not_after - account.clock.now() + timedelta(days=2))
    account.targets.hide("assets")
    row = row_of(account)
    assert (row.health, row.error) == (DomainHealth.OUTAGE, "permission_denied")


def test_what_a_sweep_saw_before_the_change_says_nothing_of_what_is_bound_now(
    anchors: TrustAnchors,
) -> None:
    """A domain that a person had just mended was told as broken, and to be bound."""
    account = bound_just_now(anchors)
    certificates = list_certificates(account.sources, account.rules)
    gather = Gather(account.sources, account.rules, certificates)
    place = Known(Place((account.targets.read(WWW),)))
    standing = gather.situation(WWW, place, gather.remember(WWW))
    before = Visitors("broken", account.clock.now() - timedelta(hours=1), SeenBy.SWEEP, "expired")
    assert visitors_of(standing, before) is None
    after = replace(before, at=account.clock.now() + timedelta(minutes=1))
    assert visitors_of(standing, after) is after


def test_of_a_domain_whose_dns_leads_elsewhere_it_is_told_where_to(anchors: TrustAnchors) -> None:
    """A page made later, from what was kept, said only that nobody accepts what is there."""
    account, _, _ = verified(anchors)
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "old.example.net")
    row = row_of(account, look=True)
    assert row.visitors is not None
    assert row.visitors.reason == "dns_elsewhere"
    assert row.visitors.text.startswith(f"DNS sends visitors of {WWW.domain} to old.example.net")


def test_of_a_ledger_that_cannot_be_read_the_kept_report_tells_since_when(
    anchors: TrustAnchors,
) -> None:
    account, _, _ = verified(anchors)
    shelf = FakeReports()
    swept = ReadAccount(account.sources, account.rules, shelf)(look=True)
    for file in kept_files(swept):
        shelf.keep(file.name, file.content_type, file.data)
    account.clock.advance(timedelta(hours=3))
    account.journal.trouble.before("subjects", DOWN)
    found = ReadAccount(account.sources, account.rules, shelf)()
    assert (found.runs.is_known, found.runs.swept) == (False, swept.at)
    (row,) = found.domains
    assert row.health is DomainHealth.UNREAD
    assert row.visitors is not None
    assert (row.visitors.by, row.visitors.at) == (SeenBy.SWEEP, swept.at)


def test_what_waiting_did_not_mend_by_the_deadline_is_no_matter_of_waiting(
    anchors: TrustAnchors,
) -> None:
    """Somebody had to act, and the step was to do nothing for half an hour."""
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=newer.id))
    account.probe.serve(WWW.domain, chain, "192.0.2.77")
    account.run_queue()
    row = row_of(account)
    assert row.visitors is not None
    assert row.visitors.seen == "partly"
    assert (row.health, row.advice) == (DomainHealth.PERSON, "not_verified")


def test_of_a_better_one_that_is_refused_the_step_mends_the_reason(anchors: TrustAnchors) -> None:
    """It said to see the reason beside it."""
    account = sound_account(anchors)
    other = Authority.root().subordinate().leaf(str(WWW.domain))
    longer = certificate(2, days_left=180)
    account.inventory.add(longer, other.chain[:1])
    row = row_of(account)
    assert [kind for kind, _ in row.findings] == ["refused"]
    assert row.findings[0][1].startswith(f"{row.advice}: ")
