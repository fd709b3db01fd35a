"""Fill the generated parts of README.md: the commands' help and the table of settings.

python scripts/readme.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from certbind.adapters import registry
from certbind.cli.main import main
from certbind.config import SETTINGS

README = Path(__file__).resolve().parents[1] / "README.md"


def commands() -> str:
    """One line a command, from its own help."""
    context = click.Context(main, info_name="certbind")
    rows = ["| command | |", "|---|---|"]
    for name in sorted(main.commands):
        command = main.commands[name]
        first = (command.help or "").strip().split("\n\n")[0]
        usage = " ".join(command.collect_usage_pieces(click.Context(command, parent=context)))
        rows.append(f"| `certbind {name} {usage}` | {' '.join(first.split())} |")
    return "\n".join(rows)


def settings() -> str:
    """One row a setting."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    of_products = (one for product in registry.load_all() for one in product.settings)
    for one in (*SETTINGS, *of_products):
        default = f"`{one.default}`" if one.default else "—"
        rows.append(f"| `{one.name}` | {default} | {one.meaning} |")
    return "\n".join(rows)


def filled(text: str) -> str:
    """The README with its generated parts made anew."""
    for name, content in (("help", commands()), ("settings", settings())):
        before, begin, rest = text.partition(f"<!-- {name}:begin -->\n")
        _, end, after = rest.partition(f"<!-- {name}:end -->")
        text = f"{before}{begin}{content}\n{end}{after}"
    return text


if __name__ == "__main__":
    now = README.read_text(encoding="utf-8")
    made = filled(now)
    if "--check" in sys.argv:
        sys.exit(0 if made == now else "README.md is not current: python scripts/readme.py")
    README.write_text(made, encoding="utf-8")
