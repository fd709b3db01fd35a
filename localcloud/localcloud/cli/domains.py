"""Commands on buckets and domains."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act


@click.group()
def bucket() -> None:
    """Buckets of OSS."""


@bucket.command("create")
@click.argument("name")
@click.option("--region", help="Default: the account's own region.")
@act("bucket.create")
def create_bucket(**options: Any) -> dict[str, Any]:
    """A private bucket."""
    return options


@bucket.command("list")
@act("bucket.list")
def list_buckets() -> None:
    """All buckets with their domains."""


@bucket.command("versioning")
@click.argument("name")
@click.argument("state", type=click.Choice(["enabled", "suspended", "off"]))
@act("bucket.versioning")
def set_versioning(**options: Any) -> dict[str, Any]:
    """Versioning of the bucket NAME; `off`, which OSS cannot do, is the way back."""
    return options


@bucket.command("accelerate")
@click.argument("name")
@click.option("--on/--off", default=True, show_default=True)
@act("bucket.accelerate")
def set_acceleration(**options: Any) -> dict[str, Any]:
    """Transfer acceleration of the bucket NAME (NAME.oss-accelerate.aliyuncs.com)."""
    return options


@click.group()
def domain() -> None:
    """Custom domains of OSS and accelerated domains of CDN, DCDN and VOD."""


@domain.command("map")
@click.argument("domain")
@click.option("--bucket", required=True)
@click.option("--accelerated", is_flag=True, help="By the bucket's oss-accelerate name.")
@act("domain.map")
def map_domain(**options: Any) -> dict[str, Any]:
    """Bind DOMAIN to a bucket; its DNS points there."""
    return options


@domain.command("disable")
@click.argument("domain")
@act("domain.enabled")
def disable(**options: Any) -> dict[str, Any]:
    """OSS shows DOMAIN as Disabled and serves it no more. Back: `domain enable`."""
    return {**options, "enabled": False}


@domain.command("enable")
@click.argument("domain")
@act("domain.enabled")
def enable(**options: Any) -> dict[str, Any]:
    """OSS shows DOMAIN as Enabled and serves it."""
    return {**options, "enabled": True}


_at = click.option(
    "--at",
    type=click.Choice(["cdn", "dcdn", "vod"]),
    help="The product, for a domain that several have.",
)


@domain.command("stop")
@click.argument("domain")
@_at
@act("domain.status")
def stop(**options: Any) -> dict[str, Any]:
    """Its edges serve DOMAIN no more. Back: `domain start`."""
    return {**options, "status": "offline"}


@domain.command("start")
@click.argument("domain")
@_at
@act("domain.status")
def start(**options: Any) -> dict[str, Any]:
    """DOMAIN is online at its edges, whatever its state was."""
    return {**options, "status": "online"}


@domain.command("status")
@click.argument("domain")
@click.argument("status")
@_at
@act("domain.status")
def set_status(**options: Any) -> dict[str, Any]:
    """Put DOMAIN of an edge into STATUS (configuring, check_failed, …). Back: `domain start`."""
    return options


@domain.command("accelerate")
@click.argument("domain")
@click.option("--origin", required=True, help="A bucket of the account, or a host name.")
@click.option("--at", type=click.Choice(["cdn", "dcdn", "vod"]), default="cdn", show_default=True)
@act("domain.accelerate")
def accelerate(**options: Any) -> dict[str, Any]:
    """Make DOMAIN one of CDN, DCDN or VOD (`.zone`: all names one label below); its DNS points
    there.
    """
    return options


@domain.command("list")
@act("domain.list", ("domain", "at", "certificate", "bucket", "origin", "status"))
def list_domains() -> None:
    """All domains; a name that is at two products comes twice."""


@domain.command("records")
@act("domain.records")
def records() -> None:
    """The account's DNS records."""


@domain.command("configuring")
@click.argument("seconds", type=float)
@act("domain.configuring")
def set_configuring(**options: Any) -> dict[str, Any]:
    """Domains of edges are `configuring` for SECONDS of the world's time after a write, and
    refuse others meanwhile (ServiceBusy). It begins as 2.
    """
    return options


@click.command()
@click.argument("domain")
@click.argument("certificate")
@click.option(
    "--target",
    type=click.Choice(["oss", "cdn", "dcdn", "vod"]),
    help="The product, for a name that several have.",
)
@act("bind")
def bind(**options: Any) -> dict[str, Any]:
    """Another hand binds CERTIFICATE to DOMAIN, unchecked; `none`: HTTPS off, `free`: one of CDN's
    own.
    """
    return options


@click.command()
@click.argument("domain")
@act("domain.served", ("site", "address", "identifier", "since", "pending", "arrives", "resolved"))
def served(**options: Any) -> dict[str, Any]:
    """What each edge address serves for DOMAIN now, and what is on its way."""
    return options
