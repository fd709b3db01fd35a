"""A chain that was read decides: what it rules out, what it must name, and until when it lasts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import UNBOUND, Binding
from certbind.domain.trust.chain import TrustAnchors, parse_leaf
from tests.fakes.certificates import CA_SPEC, Authority, Issued, pem_of
from tests.fakes.situations import SHOP, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate

ROOT = Authority.root()
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
CA = ROOT.subordinate()
ENDING_CA = ROOT.subordinate(spec=replace(CA_SPEC, not_after=NOW + 21 * DAY))


def real(number: int, issued: Issued, *names: str, days: float = 60) -> Certificate:
    """A certificate of CAS whose leaf this is."""
    leaf = parse_leaf(issued.der)
    return certificate(number, *(names or (SHOP,)), days=days, sha256=leaf.sha256, sha1=leaf.sha1)


@pytest.mark.parametrize("whole", [True, False])
def test_a_chain_that_was_read_rules_one_out_and_the_next_best_in(whole: bool) -> None:
    issued = CA.leaf(SHOP)
    best, second = real(1, issued), certificate(2, SHOP, days=30)
    chain = issued.chain if whole else issued.chain[:1]
    decision = scene(cdn(SHOP), best, second, chains={best.id: chain}, anchors=ANCHORS).decide()
    assert decision.bind is not None
    assert decision.bind.certificate.id == (best.id if whole else second.id)


def test_what_stands_there_is_judged_by_its_chain_where_that_was_read() -> None:
    issued = CA.leaf(SHOP)
    old = real(1, issued)
    decision = scene(
        cdn(SHOP, bound_by_id(1)),
        old,
        certificate(2, SHOP, days=40),
        chains={old.id: issued.chain[:1]},
        anchors=ANCHORS,
    ).decide()
    assert (decision.bind is not None, decision.word) == (True, "replaces_dead")


@pytest.mark.parametrize(
    ("in_cas", "in_leaf", "fits"),
    [(SHOP, SHOP, True), (SHOP, "a.example.com", False), ("a.example.com", SHOP, False)],
)
def test_cas_and_the_leaf_must_both_name_the_domain(in_cas: str, in_leaf: str, fits: bool) -> None:
    issued = CA.leaf(in_leaf)
    new = real(9, issued, in_cas)
    decision = scene(cdn(SHOP), new, chains={new.id: issued.chain}, anchors=ANCHORS).decide()
    assert (decision.bind is not None) is fits


@pytest.mark.parametrize("binding", [UNBOUND, bound_by_id(2)])
def test_the_end_is_that_of_the_path_and_not_of_the_leaf(binding: Binding) -> None:
    """An intermediate ends weeks before its leaf; visitors are refused from then on."""
    issued = ENDING_CA.leaf(SHOP)
    brief, lasting = real(1, issued, days=60), certificate(2, SHOP, days=40)
    decision = scene(
        cdn(SHOP, binding), brief, lasting, chains={brief.id: issued.chain}, anchors=ANCHORS
    ).decide()
    stands = decision.bind.certificate if decision.bind else decision.stands
    assert stands == lasting


def test_one_whose_path_ends_soon_gives_way_to_what_lasts_longer() -> None:
    issued = ENDING_CA.leaf(SHOP)
    brief, lasting = real(1, issued, days=60), certificate(2, SHOP, days=40)
    decision = scene(
        cdn(SHOP, bound_by_id(1)),
        brief,
        lasting,
        chains={brief.id: issued.chain},
        anchors=ANCHORS,
    ).decide()
    assert decision.bind is not None
    assert decision.detail == (
        "lasts longer: ends 2027-01-03; 1-cn-hangzhou, which is bound there, 2026-12-15"
    )


@pytest.mark.parametrize("stands", [True, False])
def test_a_chain_that_must_be_seen_is_asked_of_the_new_and_not_of_what_stands(
    stands: bool,
) -> None:
    policy = Policy(require_chain_seen=True)
    binding = bound_by_id(1) if stands else UNBOUND
    decision = scene(cdn(SHOP, binding), certificate(1, SHOP), policy=policy).decide()
    if stands:
        assert decision.word == "already_bound"
        return
    assert [word for word, _ in decision.reasons] == ["no_certificate", "chain_not_seen"]


def test_a_chain_that_must_be_seen_and_was_lets_the_best_through() -> None:
    issued = CA.leaf(SHOP)
    new = real(9, issued)
    decision = scene(
        cdn(SHOP),
        new,
        chains={new.id: issued.chain},
        anchors=ANCHORS,
        policy=Policy(require_chain_seen=True),
    ).decide()
    assert decision.bind is not None
    assert Reason.CHAIN_NOT_SEEN not in {f.reason for one in decision.passed for f in one.against}
    assert decision.bind.certificate.id == cas_id(9)
