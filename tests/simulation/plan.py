"""What a seed brings: an account, and what its owner, chance and time do to it over two months.

A plan is data. Chapters of turmoil end in days of calm, after each of which everything must be as
it should be. Certificates and targets are named by a fraction (of those that there are at that
moment), so that a plan without some of its lines is a plan still.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.simulation.account import Spot
from tests.simulation.faults import CRASHES, PASSING, Trouble, Window

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
CHAPTER, CALM = 15 * DAY, 3 * DAY
DENSE_CALM = 1.5 * DAY
"""Of a plan that is shorter than a chapter: as much happens in it, in days."""
DEFECTS = ("missing_intermediate", "untrusted_root", "leaf_is_ca")
_JOURNALS = ("domain/", "domain/", "watch/", "recheck/", "certificate/", "facts/")
_NAMES = ("www.shop.example", "api.shop.example", "img.shop.example", "m.news.example")
_ZONES = {"shop.example": "*.shop.example", "news.example": "*.news.example"}
_CALLS = (
    (),
    (),
    ("oss.",),
    ("oss.PutObject",),
    ("oss.PutCname", "cdn.Set"),
    ("oss.ListCname", "cdn.Describe"),
    ("cas.",),
    ("cdn.",),
    ("mns.",),
    ("edge.",),
)


@dataclass(frozen=True, slots=True)
class Line:
    """At `at` seconds from the beginning, `what` is done, with these arguments. inside: at the so
    many-th call boundary after that moment, in the midst of whatever runs; 0: between two runs.
    """

    at: float
    what: str
    args: tuple[float | int | str, ...] = ()
    inside: int = 0

    def __str__(self) -> str:
        when = f"day {self.at / DAY:.3f}"
        told = " ".join(map(str, self.args))
        return f"{when}  {self.what} {told}" + (
            f"  [at boundary {self.inside}]" * bool(self.inside)
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """environment: settings beside the deployment's own. skews: (begin, end, seconds ahead).
    calms: the end of each time of calm. width: messages handled side by side at most.
    """

    seed: int
    days: float
    environment: tuple[tuple[str, str], ...]
    spots: tuple[Spot, ...]
    delays: tuple[tuple[str, float], ...]
    lines: tuple[Line, ...]
    windows: tuple[Window, ...]
    skews: tuple[tuple[float, float, float], ...]
    calms: tuple[float, ...]
    width: int = 2


def draw_plan(seed: int, days: int = 60) -> Plan:
    """The plan of a seed."""
    drawn = Random(f"plan {seed}")  # noqa: S311 - nothing is kept secret
    spots = _spots(drawn)
    chapter, calm = min(CHAPTER, days * DAY), CALM if days * DAY >= CHAPTER else DENSE_CALM
    chapters = [chapter * n for n in range(int(days * DAY // chapter))]
    lines = [Line(HOUR * n, "issue", _first(spot, drawn)) for n, spot in enumerate(spots, 1)]
    windows: list[Window] = []
    skews: list[tuple[float, float, float]] = []
    for begin in chapters:
        end = begin + chapter - calm
        lines += _lines(drawn, begin + DAY / 2, end, spots)
        windows += _windows(drawn, begin + DAY / 2, end, len(windows))
        if drawn.random() < 0.35:
            at = drawn.uniform(begin, end - DAY)
            ahead = drawn.choice((-90.0, 90.0, -600.0, 600.0, -10 * DAY, 10 * DAY, 2 * HOUR))
            skews.append((at, at + drawn.choice((HOUR, DAY)), ahead))
        lines.append(Line(end, "peace"))
    environment = (
        ("CERTBIND_CAS_LIST", drawn.choice(("both", "orders", "certificates"))),
        ("CERTBIND_REQUIRE_CHAIN_SEEN", drawn.choice(("true", "true", "false"))),
    )
    return Plan(
        seed,
        days,
        environment,
        spots,
        (("oss", drawn.choice((1.0, 20.0, 200.0))), ("cdn", drawn.choice((5.0, 90.0, 700.0)))),
        tuple(sorted(lines, key=lambda line: line.at)),
        tuple(windows),
        tuple(skews),
        tuple(begin + chapter for begin in chapters),
        drawn.choice((1, 2, 2, 3)),
    )


def _spots(drawn: Random) -> tuple[Spot, ...]:
    names = drawn.sample(_NAMES, drawn.choice((1, 2, 3)))
    spots = [Spot(drawn.choice(("oss", "cdn")), name) for name in names]
    if drawn.random() < 0.2:
        spots.append(Spot("cdn", ".news.example"))
    if drawn.random() < 0.2 and spots[0].product == "oss":
        spots.append(Spot("cdn", spots[0].domain))  # CDN in front of the bucket
    return tuple(spots)


def _first(spot: Spot, drawn: Random) -> tuple[str | int, ...]:
    name = f"*{spot.domain}" if spot.domain.startswith(".") else spot.domain
    return (drawn.choice((20, 30, 60, 90)), "", 0, name)


def _lines(drawn: Random, begin: float, end: float, spots: tuple[Spot, ...]) -> list[Line]:
    lines = []
    for _ in range(drawn.randint(8, 18)):
        what = drawn.choices(tuple(_WEIGHTS), weights=tuple(_WEIGHTS.values()))[0]
        inside = drawn.choice((0, 0, drawn.randint(1, 40)))
        at = drawn.uniform(begin, end)
        if what == "issue":
            lines.append(Line(at, what, _issue(drawn, spots), inside))
        elif what == "stop":
            which = round(drawn.random(), 3)
            lines.append(Line(at, "stop", (which,), inside))
            lines.append(Line(at + drawn.uniform(HOUR, 2 * DAY), "start", (which,)))
        elif what == "scope":
            lines.append(Line(at, "scope", ("none",)))
            lines.append(Line(at + drawn.uniform(HOUR, 2 * DAY), "scope", ("all",)))
        elif what == "lag":
            args = (round(drawn.random(), 3), drawn.choice((300.0, 1500.0, 7200.0, 10 * DAY)))
            lines.append(Line(at, what, args))
        elif what == "damage":
            where = drawn.choice(_JOURNALS)
            how = drawn.choice(("cut", "changed"))
            lines.append(Line(at, what, (where, how, round(drawn.random(), 3)), inside))
        else:
            args = (round(drawn.random(), 3), round(drawn.random(), 3))
            lines.append(Line(at, what, args, inside))
    return lines


_WEIGHTS = {
    "issue": 8,
    "delete": 2,
    "revoke": 2,
    "bind": 3,
    "detach": 3,
    "stop": 1,
    "rollback": 2,
    "wish": 2,
    "damage": 2,
    "lose": 2,
    "again": 2,
    "reorder": 1,
    "scope": 1,
    "lag": 2,
    "free": 1,
    "event": 2,
    "busy": 1,
}


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


def _windows(drawn: Random, begin: float, end: float, number: int) -> list[Window]:
    windows: list[Window] = []
    for _ in range(drawn.randint(2, 5)):
        at = drawn.uniform(begin, end - 2 * HOUR)
        length = drawn.choice((10 * MINUTE, HOUR, HOUR, 6 * HOUR, 6 * HOUR, DAY))
        style = drawn.random()
        if style < 0.25:
            kinds: tuple[Trouble, ...] = CRASHES
            likelihood, calls = drawn.choice((0.02, 0.1, 0.3)), drawn.choice(((), (), *_CALLS))
        elif style < 0.35:
            kinds, likelihood = (Trouble.DENIED,), 1.0
            calls = drawn.choice([call for call in _CALLS if call and call != ("edge.",)])
        elif style < 0.5:
            kinds = (drawn.choice(PASSING),)
            likelihood, calls = 1.0, drawn.choice(_CALLS[2:])
        else:
            kinds = PASSING
            likelihood, calls = drawn.choice((0.03, 0.1, 0.3, 0.6)), drawn.choice(_CALLS)
        name = f"w{number + len(windows)}"
        windows.append(Window(name, at, min(at + length, end), likelihood, kinds, calls))
    return windows
