"""Commands on sites of ESA."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act


@click.group()
def site() -> None:
    """Sites of ESA, their records and certificates."""


@site.command("add")
@click.argument("name")
@click.option("--access", type=click.Choice(["CNAME", "NS"]), default="CNAME", show_default=True)
@click.option("--quota", type=int, default=2, show_default=True, help="Of custom certificates.")
@act("site.add")
def add(**options: Any) -> dict[str, Any]:
    """An active site NAME."""
    return options


@site.command("record")
@click.argument("name")
@click.option("--site", help="Default: the innermost site that holds NAME.")
@click.option("--proxied/--dns-only", default=True, show_default=True)
@act("site.record")
def record(**options: Any) -> dict[str, Any]:
    """A record NAME (`*.zone`: all names one label below); its DNS leads to ESA."""
    return options


@site.command("status")
@click.argument("name")
@click.argument("status", type=click.Choice(["active", "pending", "offline", "moved"]))
@act("site.status")
def status(**options: Any) -> dict[str, Any]:
    """Put the site NAME into STATUS."""
    return options


@site.command("bind")
@click.argument("site")
@click.argument("certificate")
@act("site.bind")
def bind(**options: Any) -> dict[str, Any]:
    """Another hand puts CERTIFICATE into a new entry of SITE, past its quota."""
    return options


@site.command("list")
@act("site.list", ("site", "access", "status", "records", "certificates", "quota"))
def list_sites() -> None:
    """All sites."""
