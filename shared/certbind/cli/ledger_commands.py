"""`history`: what the ledger knows of a domain."""

from __future__ import annotations

import click

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.stores import open_journal
from certbind.cli.options import (
    RUN_SECONDS,
    DomainParameter,
    as_json,
    console,
    environment,
    print_json,
    width_to_fill,
    working,
)
from certbind.cli.overview.history_text import show_history, show_line
from certbind.cli.speech.language import echo
from certbind.domain.model.identity import Domain
from certbind.usecases.account.history import read_history
from certbind.usecases.account.missing import did_you_mean
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
    with working("reading the ledger …", quiet=as_json):
        found = read_history(journal, domain)
        lines = read_line_histories(journal, domain)
    if as_json:
        print_json({**found.to_json(), "lines": [one.to_json() for one in lines]})
    elif found.entries or found.breaks:
        show_history(console(), found, width_to_fill())
    else:
        meant = did_you_mean((domain,), domains_of(journal))
        echo(f"The ledger holds nothing about {domain}.{meant}")
    if not as_json:
        for line in lines:
            show_line(console(), line, width_to_fill())
    is_whole = not found.breaks and not any(one.breaks for one in lines)
    return Exit.OK if found.entries and is_whole else Exit.FINDINGS
