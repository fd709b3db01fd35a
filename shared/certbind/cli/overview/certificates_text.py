"""The certificates on a terminal: those in use, then the others, what was superseded last."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from certbind.cli.options import counted
from certbind.cli.overview.lines import Line, show_lines
from certbind.cli.overview.status_text import show_rest
from certbind.domain.words.labels import label
from certbind.usecases.overview.report import AccountReport, CertificateRow, days_left

_COLUMNS = ("certificate", "name", "kind", "ends", "days", "serves", "next")
_SHOWN = 3
_NAME, _DAYS = 1, 4


def show_certificates(console: Console, report: AccountReport, width: int | None) -> None:
    """A line a certificate; superseded ones that serve nothing come last."""
    if report.certificates is None:
        show_rest(console, report)
        return
    rows = sorted(report.certificates, key=lambda one: bool(one.superseded_by and not one.serves))
    if rows:
        columns = [label(f"column.{one}") for one in _COLUMNS[:-1]] + ["besides"]
        show_lines(console, columns, [_line(one, report) for one in rows], width)
    show_rest(console, report)
    used = sum(bool(one.serves) for one in rows)
    told = f"{counted(len(rows), 'certificate')}: {used} in use, {len(rows) - used} not."
    console.print(Text(f"{told} Times are UTC."), soft_wrap=True)


def _line(one: CertificateRow, report: AccountReport) -> Line:
    short = (
        one.id or "-",
        one.name,
        label(f"kind.{one.kind.value}"),
        told_ends(one),
        "?" if one.ends is None else str(days_left(one.ends, report.at)),
        named(one.serves),
    )
    return Line(short, (_besides(one),), (_NAME,), units=((_DAYS, "days"),))


def told_ends(one: CertificateRow) -> str:
    """The day, and whether it is the path's."""
    if one.ends is None:
        return label("unknown")
    return f"{one.ends:%Y-%m-%d}{' (path)' if one.ends_is_path else ''}"


def named(some: tuple[str, ...]) -> str:
    """A few by name, the rest by number."""
    if not some:
        return "-"
    more = f" {label('and_more', number=len(some) - _SHOWN)}" if len(some) > _SHOWN else ""
    return f"{', '.join(some[:_SHOWN])}{more}"


def _besides(one: CertificateRow) -> str:
    told = []
    if one.superseded_by:
        told.append(f"superseded by {one.superseded_by}")
    if one.could_serve:
        told.append(f"could also serve {named(one.could_serve)}")
    if one.against:
        told.append(f"cannot be bound: {'; '.join(one.against)}")
    return "; ".join(told)
