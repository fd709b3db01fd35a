"""`explain` reads as `status` does, tells addresses from the record, and writes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.decide.decision import Tone
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import PermissionDeniedError, RejectedError, UnknownDomainError
from certbind.events import step
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.explain.causes import causes_of
from certbind.usecases.explain.explain_domain import ExplainDomain, Explained
from certbind.usecases.explain.explanation import Direction, Does, Explanation, Got, Young
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.overview.report import DomainHealth
from certbind.views.explanation.json import explain_json
from tests.fakes.certificates import Authority, Spec
from tests.fakes.situations import Scene
from tests.unit.usecases.account import (
    STATIC,
    WWW,
    Account,
    certificate,
    unbound,
    with_binding,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.explain.pages import Page, decided
from tests.unit.usecases.sweeps import sound_account, verified

DENIED = PermissionDeniedError(
    "oss PutCname failed (AccessDenied)", service="oss", action="PutCname", subject=str(WWW)
)


def explain(account: Account, domain: Domain = WWW.domain, *, look: bool = False) -> Explained:
    return ExplainDomain(ReadAccount(account.sources, account.rules))(domain, look=look)


def one_of(account: Account, *, look: bool = False) -> Explanation:
    (found,) = explain(account, look=look).explanations
    return found


def test_addresses_are_told_from_the_record_with_their_age(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    account.clock.advance(timedelta(hours=5))
    found = one_of(account)
    assert not found.looked
    assert {one.got for one in found.seen.addresses} == {Got.BOUND}
    assert found.dns.direction is Direction.NOT_ASKED
    told = Page(found).section("visitors")
    assert "Address by address (5 h ago):" in told
    assert f"{found.seen.addresses[0].address}: what is bound" in told


def test_what_ends_soon_is_why_another_is_wanted(anchors: TrustAnchors) -> None:
    """It was told that nothing is wrong, and to have another certificate by a day."""
    held, chain = chain_of(certificate(1, days_left=12, issued_days_ago=80))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.probe.serve(WWW.domain, chain)
    found = one_of(account, look=True)
    assert found.row.advice == "renew"
    assert [one.code for one in found.causes] == ["expiring"]


def test_why_a_better_one_is_not_taken_is_told_where_a_person_has_to_act(
    anchors: TrustAnchors,
) -> None:
    """What stands is well, and what should follow it is revoked: it was told that nothing is."""
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(replace(newer, status=CertificateStatus.REVOKED), chain)
    found = one_of(account)
    assert (found.row.health, found.row.advice) == (DomainHealth.PERSON, "revoked")
    assert [(one.code, one.detail) for one in found.causes] == [
        ("revoked", f"{newer.id}: CAS says that it is revoked")
    ]


@pytest.mark.parametrize("kind", [one for one in SweepFinding if one is not SweepFinding.OK])
@pytest.mark.parametrize("health", [DomainHealth.PERSON, DomainHealth.OUTAGE])
def test_whoever_has_to_act_is_never_told_that_nothing_is_wrong(
    anchors: TrustAnchors, kind: SweepFinding, health: DomainHealth
) -> None:
    found = one_of(sound_account(anchors))
    situation, decision = decided(Scene(next(iter(unbound(WWW)))), ())
    row = replace(found.row, health=health, findings=((kind.value, "so it is"),), advice="renew")
    causes = causes_of(situation, replace(decision, tone=Tone.WELL), row, found.options)
    assert (kind.value, "so it is") in [(one.code, one.detail) for one in causes]


def test_what_was_seen_of_what_stood_before_is_told_no_more(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    newer, chain = chain_of(certificate(3, days_left=200))
    account.inventory.add(newer, chain)
    account.handle(step(WWW, "renewed-3", 0, candidate=newer.id))
    assert account.binding(WWW).certificate_id == newer.id
    found = one_of(account)
    assert found.seen.addresses == ()
    assert "what is bound" not in Page(found).section("visitors")


def test_a_look_tells_what_each_address_serves_now(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    _, chain = chain_of(certificate(9, days_left=-1, issued_days_ago=90))
    account.probe.serve(WWW.domain, chain)
    found = one_of(account, look=True)
    assert {one.got for one in found.seen.addresses} == {Got.REFUSED}
    assert found.causes[0].code == "expired"
    assert found.row.health is DomainHealth.OUTAGE
    assert "browsers show ERR_CERT_DATE_INVALID" in Page(found).section("visitors")


def test_what_desktop_chrome_may_open_is_not_told_as_refused_by_browsers(
    anchors: TrustAnchors,
) -> None:
    account, _, _ = verified(anchors)
    leaf = Authority.root().subordinate().leaf(WWW.domain, spec=Spec(issuer_at="http://ca.test/"))
    account.probe.serve(WWW.domain, (leaf.der,))
    told = Page(one_of(account, look=True)).section("visitors")
    assert told.startswith("refused by phones and programs (chain_fetched). Seen ")
    assert "phones and programs refuse it" in told
    assert "browsers refuse it" not in told
    assert "手机和程序拒绝" in Page(one_of(account, look=True), "zh").section("visitors")


def test_what_some_clients_will_refuse_is_told_below_the_addresses(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    _, chain = chain_of(certificate(9, days_left=900))
    account.probe.serve(WWW.domain, chain)
    found = one_of(account, look=True)
    assert {one.code for each in found.seen.addresses for one in each.warnings} == {
        "apple_refuses"
    }
    assert "apple_refuses: Told as a warning: iPhones" in Page(found).section("visitors")


def test_an_edge_s_own_certificate_is_told_as_such(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    _, chain = chain_of(certificate(9, "*.oss-cn-hangzhou.aliyuncs.com"))
    account.probe.serve(WWW.domain, chain)
    found = Page(one_of(account, look=True))
    assert "the product's own certificate, which it shows where none" in found.section("visitors")
    assert "Browsers of visitors show: ERR_CERT_COMMON_NAME_INVALID." in found.section("causes")


def test_a_change_of_minutes_ago_is_told_as_young_and_of_yesterday_not(
    anchors: TrustAnchors,
) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=newer.id))
    account.clock.advance(timedelta(minutes=2))
    recent = one_of(account).recent
    assert recent is not None
    assert recent.young is Young.SPREADS
    assert account.clock.now() - recent.since == timedelta(minutes=2)
    told = Page(one_of(account)).section("visitors")
    assert "it takes a few minutes" in told
    assert "The browser may still hold the old state" in told
    looked = one_of(account, look=True)
    assert [one.got for one in looked.seen.addresses] == [Got.BEFORE]
    assert looked.course == one_of(account).course, "what is only told decides nothing"
    account.probe.serve(WWW.domain, chain)
    account.run_queue()
    recent = one_of(account).recent
    assert recent is not None
    assert recent.young is Young.DONE
    account.clock.advance(timedelta(days=1))
    assert one_of(account).recent is None


def test_where_nothing_is_attached_a_look_tells_what_visitors_get(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    _, chain = chain_of(certificate(9, "other.shop.example"))
    account.probe.serve(WWW.domain, chain)
    found, before = one_of(account, look=True), one_of(account)
    assert [one.got for one in found.seen.addresses] == [Got.REFUSED]
    assert found.dns.direction is Direction.NO_ALIAS
    assert (found.causes, found.course) == (before.causes, before.course)


def test_what_is_bound_next_is_the_decision_s(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    found = one_of(account)
    assert found.course is not None
    assert (found.course.does, found.course.candidate) == (Does.BINDS, str(newer.id))
    assert [one.fit.value for one in found.options.shown] == ["stands", "chosen"]


def test_what_a_product_answered_stands_beside_the_trouble(anchors: TrustAnchors) -> None:
    """ICP, ownership and permissions are told by the product's own sentence."""
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    account.targets.trouble.before("bind", DENIED)
    account.handle(step(WWW, "renewed-2", 0, candidate=newer.id))
    (cause, *_) = one_of(account).causes
    assert cause.code == "permission_denied"
    assert "oss PutCname failed (AccessDenied)" in cause.detail


