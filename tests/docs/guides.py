"""A guide as a test reads it: its command blocks, what is shown of their output, and directives.

Directives are HTML comments, so that a reader of the page does not see them:

    <!-- world: NAME -->       something happens in the account (a method of Walk)
    <!-- pass: 40m -->         the world's time goes on
    <!-- typed: n -->          what a person types when the next block's commands ask
    <!-- exit: 1 -->           how each command of the next block ends; the text says so too
    <!-- not run: WHY -->      the next block cannot be run here
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "guides"
NAMES = (
    "first-deployment",
    "several-accounts",
    "existing-account",
    "renewal",
    "deploy",
    "rollback",
    "emergency",
    "hardening",
    "troubles",
    "upload",
    "hosts",
)

_DIRECTIVE = re.compile(r"<!-- (world|pass|typed|exit|not run): (.+?) -->")
_FENCE = re.compile(r"\s*```(\w*)$")


@dataclass(frozen=True)
class Block:
    """Commands that stand together. before: what happens first, as (directive, value)."""

    line: int
    commands: tuple[str, ...]
    before: tuple[tuple[str, str], ...] = ()
    output: tuple[str, ...] = ()
    exit: int = 0
    typed: str = ""
    not_run: str = ""

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but where it stands and why it is not run: that is told in words."""
        same = (self.commands, self.before, self.output, self.exit, self.typed)
        return (*same, bool(self.not_run))


@dataclass
class Reading:
    """The state of the one pass over the lines."""

    blocks: list[Block] = field(default_factory=list)
    before: list[tuple[str, str]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, value: str) -> None:
        if name in ("world", "pass"):
            self.before.append((name, value))
        else:
            self.notes[name] = value

    def close(self, language: str, lines: list[str], at: int) -> None:
        """A fence of bash holds commands, one of text what the commands above it print."""
        if language == "bash":
            self.blocks.append(self._block(lines, at))
            self.before, self.notes = [], {}
        elif language == "text":
            last = self.blocks.pop()
            self.blocks.append(_with_output(last, tuple(lines)))
        elif language != "json":
            raise ValueError(f"line {at}: a fence of {language or 'no language'}")

    def _block(self, lines: list[str], at: int) -> Block:
        return Block(
            at,
            tuple(re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines()),
            tuple(self.before),
            exit=int(self.notes.get("exit", "0")),
            typed=self.notes.get("typed", ""),
            not_run=self.notes.get("not run", ""),
        )


def _with_output(block: Block, output: tuple[str, ...]) -> Block:
    fields = (block.line, block.commands, block.before, output)
    return Block(*fields, exit=block.exit, typed=block.typed, not_run=block.not_run)


def blocks_of(text: str) -> tuple[Block, ...]:
    """In the order of the page. ValueError for a fence that nobody would run or compare."""
    reading, opened = Reading(), 0
    language: str | None = None
    lines: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.match(line)
        if fence and language is None:
            language, lines, opened = fence[1], [], number
        elif fence:
            reading.close(language or "", lines, opened)
            language = None
        elif language is not None:
            lines.append(line.strip() if language == "bash" else line)
        elif directive := _DIRECTIVE.fullmatch(line.strip()):
            reading.note(directive[1], directive[2])
    if reading.before or reading.notes:
        raise ValueError(f"directives without a block: {reading.before}, {reading.notes}")
    return tuple(reading.blocks)


def english(name: str) -> str:
    """The text of a guide."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def chinese(name: str) -> str:
    """The same guide."""
    return (FOLDER / "zh" / f"{name}.md").read_text(encoding="utf-8")


def masked(line: str) -> str:
    """What differs between two runs: fingerprints, times, spans, columns, ports."""
    line = re.sub(r"\b[0-9a-f]{12,64}\b…?", "<hex>", line)
    line = re.sub(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?( UTC|Z)?", "<time>", line)
    line = re.sub(r"\(\d+ days\)", "<days>", line)
    line = re.sub(r"by itself in \d+ (min|h)\b", "by itself in <span>", line)
    line = re.sub(r"127\.0\.0\.1:\d+", "<endpoint>", line)
    line = re.sub(r"─+", "─", line)
    return " ".join(line.split())


def missing(shown: tuple[str, ...], printed: str) -> list[str]:
    """The shown lines that were not printed, in their order; `…` stands for anything."""
    left = iter([masked(line) for line in printed.splitlines()])
    wanted = [masked(line) for line in shown if line.strip() and line.strip() != "…"]
    return [one for one in wanted if not any(_fits(one, line) for line in left)]


def _fits(wanted: str, line: str) -> bool:
    parts = (re.escape(part.strip()) for part in wanted.split("…"))
    return re.fullmatch(r"\s*.*\s*".join(parts), line) is not None
