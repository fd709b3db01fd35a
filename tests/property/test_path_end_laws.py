"""The end of a path is the last second at which its chain is judged trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from certbind.domain.trust.chain import (
    TrustAnchors,
    check_chain,
    date_faults,
    judge_chain,
    parse_leaf,
)
from tests.fakes.certificates import CA_SPEC, DAY, NOW, Authority, Spec, pem_of

SECOND = timedelta(seconds=1)
ENDS = st.integers(-5, 100).map(lambda days: NOW + days * DAY)
ROOTS = tuple(Authority.root(f"Root {n}") for n in range(2))
ANCHORS = TrustAnchors.from_pem(pem_of(*ROOTS))
SHARED = ROOTS[0].subordinate().issued.key


@given(ENDS, st.lists(st.tuples(st.sampled_from(ROOTS), ENDS), max_size=4), st.data())
def test_a_chain_is_trusted_until_its_end_and_not_a_second_longer(
    leaf_end: datetime, copies: list[tuple[Authority, datetime]], data: st.DataObject
) -> None:
    specs = [(root, replace(CA_SPEC, not_after=end, key=SHARED)) for root, end in copies]
    above = [root.subordinate(spec=spec) for root, spec in specs]
    signer = above[0] if above else ROOTS[0].subordinate(spec=replace(CA_SPEC, key=SHARED))
    leaf = signer.leaf("shop.example.com", spec=Spec(not_after=leaf_end)).der
    chain = (leaf, *data.draw(st.permutations([one.issued.der for one in above])))
    end = judge_chain(chain, ANCHORS, NOW).end
    facts = parse_leaf(leaf)
    trusted = not check_chain(chain, ANCHORS, NOW) and not date_faults(facts, NOW)
    assert (end is not None) is trusted
    assume(end is not None)
    assert end is not None
    assert end == min(facts.not_after, max(spec.not_after for _, spec in specs))
    assert not check_chain(chain, ANCHORS, end)
    assert not date_faults(facts, end)
    later = end + SECOND
    assert date_faults(facts, later) or check_chain(chain, ANCHORS, later)
