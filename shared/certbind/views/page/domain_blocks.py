"""The domains: whoever needs somebody in a block of its own, the others a table's row each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from certbind.domain.words import Text
from certbind.domain.words.index import WORDS
from certbind.domain.words.labels import LABELS, label
from certbind.domain.words.sentences import said
from certbind.usecases.overview.report import (
    AccountReport,
    DomainHealth,
    DomainRow,
    Told,
    days_left,
)
from certbind.views.page.markup import Child, aside, el, html, say
from certbind.views.page.timeline import drawn
from certbind.views.telling import (
    next_step,
    told_detail,
    told_domain,
    told_got,
    told_health,
    told_id,
    told_place,
    told_visitors,
)

SHAPES = {
    DomainHealth.OUTAGE: "■",
    DomainHealth.PERSON: "▲",
    DomainHealth.UNREAD: "◇",
    DomainHealth.WAITS: "◔",
    DomainHealth.WELL: "●",
}
"""A state is told by word, shape and colour."""

_A_SECTION = 100
"""Rows that a browser lays out together, when they come into sight."""


def words_of(row: DomainRow) -> Iterator[str]:
    """The words of the catalogue that the row says, for the page's list of them."""
    said = [row.word, row.advice, row.error, *(kind for kind, _ in row.findings)]
    if row.visitors is not None:
        said.append(row.visitors.reason)
    said += [one.kind for one in row.events]
    yield from (one for one in said if one in WORDS)


def blocks(report: AccountReport, rows: Iterable[DomainRow], first: int) -> Iterator[str]:
    """One article a domain. first: the number of the first row in the page."""
    for number, row in enumerate(rows, first):
        yield html(_block(report, row, number))


def tables(report: AccountReport, rows: tuple[DomainRow, ...], first: int) -> Iterator[str]:
    """Rows that need nobody, a hundred a table; those with a step in blocks before them."""
    numbered = list(enumerate(rows, first))
    for number, row in numbered:
        if row.advice:
            yield html(_block(report, row, number))
    plain = [(number, row) for number, row in numbered if not row.advice]
    for start in range(0, len(plain), _A_SECTION):
        yield '<section class="rows"><div class="wide"><table class="stacks">'
        yield html(_head(("domain", "place", "certificate", "days", "visitors")))
        yield "<tbody>"
        for number, row in plain[start : start + _A_SECTION]:
            yield html(_row(report, row, number))
        yield "</tbody></table></div></section>"


def _head(columns: Iterable[str]) -> Element:
    cells = (el("th", {"scope": "col"}, *say(LABELS[f"column.{one}"])) for one in columns)
    last = el("th", {"scope": "col"}, *say(LABELS["page.timeline"]))
    return el("thead", None, el("tr", None, *cells, last))


def _row(report: AccountReport, row: DomainRow, number: int) -> Element:
    return el(
        "tr",
        {"id": f"d{number}"},
        el("th", {"scope": "row", "class": "name"}, _badge(row), " ", told_domain(row)),
        el("td", None, told_place(row.target)),
        el("td", {"class": "id"}, *_certificate(row)),
        el("td", {"class": "number"}, *_days(row, report)),
        el("td", {"class": "told"}, *_visitors(row)),
        el("td", {"class": "drawn"}, drawn(row, report.at, number), _events(row)),
    )


def _block(report: AccountReport, row: DomainRow, number: int) -> Element:
    facts = (
        el("span", None, told_place(row.target)),
        el("span", {"class": "id"}, *_certificate(row)),
        el("span", None, *_days(row, report)),
        el("span", None, *_visitors(row)),
    )
    also = ", ".join(map(str, row.also))
    return el(
        "article",
        {"class": f"row-{row.health.value}", "id": f"d{number}"},
        el("div", {"class": "head"}, el("h3", {"class": "name"}, told_domain(row)), _badge(row)),
        el("div", {"class": "facts"}, *facts),
        *_step(row),
        _why(row),
        el("p", {"class": "muted"}, *_filled("has_no_effect", targets=also)) if also else None,
        drawn(row, report.at, number, months=True) if row.certificate or row.events else None,
        _events(row),
    )


