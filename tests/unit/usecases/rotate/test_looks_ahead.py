"""Looks of a sweep that are begun side by side, before the domains have their turn."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import pytest

from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import BoundTarget, Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Endpoint, Observation, Resolution
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.reads import looks_ahead
from certbind.usecases.rotate.reads.looks_ahead import looking_ahead
from tests.fakes.clock import FakeClock
from tests.fakes.probe import FakeProbe
from tests.unit.usecases.account import Account, bound_to, certificate
from tests.unit.usecases.authority import ROOT_PEM, chain_of

NAMES = [Domain(f"d{number:02}.shop.example") for number in range(6)]
HELD, CHAIN = chain_of(certificate(1, "*.shop.example"))
ADDRESSES = [f"192.0.2.{number}" for number in range(len(NAMES))]
BOUND = [
    BoundTarget(Target(ProductName("oss"), name, "assets", "cn-hangzhou"), bound_to(HELD))
    for name in NAMES
]


class Together(FakeProbe):
    """Answers the last endpoint first: each look is begun before any has ended."""

    def __init__(self) -> None:
        super().__init__(FakeClock())
        self.begun: list[Domain] = []
        self.ends_early = False
        for name, address in zip(NAMES, ADDRESSES, strict=True):
            self.serve(name, CHAIN, address)

    def observe_all(self, endpoints: Iterable[Endpoint]) -> Iterator[tuple[Endpoint, Observation]]:
        some = list(endpoints)
        self.begun += [one.host for one in some]
        for one in reversed(some):
            if self.ends_early:
                raise RuntimeError("a fault of ours")
            yield one, self.observe(one.host)


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks_ahead, "FEWER_LOOK_THEMSELVES", 2)
    monkeypatch.setattr(looks_ahead, "_TOGETHER", 4)


def address_of(seen: Observation) -> str:
    return seen.addresses[0].address


def test_all_are_begun_together_and_told_in_turn() -> None:
    probe = Together()
    with looking_ahead(probe, BOUND, 443, lambda: True) as ahead:
        assert ahead is not None
        seen = [address_of(ahead.observe(name)) for name in NAMES]
    assert seen == ADDRESSES
    assert probe.begun == NAMES
    assert probe.trouble.calls["observe"] == len(NAMES), "none is looked at twice"


def test_a_second_look_is_a_new_one() -> None:
    probe = Together()
    with looking_ahead(probe, BOUND, 443, lambda: True) as ahead:
        assert ahead is not None
        ahead.observe(NAMES[0])
        ahead.observe(NAMES[0])
    assert probe.trouble.calls["observe"] == len(NAMES) + 1


def test_where_looking_ahead_fails_each_is_looked_at_in_its_turn() -> None:
    probe = Together()
    probe.ends_early = True
    with looking_ahead(probe, BOUND, 443, lambda: True) as ahead:
        assert ahead is not None
        assert [address_of(ahead.observe(name)) for name in NAMES] == ADDRESSES


def test_no_look_is_begun_when_the_time_is_up() -> None:
    probe, left = Together(), [3]

    def may_begin() -> bool:
        left[0] -= 1
        return left[0] >= 0

    with looking_ahead(probe, BOUND, 443, may_begin):
        pass
    assert len(probe.begun) <= 3
    assert threading.active_count() < 50


def test_a_sweep_says_of_each_what_was_seen() -> None:
    account = Account(*BOUND, anchors=TrustAnchors.from_pem(ROOT_PEM))
    account.inventory.add(HELD, CHAIN)
    probe = account.probe = Together()
    probe.resolve(NAMES[0], Resolution.NXDOMAIN)
    report = Sweep(*account.connected)()
    found = {one.domain: one.findings[0][0] for one in report.domains}
    assert found.pop(NAMES[0]) is SweepFinding.NOT_SEEN
    assert sorted(probe.begun) == NAMES
    assert len(found) == len(NAMES) - 1