@pytest.mark.parametrize(
    ("api_code", "why", "step_told"),
    [
        ("NeedVerifyDomainOwnership", "is not verified there", "ownership verification"),
        ("NoSuchCnameInRecord", "has no ICP filing", "in the ICP console"),
        ("SomethingElse", "", "Look the code up in the product's documentation."),
    ],
)
def test_what_the_console_s_help_has_a_page_for_has_a_step_of_its_own(
    api_code: str, why: str, step_told: str, anchors: TrustAnchors
) -> None:
    account = sound_account(anchors)
    newer, chain = chain_of(certificate(2, days_left=180))
    account.inventory.add(newer, chain)
    refused = RejectedError("", service="oss", action="PutCname", api_code=api_code)
    account.targets.trouble.before("bind", refused)
    account.handle(step(WWW, "renewed-2", 0, candidate=newer.id))
    found = Page(one_of(account))
    assert found.codes[0] == "rejected"
    assert why in found.section("causes")
    assert step_told in found.section("step")


def test_nothing_is_written_or_sent(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    before = account.journal.subjects(""), len(account.queue.sent)
    entries = account.journal.entries(f"domain/{WWW.domain}")
    explain(account, look=True)
    assert (account.journal.subjects(""), len(account.queue.sent)) == before
    assert account.journal.entries(f"domain/{WWW.domain}") == entries


def test_a_misspelt_domain_is_asked_about_as_by_status(anchors: TrustAnchors) -> None:
    account = sound_account(anchors)
    with pytest.raises(UnknownDomainError, match=r"Did you mean www\.shop\.example\?"):
        explain(account, Domain("wwww.shop.example"))


def test_a_domain_whose_reading_fails_is_explained_as_not_read(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    account.probe.trouble.before("observe", RuntimeError("a fault"))
    found = one_of(account, look=True)
    assert found.row.is_fault
    assert found.course is None
    assert "could not be read" in Page(found).section("place")
    assert explain_json(WWW.domain, explain(account))["places"]


def test_other_domains_of_the_account_are_not_decided(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    for bound in unbound(STATIC):
        account.targets.add(bound)
    assert [one.row.domain for one in explain(account).explanations] == [WWW.domain]
