"""The page: one file that needs nothing else, or above 5,000 domains one a group.

It works from a disk, without a script, on paper; English and Chinese are both in it, and a pair of
buttons (no script either) shows one. The one script compares times: it says when the page is old.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from certbind.domain.model.target import Absent, ScanFailure
from certbind.domain.words import Text
from certbind.domain.words.labels import LABELS, label
from certbind.domain.words.sentences import said
from certbind.usecases.overview.report import AccountReport, DomainHealth, DomainRow
from certbind.usecases.overview.runs import TWO_SWEEPS
from certbind.views.page import account_blocks, domain_blocks
from certbind.views.page.markup import Child, aside, el, html, say
from certbind.views.page.style import style
from certbind.views.page.timeline import AHEAD, BACK, mark
from certbind.views.telling import told_runs, told_unread

LARGEST = 5000
"""Domains in one file."""

_BAD = (DomainHealth.OUTAGE, DomainHealth.PERSON)
_SCRIPT = (
    "const made=Date.parse(document.getElementById('made').dateTime);"
    f"if(Date.now()-made>{int(TWO_SWEEPS.total_seconds() * 1000)})"
    "document.getElementById('old').hidden=false;"
    "if(navigator.language.startsWith('zh'))document.getElementById('in-zh').checked=true;"
)
_HASH = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_HASH}'"


def page_files(report: AccountReport, stem: str = "index") -> Iterator[tuple[str, str]]:
    """Names and contents; the first one is the page that people open."""
    groups = {
        health: tuple(row for row in report.domains if row.health is health)
        for health in DomainHealth
    }
    is_split = len(report.domains) > LARGEST
    files = {health: f"{stem}-{health.value}.html" if is_split else "" for health in DomainHealth}
    yield f"{stem}.html", "".join(_first(report, groups, files))
    if is_split:
        for health, rows in groups.items():
            yield files[health], "".join(_of_group(report, health, rows, f"{stem}.html"))


Groups = dict[DomainHealth, tuple[DomainRow, ...]]
Files = dict[DomainHealth, str]


def _first(report: AccountReport, groups: Groups, files: Files) -> Iterator[str]:
    yield from _begin(report)
    yield html(_summary(groups, files))
    yield from map(html, _unread(report))
    yield html(_legend(report))
    yield '</header><main id="main">'
    links: dict[str, str] = {}
    said: list[str] = []
    number = 1
    for health, rows in groups.items():
        number = 1 if files[health] else number
        links |= {str(r.target): f"{files[health]}#d{n}" for n, r in enumerate(rows, number)}
        if files[health]:
            yield from _elsewhere(report, health, rows, files[health])
        else:
            said += [word for row in rows for word in domain_blocks.words_of(row)]
            yield from _group(report, health, rows, number)
        number += len(rows)
    yield _heading("page.certificates")
    yield from account_blocks.certificates(report)
    if report.radar is not None and report.radar.places:
        said += [one.handled.value for one in report.radar.places]
        yield from account_blocks.elsewhere(report, report.radar)
    yield _heading("page.events")
    yield from account_blocks.events(report, links)
    yield from _end(said)


def _of_group(
    report: AccountReport, health: DomainHealth, rows: tuple[DomainRow, ...], first: str
) -> Iterator[str]:
    yield from _begin(report)
    yield html(el("p", None, el("a", {"href": first}, *say(LABELS["page.back"]))))
    yield html(_legend(report))
    yield '</header><main id="main">'
    yield from _group(report, health, rows, 1)
    yield from _end(word for row in rows for word in domain_blocks.words_of(row))


def _begin(report: AccountReport) -> Iterator[str]:
    verdict = _verdict(report)
    yield '<!doctype html>\n<html lang="en"><head>'
    yield html(el("meta", {"charset": "utf-8"}))
    yield html(el("meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY}))
    yield html(el("meta", {"name": "viewport", "content": "width=device-width,initial-scale=1"}))
    yield html(el("meta", {"name": "color-scheme", "content": "light dark"}))
    yield html(el("meta", {"name": "robots", "content": "noindex"}))
    yield html(el("title", None, f"{verdict.en} · {verdict.zh}"))
    yield html(el("style", None, style()))
    yield "</head><body>"
    yield html(el("a", {"class": "skip", "href": "#main"}, *say(LABELS["page.skip"])))
    yield "<header>"
    yield html(_languages())
    yield html(el("h1", None, *say(verdict)))
    yield html(_made(report))
    stale = {"id": "old", "class": "old", "role": "alert", "hidden": "hidden"}
    yield html(el("p", stale, *say(LABELS["page.stale"])))


def _verdict(report: AccountReport) -> Text:
    """What was not read may hold anything: nothing is told as well then."""
    number, bad = len(report.domains), sum(row.health in _BAD for row in report.domains)
    unread = sum(row.health is DomainHealth.UNREAD for row in report.domains)
    if not number:
        return LABELS["page.none_read" if report.unread else "page.none"]
    if unread:
        return _text("page.some.unread", number=number, bad=bad, unread=unread)
    if report.unread:
        return _text("page.some.part", number=number, bad=bad)
    if not bad:
        return _text("page.all_well", number=number)
    return _text("page.some", number=number, bad=bad)


def _languages() -> Element:
    def choice(id_: str, language: str, name: str, **more: str) -> tuple[Element, Element]:
        box = {"type": "radio", "name": "language", "id": id_, **more}
        return el("input", box), el("label", {"for": id_, "lang": language}, name)

    return el(
        "fieldset",
        {"class": "language"},
        el("legend", None, "Language · 语言"),
        *choice("in-en", "en", "English", checked="checked"),
        *choice("in-zh", "zh-CN", "中文"),
    )


def _made(report: AccountReport) -> Element:
    """Its time, when that is too long ago, and when the timers were last at work."""
    at = report.at
    until = f"{at + TWO_SWEEPS:%Y-%m-%d %H:%M} UTC"
    made = el("time", {"id": "made", "datetime": at.isoformat()}, f"{at:%Y-%m-%d %H:%M} UTC")
    return el(
        "div",
        {"class": "muted"},
        el(
            "p",
            None,
            *say(LABELS["page.made"]),
            made,
            *say(LABELS["page.stop"]),
            *_say("page.goes_stale", time=until),
        ),
        *(el("p", None, *say(one)) for one in _runs(report)),
    )


def _runs(report: AccountReport) -> Iterator[Text]:
    pairs = zip(told_runs(report.runs, "en"), told_runs(report.runs, "zh"), strict=True)
    yield from (Text(*pair) for pair in pairs)


def _summary(groups: Groups, files: Files) -> Element:
    items = (
        el("li", None, _count(health, len(rows), files[health] or f"#{health.value}"))
        for health, rows in groups.items()
    )
    named = {"aria-label": f"{LABELS['page.groups'].en} · {LABELS['page.groups'].zh}"}
    return el("nav", named, el("ul", {"class": "counts"}, *items))


def _count(health: DomainHealth, number: int, where: str) -> Element:
    shape = el("span", {"aria-hidden": "true"}, domain_blocks.SHAPES[health] + " ")
    looks = health.value if number else "none"
    return el(
        "a",
        {"class": looks, "href": where},
        el("b", None, str(number)),
        shape,
        *say(LABELS[f"page.group.{health.value}"]),
    )


def _unread(report: AccountReport) -> Iterator[Element]:
    """Parts that nothing is known of come before what is known."""
    parts = (
        ("page.unread", [Text(*_both(one)) for one in report.unread]),
        ("page.absent", [*map(_absent, report.absent)]),
        ("page.gone", [Text(one, one) for one in report.gone]),
    )
    for key, told in parts:
        if told:
            items = (el("li", {"class": "name"}, *say(one)) for one in told)
            heading = el("b", None, *say(LABELS[key]))
            yield el("div", {"class": "alert"}, heading, el("ul", {"class": "why"}, *items))
    if report.limits:
        yield el("p", {"class": "muted"}, *_say("page.limits", names=", ".join(report.limits)))


def _both(one: ScanFailure) -> tuple[str, str]:
    return told_unread(one, "en"), told_unread(one, "zh")


def _absent(one: Absent) -> Text:
    name = f"{one.where} ({one.setting})"
    return Text(f"{name}: {one.message}", f"{name}: {said(one.message, 'zh')}")


def _group(
    report: AccountReport, health: DomainHealth, rows: tuple[DomainRow, ...], number: int
) -> Iterator[str]:
    yield _group_heading(health, len(rows))
    if not rows:
        yield html(el("p", {"class": "muted"}, *say(_none(report, health))))
    elif health is DomainHealth.WELL:
        yield from domain_blocks.tables(report, rows, number)
    else:
        yield from _sections(report, rows, number)


def _none(report: AccountReport, health: DomainHealth) -> Text:
    """Of what was not read nothing is known: such a page says only what it has seen."""
    return LABELS["page.empty.partly" if report.unread else f"page.empty.{health.value}"]


def _sections(report: AccountReport, rows: tuple[DomainRow, ...], number: int) -> Iterator[str]:
    for start in range(0, len(rows), _A_SECTION):
        yield '<section class="rows">'
        some = rows[start : start + _A_SECTION]
        yield from domain_blocks.blocks(report, some, number + start)
        yield "</section>"


_A_SECTION = 25


def _group_heading(health: DomainHealth, number: int) -> str:
    text = LABELS[f"page.group.{health.value}"]
    return html(el("h2", {"id": health.value}, *say(text), *aside(str(number), str(number))))


def _elsewhere(
    report: AccountReport, health: DomainHealth, rows: tuple[DomainRow, ...], file: str
) -> Iterator[str]:
    yield _group_heading(health, len(rows))
    if rows:
        link = el("a", {"href": file}, *say(LABELS["page.elsewhere"]))
    else:
        link = el("span", None, *say(_none(report, health)))
    yield html(el("p", None, link))


def _end(said: Iterable[str]) -> Iterator[str]:
    yield _heading("page.words")
    yield from account_blocks.words(said)
    yield '</main><footer><p class="muted">certbind</p></footer>'
    yield html(el("script", None, _SCRIPT))
    yield "</body></html>\n"


def _legend(report: AccountReport) -> Element:
    first, last = report.at - BACK, report.at + AHEAD
    span = _say("page.legend.span", first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}")
    bars = (("valid", "bar"), ("near", "soon"), ("over", "over"))
    items = [
        el(
            "li",
            None,
            _sample(el("rect", {"class": shape, **_BOX})),
            *say(LABELS[f"page.legend.{key}"]),
        )
        for shape, key in bars
    ]
    today = el("path", {"class": "now", "d": "M12 0v20"})
    items.append(el("li", None, _sample(today), *say(LABELS["page.legend.today"])))
    items += [
        el("li", None, _sample(mark(kind, 12, 10)), *say(LABELS[f"mark.{kind}"]))
        for kind in ("bound", "back", "good", "bad", "other")
    ]
    summary = el("summary", None, *say(LABELS["page.legend"]))
    return el(
        "details", None, summary, el("p", None, *span), el("ul", {"class": "legend"}, *items)
    )


_BOX = {"x": "0", "y": "6", "width": "24", "height": "8"}


def _sample(shape: Element) -> Element:
    return el("svg", {"viewBox": "0 0 24 20", "aria-hidden": "true"}, shape)


def _heading(key: str) -> str:
    return html(el("h2", {"id": key.replace(".", "-")}, *say(LABELS[key])))


def _text(key: str, **values: object) -> Text:
    return Text(label(key, "en", **values), label(key, "zh", **values))


def _say(key: str, **values: object) -> tuple[Child, ...]:
    return say(_text(key, **values))
