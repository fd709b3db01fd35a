"""Commands on the account's DNS."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act


@click.group()
def dns() -> None:
    """Records of the account's zones. For a name that fails: `fault dns`."""


@dns.command("point")
@click.argument("name")
@click.argument("targets", nargs=-1, required=True)
@click.option("--subnet", default="", help="For clients of this network alone (RFC 7871).")
@act("dns.point")
def point(**options: Any) -> dict[str, Any]:
    """Point NAME at another name, or at addresses. Back: `dns restore`."""
    return {**options, "targets": list(options["targets"])}


@dns.command("set")
@click.argument("name")
@click.argument("record", type=click.Choice(["TXT", "CNAME"]))
@click.argument("values", nargs=-1, required=True)
@act("dns.set")
def set_record(**options: Any) -> dict[str, Any]:
    """Write a record of NAME, as a person does in the DNS console. Back: `dns restore`."""
    return {**options, "values": list(options["values"])}


@dns.command("remove")
@click.argument("name")
@click.option("--record", type=click.Choice(["A", "AAAA", "CNAME", "TXT"]), help="Default: all.")
@act("dns.remove")
def remove(**options: Any) -> dict[str, Any]:
    """Take the records of NAME away. Back: `dns restore`."""
    return options


@dns.command("restore")
@click.argument("name")
@act("dns.restore")
def restore(**options: Any) -> dict[str, Any]:
    """The records that NAME had before the first change by hand, and no fault for it."""
    return options


@dns.command("list")
@act("domain.records")
def records() -> None:
    """All records."""
