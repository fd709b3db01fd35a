"""A domain's weeks as simple shapes: what was done and seen, and how long what is attached lasts.

The lists beside it say the same in words; so a reader who does not see it misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.policy import renewal_lead
from certbind.usecases.overview.report import Attached, DomainRow, Told
from certbind.views.page.markup import el

BACK, AHEAD = timedelta(weeks=8), timedelta(weeks=12)
_DAY = 4.0
"""Units a day; the picture is 560 wide."""
_HEIGHT, _BAR, _THICK = 44, 34, 8
_LETTERS, _LETTERS_WIDE = 14, 50
_LANES = {"bound": 8.0, "back": 8.0, "other": 8.0, "good": 24.0, "bad": 24.0}
"""What was done above what was seen: a bind and its look are minutes apart."""
_WEEK = 7

MARKS: dict[str, frozenset[str]] = {
    "good": frozenset({EntryKind.VERIFIED.value}),
    "bad": frozenset(
        {
            EntryKind.NOT_VERIFIED.value,
            EntryKind.BIND_FAILED.value,
            EntryKind.REFUSED.value,
            EntryKind.QUARANTINED.value,
        }
    ),
    "other": frozenset({EntryKind.FOREIGN_CHANGE.value}),
    "bound": frozenset({EntryKind.BOUND.value}),
}
"""Shape → the kinds of entries that have it; what else is on record is in the list alone."""


def drawn(row: DomainRow, now: datetime, number: int, *, months: bool = False) -> Element:
    """One picture. number: of the row in the page, for ids that are its own. months: named below,
    where it is drawn large enough for letters.
    """
    width = int((BACK + AHEAD) / timedelta(days=1) * _DAY)
    title = f"t{number}"
    return el(
        "svg",
        {
            "class": "line",
            "viewBox": f"0 0 {width} {_HEIGHT + (_LETTERS if months else 0)}",
            "role": "img",
            "aria-labelledby": title,
        },
        el("title", {"id": title}, _title(row)),
        *_weeks(width),
        *_bars(row.certificate, now),
        _line("now", _x(now, now)),
        *(_mark(kind, one, now) for one in row.events if (kind := kind_of(one))),
        *(_months(now, width) if months else ()),
    )


def _months(now: datetime, width: int) -> Iterator[Element]:
    """Each at its first day, but for one that would stand over the edge."""
    first = (now - BACK).replace(day=1)
    for _ in range(int((BACK + AHEAD) / timedelta(days=28)) + 2):
        first = (first + timedelta(days=31)).replace(day=1, hour=0, minute=0)
        x = _x(first, now)
        if x < width - _LETTERS_WIDE:
            place = {"x": f"{x:.0f}", "y": str(_HEIGHT + _LETTERS - 3)}
            yield el("text", {"class": "month", **place}, f"{first:%Y-%m}")


def _mark(kind: str, one: Told, now: datetime) -> Element:
    return mark(kind, _x(one.at, now), _LANES[kind])


def kind_of(one: Told) -> str:
    """The shape of an entry; "" for none."""
    if one.is_back and one.kind == EntryKind.BOUND.value:
        return "back"
    return next((shape for shape, kinds in MARKS.items() if one.kind in kinds), "")


def mark(kind: str, x: float, y: float) -> Element:
    """Told apart by shape as well as by colour."""
    d = {
        "bound": f"M{x:.0f} {y - 7:.0f}l6 11h-12z",
        "back": f"M{x - 7:.0f} {y:.0f}l11 -6v12z",
        "bad": f"M{x - 5:.0f} {y - 5:.0f}h10v10h-10z",
        "other": f"M{x:.0f} {y - 7:.0f}l7 7l-7 7l-7 -7z",
        "good": f"M{x - 5:.0f} {y:.0f}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    }
    return el("path", {"class": f"mark {kind}", "d": d[kind]})


def _title(row: DomainRow) -> str:
    one = row.certificate
    if one is None:
        return row.domain
    end = f" → {one.ends:%Y-%m-%d}" if one.ends is not None else ""
    return f"{row.domain} {one.id}{end}"


def _weeks(width: int) -> Iterator[Element]:
    lines = "".join(f"M{x} 0v{_HEIGHT}" for x in range(0, width, int(_WEEK * _DAY)))
    yield el("path", {"class": "week", "d": lines})


def _line(name: str, x: float) -> Element:
    return el("path", {"class": name, "d": f"M{x:.0f} 0v{_HEIGHT}"})


def _bars(one: Attached | None, now: datetime) -> Iterator[Element]:
    """Valid, near its end (the renewal lead of its lifetime), over."""
    if one is None or one.ends is None:
        return
    begins = one.begins or now - BACK
    near = max(one.ends - renewal_lead(one.ends - begins), begins)
    yield from _bar("valid", begins, near, now)
    yield from _bar("near", near, one.ends, now)
    if one.ends < now:
        yield from _bar("over", one.ends, now, now)


def _bar(name: str, begin: datetime, end: datetime, now: datetime) -> Iterator[Element]:
    left, right = max(_x(begin, now), 0.0), min(_x(end, now), _x(now + AHEAD, now))
    if right > left:
        height = _THICK if name != "over" else 4
        place = {"x": f"{left:.0f}", "y": str(_BAR), "width": f"{max(right - left, 1):.0f}"}
        yield el("rect", {"class": name, **place, "height": str(height)})


def _x(moment: datetime, now: datetime) -> float:
    return (moment - now + BACK) / timedelta(days=1) * _DAY
