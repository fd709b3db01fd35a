"""How results are shown: JSON when asked for, a table when a person looks, plain text else."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click


def show(result: Any, *, as_json: bool, columns: Sequence[str] = ()) -> None:
    """Print a list of rows, a mapping, or a text. `columns`: which of a row's, in which order."""
    if as_json:
        click.echo(json.dumps(result, indent=2, ensure_ascii=False))
    elif isinstance(result, Mapping):
        for name, value in result.items():
            click.echo(f"{name}: {_text(value)}")
    elif isinstance(result, list):
        _show_rows(result, columns)
    else:
        click.echo(_text(result))


def _show_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    if not rows:
        click.echo("nothing there", err=True)
        return
    names = list(columns) or list(rows[0])
    table = [[_text(row.get(name)) for name in names] for row in rows]
    if sys.stdout.isatty():
        _show_table(names, table)
        return
    widths = [max(map(len, column)) for column in zip(names, *table, strict=True)]
    for line in (names, *table):
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _show_table(names: Sequence[str], table: Sequence[Sequence[str]]) -> None:
    from rich.console import Console  # noqa: PLC0415 - slow to import, only for people
    from rich.table import Table  # noqa: PLC0415

    shown = Table(*names)
    for line in table:
        shown.add_row(*line)
    Console(markup=False, emoji=False).print(shown)


def _text(value: Any) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value)) or "-"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_text(item)}" for name, item in value.items()) or "-"
    return str(value)
