"""A verdict in one clause, and in one stable code."""

from __future__ import annotations

import pytest

from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors, parse_leaf
from certbind.domain.trust.observation import AddressObservation, Attempt, Observation, Resolution
from certbind.domain.trust.summary import reason_of, summarise
from certbind.domain.trust.verdict import Expectation, Verdict, judge
from tests.fakes.certificates import NOW, Authority, Issued, pem_of

SHOP = Domain("shop.example.com")
ROOT = Authority.root()
INTERMEDIATE = ROOT.subordinate()
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
NEW, OLD = (INTERMEDIATE.leaf(SHOP) for _ in range(2))
OTHER = INTERMEDIATE.leaf(SHOP, "b.test", "c.test", "d.test")
ENDS = "2027-01-23"
REFUSED, RUBBISH = Attempt.REFUSED, (b"rubbish",)
WITHOUT_CHAIN = NEW.chain[:1]


def identity(issued: Issued) -> LeafIdentity:
    leaf = parse_leaf(issued.der)
    return LeafIdentity(leaf.sha256, leaf.sha1, leaf.serial)


def verdict(*seen: tuple[bytes, ...] | Attempt, leaf: LeafIdentity | None) -> Verdict:
    addresses = tuple(
        AddressObservation(f"192.0.2.{n}", one, detail="token")
        if isinstance(one, Attempt)
        else AddressObservation(f"192.0.2.{n}", Attempt.COMPLETED, one)
        for n, one in enumerate(seen, 1)
    )
    observation = Observation(SHOP, NOW, Resolution.RESOLVED, addresses)
    return judge(observation, Expectation(SHOP, leaf, identity(OLD)), ANCHORS, NOW)


@pytest.mark.parametrize(
    ("seen", "said", "reason"),
    [
        ((NEW.chain, NEW.chain), "all 2 addresses serve it", ""),
        ((OLD.chain, OLD.chain), "0 of 2 addresses serve it", "old"),
        (
            (NEW.chain, OLD.chain, REFUSED),
            "1 of 3 addresses serve it, 1 could not be looked at",
            "connection_refused",
        ),
        ((REFUSED,), "could not look (connection_refused: token)", "connection_refused"),
        (
            (NEW.chain, OTHER.chain),
            f"1 of 2 addresses serve another certificate ({SHOP}, b.test, c.test, ends {ENDS})",
            "wrong_leaf",
        ),
        ((RUBBISH,), "1 of 1 address serve another certificate (unreadable)", "invalid"),
    ],
)
def test_what_is_said_where_a_leaf_is_expected(
    seen: tuple[tuple[bytes, ...] | Attempt, ...], said: str, reason: str
) -> None:
    found = verdict(*seen, leaf=identity(NEW))
    assert (summarise(found), reason_of(found)) == (said, reason)


def test_a_chain_that_browsers_refuse_is_told_with_its_fault() -> None:
    for leaf in (identity(NEW), None):
        found = verdict(WITHOUT_CHAIN, WITHOUT_CHAIN, NEW.chain, leaf=leaf)
        said = "browsers refuse it at 2 of 3 addresses (chain_incomplete: "
        assert summarise(found).startswith(said)
        assert reason_of(found) == "chain_incomplete"


def test_what_is_sound_where_no_leaf_is_expected() -> None:
    found = verdict(NEW.chain, OLD.chain, leaf=None)
    assert summarise(found) == "all 2 addresses serve a certificate that browsers accept"
    assert reason_of(found) == ""
