"""A plan out of a seed."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from tests.simulation.account import Spot
from tests.simulation.faults import CRASHES, PASSING, Trouble, Window
from tests.simulation.plan import (
    BEFORE_A_WRITE,
    BEFORE_AN_INTENT,
    DAY,
    HOUR,
    LONG,
    MINUTE,
    Line,
    Plan,
)
from tests.simulation.worlds import World, world_of

CHAPTER, CALM = 15 * DAY, 3 * DAY
SPARSE_CHAPTER = 30 * DAY
"""Of a plan that is LONG: as much happens in it as in a chapter, in twice as many days; for in
years it is renewals that matter, and half of the troubles are aimed at those.
"""
DENSE_CALM = 1.5 * DAY
"""Of a plan that is shorter than a chapter: as much happens in it, in days."""
DEFECTS = ("missing_intermediate", "untrusted_root", "leaf_is_ca")
_JUST_BEFORE = (BEFORE_AN_INTENT, BEFORE_A_WRITE)
_NAMES = ("www.shop.example", "api.shop.example", "img.shop.example", "m.news.example")
_ZONES = {"shop.example": "*.shop.example", "news.example": "*.news.example"}


def draw_plan(seed: int, days: int = 60, world: World | None = None) -> Plan:
    """The plan of a seed, in its own world or another."""
    return Drawing(seed, days, world or world_of(seed)).plan()


class Drawing:
    """What a seed makes of a plan."""

    def __init__(self, seed: int, days: int, world: World) -> None:
        self._seed = seed
        self._days = days
        self._world = world
        self._random = Random(f"plan {seed}")  # noqa: S311 - nothing is kept secret
        self._spots = self._draw_spots()

    def plan(self) -> Plan:
        """Chapters of turmoil, each with its calm."""
        drawn, span = self._random, self._days * DAY
        chapter = SPARSE_CHAPTER if self._days > LONG else min(CHAPTER, span)
        calm = CALM if span >= CHAPTER else DENSE_CALM
        chapters = [chapter * n for n in range(int(span // chapter))]
        lines = [self._first(n, spot) for n, spot in enumerate(self._spots, 1)]
        windows: list[Window] = []
        skews: list[tuple[float, float, float]] = []
        for begin in chapters:
            end = begin + chapter - calm
            lines += self._lines(begin + DAY / 2, end)
            windows += self._windows(begin + DAY / 2, end, len(windows), self._aims(lines))
            if drawn.random() < 0.35:
                at = drawn.uniform(begin, end - DAY)
                ahead = drawn.choice((-90.0, 90.0, -600.0, 600.0, -10 * DAY, 10 * DAY, 2 * HOUR))
                skews.append((at, at + drawn.choice((HOUR, DAY)), ahead))
            lines.append(Line(end, "peace"))
        return Plan(
            self._seed,
            self._days,
            self._environment(),
            self._spots,
            self._delays(),
            tuple(sorted(lines, key=lambda line: line.at)),
            tuple(windows),
            tuple(skews),
            tuple(begin + chapter for begin in chapters),
            drawn.choice((1, 2, 2, 3)),
            self._world,
        )

    def _environment(self) -> tuple[tuple[str, str], ...]:
        drawn = self._random
        return (
            ("CERTBIND_CAS_LIST", drawn.choice(("both", "orders", "certificates"))),
            ("CERTBIND_REQUIRE_CHAIN_SEEN", drawn.choice(("true", "true", "false"))),
            *((("CERTBIND_RENEW", "all"),) if self._world.renews else ()),
            *((("CERTBIND_VALIDATE", "all"),) if self._world.validates else ()),
        )

    def _delays(self) -> tuple[tuple[str, float], ...]:
        drawn = self._random
        edge = drawn.choice((5.0, 90.0, 700.0))
        edges = [product for product in self._world.products if product != "oss"]
        oss = ("oss", drawn.choice((1.0, 20.0, 200.0)))
        return (oss, *((product, edge) for product in edges))

    def _draw_spots(self) -> tuple[Spot, ...]:
        drawn = self._random
        names = drawn.sample(_NAMES, drawn.choice((1, 2, 3)))
        spots: list[Spot] = []
        for name in names:
            product = drawn.choice(self._world.products)
            has_site = any(spot.product == "esa" for spot in spots)  # one record for each site
            spots.append(Spot("cdn" if product == "esa" and has_site else product, name))
        if drawn.random() < 0.2:
            spots.append(Spot("cdn", ".news.example"))
        if drawn.random() < 0.2 and spots[0].product == "oss":
            fronts = [one for one in self._world.products if one not in ("oss", "esa")]
            spots.append(Spot(drawn.choice(fronts), spots[0].domain))  # in front of the bucket
        return tuple(spots)

    def _first(self, number: int, spot: Spot) -> Line:
        """Each target's first certificate."""
        drawn = self._random
        name = f"*{spot.domain}" if spot.domain.startswith(".") else spot.domain
        if self._world.validates:
            how = drawn.choice(("instance", "instance", "package", "hosted"))
            return Line(HOUR * number, "buy", (how, drawn.choice((12, 12, 20, 47)), name))
        if self._world.renews:
            how = drawn.choice(("hosted", "instance", "instance", "package"))
            return Line(HOUR * number, "buy", (how, drawn.choice((12, 20, 47, 47, 47)), name))
        return Line(HOUR * number, "issue", (drawn.choice((20, 30, 60, 90)), "", 0, name))

    def _lines(self, begin: float, end: float) -> list[Line]:
        drawn, weights = self._random, self._world.weights
        lines = []
        for _ in range(drawn.randint(8, 18)):
            what = drawn.choices(tuple(weights), weights=tuple(weights.values()))[0]
            inside = drawn.choice((0, 0, drawn.randint(1, 40), drawn.choice(_JUST_BEFORE)))
            lines += self._line(drawn.uniform(begin, end), what, inside)
        return lines

    def _line(self, at: float, what: str, inside: int) -> list[Line]:
        drawn = self._random
        if what == "issue":
            return [Line(at, what, _issue(drawn, self._spots), inside)]
        if what == "lag":
            args = (round(drawn.random(), 3), drawn.choice((300.0, 1500.0, 7200.0, 10 * DAY)))
            return [Line(at, what, args)]
        if what == "damage":
            where = drawn.choice(self._world.journals)
            how = drawn.choice(("cut", "changed"))
            return [Line(at, what, (where, how, round(drawn.random(), 3)), inside)]
        if what in _FOR_A_WHILE:
            begins, ends, what_ends = _FOR_A_WHILE[what]
            which = (round(drawn.random(), 3),)
            last = at + drawn.uniform(HOUR, 2 * DAY)
            return [
                Line(at, what, begins or which, inside),
                Line(last, what_ends, ends or which),
            ]
        args = (round(drawn.random(), 3), round(drawn.random(), 3))
        return [Line(at, what, args, inside)]

    def _aims(self, lines: list[Line]) -> tuple[float, ...]:
        """In years: about when certificates are renewed, after two thirds of their lives."""
        if self._days <= LONG or not self._world.renews:
            return ()
        bought = [line for line in lines if line.what == "buy"]
        lives = [(line.at, int(line.args[1]) * DAY * 2 / 3) for line in bought]
        return tuple(
            at + life * n for at, life in lives for n in range(1, int(self._days * DAY / life))
        )

    def _windows(
        self, begin: float, end: float, number: int, aims: tuple[float, ...]
    ) -> list[Window]:
        drawn, calls = self._random, self._world.calls
        aims = tuple(aim for aim in aims if begin + DAY < aim < end - DAY)
        windows: list[Window] = []
        for _ in range(drawn.randint(2, 5)):
            at = drawn.uniform(begin, end - 2 * HOUR)
            if aims and drawn.random() < 0.5:
                at = drawn.choice(aims) - drawn.uniform(0, DAY)
            length = drawn.choice((10 * MINUTE, HOUR, HOUR, 6 * HOUR, 6 * HOUR, DAY))
            kinds, likelihood, which = _trouble(drawn, calls)
            if drawn.random() < 0.4:  # writes are rare: what is to hit one has to last
                length, which = drawn.uniform(DAY, 4 * DAY), self._world.writes
                kinds = drawn.choice((kinds, CRASHES, (Trouble.LOST, Trouble.LATE)))
                likelihood = drawn.choice((0.3, 0.6, 1.0))
            name = f"w{number + len(windows)}"
            windows.append(Window(name, at, min(at + length, end), likelihood, kinds, which))
        return windows


