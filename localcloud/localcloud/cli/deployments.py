"""Commands on CAS's deployment jobs and on products that have no service here."""

from __future__ import annotations

from typing import Any

import click

from localcloud.cli.options import act

_PLACES = ("product", "domain", "instance", "listener", "region", "certificate", "modified")


@click.group()
def resource() -> None:
    """Where certificates stand, also at products that have no service here."""


@resource.command("put")
@click.argument("product")
@click.argument("domain")
@click.argument("certificate")
@click.option("--instance", default="", help="Of a load balancer.")
@click.option("--https/--no-https", default=True, help="Off, a deployment job cannot bind there.")
@act("resource.put")
def put(**options: Any) -> dict[str, Any]:
    """A person puts CERTIFICATE at DOMAIN of PRODUCT (WAF, SLB, LIVE, FC, ESA …)."""
    return options


@resource.command("take")
@click.argument("product")
@click.argument("domain")
@act("resource.take")
def take(**options: Any) -> dict[str, Any]:
    """It goes from there."""
    return options


@resource.command("list")
@act("resource.list", _PLACES)
def resources() -> None:
    """As it is now."""


@resource.command("listed")
@act("resource.listed", ("id", *_PLACES))
def listed() -> None:
    """As CAS's copy has it, which lags and lacks ESA."""


@resource.command("sync")
@click.option("--lag", type=float, help="Seconds that the copy may be old from now on.")
@act("resource.sync")
def synchronise(**options: Any) -> dict[str, Any]:
    """A person opens the console's page: CAS takes its copy anew."""
    return options


@click.group()
def job() -> None:
    """CAS's deployment jobs."""


@job.command("deploy")
@click.argument("certificate")
@click.argument("domains", nargs=-1, required=True)
@click.option("--start/--no-start", default=True, help="Not started it lies in `editing`.")
@act("job.deploy")
def deploy(**options: Any) -> dict[str, Any]:
    """A person clicks `deploy` in the console."""
    return {**options, "domains": list(options["domains"])}


@job.command("list")
@act("job.list", ("job", "name", "type", "status", "certificates", "workers"))
def jobs() -> None:
    """All jobs, newest first."""


@job.command("workers")
@act("job.workers", ("job", "worker", "product", "domain", "certificate", "before", "status"))
def workers() -> None:
    """What each does where."""


@job.command("manner")
@click.option("--schedule-seconds", type=float)
@click.option("--deploy-seconds", type=float)
@click.option("--fails", multiple=True, help="A domain whose worker ends with error.")
@click.option("--endless/--ends", default=None, help="No job ends.")
@click.option("--units", type=int, help="Paid deployments of uploads that are left.")
@act("job.manner")
def manner(**options: Any) -> dict[str, Any]:
    """How jobs go from now on."""
    return {**options, "fails": list(options["fails"]) or None}
