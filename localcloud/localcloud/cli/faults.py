"""Commands on faults."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act

_KINDS = (
    "throttle", "error", "unavailable", "html", "slow", "hang", "reset", "lost_response",
    "stale_read",
)  # fmt: skip
_COLUMNS = ("id", "at", "kind", "service", "action", "resource", "domain", "address", "count")


@click.group()
def fault() -> None:
    """What goes wrong, by rule. Rules end when the local cloud does."""


@fault.command("add")
@click.argument("kind", type=click.Choice(_KINDS))
@click.option("--service", help="oss, cas, cdn, mns; default: any.")
@click.option("--action", help="As the product documents it, e.g. PutCname; default: any.")
@click.option("--resource", help="A part of the object's name.")
@click.option("--count", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--always", is_flag=True, help="Until it is removed, instead of --count.")
@click.option("--skip", type=click.IntRange(min=0), help="How many matching calls pass before.")
@click.option("--status", type=int, help="For `error`: the HTTP status.")
@click.option("--code", help="For `error`: the error code.")
@click.option("--message", help="For `error`: the message.")
@click.option("--seconds", type=float, help="For `slow`: how long.")
@act("fault.add")
def add(*, count: int, always: bool, **options: Any) -> dict[str, Any]:
    """A fault of API calls."""
    return {**options, "always": True} if always else {**options, "count": count}


@fault.command("edge")
@click.argument("domain", default="*")
@click.option("--address", default="*")
@click.option(
    "--kind", required=True, type=click.Choice(["hang", "reset", "not_tls", "refuse", "drip"])
)
@act("fault.edge")
def edge(**options: Any) -> dict[str, Any]:
    """A fault of edge addresses, for DOMAIN or all."""
    return options


@fault.command("dns")
@click.argument("name", default="*")
@click.option(
    "--kind",
    required=True,
    type=click.Choice(["servfail", "timeout", "nxdomain", "formerr", "no_subnet"]),
)
@click.option("--record", type=click.Choice(["A", "AAAA", "CNAME", "TXT"]), help="Default: all.")
@click.option("--count", type=click.IntRange(min=1))
@act("fault.dns")
def dns(**options: Any) -> dict[str, Any]:
    """A fault of the name server, for NAME or all."""
    return options


@fault.command("lag")
@click.argument("address")
@click.argument("seconds", type=float)
@click.option("--domain", default="*")
@act("fault.lag")
def lag(**options: Any) -> dict[str, Any]:
    """Edge ADDRESS takes SECONDS of the world's time to serve what is bound."""
    return options


@fault.command("crash")
@click.argument("service")
@click.argument("action")
@click.option("--resource")
@click.option("--nth", type=click.IntRange(min=1))
@act("fault.crash")
def crash(**options: Any) -> dict[str, Any]:
    """Kill the function instance that makes this call, once the call was applied."""
    return options


@fault.command("list")
@act("fault.list", _COLUMNS)
def list_all() -> None:
    """All rules in force."""


@fault.command("remove")
@click.argument("identifier")
@act("fault.remove")
def remove(**options: Any) -> dict[str, Any]:
    """Take one out of force."""
    return options


@fault.command("clear")
@act("fault.clear")
def clear() -> None:
    """Take all out of force."""
