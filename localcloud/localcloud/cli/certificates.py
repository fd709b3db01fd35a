"""Commands on certificates."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act

_COLUMNS = ("identifier", "name", "names", "not_after", "status", "instance", "used_by")
days_option = click.option("--days", type=click.IntRange(min=1), default=90, show_default=True)
ca_option = click.option("--ca", type=click.Choice(["main", "backup"]), default="main")
defect_option = click.option(
    "--defect", "defects", multiple=True, help="What is wrong with it, e.g. missing_intermediate."
)


@click.command()
@click.argument("names", nargs=-1, required=True)
@days_option
@ca_option
@click.option("--name", default="", help="The name that CAS lists it by.")
@click.option("--site", type=click.Choice(["china", "international"]), default="china")
@defect_option
@click.option("--key", type=click.Choice(["ec", "rsa"]), default="ec")
@click.option("--instance", default="", help="The V2.0 instance that it belongs to.")
@click.option("--cross", is_flag=True, help="Chain to the main root by the cross-sign.")
@click.option("--uploaded", is_flag=True, help="As if a person had uploaded it.")
@act("certificate.issue")
def issue(*, uploaded: bool, **options: Any) -> dict[str, Any]:
    """A CA issues a certificate for NAMES; it appears in CAS."""
    return {**options, "source": "upload" if uploaded else "buy"}


@click.command()
@click.argument("certificate")
@days_option
@ca_option
@defect_option
@click.option("--name", "names", multiple=True, help="Other host names than before.")
@act("certificate.renew")
def renew(**options: Any) -> dict[str, Any]:
    """A new certificate with the names and the instance of CERTIFICATE; it gets a new id."""
    return options


@click.command()
@click.argument("certificate")
@click.option("--reason", default="unspecified", help="Of RFC 5280, e.g. keyCompromise.")
@click.option("--listed-only", is_flag=True, help="On the CA's list (CRL); CAS does not show it.")
@act("certificate.revoke")
def revoke(**options: Any) -> dict[str, Any]:
    """The CA revokes CERTIFICATE: its CRL says so from now on, and CAS shows it."""
    return options


@click.command()
@click.argument("certificate")
@act("certificate.delete")
def delete(**options: Any) -> dict[str, Any]:
    """Delete CERTIFICATE from CAS, also when it is bound. Back: `undelete`."""
    return options


@click.command()
@click.argument("certificate")
@act("certificate.undelete")
def undelete(**options: Any) -> dict[str, Any]:
    """Put CERTIFICATE back into CAS under its former id, after `delete`."""
    return options


@click.command()
@act("certificate.list", _COLUMNS)
def certificates() -> None:
    """All certificates in CAS, newest first."""
