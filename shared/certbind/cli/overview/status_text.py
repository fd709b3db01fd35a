"""The report on a terminal: a line a domain, the counts, when timers ran; and one domain whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from certbind.cli.speech.language import labelled, language, told
from certbind.cli.speech.rows import Line, show_lines
from certbind.cli.tables import nothing_there, show_absent, show_short, show_unread
from certbind.domain.words import word
from certbind.usecases.overview.report import (
    AccountReport,
    Attached,
    DomainHealth,
    DomainRow,
    days_left,
)
from certbind.views import telling

_COLUMNS = ("health", "domain", "place", "certificate", "name", "days", "visitors", "why", "next")
_NAME, _DAYS, _SHOWN = 4, 5, 3
STYLES = {
    DomainHealth.OUTAGE: "bold red",
    DomainHealth.PERSON: "bold yellow",
    DomainHealth.UNREAD: "bold magenta",
    DomainHealth.WAITS: "cyan",
    DomainHealth.WELL: "green",
}


def show_report(
    console: Console, report: AccountReport, rows: Sequence[DomainRow], width: int | None
) -> None:
    """rows: those that are asked for; the counts are the whole account's."""
    if rows:
        columns = [labelled(f"column.{one}") for one in _COLUMNS]
        show_lines(console, columns, [_line(row, report) for row in rows], width)
    show_rest(console, report)
    _show_elsewhere(console, report)
    counts = labelled("joint").join(telling.told_counts(report, language()))
    told_all = labelled(
        "status.domains" if len(report.domains) != 1 else "status.domain",
        number=len(report.domains),
        counts=counts or labelled("none_read" if report.unread else "none_found"),
    )  # fmt: skip
    is_part = len(rows) != len(report.domains)
    shown = labelled("status.shown", number=len(rows)) if is_part else ""
    console.print(f"{told_all}{shown}", soft_wrap=True)
    _show_end(console, report)
    runs = labelled("explain.joint").join(telling.told_runs(report.runs, language()))
    console.print(labelled("status.runs", runs=runs), soft_wrap=True)
    if not report.domains and not report.unread:
        console.print(told(nothing_there(report.limits)), soft_wrap=True)


def show_rest(console: Console, report: AccountReport) -> None:
    """What is no domain's: parts not read, names that are not there, domains that are gone."""
    show_unread(console, (telling.told_unread(one, language()) for one in report.unread))
    show_absent(console, report.absent)
    show_short(console, report.quotas)
    if report.gone:
        names = ", ".join(report.gone[:_SHOWN])
        if len(report.gone) > _SHOWN:
            names += f" {labelled('and_more', number=len(report.gone) - _SHOWN)}"
        text = labelled("status.gone", number=len(report.gone), names=names)
        console.print(Text(text), soft_wrap=True)


def _show_elsewhere(console: Console, report: AccountReport) -> None:
    """Places of other products, what ends first first; the next step of each that ends soon."""
    radar = report.radar
    if radar is None or not radar.places:
        return
    console.print(Text(telling.told_radar(radar, language())), soft_wrap=True)
    for one in radar.places[:_PLACES]:
        text = telling.told_elsewhere(one, report.at, language())
        if one.stage is not None:
            step = telling.step_elsewhere(one, language())
            text = labelled("said.sentences", first=text, second=step)
        console.print(Text(f"    {text}"), soft_wrap=True)
    if len(radar.places) > _PLACES:
        more = labelled("and_more", number=len(radar.places) - _PLACES)
        console.print(Text(f"    {more}"), soft_wrap=True)


_PLACES = 20


def _line(row: DomainRow, report: AccountReport) -> Line:
    name = row.certificate.name if row.certificate is not None else ""
    short = (
        telling.told_health(row, language()),
        telling.told_domain(row),
        telling.told_place(row.target),
        telling.told_id(row.certificate, language()),
        name,
        telling.told_days(row.certificate, report.at),
        telling.told_visitors(row, language()),
    )
    long = (telling.told_cause(row, language()), telling.next_step(row, language()))
    return Line(short, long, (_NAME,), STYLES[row.health], ((_DAYS, "days"),))


def _show_end(console: Console, report: AccountReport) -> None:
    end = report.next_end
    if end is not None:
        left = _told_days(days_left(end, report.at))
        console.print(labelled("first_end", day=f"{end:%Y-%m-%d}", left=left), soft_wrap=True)


def _told_days(left: int) -> str:
    return labelled("one_day" if abs(left) == 1 else "days", number=left)


def show_whole(console: Console, report: AccountReport, row: DomainRow) -> None:
    """Everything about one domain, a fact a line."""
    health = telling.told_health(row, language())
    first = Text(f"{health}  {telling.told_domain(row)}")
    first.stylize(STYLES[row.health], 0, len(health))
    console.print(first, soft_wrap=True)
    for name, text in _facts(row, report):
        head = labelled(f"fact.{name}")
        pad = " " * (_FACT - cell_len(head))
        console.print(Text(f"    {head}{pad} {text}"), soft_wrap=True)


_FACT = 12


def _facts(row: DomainRow, report: AccountReport) -> Iterator[tuple[str, str]]:
    also = ", ".join(map(str, row.also))
    place = f"{row.target}; {labelled('has_no_effect', targets=also)}" if also else str(row.target)
    yield "place", place
    yield "certificate", _told_certificate(row.certificate, report)
    yield "visitors", _told_seen(row)
    yield "decision", _reason(row.word, row.detail)
    for kind, detail in row.findings:
        yield "finding", _reason(kind, detail or word(kind).meaning.en)
    if row.last_failure:
        yield "failure", told(row.last_failure)
    if row.recorded is not None:
        moment = f"{row.recorded:%Y-%m-%d %H:%M}"
        entry = labelled("fact.entry", number=row.entry)
        yield "record", f"{moment} {entry}: {told(row.message)}"
    yield "next", telling.next_step(row, language(), whole=True) or labelled("nothing")


def _reason(code: str, detail: str) -> str:
    """The particulars with their word."""
    return telling.told_reason(code, detail, language())


def _told_seen(row: DomainRow) -> str:
    seen = telling.told_visitors(row, language())
    if row.visitors is None:
        return seen
    by = labelled("explain.aside", text=labelled(f"by.{row.visitors.by.value}"))
    text = told(row.visitors.text)
    return labelled("reason", code=f"{seen}{by}", text=text) if text else f"{seen}{by}"


def _told_certificate(one: Attached | None, report: AccountReport) -> str:
    if one is None:
        return labelled("nothing")
    who = f"{telling.told_id(one, language())} {one.name}".rstrip()
    if one.ends is None:
        return labelled("fact.ends.unknown", certificate=who)
    key = "fact.ends.path" if one.ends_is_path else "fact.ends"
    moment = f"{one.ends:%Y-%m-%d}" if one.ends_is_day else f"{one.ends:%Y-%m-%d %H:%M}"
    left = _told_days(days_left(one.ends, report.at))
    return labelled(key, certificate=who, moment=moment, left=left)
