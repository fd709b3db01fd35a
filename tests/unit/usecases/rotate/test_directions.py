"""Where DNS leads, asked only where it tells something."""

from __future__ import annotations

from certbind.domain.model.identity import Domain
from certbind.usecases.rotate.directions import Directions
from tests.fakes.orders import FakeRecords
from tests.fakes.values import cdn, dcdn, oss

NAME = Domain("www.example.com")
BOTH = (cdn(NAME, cname="c.example.net"), dcdn(NAME, cname="d.example.net"), oss(NAME))


class Counting(FakeRecords):
    asked = 0

    def values(self, name: str, kind: str) -> tuple[str, ...] | None:
        self.asked += 1
        return super().values(name, kind)


def test_a_domain_at_one_edge_is_not_looked_up() -> None:
    records = Counting()
    assert Directions(records).shown(NAME, BOTH[1:]) == ()
    assert records.asked == 0


def test_a_chain_of_names_is_followed_once() -> None:
    records = Counting(
        {(NAME, "CNAME"): ("mid.example.net",), ("mid.example.net", "CNAME"): ("c.example.net",)}
    )
    directions = Directions(records)
    for _ in range(2):
        assert directions.shown(NAME, BOTH) == ("mid.example.net", "c.example.net")
    assert records.asked == 3
    assert [directions.is_met(one, BOTH) for one in BOTH] == [True, False, False]


def test_a_loop_ends_and_nobody_who_looks_tells_nothing() -> None:
    loop = FakeRecords({(NAME, "CNAME"): ("x.example",), ("x.example", "CNAME"): ("x.example",)})
    assert Directions(loop).shown(NAME, BOTH) == ("x.example",)
    for blind in (None, FakeRecords(blind=True)):
        directions = Directions(blind)
        assert directions.shown(NAME, BOTH) == ()
        assert [directions.is_met(one, BOTH) for one in BOTH] == [False, True, False]


def test_a_wildcard_domain_is_looked_up_by_a_name_below_it() -> None:
    wild = Domain(".example.com")
    records = FakeRecords({("certbind-check.example.com", "CNAME"): ("c.example.net",)})
    edges = (cdn(wild, cname="c.example.net"), dcdn(wild, cname="d.example.net"))
    assert Directions(records).shown(wild, edges) == ("c.example.net",)
