"""How the story is told: plain text, readable without colour and when piped."""

from __future__ import annotations

import shutil
import sys
import textwrap
import time
from collections.abc import Iterable

WIDTH = min(110, shutil.get_terminal_size((110, 24)).columns)
"""Of the terminal, where it is narrower than what reads well."""


class StoryError(Exception):
    """A step did not end as the story expects."""


class Telling:
    """Prints the story and keeps its time."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._chapter = 0

    def chapter(self, title: str) -> None:
        """A new numbered step."""
        self._chapter += 1
        took = time.monotonic() - self._started
        rule = "─" * max(3, WIDTH - len(title) - 16)
        print(f"\n── {self._chapter}. {title} {rule} {took:4.1f} s")

    def say(self, text: str) -> None:
        """A paragraph."""
        print(_filled(" ".join(text.split())))

    def show(self, lines: Iterable[object], *, mark: str = "   ") -> None:
        """Indented lines, wrapped under themselves."""
        for line in lines:
            print(_filled(f"{mark}{line}", " " * (len(mark) + 2)))
        sys.stdout.flush()

    def lines(self, lines: Iterable[str]) -> None:
        """What a command printed, as it is."""
        for line in lines:
            print(f"   {line}".rstrip())
        sys.stdout.flush()

    @staticmethod
    def expect(fact: object, what: str) -> None:
        """Go on only if the step ended so."""
        if not fact:
            raise StoryError(f"expected: {what}")


def _filled(text: str, hanging: str = "") -> str:
    """No id, name or address is broken."""
    return textwrap.fill(
        text, WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )
