"""Commands on roles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from localcloud.cli.options import act


@click.group()
def role() -> None:
    """Roles of RAM: what functions may do."""


@role.command("set")
@click.argument("name")
@click.argument("policies", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@act("role.set")
def set_role(name: str, policies: tuple[Path, ...]) -> dict[str, Any]:
    """Make or change the role NAME: exactly these POLICIES (files), taken on by functions."""
    return {"name": name, "documents": [path.read_text("utf-8") for path in policies]}


@role.command("list")
@act("role.list", ("role", "policies"))
def list_roles() -> None:
    """All roles, and those that functions name and RAM does not have."""


@role.command("uses")
@click.argument("name")
@act("role.uses", ("action", "resource"))
def uses(**options: Any) -> dict[str, Any]:
    """What the role NAME needed since the start, granted or not."""
    return options


@role.command("rotate")
@click.argument("name")
@act("role.rotate")
def rotate(**options: Any) -> dict[str, Any]:
    """End the tokens of the role NAME now; functions get new ones with their next request."""
    return options
