"""Print the table; --write puts it into docs/figures.md; with --only, beside its other lines."""

from __future__ import annotations

import argparse
import sys

from benchmarks.figures.builds import ROOT, build_before
from benchmarks.figures.lines import MODULES, Line, measure_of, table

PAGE = ROOT / "docs" / "figures.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def main() -> None:
    """Every module in its turn; a line is shown as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=MODULES, default=list(MODULES))
    parser.add_argument("--write", action="store_true", help="into docs/figures.md")
    arguments = parser.parse_args()
    before, lines = build_before(), list[Line]()
    for module in arguments.only:
        for line in measure_of(module)(before):
            print(
                f"{line.what}: {line.before or 'new'} → {line.now} ({line.wanted})",
                file=sys.stderr,
            )
            lines.append(line)
    print(table(lines))
    if arguments.write:
        write(table(lines).splitlines(), is_whole=set(arguments.only) == set(MODULES))


def write(rows: list[str], *, is_whole: bool) -> None:
    """Between the two marks of the page. Of a part, each row in the place of that of the same
    figure, and a new one at the end.
    """
    head, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    before, _, tail = rest.partition(END)
    kept = {} if is_whole else {_figure(row): row for row in before.strip().splitlines()}
    text = "\n".join((kept | {_figure(row): row for row in rows}).values())
    PAGE.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", "utf-8")


def _figure(row: str) -> str:
    return row.split(" | ", maxsplit=1)[0]


if __name__ == "__main__":
    main()
