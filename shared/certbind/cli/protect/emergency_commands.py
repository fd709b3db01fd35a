"""`emergency` and `harden`: what a person orders for single domains, after a dry run."""

from __future__ import annotations

import secrets

import click

from certbind import bootstrap
from certbind.cli.exits import Exit, ending
from certbind.cli.options import (
    DomainParameter,
    as_json,
    environment,
    working,
)
from certbind.cli.protect.orders import show_order
from certbind.cli.speech.pages import Group
from certbind.domain.model.identity import Domain
from certbind.domain.serving.functions import Measure
from certbind.errors import EventError
from certbind.requests import EmergencyAction, EmergencyRequest, HardenRequest

_PATIENCE = 900.0
"""Seconds: CDN takes no write while it is configuring the one before, which takes minutes."""

_apply = click.option("--apply", is_flag=True, help="Do it; without, only say what would be done.")


@click.group(cls=Group)
def emergency() -> None:
    """When a certificate or its CA fails: another CA, plain HTTP, and the way back.

    Each is a dry run unless --apply is said, is recorded step by step, and goes on where it
    stopped when it is said again.
    """


@emergency.command()
@click.argument("domain", type=DomainParameter())
@_apply
@click.option("--force", is_flag=True, help="Also to one that is worse, or of the same CA.")
@as_json
@ending
def failover(domain: Domain, *, apply: bool, force: bool, as_json: bool) -> Exit:
    """Bind the certificate of another CA that CERTBIND_BACKUPS names for DOMAIN.

    What was bound does not come back by itself, until something ends later: `certbind bind`.
    """
    return _emergency(EmergencyAction.FAILOVER, domain, apply=apply, force=force, as_json=as_json)


@emergency.command()
@click.argument("domain", type=DomainParameter())
@_apply
@click.option("--force", is_flag=True, help="Also where what is bound cannot be bound again.")
@as_json
@ending
def downgrade(domain: Domain, *, apply: bool, force: bool, as_json: bool) -> Exit:
    """Take DOMAIN to plain HTTP: redirect and HSTS off, the policy that denies HTTP lifted, then
    HTTPS off. certbind leaves it so, and reminds of it every day.
    """
    return _emergency(EmergencyAction.DOWNGRADE, domain, apply=apply, force=force, as_json=as_json)


@emergency.command()
@click.argument("domain", type=DomainParameter())
@_apply
@as_json
@ending
def restore(domain: Domain, *, apply: bool, as_json: bool) -> Exit:
    """Bring DOMAIN back from plain HTTP: a certificate, visitors who get it, then what was lifted.

    Exit 1: it is not at its end yet, or could not be; the outcome says why.
    """
    return _emergency(EmergencyAction.RESTORE, domain, apply=apply, force=False, as_json=as_json)


def _emergency(
    action: EmergencyAction, domain: Domain, *, apply: bool, force: bool, as_json: bool
) -> Exit:
    request_id = f"cli-{secrets.token_hex(6)}"
    request = EmergencyRequest(
        action, domain, dry_run=not apply, force=force, request_id=request_id
    )
    carry_out = bootstrap.emergency(environment(), _PATIENCE)
    with working(f"{domain} …", quiet=as_json):
        report = carry_out(request)
    return show_order(report, as_json=as_json)


@click.command()
@click.argument("domains", nargs=-1, required=True, type=DomainParameter())
@click.option(
    "--only",
    multiple=True,
    type=click.Choice([one.value for one in Measure]),
    help="This alone; may be said several times. Without: all but hsts.",
)
@click.option(
    "--hsts-days",
    type=click.IntRange(min=1),
    default=None,
    help="With --only hsts: for how long browsers keep to HTTPS after each visit.",
)
@click.option("--undo", is_flag=True, help="Put back exactly what stood before.")
@_apply
@as_json
@ending
def harden(
    domains: tuple[Domain, ...],
    *,
    only: tuple[str, ...],
    hsts_days: int | None,
    undo: bool,
    apply: bool,
    as_json: bool,
) -> Exit:
    """Harden how DOMAINS are served: of CDN and DCDN the redirect to HTTPS, TLS 1.2 and later,
    HTTP/2, compression and OCSP stapling; of VOD the redirect; of a bucket a policy that denies
    plain HTTP, and TLS.

    Prove it on the wire: `certbind verify --settings DOMAIN`.
    """
    try:
        request = HardenRequest(
            domains,
            frozenset(map(Measure, only)) or None,
            hsts_days or 0,
            undo=undo,
            dry_run=not apply,
            request_id=f"cli-{secrets.token_hex(6)}",
        )
    except EventError as error:
        raise click.UsageError(f"{error.message} The option is --hsts-days.") from None
    carry_out = bootstrap.harden(environment(), _PATIENCE)
    with working("hardening …", quiet=as_json):
        report = carry_out(request)
    return show_order(report, as_json=as_json)
