"""Until when a served chain can be trusted: not always the end of its leaf."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.trust.chain import TrustAnchors, judge_chain
from tests.fakes.certificates import (
    CA_SPEC,
    DAY,
    NOW,
    Authority,
    Issued,
    Spec,
    pem_of,
    with_broken_signature,
)

SHOP = "shop.example.com"
ROOT = Authority.root()
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
LEAF_END = NOW + 60 * DAY
SHORT = replace(CA_SPEC, not_after=NOW + 20 * DAY)
EXPIRED = replace(CA_SPEC, not_after=NOW - DAY)


def same_key(spec: Spec, issued: Issued) -> Spec:
    """A cross-sign: the same CA once more, under another parent or with other dates."""
    return replace(spec, key=issued.key)


def test_a_path_ends_with_its_leaf_where_all_above_live_longer() -> None:
    assert judge_chain(ROOT.subordinate().leaf(SHOP).chain, ANCHORS, NOW).end == LEAF_END


def test_an_intermediate_that_ends_before_its_leaf_ends_the_path() -> None:
    chain = ROOT.subordinate(spec=SHORT).leaf(SHOP).chain
    assert judge_chain(chain, ANCHORS, NOW).end == SHORT.not_after
    assert judge_chain(chain, ANCHORS, SHORT.not_after).end == SHORT.not_after
    assert judge_chain(chain, ANCHORS, SHORT.not_after + timedelta(seconds=1)).end is None


def test_a_root_that_ends_first_ends_the_path() -> None:
    root = Authority.root(spec=SHORT)
    anchors = TrustAnchors.from_pem(pem_of(root))
    assert judge_chain(root.subordinate().leaf(SHOP).chain, anchors, NOW).end == SHORT.not_after


@pytest.mark.parametrize("spec", [SHORT, EXPIRED], ids=["short", "expired"])
def test_a_worse_copy_beside_a_good_one_takes_nothing_away(spec: Spec) -> None:
    good = ROOT.subordinate()
    worse = ROOT.subordinate(spec=same_key(spec, good.issued))
    leaf = good.leaf(SHOP).der
    for above in ((worse.issued.der, good.issued.der), (good.issued.der, worse.issued.der)):
        assert judge_chain((leaf, *above), ANCHORS, NOW).end == LEAF_END


def test_the_latest_of_two_roots_counts() -> None:
    old = Authority.root("Old Root", SHORT)
    shared = ROOT.subordinate()
    cross = old.subordinate(spec=same_key(CA_SPEC, shared.issued))
    both = TrustAnchors.from_pem(pem_of(old, ROOT))
    only_old = TrustAnchors.from_pem(pem_of(old))
    chain = (shared.leaf(SHOP).der, cross.issued.der, shared.issued.der)
    assert judge_chain(chain, both, NOW).end == LEAF_END
    assert judge_chain(chain, only_old, NOW).end == SHORT.not_after


def test_a_longer_path_that_browsers_refuse_lends_no_days() -> None:
    short = ROOT.subordinate(spec=SHORT)
    for spec in (replace(CA_SPEC, unknown_critical=True), replace(CA_SPEC, excluded=(SHOP,))):
        refused = ROOT.subordinate(spec=same_key(spec, short.issued))
        chain = (short.leaf(SHOP).der, refused.issued.der, short.issued.der)
        assert judge_chain(chain, ANCHORS, NOW).end == SHORT.not_after


@pytest.mark.parametrize(
    "chain",
    [
        (),
        (b"rubbish",),
        ROOT.subordinate().leaf(SHOP).chain[:1],
        Authority.root("Stranger").subordinate().leaf(SHOP).chain,
        ROOT.subordinate(spec=EXPIRED).leaf(SHOP).chain,
        ROOT.subordinate().leaf(SHOP, spec=Spec(not_after=NOW - DAY)).chain,
        ROOT.subordinate().leaf(SHOP, spec=Spec(not_before=NOW + DAY)).chain,
        with_broken_signature(ROOT.subordinate().leaf(SHOP)).chain,
    ],
    ids=["empty", "rubbish", "cut", "stranger", "above", "expired", "early", "forged"],
)
def test_what_is_not_trusted_now_has_no_end(chain: tuple[bytes, ...]) -> None:
    assert judge_chain(chain, ANCHORS, NOW).end is None


def test_the_names_of_a_leaf_do_not_matter_to_its_end() -> None:
    assert judge_chain(ROOT.subordinate().leaf("*.a_b.test").chain, ANCHORS, NOW).end == LEAF_END
