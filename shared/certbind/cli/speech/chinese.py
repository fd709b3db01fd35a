"""Pages in Chinese, which click's own formatter cannot break: nothing stands between its words."""

from __future__ import annotations

from collections.abc import Iterable

import click

from certbind.cli.speech.language import labelled, told
from certbind.views.explanation.wrapped import columns, wrapped

_GAP, _MOST = 2, 30


class ChineseFormatter(click.HelpFormatter):
    """Broken between characters."""

    def __init__(self, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """With the word for it."""
        super().write_usage(prog, args, labelled("usage") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """With the word for it."""
        super().write_heading(labelled(f"usage.{heading}"))

    def write_text(self, text: str) -> None:
        """Paragraphs."""
        for paragraph in text.split("\n\n"):
            for line in wrapped(told(" ".join(paragraph.split())), self.width, 0):
                self.write(f"{' ' * self.current_indent}{line.strip()}\n")
            self.write("\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _MOST, col_spacing: int = _GAP
    ) -> None:
        """Names, and what each is."""
        every = [*rows]
        first = min(max(columns(name) for name, _ in every), col_max) + col_spacing
        for name, text in every:
            bare, gap, aside = text.partition("  [")  # a default, or that it is required
            self._write_row(name, f"{told(bare)}{gap}{aside}", self.current_indent + first)

    def _write_row(self, name: str, text: str, indent: int) -> None:
        lines = [line.strip() for line in wrapped(text, self.width - indent, 0)] or [""]
        head = f"{' ' * self.current_indent}{name}"
        if columns(head) + _GAP > indent:
            self.write(f"{head}\n")
            head = ""
        for line in lines:
            self.write(f"{head}{' ' * (indent - columns(head))}{line}".rstrip() + "\n")
            head = ""
