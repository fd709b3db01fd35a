"""`history` and `status`: what the ledger knows."""

from __future__ import annotations

from datetime import datetime, timezone

import click

from certbind.cli import tables
from certbind.cli.account_commands import look_around
from certbind.cli.exits import Exit, ending
from certbind.cli.factories.stores import open_journal
from certbind.cli.options import (
    RUN_SECONDS,
    DomainParameter,
    as_json,
    console,
    environment,
    print_json,
)
from certbind.domain.model.identity import Domain
from certbind.usecases.account.missing import did_you_mean
from certbind.usecases.account.reports import DomainHealth, read_history, read_status
from certbind.usecases.renew.line_history import read_line_histories
from certbind.usecases.rotate.domain_journal import domains_of


@click.command()
@click.argument("domain", type=DomainParameter())
@as_json
@ending
def history(domain: Domain, *, as_json: bool) -> Exit:
    """Show everything that happened to DOMAIN, and whether the journal is what was written.

    With what was ordered for the certificates that serve it.
    Exit 1: no entries, one that cannot be read, or a hash chain that is broken.
    """
    journal = open_journal(environment(), RUN_SECONDS)
    found = read_history(journal, domain)
    lines = read_line_histories(journal, domain)
    if as_json:
        print_json({**found.to_json(), "lines": [one.to_json() for one in lines]})
    elif found.entries or found.breaks:
        tables.show_history(console(), found)
    else:
        meant = did_you_mean((domain,), domains_of(journal))
        click.echo(f"The ledger holds nothing about {domain}.{meant}")
    if not as_json:
        for line in lines:
            tables.show_line(console(), line)
    is_whole = not found.breaks and not any(one.breaks for one in lines)
    return Exit.OK if found.entries and is_whole else Exit.FINDINGS


@click.command()
@click.option("--look", is_flag=True, help="Look at every domain now, bound or not; only look.")
@as_json
@ending
def status(*, look: bool, as_json: bool) -> Exit:
    """Show where every domain of the ledger stands.

    Nothing is changed and nothing queued, with --look neither; `recheck` acts.
    Exit 1: visitors of some domain do not get what was bound or are refused, a person has to do
    something, or a record cannot be read; 3: with --look, a part could not be read.
    """
    if look:
        return look_around(as_json=as_json)
    now = datetime.now(timezone.utc)
    report = read_status(open_journal(environment(), RUN_SECONDS), now)
    if as_json:
        print_json(report.to_json())
    elif report.domains or report.unread:
        tables.show_status(console(), report)
    else:
        click.echo("The ledger is empty: nothing was bound yet.")
    bad = any(one.health in (DomainHealth.PERSON, DomainHealth.OUTAGE) for one in report.domains)
    return Exit.FINDINGS if bad or report.unread else Exit.OK
