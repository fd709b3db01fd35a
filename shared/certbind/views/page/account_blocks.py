"""What is no single domain's: certificates, the last events, the words with their remedies."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from certbind.domain.hygiene.elsewhere import Radar
from certbind.domain.words import Text
from certbind.domain.words.index import WORDS
from certbind.domain.words.labels import LABELS, label
from certbind.domain.words.sentences import said
from certbind.usecases.overview.report import (
    AccountReport,
    CertificateRow,
    DomainRow,
    Told,
    days_left,
)
from certbind.views.page.markup import Child, aside, el, html, say
from certbind.views.telling import told_asker, told_elsewhere, told_radar

_EVENTS = 60
_NAMED = 5


def certificates(report: AccountReport) -> Iterator[str]:
    """A table; what ends first comes first, what was superseded and serves nothing last."""
    if not report.certificates:
        key = "unread" if report.certificates is None else "none"
        yield html(el("p", None, *say(LABELS[f"page.certificates.{key}"])))
        return
    columns = ("certificate", "kind", "ends", "serves", "could", "superseded")
    head = (el("th", {"scope": "col"}, *say(LABELS[f"column.{one}"])) for one in columns)
    yield '<div class="wide"><table class="stacks">'
    yield html(el("thead", None, el("tr", None, *head)))
    yield "<tbody>"
    for one in sorted(report.certificates, key=lambda c: bool(c.superseded_by and not c.serves)):
        yield html(_certificate(one, report))
    yield "</tbody></table></div>"


def _certificate(one: CertificateRow, report: AccountReport) -> Element:
    newer = one.superseded_by
    return el(
        "tr",
        None,
        el("th", {"scope": "row"}, el("span", {"class": "id"}, one.id), f" {one.name}"),
        el("td", None, *say(LABELS[f"kind.{one.kind.value}"])),
        el("td", None, *_ends(one, report)),
        _cell("serves", *_named(one.serves)),
        _cell("could", *_named(one.could_serve)),
        _cell("superseded", *([el("span", {"class": "id whole"}, newer)] if newer else [])),
    )


def _cell(column: str, *told: Child) -> Element:
    """With its heading, which a telephone shows in the cell; nothing where nothing is told."""
    if not told:
        return el("td", {"class": "told"})
    heading = el("span", {"class": "in-cell"}, *say(LABELS[f"column.{column}"]), " ")
    return el("td", {"class": "told name"}, heading, *told)


def _ends(one: CertificateRow, report: AccountReport) -> tuple[Child, ...]:
    if one.ends is None:
        return say(LABELS["unknown"])
    left = days_left(one.ends, report.at)
    day = f"{one.ends:%Y-%m-%d}"
    if left < 0:
        return _filled("page.ended", day=day)
    return (day, *aside(*(label("page.days", one, days=left) for one in ("en", "zh"))))


def _named(some: tuple[str, ...]) -> tuple[Child, ...]:
    if not some:
        return ()
    named = ", ".join(some[:_NAMED])
    if len(some) <= _NAMED:
        return (named,)
    return (f"{named} ", *_filled("and_more", number=len(some) - _NAMED))


def elsewhere(report: AccountReport, radar: Radar) -> Iterator[str]:
    """Other products that certificates stand at, by CAS's list."""
    yield html(el("p", None, *say(Text(told_radar(radar), told_radar(radar, "zh")))))
    yield '<ul class="why">'
    for one in radar.places:
        told = Text(*(told_elsewhere(one, report.at, language) for language in ("en", "zh")))
        link = el("a", {"href": f"#w-{one.handled.value}"}, one.handled.value)
        yield html(el("li", {"class": "name"}, *say(told), " ", el("code", None, link)))
    yield "</ul>"


def events(report: AccountReport, links: dict[str, str]) -> Iterator[str]:
    """The newest of all domains together. links: target → where its row is in the pages."""
    every = ((one, row) for row in report.domains for one in row.events)
    newest = heapq.nlargest(_EVENTS, every, key=lambda pair: (pair[0].at, pair[0].number))
    if not newest:
        yield html(el("p", None, *say(LABELS["page.events.none"])))
        return
    columns = ("page.when", "column.domain", "page.what", "page.told", "page.asked_by")
    head = (el("th", {"scope": "col"}, *say(LABELS[one])) for one in columns)
    yield '<div class="wide"><table class="stacks">'
    yield html(el("thead", None, el("tr", None, *head)))
    yield "<tbody>"
    for one, row in newest:
        yield html(_event(one, row, links))
    yield "</tbody></table></div>"


def _event(one: Told, row: DomainRow, links: dict[str, str]) -> Element:
    told = one.message.partition(f"{row.domain}: ")[2] or one.message
    where = links.get(str(row.target))
    name = el("a", {"href": where}, row.domain) if where else row.domain
    return el(
        "tr",
        None,
        el("td", None, el("time", {"datetime": one.at.isoformat()}, f"{one.at:%Y-%m-%d %H:%M}")),
        el("th", {"scope": "row", "class": "name"}, name),
        el("td", None, el("code", None, one.kind)),
        el("td", {"class": "told name"}, *say(Text(told, said(told, "zh")))),
        el("td", {"class": "muted", "title": one.asked_by}, *_asker(one)),
    )


def _asker(one: Told) -> tuple[Child, ...]:
    return say(Text(told_asker(one.asked_by, "en"), told_asker(one.asked_by, "zh")))


def words(codes: Iterable[str]) -> Iterator[str]:
    """Each word that the page says: its meaning and what to do, from the catalogue."""
    yield '<dl class="words">'
    for code in sorted(set(codes)):
        word = WORDS[code]
        yield html(el("dt", {"id": f"w-{code}"}, code))
        remedy = (el("b", None, *say(LABELS["page.do"])), *say(word.remedy))
        yield html(el("dd", None, *say(word.meaning), el("br"), *remedy))
    yield "</dl>"


def _filled(key: str, **values: object) -> tuple[Child, ...]:
    return say(Text(label(key, "en", **values), label(key, "zh", **values)))
