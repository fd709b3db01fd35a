"""Rows laid out for the place where they are read.

Piped: one unwrapped line a row. On a terminal: one line a row where all of it fits; from 100
columns on the long cells go below their row; under that the cells are stacked. Names, ids and
addresses are never broken by a line's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from certbind.cli.speech.language import language, told
from certbind.values import dataclass, replace
from certbind.views.explanation.wrapped import wrapped

STACKED_BELOW = 100
_GAP, _INDENT = "  ", "    "


@dataclass(frozen=True, slots=True)
class Line:
    """One row: short cells, which stay whole, and long ones, which may be wrapped at blanks.

    minor: places of short cells that may be left out of a narrow line. style: of the first cell.
    units: what is said behind a short cell, by its place, where no column's head says it.
    """

    short: tuple[str, ...]
    long: tuple[str, ...] = ()
    minor: tuple[int, ...] = ()
    style: str = ""
    units: tuple[tuple[int, str], ...] = ()

    @property
    def pieces(self) -> tuple[str, ...]:
        """The short cells as they stand without columns, without the first two."""
        units = dict(self.units)
        told = (
            f"{cell} {units[at]}" if at in units and cell.lstrip("-").isdigit() else cell
            for at, cell in enumerate(self.short)
        )
        return tuple(filter(None, tuple(told)[2:]))


def show_lines(
    console: Console, columns: Sequence[str], lines: Sequence[Line], width: int | None
) -> None:
    """columns: of the short cells, then of the long ones. width: None where nobody wraps."""
    if not lines:
        return
    is_english = language() == "en"
    heads = columns if is_english else [*map(told, columns)]
    rows = lines if is_english else [*map(_said, lines)]
    for text in _laid_out(heads, rows, width):
        console.print(text, soft_wrap=True)


def _said(line: Line) -> Line:
    """In the language of this run, but for short cells: a name may be any word."""
    units = tuple((at, told(unit)) for at, unit in line.units)
    return replace(line, long=tuple(map(told, line.long)), units=units)


def _laid_out(columns: Sequence[str], lines: Sequence[Line], width: int | None) -> Iterator[Text]:
    whole = [(*one.short, *one.long) for one in lines]
    widths = _widths((columns, *whole))
    if width is None:  # the long ones as they come: nobody reads them by columns
        widths[len(lines[0].short) :] = [0] * len(lines[0].long)
        return _table(columns, zip(whole, lines, strict=True), widths)
    if sum(widths) + len(_GAP) * (len(widths) - 1) <= width:
        return _table(columns, zip(whole, lines, strict=True), widths)
    if width >= STACKED_BELOW:
        keep = [at for at in range(len(lines[0].short)) if at not in lines[0].minor]
        kept = [tuple(one.short[at] for at in keep) for one in lines]
        heads = [columns[at] for at in keep]
        narrow = _widths((heads, *kept))
        if sum(narrow) + len(_GAP) * (len(narrow) - 1) <= width:
            return _with_rest(heads, zip(kept, lines, strict=True), narrow, width)
    return _stacked(lines, width)


def _widths(rows: Iterable[Sequence[str]]) -> list[int]:
    return [max(cell_len(cell) for cell in column) for column in zip(*rows, strict=True)]


def _table(
    columns: Sequence[str], rows: Iterable[tuple[Sequence[str], Line]], widths: Sequence[int]
) -> Iterator[Text]:
    yield Text(_joined(columns, widths), "bold")
    for cells, line in rows:
        text = Text(_joined(cells, widths))
        text.stylize(line.style, 0, len(cells[0]))
        yield text


def _with_rest(
    columns: Sequence[str],
    rows: Iterable[tuple[Sequence[str], Line]],
    widths: Sequence[int],
    width: int,
) -> Iterator[Text]:
    """The short cells as a table; a row's long ones below it."""
    yield Text(_joined(columns, widths), "bold")
    for cells, line in rows:
        text = Text(_joined(cells, widths))
        text.stylize(line.style, 0, len(cells[0]))
        yield text
        yield from _below(line, width)


def _stacked(lines: Sequence[Line], width: int | None) -> Iterator[Text]:
    """A row with nothing long in it is one line still, where that fits."""
    room = width or STACKED_BELOW
    for line in lines:
        first, second, *_ = line.short
        head, pieces = f"{first}{_GAP}{second}", line.pieces
        whole = " · ".join((head, *pieces))
        is_one = not any(line.long) and cell_len(whole) <= room
        text = Text(whole if is_one else head)
        text.stylize(line.style, 0, len(first))
        yield text
        if not is_one:
            yield from _pieces(pieces, room)
        yield from _below(line, room)


def _pieces(pieces: Sequence[str], width: int) -> Iterator[Text]:
    """As many side by side as fit; each stays whole."""
    row = ""
    for piece in pieces:
        joined = f"{row} · {piece}" if row else f"{_INDENT}{piece}"
        if row and cell_len(joined) > width:
            yield Text(row)
            joined = f"{_INDENT}{piece}"
        row = joined
    if row:
        yield Text(row)


def _below(line: Line, width: int) -> Iterator[Text]:
    """The long cells, each on lines of its own; the last one is what follows from the row."""
    for at, long in enumerate(line.long, 1):
        mark = "→ " if at == len(line.long) else ""
        if long:
            yield from map(Text, wrapped(f"{mark}{long}", width, len(_INDENT)))


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return _GAP.join(padded).rstrip()
