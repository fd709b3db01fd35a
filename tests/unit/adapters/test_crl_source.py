"""CRLs that chains name: each fetched once, kept until the next is promised, within bounds."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.adapters.crl.cache import CrlCache
from certbind.adapters.crl.probe import ProbeWithCrls
from certbind.adapters.crl.source import MOST_FETCHED, CaCrls
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt, FetchedCrl, Resolution
from tests.fakes import FakeClock, FakeProbe
from tests.fakes.certificates import CA_SPEC, DAY, NOW, Authority, Spec, pem_of
from tests.fakes.crls import CrlSpec, FakeCrls, crl_of

SHOP = Domain("shop.example.com")
OF_ROOT, OF_CA, SECOND = (f"http://crl.test/{name}.crl" for name in ("root", "ca", "second"))
ROOT = Authority.root()
CA = ROOT.subordinate(spec=replace(CA_SPEC, crl_at=(OF_ROOT,)))
LEAF = CA.leaf(SHOP, spec=Spec(crl_at=(OF_CA, SECOND)))
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
LISTS = {OF_ROOT: crl_of(ROOT), OF_CA: crl_of(CA), SECOND: crl_of(CA)}


class Published:
    """Answers with what stands at a URL; "404" else."""

    def __init__(self, lists: Mapping[str, bytes]) -> None:
        self.lists = dict(lists)
        self.asked: list[str] = []

    def fetch(self, url: str, left: float) -> FetchedCrl:
        self.asked.append(url)
        if url not in self.lists:
            return FetchedCrl(url, problem="answered 404")
        return FetchedCrl(url, self.lists[url])


@pytest.fixture
def published() -> Published:
    return Published(LISTS)


def source(published: Published, cache: CrlCache | None = None) -> CaCrls:
    return CaCrls(published, cache or CrlCache(), ANCHORS, monotonic=lambda: 0.0)


def test_each_list_is_fetched_once_for_all_chains(published: Published) -> None:
    other = CA.leaf("other.test", spec=Spec(crl_at=(OF_CA,)))
    found = source(published).crls_for((LEAF.chain, other.chain), NOW)
    assert [one.url for one in found] == published.asked == [OF_CA, OF_ROOT]


def test_it_is_kept_until_the_ca_promised_the_next_and_a_day_at_most(published: Published) -> None:
    published.lists[OF_CA] = crl_of(CA, spec=CrlSpec(ends=NOW + timedelta(hours=3)))
    cache = CrlCache()
    for hours, fetched in ((0, [OF_CA, OF_ROOT]), (2, []), (4, [OF_CA, SECOND]), (26, None)):
        published.asked.clear()
        source(published, cache).crls_for((LEAF.chain,), NOW + timedelta(hours=hours))
        assert fetched is None or published.asked == fetched
    assert OF_ROOT in published.asked


def test_the_next_address_is_asked_where_the_first_says_nothing(published: Published) -> None:
    del published.lists[OF_CA]
    found = source(published).crls_for((LEAF.chain,), NOW)
    assert [one.url for one in found] == [OF_CA, SECOND, OF_ROOT]
    assert found[0].problem == "answered 404"


def test_who_is_down_or_tells_rubbish_is_asked_again_soon_and_not_at_once(
    published: Published,
) -> None:
    published.lists = {OF_CA: b"x" * 1000, SECOND: crl_of(ROOT)}
    cache = CrlCache()
    for minutes, asked in ((0, 3), (4, 0), (5, 3)):
        published.asked.clear()
        found = source(published, cache).crls_for((LEAF.chain,), NOW + timedelta(minutes=minutes))
        assert len(published.asked) == asked
        assert [one.der for one in found] == [b""] * 3 or minutes != 4
        assert all(one.problem for one in found)


def test_all_of_a_call_keep_one_deadline(published: Published) -> None:
    moments = iter([0.0, 1.0, 1.0, 21.0])
    crls = CaCrls(published, CrlCache(), ANCHORS, monotonic=lambda: next(moments))
    found = crls.crls_for((LEAF.chain,), NOW)
    assert published.asked == [OF_CA]
    assert found[1].problem == "the time for CRLs was used up before"


def test_a_served_chain_cannot_ask_for_more_than_so_many(published: Published) -> None:
    leaves = [CA.leaf(SHOP, spec=Spec(crl_at=(f"http://crl.test/{n}",))) for n in range(40)]
    found = source(published).crls_for([leaf.chain for leaf in leaves], NOW)
    assert len(published.asked) == MOST_FETCHED
    assert len(found) == 41


def test_two_at_once_fetch_it_once(published: Published) -> None:
    cache, met = CrlCache(), threading.Barrier(2, timeout=5)

    def work() -> None:
        met.wait()
        source(published, cache).crls_for((LEAF.chain,), NOW)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(published.asked) == sorted([OF_CA, OF_ROOT])


def test_the_cache_is_bounded_in_number_and_bytes() -> None:
    cache = CrlCache(most=3, most_bytes=100)
    for n in range(5):
        cache.keep(FetchedCrl(str(n), b"x"), NOW, NOW + DAY)
    assert [cache.get(str(n), NOW) is not None for n in range(5)] == [False, False, *[True] * 3]
    cache.keep(FetchedCrl("big", b"x" * 99), NOW, NOW + DAY)
    assert [cache.get(str(n), NOW) is not None for n in range(5)].count(True) == 1
    cache.keep(FetchedCrl("too big", b"x" * 101), NOW, NOW + DAY)
    assert cache.get("too big", NOW) is None
    for n in range(1000):
        cache.turn(str(n))
    assert len(cache._fetching) < 10


def test_nothing_counts_of_a_clock_that_was_set_back() -> None:
    cache = CrlCache()
    cache.keep(FetchedCrl("x", b"x"), NOW, NOW + DAY)
    assert cache.get("x", NOW - DAY) is None


def test_a_probe_asks_for_what_was_served_in_whole_handshakes() -> None:
    probe, crls = FakeProbe(FakeClock(NOW)), FakeCrls(FetchedCrl(OF_CA, problem="answered 404"))
    seeing = ProbeWithCrls(probe, crls)
    assert seeing.observe(SHOP).crls is None
    probe.fail(SHOP, Attempt.REFUSED)
    assert seeing.observe(SHOP).crls is None
    for address in ("192.0.2.1", "192.0.2.2"):
        probe.serve(SHOP, LEAF.chain, address)
    seen = seeing.observe(SHOP)
    assert seen.crls == crls.crls
    assert seen.resolution is Resolution.RESOLVED
    assert crls.asked == [(LEAF.chain,)]
