"""The report on a terminal: a line a domain, the counts, when timers ran; and one domain whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from certbind.cli.overview.lines import Line, show_lines
from certbind.cli.tables import counted, show_absent, show_unread
from certbind.domain.words import word
from certbind.domain.words.labels import label
from certbind.usecases.overview.report import (
    AccountReport,
    Attached,
    DomainHealth,
    DomainRow,
    days_left,
)
from certbind.views import telling

_COLUMNS = ("health", "domain", "place", "certificate", "name", "days", "visitors", "next")
_NAME, _DAYS = 4, 5
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
        columns = [label(f"column.{one}") for one in _COLUMNS]
        show_lines(console, columns, [_line(row, report) for row in rows], width)
    show_rest(console, report)
    _show_elsewhere(console, report)
    counts = ", ".join(telling.told_counts(report))
    number = counted(len(report.domains), "domain")
    shown = "" if len(rows) == len(report.domains) else f" {len(rows)} of them are shown."
    console.print(f"{number}: {counts or 'none found'}.{shown}", soft_wrap=True)
    _show_end(console, report)
    console.print(f"{'; '.join(telling.told_runs(report.runs))}. Times are UTC.", soft_wrap=True)
    if not report.domains and not report.unread:
        console.print(_nothing(report), soft_wrap=True)


def show_rest(console: Console, report: AccountReport) -> None:
    """What is no domain's: parts not read, names that are not there, domains that are gone."""
    show_unread(console, (f"{one.where}: {one.message}" for one in report.unread))
    show_absent(console, report.absent)
    if report.gone:
        number = counted(len(report.gone), "domain")
        told = f"{number} of the ledger the account does not have any more: "
        console.print(Text(told + ", ".join(report.gone[:3]) + _more(report.gone)), soft_wrap=True)


def _show_elsewhere(console: Console, report: AccountReport) -> None:
    """Places of other products, what ends first first; the next step of each that ends soon."""
    radar = report.radar
    if radar is None or not radar.places:
        return
    console.print(Text(telling.told_radar(radar)), soft_wrap=True)
    for one in radar.places[:_PLACES]:
        told = telling.told_elsewhere(one, report.at)
        if one.stage is not None:
            told = f"{told}. {telling.step_elsewhere(one)}"
        console.print(Text(f"    {told}"), soft_wrap=True)
    if len(radar.places) > _PLACES:
        more = label("and_more", number=len(radar.places) - _PLACES)
        console.print(Text(f"    {more}"), soft_wrap=True)


_PLACES = 20


def _more(some: Sequence[object]) -> str:
    return f" {label('and_more', number=len(some) - 3)}" if len(some) > 3 else ""  # noqa: PLR2004


def _line(row: DomainRow, report: AccountReport) -> Line:
    name = row.certificate.name if row.certificate is not None else ""
    short = (
        telling.told_health(row),
        telling.told_domain(row),
        telling.told_place(row.target),
        telling.told_id(row.certificate),
        name,
        telling.told_days(row.certificate, report.at),
        telling.told_visitors(row),
    )
    step = (telling.next_step(row),)
    return Line(short, step, (_NAME,), STYLES[row.health], ((_DAYS, "days"),))


def _show_end(console: Console, report: AccountReport) -> None:
    end = report.next_end
    if end is not None:
        left = days_left(end, report.at)
        console.print(label("first_end", day=f"{end:%Y-%m-%d}", days=left) + ".", soft_wrap=True)


def _nothing(report: AccountReport) -> str:
    """Only of what was looked at it is said that there is none."""
    if report.limits:
        limits = ", ".join(report.limits)
        return f"No domain is in sight; {limits} leaves the rest of the account out of it."
    return "The account has no OSS custom domain and no CDN domain: add one first."


def show_whole(console: Console, report: AccountReport, row: DomainRow) -> None:
    """Everything about one domain, a fact a line."""
    first = Text(f"{telling.told_health(row)}  {telling.told_domain(row)}")
    first.stylize(STYLES[row.health], 0, len(telling.told_health(row)))
    console.print(first, soft_wrap=True)
    for name, told in _facts(row, report):
        console.print(Text(f"    {name:<12} {told}"), soft_wrap=True)


def _facts(row: DomainRow, report: AccountReport) -> Iterator[tuple[str, str]]:
    also = ", ".join(map(str, row.also))
    place = f"{row.target}; {label('has_no_effect', targets=also)}" if also else str(row.target)
    yield "served from", place
    yield "certificate", _told_certificate(row.certificate, report)
    seen = telling.told_visitors(row)
    by = f" ({label(f'by.{row.visitors.by.value}')})" if row.visitors is not None else ""
    text = f": {row.visitors.text}" if row.visitors is not None and row.visitors.text else ""
    yield "visitors get", f"{seen}{by}{text}"
    yield "decision", f"{row.word}: {row.detail}" if row.detail else row.word
    for kind, told in row.findings:
        said = told or word(kind).meaning.en
        yield "finding", said if said.startswith(f"{kind}: ") else f"{kind}: {said}"
    if row.last_failure:
        yield "last failure", row.last_failure
    if row.recorded is not None:
        yield "last record", f"{row.recorded:%Y-%m-%d %H:%M} entry {row.entry}: {row.message}"
    yield "next step", telling.next_step(row, whole=True) or label("nothing")


def _told_certificate(one: Attached | None, report: AccountReport) -> str:
    if one is None:
        return label("nothing")
    name = f" {one.name}" if one.name else ""
    if one.ends is None:
        return f"{telling.told_id(one)}{name}, ends: {label('unknown')}"
    by = "its path ends" if one.ends_is_path else "ends"
    moment = f"{one.ends:%Y-%m-%d}" if one.ends_is_day else f"{one.ends:%Y-%m-%d %H:%M}"
    left = counted(days_left(one.ends, report.at), "day")
    return f"{telling.told_id(one)}{name}, {by} {moment} ({left})"
