"""A verdict in one clause, and in one stable code."""

from __future__ import annotations

import pytest

from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors, parse_leaf
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Family,
    Observation,
    Resolution,
)
from certbind.domain.trust.summary import reason_of, summarise
from certbind.domain.trust.verdict import Expectation, Verdict, judge
from tests.fakes.certificates import NOW, Authority, Issued, Spec, pem_of

SHOP = Domain("shop.example.com")
ROOT = Authority.root()
INTERMEDIATE = ROOT.subordinate()
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
NEW, OLD = (INTERMEDIATE.leaf(SHOP) for _ in range(2))
OTHER = INTERMEDIATE.leaf(SHOP, "b.test", "c.test", "d.test")
ENDS = "2027-01-23"
SHOWN = f"{SHOP}, b.test, c.test, ends {ENDS}"
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
        (
            (OLD.chain, OLD.chain),
            "0 of 2 addresses serve it, 2 serve what was there before (192.0.2.1, 192.0.2.2)",
            "old",
        ),
        (
            (NEW.chain, OLD.chain, NEW.chain),
            "2 of 3 addresses serve it, 1 serves what was there before (192.0.2.2)",
            "partly",
        ),
        (
            (NEW.chain, *(OLD.chain,) * 5),
            (
                "1 of 6 addresses serves it, 5 serve what was there before "
                "(192.0.2.2, 192.0.2.3, 192.0.2.4 and 2 more)"
            ),
            "partly",
        ),
        (
            (NEW.chain, OLD.chain, REFUSED),
            (
                "1 of 3 addresses serves it, 1 serves what was there before (192.0.2.2), "
                "1 could not be looked at (192.0.2.3: connection_refused)"
            ),
            "connection_refused",
        ),
        ((REFUSED,), "could not look (connection_refused: token)", "connection_refused"),
        (
            (NEW.chain, Attempt.NOT_TLS, Attempt.RESET),
            (
                "1 of 3 addresses serves it, 1 served no certificate (192.0.2.2: not_tls), "
                "1 could not be looked at (192.0.2.3: reset)"
            ),
            "not_tls",
        ),
        (
            (NEW.chain, OTHER.chain),
            f"1 of 2 addresses serves another certificate ({SHOWN}) at 192.0.2.2",
            "wrong_leaf",
        ),
        (
            (NEW.chain, OTHER.chain, OLD.chain),
            (
                f"1 of 3 addresses serves another certificate ({SHOWN}) at 192.0.2.2, "
                "1 serves what was there before (192.0.2.3)"
            ),
            "wrong_leaf",
        ),
        ((RUBBISH,), "its one address serves another certificate (unreadable)", "invalid"),
        ((NEW.chain,), "its one address serves it", ""),
        (
            (OLD.chain,),
            "its one address does not serve it, it serves what was there before (192.0.2.1)",
            "old",
        ),
        (
            (NEW.chain, NEW.chain, Attempt.CONNECT_TIMEOUT),
            "2 of 3 addresses serve it, 1 could not be looked at (192.0.2.3: connect_timeout)",
            "connect_timeout",
        ),
        (
            (OTHER.chain, OTHER.chain),
            f"all 2 addresses serve another certificate ({SHOWN})",
            "wrong_leaf",
        ),
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
        assert summarise(found).endswith(") at 192.0.2.1, 192.0.2.2")
        assert reason_of(found) == "chain_incomplete"


def test_only_what_browsers_refuse_is_told_as_theirs() -> None:
    told = INTERMEDIATE.leaf(SHOP, spec=Spec(issuer_at="http://ca.test/ca.cer"))
    said = summarise(verdict(told.chain[:1], NEW.chain, leaf=None))
    assert said.startswith("phones and programs refuse it at 1 of 2 addresses (chain_fetched: ")
    both = summarise(verdict(told.chain[:1], WITHOUT_CHAIN, leaf=None))
    assert both.startswith("browsers refuse it at all 2 addresses (chain_incomplete: ")


def test_what_is_sound_where_no_leaf_is_expected() -> None:
    found = verdict(NEW.chain, OLD.chain, leaf=None)
    assert summarise(found) == "all 2 addresses serve a certificate that browsers accept"
    assert reason_of(found) == ""
    alone = verdict(NEW.chain, leaf=None)
    assert summarise(alone) == "its one address serves a certificate that browsers accept"


def test_what_was_not_seen_is_named() -> None:
    rows = [
        AddressObservation("192.0.2.1", Attempt.COMPLETED, NEW.chain),
        AddressObservation("192.0.2.2", Attempt.COMPLETED, NEW.chain),
        *(AddressObservation(f"192.0.2.{n}", Attempt.REFUSED) for n in range(3, 8)),
        AddressObservation("2001:db8::1", Attempt.NO_ROUTE),
    ]
    half = (Family.IPV6,)
    seen = Observation(SHOP, NOW, Resolution.RESOLVED, tuple(rows), unanswered=half)
    found = judge(seen, Expectation(SHOP), ANCHORS, NOW)
    assert summarise(found) == (
        "2 of 7 addresses serve a certificate that browsers accept, "
        "5 could not be looked at (192.0.2.3: connection_refused, 192.0.2.4: connection_refused, "
        "192.0.2.5: connection_refused "
        "and 2 more), 1 out of reach from here (2001:db8::1: no_route), "
        "its IPv6 addresses could not be looked up"
    )


def test_without_a_way_to_one_kind_of_address_the_others_are_all() -> None:
    rows = (
        AddressObservation("192.0.2.1", Attempt.COMPLETED, NEW.chain),
        AddressObservation("2001:db8::1", Attempt.NO_ROUTE),
    )
    seen = Observation(SHOP, NOW, Resolution.RESOLVED, rows)
    found = judge(seen, Expectation(SHOP, identity(NEW)), ANCHORS, NOW)
    said = "its one address serves it, 1 out of reach from here (2001:db8::1: no_route)"
    assert (summarise(found), reason_of(found)) == (said, "")
