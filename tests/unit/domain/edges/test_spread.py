"""How far a certificate has come."""

from __future__ import annotations

import pytest

from certbind.domain.trust.edges.spread import Spread, spread_of
from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.verdict_values import AddressVerdict, Match

MISSING = {"refused": FaultClass.REFUSED, "no route": FaultClass.NO_ROUTE}


def spread(*seen: Match | str) -> Spread | None:
    rows = []
    for number, one in enumerate(seen):
        match = one if isinstance(one, Match) else None
        kind = FaultClass.SNI_UNKNOWN if match is None else None
        kind = MISSING.get(str(one), kind)
        findings = () if kind is None else (Fault(kind),)
        rows.append(AddressVerdict(str(number), None, match, findings))
    return spread_of(rows)


@pytest.mark.parametrize(
    ("seen", "percent", "straggler"),
    [
        ((Match.NEW, Match.NEW), 100, ""),
        ((Match.NEW, Match.OLD, Match.NEW), 66, "1"),
        ((Match.NEW, Match.OLD, Match.OLD), 33, ""),
        ((Match.NEW, Match.OLD, "refused"), 33, "1"),
        ((Match.NEW, Match.OLD, "bare"), 33, ""),
        ((Match.NEW, Match.OLD, Match.OTHER), 33, ""),
        ((Match.OLD,), 0, ""),
        ((Match.NEW, "no route"), 100, ""),
    ],
)
def test_the_share_is_of_all_within_reach(
    seen: tuple[Match | str, ...], percent: int, straggler: str
) -> None:
    found = spread(*seen)
    assert found is not None
    assert (found.percent_new, found.straggler) == (percent, straggler)


def test_each_address_is_named_once_by_what_it_served() -> None:
    found = spread(Match.NEW, Match.OLD, Match.OTHER, "refused", "no route", "bare")
    assert found == Spread(("0",), ("1",), ("2",), ("5",), ("3",), ("4",))
    assert found is not None
    assert found.to_json()["percent_new"] == 20


def test_nothing_is_told_where_no_certificate_was_asked_for() -> None:
    assert spread("bare", "refused") is None
