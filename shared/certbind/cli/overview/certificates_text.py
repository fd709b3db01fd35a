"""The certificates on a terminal: those in use, then the others, what was superseded last."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from certbind.cli.overview.status_text import show_rest
from certbind.cli.speech.language import labelled, told
from certbind.cli.speech.rows import Line, show_lines
from certbind.cli.tables import counted
from certbind.usecases.overview.report import AccountReport, CertificateRow, days_left

_COLUMNS = ("certificate", "name", "kind", "ends", "days", "serves", "besides")
_SHOWN = 3
_NAME, _DAYS = 1, 4


def show_certificates(console: Console, report: AccountReport, width: int | None) -> None:
    """A line a certificate; superseded ones that serve nothing come last."""
    if report.certificates is None:
        show_rest(console, report)
        return
    rows = sorted(report.certificates, key=lambda one: bool(one.superseded_by and not one.serves))
    places = _elsewhere(report)
    if rows:
        columns = [labelled(f"column.{one}") for one in _COLUMNS]
        lines = [_line(one, report, tuple(places.get(one.id, ()))) for one in rows]
        show_lines(console, columns, lines, width)
    show_rest(console, report)
    used = sum(bool(one.serves or one.id in places) for one in rows)
    use = labelled("certificates.use", used=used, unused=len(rows) - used)
    _show_quotas(console, report)
    number = told(counted(len(rows), "certificate"))
    console.print(Text(labelled("reason", code=number, text=use)), soft_wrap=True)


def _elsewhere(report: AccountReport) -> dict[str, list[str]]:
    """By certificate: where it stands besides by CAS's own list, at products of others."""
    found: dict[str, list[str]] = {}
    for one in report.radar.places if report.radar is not None else ():
        found.setdefault(str(one.resource.certificate), []).append(str(one.resource))
    return found


def _show_quotas(console: Console, report: AccountReport) -> None:
    """Those that have room; the others are told before, with their word."""
    for one in report.quotas:
        if one.short is None:
            console.print(Text(told(f"{one.told}.")), soft_wrap=True)


def _line(one: CertificateRow, report: AccountReport, elsewhere: tuple[str, ...]) -> Line:
    short = (
        one.id or "-",
        one.name,
        labelled(f"kind.{one.kind.value}"),
        told_ends(one),
        "?" if one.ends is None else str(days_left(one.ends, report.at)),
        named(one.serves),
    )
    return Line(short, (_besides(one, elsewhere),), (_NAME,), units=((_DAYS, "days"),))


def told_ends(one: CertificateRow) -> str:
    """The day, and whether it is the path's."""
    if one.ends is None:
        return labelled("unknown")
    day = f"{one.ends:%Y-%m-%d}"
    return labelled("by_path", day=day) if one.ends_is_path else day


def named(some: tuple[str, ...]) -> str:
    """A few by name, the rest by number."""
    if not some:
        return "-"
    more = f" {labelled('and_more', number=len(some) - _SHOWN)}" if len(some) > _SHOWN else ""
    return f"{', '.join(some[:_SHOWN])}{more}"


def _besides(one: CertificateRow, elsewhere: tuple[str, ...]) -> str:
    some = []
    if elsewhere:
        some.append(labelled("also_at", places=named(elsewhere)))
    if one.superseded_by:
        some.append(labelled("superseded_by", id=one.superseded_by))
    if one.could_serve:
        some.append(labelled("could_serve", names=named(one.could_serve)))
    if one.against:
        why = labelled("explain.joint").join(map(told, one.against))
        some.append(labelled("cannot_be_bound", why=why))
    return labelled("explain.joint").join(some)
