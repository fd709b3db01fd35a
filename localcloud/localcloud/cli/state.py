"""Commands on the clock, the switches and the record of calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from localcloud.cli.options import act, call, directory_option, json_option
from localcloud.cli.output import show


@click.group()
def clock() -> None:
    """The world's clock."""


@clock.command("show")
@act("clock.show")
def show_clock() -> None:
    """The world's time, and how many seconds it is ahead of this machine."""


@clock.command("advance")
@click.argument("span")
@act("clock.advance")
def advance(**options: Any) -> dict[str, Any]:
    """Move it by SPAN: 90s, 30m, 6h, 1d12h."""
    return options


@click.group()
def switch() -> None:
    """Where the real service is uncertain: which reading holds."""


@switch.command("list")
@act("switch.list")
def list_switches() -> None:
    """All switches."""


@switch.command("set")
@click.argument("name")
@click.argument("value")
@act("switch.set")
def set_switch(**options: Any) -> dict[str, Any]:
    """Choose a reading."""
    return options


@click.command()
@click.option("--counts", is_flag=True, help="How many of each.")
@click.option("--denied", is_flag=True, help="Those that RAM refused, with what was missing.")
@click.option("--reset", is_flag=True, help="Forget them.")
@directory_option
@json_option
def calls(directory: Path, *, counts: bool, denied: bool, reset: bool, as_json: bool) -> None:
    """The newest API calls, oldest first."""
    if counts:
        result = call(directory, "calls.counts")
    else:
        result = call(directory, "calls.list", denied=denied)
    if reset:
        call(directory, "calls.reset")
        if not counts:
            return
    show(result, as_json=as_json)
