"""The best certificate of all, for every target."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from certbind.domain.decide.decide import decide
from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.state import Purpose
from certbind.domain.model.certificate import Certificate, CertificateStatus, ChainLink
from certbind.domain.model.identity import Sha256
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import UNBOUND, Binding, BindingSource, BoundTarget
from certbind.domain.situation.reading import Ask
from certbind.domain.situation.situation import Wish, WishKind
from certbind.domain.words.sentences import said
from tests.fakes.inventory import as_listed
from tests.fakes.situations import SHOP, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate


def decided(bound: BoundTarget, *held: Certificate, **more: Any) -> Decision:
    """The decision for one target; the same for every order of the list."""
    found = [scene(bound, *order, **more).decide() for order in itertools.permutations(held)]
    assert all(one == found[0] for one in found)
    return found[0]


def shop(binding: Binding = UNBOUND) -> BoundTarget:
    return cdn(SHOP, binding)


def test_binds_the_best_of_all_where_nothing_is_bound_and_expects_just_that() -> None:
    decision = decided(
        shop(),
        certificate(1, SHOP, days=50),
        certificate(2, SHOP, days=60),
        certificate(3, "*.example.com", days=70),
        certificate(4, SHOP, days=-1),
        certificate(5, "shop.example.org", days=90),
    )
    bind = decision.bind
    assert bind is not None
    assert (bind.certificate.id, bind.expects, bind.purpose) == (
        cas_id(2),
        UNBOUND,
        Purpose.AUTOMATIC,
    )
    assert (decision.word, decision.detail) == ("turns_on", "nothing is bound there")


def test_the_first_https_says_that_requests_are_billed_where_they_are() -> None:
    """In both languages; what replaces a certificate costs no more than before."""
    one, another = certificate(1, SHOP, days=50), certificate(2, SHOP, days=60)
    first = decided(cdn(SHOP, bills_https=True), one)
    told = "nothing is bound there; static HTTPS requests are billed from then on"
    assert first.bind is not None
    assert (first.detail, first.bind.why) == (told, told)
    assert "此后静态 HTTPS 请求将按次计费" in said(told, "zh")
    wish = Wish(WishKind.BIND, "hand-1", one.id)
    assert "billed" in decided(cdn(SHOP, bills_https=True), one, wish=wish).detail
    renewed = decided(cdn(SHOP, bound_by_id(1), bills_https=True), one, another)
    assert renewed.bind is not None
    assert "billed" not in renewed.detail


def test_a_wildcard_domain_takes_only_its_wildcard() -> None:
    decision = decided(
        cdn(".example.com"),
        certificate(1, SHOP, "example.com", days=90),
        certificate(2, "*.example.com", days=50),
    )
    assert decision.bind is not None
    assert decision.bind.certificate.id == cas_id(2)


def test_finds_the_renewal_whose_event_was_lost() -> None:
    old, new = certificate(1, SHOP, days=20), certificate(9, SHOP, days=80)
    decision = decided(shop(bound_by_id(1)), old, new)
    assert decision.bind is not None
    assert (decision.bind.certificate, decision.bind.expects) == (new, bound_by_id(1))
    assert decision.detail == (
        "lasts longer: ends 2027-02-12; 1-cn-hangzhou, which is bound there, 2026-12-14"
    )


@pytest.mark.parametrize("others", [(), (certificate(2, SHOP, days=60),)])
def test_keeps_what_is_bound_while_nothing_better_is_there(
    others: tuple[Certificate, ...],
) -> None:
    bound = certificate(1, SHOP, days=60)
    decision = decided(shop(bound_by_id(1)), bound, *others)
    assert (decision.act, decision.word, decision.stands) == (None, "already_bound", bound)
    assert decision.detail == "1-cn-hangzhou is bound there and ends 2027-01-23"


def test_keeps_one_that_ends_a_day_later() -> None:
    decision = decided(
        shop(bound_by_id(1)), certificate(1, SHOP, days=81), certificate(9, SHOP, days=80)
    )
    assert (decision.act, decision.word) == (None, "already_bound")


def test_a_lasting_exact_name_stays_before_a_later_wildcard() -> None:
    wildcard = certificate(9, "*.example.com", days=80)
    lasting, ending = (certificate(1, SHOP, "example.net", days=days) for days in (70, 5))
    kept = decided(shop(bound_by_id(1)), lasting, wildcard)
    assert (kept.act, kept.word) == (None, "better_bound")
    assert kept.detail == (
        "1-cn-hangzhou names shop.example.com itself and lasts until 2027-02-02"
    )
    assert decided(shop(bound_by_id(1)), ending, wildcard).bind is not None


def test_a_lasting_one_of_a_preferred_issuer_stays() -> None:
    policy = Policy(preferred_issuers=("globalsign",))
    old = certificate(1, "*.example.com", days=70, issuer="GlobalSign nv-sa")
    new = certificate(9, "*.example.com", days=80)
    kept = decided(shop(bound_by_id(1)), old, new, policy=policy)
    assert (kept.act, kept.word) == (None, "better_bound")
    assert kept.detail == ("1-cn-hangzhou is preferred by the policy and lasts until 2027-02-02")


@pytest.mark.parametrize(
    ("old", "why"),
    [
        (certificate(1, SHOP, days=-1), "ended 2026-11-23"),
        (
            certificate(1, SHOP, days=300, not_before=NOW + DAY),
            "does not serve shop.example.com as it should",
        ),
        (
            certificate(1, "other.example.com", days=300),
            "does not serve shop.example.com as it should",
        ),
        (certificate(1, SHOP, days=300, status=CertificateStatus.REVOKED), "is revoked"),
        (
            certificate(1, SHOP, days=300, chain_summary=(ChainLink("leaf", "CA"),)),
            "does not serve shop.example.com as it should",
        ),
    ],
)
def test_replaces_what_serves_nobody_by_the_best_whatever_its_end(
    old: Certificate, why: str
) -> None:
    short = certificate(2, SHOP, days=3)
    decision = decided(shop(bound_by_id(1)), old, short)
    assert decision.bind is not None
    assert decision.bind.certificate == short
    assert decision.word == "replaces_dead"
    assert decision.detail == f"1-cn-hangzhou, which is bound there, {why}"


@pytest.mark.parametrize("status", CertificateStatus)
def test_a_list_s_word_is_asked_after_before_anything_is_decided(
    status: CertificateStatus,
) -> None:
    old, new = certificate(1, SHOP, days=20, status=status), certificate(9, SHOP)
    one = scene(shop(bound_by_id(1)), old, new, listed=(as_listed(old), as_listed(new)))
    situation, asked = one.lazily, []
    while isinstance(ask := decide(situation), Ask):
        asked.append(ask.key)
        situation = one.answered(situation, ask)
    assert ask == one.decide()
    assert set(asked) - {None} == {cas_id(1), cas_id(9)}


def test_the_same_leaf_under_another_id_is_bound_already() -> None:
    one = certificate(9, SHOP)
    twin = certificate(1, SHOP, sha256=one.sha256)
    assert decided(shop(bound_by_id(1)), one, twin).act is None
    for pasted in (
        Binding(BindingSource.UPLOAD, sha256=one.sha256),
        Binding(BindingSource.UPLOAD, sha1=one.sha1),
    ):
        kept = decided(shop(pasted), one)
        assert (kept.act, kept.word, kept.stands) == (None, "already_bound", one)


def test_two_certificates_without_a_sha256_are_not_one_for_that() -> None:
    old, new = (certificate(n, SHOP, days=10 * n, sha256=None) for n in (1, 9))
    assert decided(shop(bound_by_id(1)), old, new).bind is not None
    kept = decided(shop(bound_by_id(9)), old, new)
    assert (kept.act, kept.word) == (None, "already_bound")


def test_of_two_ids_for_one_pasted_leaf_the_first_counts_in_any_order() -> None:
    held = [certificate(n, SHOP, days=20, sha256=Sha256("a" * 64)) for n in (1, 2)]
    pasted = Binding(BindingSource.UPLOAD, sha256=Sha256("a" * 64))
    decision = decided(shop(pasted), *held, certificate(9, SHOP))
    assert decision.bind is not None
    assert "1-cn-hangzhou" in decision.detail
