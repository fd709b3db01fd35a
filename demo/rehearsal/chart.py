"""A year as a picture: a row a domain, a colour a certificate."""

from __future__ import annotations

from collections import Counter
from html import escape

from demo.rehearsal.record import Record

WIDTH, ROW, LEFT, TOP = 1100, 18, 170, 46
_COLOURS = ("#4c78a8", "#72b7b2", "#54a24b", "#9d755d", "#b279a2", "#79706e", "#e0a83a", "#6f8fc9")
_OUTAGE, _TROUBLE = "#d62728", "#f2b701"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def drawn(record: Record, columns: int = 73) -> str:
    """For a terminal: a letter a certificate, `!` an outage, one column for several days."""
    lines = []
    for name in record.domains:
        marks = record.served.get(name, [])
        order = {number: n for n, number in enumerate(dict.fromkeys(m for m in marks if m))}
        cells = []
        for column in range(min(columns, record.days)):
            begin = column * record.days // min(columns, record.days)
            end = (column + 1) * record.days // min(columns, record.days)
            some = marks[begin:end] or [0]
            cells.append("!" if 0 in some else _LETTERS[order[some[-1]] % len(_LETTERS)])
        lines.append(f"{name:24} {''.join(cells)}")
    return "\n".join(lines)


def svg(record: Record, title: str) -> str:
    """A file of its own: bars for what was served, red for outages, ticks for orders and binds."""
    day = (WIDTH - LEFT - 20) / max(record.days, 1)
    height = TOP + ROW * (len(record.domains) + 3)
    head = 'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="11"'
    parts = [
        f'<svg {head} width="{WIDTH}" height="{height}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="10" y="18" font-size="14">{escape(title)}</text>',
    ]
    for row, name in enumerate(record.domains):
        parts += _row(record, name, TOP + row * ROW, day)
    bottom = TOP + len(record.domains) * ROW
    parts += _ticks("orders", record.orders, bottom, day, "#333")
    parts += _ticks("troubles", record.troubles, bottom + ROW, day, _TROUBLE)
    return "\n".join((*parts, "</svg>\n"))


def _row(record: Record, name: str, top: float, day: float) -> list[str]:
    parts = [f'<text x="10" y="{top + 12}">{escape(name)}</text>']
    marks = record.served.get(name, [])
    colours = {
        number: _COLOURS[n % len(_COLOURS)] for n, number in enumerate(dict.fromkeys(marks))
    }
    begin = 0
    for at in range(1, len(marks) + 1):
        if at < len(marks) and marks[at] == marks[begin]:
            continue
        fill = colours[marks[begin]] if marks[begin] else _OUTAGE
        wide = (at - begin) * day
        parts.append(
            f'<rect x="{LEFT + begin * day:.1f}" y="{top}" width="{wide:.1f}" height="14" '
            f'fill="{fill}"/>'
        )
        begin = at
    binds = record.binds.get(name, Counter())
    parts += [
        f'<rect x="{LEFT + at * day:.1f}" y="{top - 2}" width="1.5" height="18" fill="#000"/>'
        for at in binds
    ]
    return parts


def _ticks(what: str, counted: dict[int, int], top: float, day: float, fill: str) -> list[str]:
    parts = [f'<text x="10" y="{top + 14}">{what}</text>']
    return parts + [
        f'<rect x="{LEFT + at * day:.1f}" y="{top + 3}" width="2" height="{min(4 + 3 * n, 15)}" '
        f'fill="{fill}"/>'
        for at, n in counted.items()
        if n
    ]
