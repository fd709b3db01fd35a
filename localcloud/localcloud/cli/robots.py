"""Commands on chat groups' robots."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act

_kind = click.argument("kind", type=click.Choice(["dingtalk", "feishu", "wecom"]))


@click.group()
def robot() -> None:
    """Robots of chat groups, which take posts and refuse them as the real ones do."""


@robot.command("add")
@_kind
@click.option("--unsigned", is_flag=True, help="It asks for no signature.")
@click.option("--keyword", default="", help="It takes only what holds this word.")
@act("robot.add")
def add(*, unsigned: bool, **options: Any) -> dict[str, Any]:
    """A robot of KIND in a new group: its address and secret."""
    return {**options, "signed": not unsigned}


@robot.command("remove")
@_kind
@act("robot.remove")
def remove(**options: Any) -> dict[str, Any]:
    """Take all robots of KIND out of their groups."""
    return options


@robot.command("list")
@act("robot.list")
def list_all() -> None:
    """All robots with their addresses."""


@robot.command("posts")
@act("robot.posts", ("at", "robot", "text"))
def posts() -> None:
    """What the groups read, oldest first."""
