"""Commands on zones of Alidns."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act

_ELSEWHERE = click.option(
    "--elsewhere", is_flag=True, help="Name servers of others answer for it."
)


@click.group()
def zone() -> None:
    """Zones of Alidns (Alibaba Cloud DNS), which its API writes and the local DNS answers."""


@zone.command("add")
@click.argument("name")
@_ELSEWHERE
@act("zone.add")
def add(**options: Any) -> dict[str, Any]:
    """A zone NAME without records."""
    return options


@zone.command("delegate")
@click.argument("name")
@_ELSEWHERE
@act("zone.delegate")
def delegate(**options: Any) -> dict[str, Any]:
    """The zone NAME is answered for by Alidns, or elsewhere."""
    return options


@zone.command("drop")
@click.argument("name")
@act("zone.drop")
def drop(**options: Any) -> dict[str, Any]:
    """The zone NAME leaves the account, with its records."""
    return options


@zone.command("record")
@click.argument("name")
@click.argument("kind", type=click.Choice(["A", "AAAA", "CNAME", "TXT"]))
@click.argument("value")
@act("zone.record")
def record(**options: Any) -> dict[str, Any]:
    """One more record of NAME, as a person writes it in the console."""
    return options


@zone.command("remove")
@click.argument("name")
@click.option("--value", default="", help="The one with this value; default: all of the name.")
@act("zone.remove")
def remove(**options: Any) -> dict[str, Any]:
    """Delete the records of NAME."""
    return options


@zone.command("delay")
@click.argument("seconds", type=float)
@act("zone.delay")
def delay(**options: Any) -> dict[str, Any]:
    """Changes reach the name servers SECONDS (of the world's clock) later."""
    return options


@zone.command("list")
@act("zone.list", ("zone", "answered_by", "records"))
def list_zones() -> None:
    """All zones."""