def _badge(row: DomainRow) -> Element:
    text = Text(told_health(row, "en"), told_health(row, "zh"))
    shape = el("span", {"aria-hidden": "true"}, SHAPES[row.health] + " ")
    return el("span", {"class": f"badge {row.health.value}"}, shape, *say(text))


def _certificate(row: DomainRow) -> tuple[Child, ...]:
    one = row.certificate
    id_ = el("span", {"class": "whole"}, *say(Text(told_id(one, "en"), told_id(one, "zh"))))
    if one is None or not one.name:
        return (id_,)
    return (id_, " ", el("span", {"class": "name"}, one.name))


def _days(row: DomainRow, report: AccountReport) -> tuple[Child, ...]:
    """Days beside the date: a static page grows old."""
    one = row.certificate
    if one is None:
        return ()
    if one.ends is None:
        return say(LABELS["unknown"])
    key = "page.ended" if one.ends < report.at else "page.ends"
    left = days_left(one.ends, report.at)
    ends = _filled(key, day=f"{one.ends:%Y-%m-%d}")
    if left < 0:
        return ends
    told = (label("page.days", one, days=left) for one in ("en", "zh"))
    return (*ends, *aside(*told))


def _visitors(row: DomainRow) -> tuple[Child, ...]:
    seen = row.visitors
    if seen is None:
        return say(Text(told_visitors(row, "en"), told_visitors(row, "zh")))
    return (*say(Text(told_got(seen, "en"), told_got(seen, "zh"))), " ", _time(seen.at))


def _step(row: DomainRow) -> tuple[Child, ...]:
    text = Text(next_step(row, "en", whole=True), next_step(row, "zh", whole=True))
    return (el("p", {"class": "step"}, *say(text)),) if text.en else ()


def _why(row: DomainRow) -> Element | None:
    """Each reason by its word, which leads to its meaning, with the particulars as recorded."""
    reasons = [*_reasons(row)] or [(row.word, row.detail)]
    return el("ul", {"class": "why"}, *(_reason(kind, told) for kind, told in reasons))


def _reasons(row: DomainRow) -> Iterator[tuple[str, str]]:
    """Nothing twice: what visitors meet goes by its own word where a finding says the same."""
    seen = row.visitors
    if seen is None or not seen.reason:
        yield from row.findings
        return
    yield from (one for one in row.findings if one[1] != seen.text)
    if all(kind != seen.reason for kind, _ in row.findings):
        yield seen.reason, seen.text


def _reason(kind: str, told: str) -> Element:
    """The word, which leads to its meaning, and its particulars."""
    text = Text(told_detail(kind, told, "en"), told_detail(kind, told, "zh"))
    if not told:
        return el("li", None, _link(kind))
    return el("li", None, _link(kind), *say(LABELS["page.colon"]), *say(text))


def _link(code: str) -> Element:
    if code not in WORDS:
        return el("code", None, code)
    return el("a", {"href": f"#w-{code}"}, el("code", None, code))


def _events(row: DomainRow) -> Element | None:
    """The picture in words, newest first."""
    if not row.events:
        return None
    items = (_event(one) for one in reversed(row.events))
    summary = el("summary", None, *_filled("page.events.of", number=len(row.events)))
    return el("details", None, summary, el("ol", {"reversed": "reversed"}, *items))


def _event(one: Told) -> Element:
    text = Text(one.message, said(one.message, "zh"))
    return el("li", None, _time(one.at), " ", _link(one.kind), " ", *say(text))


def _time(at: datetime) -> Element:
    return el("time", {"datetime": at.isoformat()}, f"{at:%Y-%m-%d %H:%M}")


def _filled(key: str, **values: object) -> tuple[Child, ...]:
    return say(Text(label(key, "en", **values), label(key, "zh", **values)))
