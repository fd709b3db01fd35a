"""Fill the generated parts of README.md, README.zh.md and the pages of settings: the commands'
help and the tables of settings, in both languages.

python scripts/readme.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from certbind.adapters import registry
from certbind.cli.main import main
from certbind.config import SETTINGS
from certbind.domain.words import Language
from certbind.domain.words.sentences import said

ROOT = Path(__file__).resolve().parents[1]
HEADS: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
    "commands": {"en": ("command", ""), "zh": ("命令", "")},
    "settings": {"en": ("variable", "default", "meaning"), "zh": ("变量", "默认值", "含义")},
}


def commands(language: Language) -> str:
    """One line a command, from its own help."""
    context = click.Context(main, info_name="certbind")
    rows = _head("commands", language)
    for name in sorted(main.commands):
        command = main.commands[name]
        first = " ".join((command.help or "").strip().split("\n\n")[0].split())
        usage = " ".join(command.collect_usage_pieces(click.Context(command, parent=context)))
        rows.append(f"| `certbind {name} {usage}` | {said(first, language)} |")
    return "\n".join(rows)


def settings(language: Language) -> str:
    """One row a setting."""
    rows = _head("settings", language)
    of_products = (one for product in registry.load_all() for one in product.settings)
    for one in (*SETTINGS, *of_products):
        default = f"`{one.default}`" if one.default else "—"
        rows.append(f"| `{one.name}` | {default} | {said(one.meaning, language)} |")
    return "\n".join(rows)


def _head(table: str, language: Language) -> list[str]:
    names = HEADS[table][language]
    return [f"| {' | '.join(names)} |", "|" + "---|" * len(names)]


Made = tuple[str, Callable[[Language], str]]
PAGES: Mapping[str, tuple[Language, Made]] = {
    "README.md": ("en", ("help", commands)),
    "README.zh.md": ("zh", ("help", commands)),
    "docs/settings.md": ("en", ("settings", settings)),
    "docs/settings.zh.md": ("zh", ("settings", settings)),
}
"""Each page with the language and the one table that is made for it."""


def filled(text: str, language: Language, made: Made) -> str:
    """The page with its generated part made anew."""
    name, content = made
    before, begin, rest = text.partition(f"<!-- {name}:begin -->\n")
    _, end, after = rest.partition(f"<!-- {name}:end -->")
    return f"{before}{begin}{content(language)}\n{end}{after}"


def run(*, is_check: bool) -> int:
    """0 where every page is as it should be, or was made so."""
    old = []
    for page, (language, made) in PAGES.items():
        now = (ROOT / page).read_text(encoding="utf-8")
        new = filled(now, language, made)
        if new != now:
            old.append(page)
            if not is_check:
                (ROOT / page).write_text(new, encoding="utf-8")
    if is_check and old:
        print(f"not current: {', '.join(old)}: make readme", file=sys.stderr)
    return 1 if is_check and old else 0


if __name__ == "__main__":
    sys.exit(run(is_check="--check" in sys.argv))
