"""Commands on what is applied for."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.certificates import days_option
from localcloud.cli.options import act

_INSTANCES = ("instance", "names", "status", "auto_reissue", "certificate", "records", "remark")
_ORDERS = ("order", "names", "product", "type", "records", "remark")


@click.group()
def instance() -> None:
    """V2.0 instances of CAS. Each certificate that is bought has one."""


@instance.command("list")
@act("instance.list", _INSTANCES)
def instances() -> None:
    """All of them, and the records that a CA waits for."""


@instance.command("buy")
@click.argument("names", nargs=-1, required=True)
@click.option("--test", is_flag=True, help="A test certificate's: one certificate, then no more.")
@click.option("--validation", type=click.Choice(["DV", "OV", "EV"]), default="DV")
@click.option("--site", type=click.Choice(["china", "international"]), default="china")
@days_option
@act("instance.buy")
def buy(**options: Any) -> dict[str, Any]:
    """A person buys one for NAMES; nothing is applied for yet."""
    return {**options, "names": list(options["names"])}


@instance.command("change")
@click.argument("instance")
@click.option("--auto-reissue/--no-auto-reissue", default=None, help="CAS's own hosting.")
@click.option("--record", type=click.Choice(["TXT", "CNAME", "FILE"]), help="How it validates.")
@click.option("--ended", type=click.Choice(["refund", "closed", ""]), help="Empty: it goes on.")
@click.option("--own-csr/--no-own-csr", default=None, help="Its key is held elsewhere.")
@click.option("--test/--bought", default=None)
@act("instance.change")
def change(**options: Any) -> dict[str, Any]:
    """A person changes INSTANCE in the console, or it comes to its end."""
    return options


@click.command()
@click.argument("application")
@act("application.validate")
def validate(**options: Any) -> dict[str, Any]:
    """The CA sees what it waits for, for an instance or an order."""
    return options


@click.group()
def order() -> None:
    """Orders of the old model (V1)."""


@order.command("list")
@act("order.list", _ORDERS)
def orders() -> None:
    """Those without a certificate yet, newest first."""


@order.command("apply")
@click.argument("order", type=int)
@act("order.apply")
def apply(**options: Any) -> dict[str, Any]:
    """A person submits the application of ORDER, which waits for it."""
    return options


@click.group()
def package() -> None:
    """What was bought of the old model's products."""


@package.command("list")
@act("package.list")
def packages() -> None:
    """Those of which something was bought."""


@package.command("set")
@click.argument("product")
@click.option("--total", type=click.IntRange(min=0))
@click.option("--used", type=click.IntRange(min=0))
@act("package.set")
def set_package(**options: Any) -> dict[str, Any]:
    """How much of PRODUCT was bought, and is used."""
    return options


@click.command()
@click.option("--issue-seconds", type=click.IntRange(min=0), help="From its look to its answer.")
@click.option("--refuses", help="Its words to every application; empty: it issues.")
@act("ca.set")
def ca(**options: Any) -> dict[str, Any]:
    """How the certificate authority answers applications from now on."""
    return options
