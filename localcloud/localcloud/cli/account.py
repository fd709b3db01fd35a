"""Commands on the account."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act

_product = click.argument(
    "product", type=click.Choice(["oss", "cas", "cdn", "dcdn", "vod", "ram"])
)


@click.group()
def account() -> None:
    """How the account stands: unpaid bills, products that were never opened."""


@account.command("show")
@act("account.show")
def show() -> None:
    """Each product's standing."""


@account.command("arrears")
@act("account.arrears")
def arrears() -> None:
    """A bill is overdue: OSS and CDN refuse (switches `….arrears`). Back: `account pay`."""


@account.command("pay")
@act("account.pay")
def pay() -> None:
    """No bill is overdue any more."""


@account.command("close")
@_product
@act("account.close")
def close(**options: Any) -> dict[str, Any]:
    """As if the account had never opened PRODUCT. Back: `account open`."""
    return options


@account.command("open")
@_product
@act("account.open")
def open_(**options: Any) -> dict[str, Any]:
    """PRODUCT is open to the account."""
    return options
