"""Long, looping and wide chains, within 200 ms of CPU each: of our own making, and nothing that is
known to harm a library.

It stands outside the domain's tests since measuring coverage slows them down.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.fakes.certificates import CA_SPEC, Authority, Spec
from tests.unit.domain.test_chain import ROOT, kinds, many_copies, many_ways

SECONDS = 0.2
TRIES = 3  # the machine does other things too, and what counts is what judging takes
HOST = "shop.example.com"
Chain = tuple[bytes, ...]


def a_mesh(_: Authority) -> Chain:
    """Eight CAs that all sign each other."""
    mesh = {f"Loop {n}": Authority.root(f"Loop {n}") for n in range(8)}
    cross = [
        one.subordinate(name, replace(CA_SPEC, key=other.issued.key)).issued.der
        for one in mesh.values()
        for name, other in mesh.items()
        if one is not other
    ]
    return (mesh["Loop 0"].leaf(HOST).der, *cross)


def a_ring(_: Authority) -> Chain:
    """Sixty CAs, each signed by the next, the last by the first."""
    ring = [Authority.root(f"Ring {n}") for n in range(60)]
    turned = [*ring[1:], ring[0]]
    cross = [
        above.subordinate(f"Ring {n}", replace(CA_SPEC, key=one.issued.key)).issued.der
        for n, (one, above) in enumerate(zip(ring, turned, strict=True))
    ]
    return (ring[0].leaf(HOST).der, *cross)


def a_hundred(root: Authority) -> Chain:
    lowest = root
    for number in range(100):
        lowest = lowest.subordinate(f"Deep {number}")
    return lowest.leaf(HOST).chain


def of_one_name(root: Authority) -> Chain:
    """250 CAs of one name with other keys, and no key ids to tell them apart."""
    plain = replace(CA_SPEC, key_ids=False)
    others = [root.subordinate("CA", plain).issued.der for _ in range(250)]
    leaf = root.subordinate("CA", plain).leaf(HOST, spec=Spec(key_ids=False))
    return (leaf.der, *others, *leaf.above)


def ten_thousand_names(root: Authority) -> Chain:
    limited = root.subordinate(spec=replace(CA_SPEC, permitted=("example.com",)))
    return limited.leaf(*(f"n{n}.example.com" for n in range(10_000))).chain


SHAPES = (a_mesh, a_ring, a_hundred, of_one_name, many_copies, many_ways, ten_thousand_names)


@pytest.mark.parametrize(
    ("shape", "root"),
    [
        *((shape, ROOT) for shape in SHAPES),
        *((shape, Authority.root("Stranger")) for shape in (many_copies, many_ways)),
    ],
)
def test_a_chain_is_judged_within_200_ms_of_cpu(
    shape: Callable[[Authority], Chain], root: Authority
) -> None:
    chain = shape(root)
    assert min(_cost(chain) for _ in range(TRIES)) < SECONDS


def _cost(chain: Chain) -> float:
    began = time.process_time()
    kinds(chain)
    return time.process_time() - began
