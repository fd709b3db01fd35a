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
from certbind.cli.overview.history_text import show_history, show_job, show_line, show_settings
from certbind.cli.speech.language import echo
from certbind.domain.model.identity import Domain
from certbind.usecases.account.history import read_history
from certbind.usecases.account.missing import did_you_mean
from certbind.usecases.jobs.job_history import read_job_histories
from certbind.usecases.renew.line_history import read_line_histories
from certbind.usecases.rotate.domain_journal import domains_of
from certbind.usecases.serving.settings_history import read_settings_histories


@click.command()
@click.argument("domain", type=DomainParameter())
@as_json
@ending
def history(domain: Domain, *, as_json: bool) -> Exit:
    """Show everything that happened to DOMAIN, and whether the journal is what was written.

    With what was ordered for the certificates that serve it, CAS's jobs by a person's word, and
    the settings that hardening changed.
    Exit 1: no entries, one that cannot be read, or a hash chain that is broken.
    """
    journal = open_journal(environment(), RUN_SECONDS)
    with working("reading the ledger …", quiet=as_json):
        found = read_history(journal, domain)
        lines = read_line_histories(journal, domain)
        jobs = read_job_histories(journal, domain)
        places = read_settings_histories(journal, domain, found.entries)
    if as_json:
        more = {"lines": [o.to_json() for o in lines], "jobs": [o.to_json() for o in jobs]}
        settings = [one.to_json() for one in places]
        print_json({**found.to_json(), **more, "settings": settings})
    elif found.entries or found.breaks:
        show_history(console(), found, width_to_fill())
    elif not jobs and not places:
        meant = did_you_mean((domain,), domains_of(journal))
        echo(f"The ledger holds nothing about {domain}.{meant}")
    if not as_json:
        for line in lines:
            show_line(console(), line, width_to_fill())
        for job in jobs:
            show_job(console(), job, width_to_fill())
        for place in places:
            show_settings(console(), place, width_to_fill())
    breaks = (*(one.breaks for one in lines), *(one.breaks for one in jobs))
    is_whole = not any((found.breaks, *breaks, *(one.breaks for one in places)))
    has_any = found.entries or jobs or places
    return Exit.OK if has_any and is_whole else Exit.FINDINGS