_FOR_A_WHILE: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "stop": ((), (), "start"),
    "scope": (("none",), ("all",), "scope"),
    "refuse": (("no such owner",), ("",), "refuse"),
    "silent": (("yes",), ("no",), "silent"),
    "away": ((), (), "back"),
}
"""What begins and ends: the arguments of both, () for one target; and the word of the end."""


def _trouble(
    drawn: Random, calls: tuple[tuple[str, ...], ...]
) -> tuple[tuple[Trouble, ...], float, tuple[str, ...]]:
    """What strikes, how likely, and at which calls."""
    style = drawn.random()
    if style < 0.25:
        return CRASHES, drawn.choice((0.02, 0.1, 0.3)), drawn.choice(((), (), *calls))
    if style < 0.35:
        of_services = [call for call in calls if call and call != ("edge.",)]
        return (Trouble.DENIED,), 1.0, drawn.choice(of_services)
    if style < 0.5:
        return (drawn.choice(PASSING),), 1.0, drawn.choice(calls[2:])
    return PASSING, drawn.choice((0.03, 0.1, 0.3, 0.6)), drawn.choice(calls)


def _issue(drawn: Random, spots: tuple[Spot, ...]) -> tuple[str | int, ...]:
    domain = drawn.choice(spots).domain
    zone = domain.lstrip(".") if domain.startswith(".") else domain.partition(".")[2]
    name = domain
    if domain.startswith(".") or drawn.random() < 0.25:
        name = _ZONES[zone]
    elif drawn.random() < 0.3:
        name = " ".join(dict.fromkeys(s.domain for s in spots if not s.domain.startswith(".")))
    defect = drawn.choice(DEFECTS) if drawn.random() < 0.15 else ""
    after = drawn.choice((0, 0, 0, 0, 2))
    return (drawn.choice((3, 8, 15, 30, 60, 90)), defect, after, name)
