"""`status` and `certificates`: what an operator looks at. They read and never write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.account import make_report, make_stock
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
from certbind.cli.overview.certificates_text import show_certificates
from certbind.cli.overview.files import refuse_unwritable, write_whole
from certbind.cli.overview.status_text import show_report, show_whole
from certbind.cli.speech.language import labelled, language
from certbind.domain.model.identity import Domain
from certbind.usecases.overview.report import AccountReport, DomainHealth, DomainRow
from certbind.views.metrics import metrics_text
from certbind.views.page.document import page_files
from certbind.views.report_json import certificates_json, status_json
from certbind.views.telling import told_counts

_BAD = (DomainHealth.OUTAGE, DomainHealth.PERSON)


@click.command()
@click.argument("domains", nargs=-1, type=DomainParameter())
@click.option("--look", is_flag=True, help="Shake hands with every domain now; only look.")
@click.option(
    "--health",
    "healths",
    multiple=True,
    type=click.Choice([one.value for one in DomainHealth]),
    help="Only domains that are so; may be said more than once.",
)
@click.option("--product", help="Only domains that are served from it: oss or cdn.")
@click.option(
    "--metrics",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the numbers of the whole account for Prometheus into this file, too.",
)
@as_json
@ending
def status(
    *,
    domains: tuple[Domain, ...],
    look: bool,
    healths: tuple[str, ...],
    product: str | None,
    metrics: Path | None,
    as_json: bool,
) -> Exit:
    """Show every domain of the account, worst first; DOMAINS alone where they are named.

    Nothing is changed and nothing queued, with --look neither; `recheck` acts.
    Exit 0: what is shown is well or waits; 1: somebody has to act, or visitors are refused, or
    settings name what the account does not have; 3: a part could not be read.
    """
    if metrics is not None and domains:
        raise click.UsageError("--metrics tells of the whole account: name no DOMAINS with it.")
    if metrics is not None:
        refuse_unwritable(metrics)
    reading = make_report(environment(), RUN_SECONDS)
    told = "looking at every domain …" if look else "reading CAS, OSS, CDN and the ledger …"
    with working(told, quiet=as_json):
        report = reading(domains, look=look)
    rows = [row for row in report.domains if _is_asked_for(row, healths, product)]
    if metrics is not None:
        write_whole(metrics, metrics_text(report).encode())
    if as_json:
        print_json(status_json(report, rows))
    elif domains:
        for row in rows:
            show_whole(console(), report, row)
    else:
        show_report(console(), report, rows, width_to_fill())
    return exit_of(report, rows)


def _is_asked_for(row: DomainRow, healths: tuple[str, ...], product: str | None) -> bool:
    is_health = not healths or row.health.value in healths
    return is_health and (product is None or row.target.kind == product.lower())


def exit_of(report: AccountReport, rows: Sequence[DomainRow]) -> Exit:
    """What could not be read may hold anything: no finding says more than that."""
    if any(row.is_fault for row in rows):
        return Exit.FAULT
    if report.unread or any(row.health is DomainHealth.UNREAD for row in rows):
        return Exit.CLOUD
    is_bad = any(row.health in _BAD for row in rows) or report.absent
    return Exit.FINDINGS if is_bad else Exit.OK


@click.command()
@as_json
@ending
def certificates(*, as_json: bool) -> Exit:
    """Show every certificate of CAS: what it serves, what else it could, what took its place.

    What ends first comes first, then how full the quotas are that certificates fill, and when they
    will be. Exit 0: all was read; 3: a part could not be read.
    """
    reading = make_stock(environment(), RUN_SECONDS)
    with working("reading CAS, OSS, CDN and the ledger …", quiet=as_json):
        report = reading()
    if as_json:
        print_json(certificates_json(report))
    else:
        show_certificates(console(), report, width_to_fill())
    return Exit.CLOUD if report.unread else Exit.OK


@click.command()
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file; above 5,000 domains files a group beside it.",
)
@click.option("--look", is_flag=True, help="Shake hands with every domain first.")
@ending
def page(*, output: Path, look: bool) -> Exit:
    """Write the account as one HTML file, in English and Chinese, which needs nothing else.

    recheck keeps the same beside the ledger. Exit codes as of `status`.
    """
    refuse_unwritable(output)
    reading = make_report(environment(), RUN_SECONDS)
    told = "looking at every domain …" if look else "reading CAS, OSS, CDN and the ledger …"
    with working(told, quiet=False):
        report = reading(look=look, events=True)
    for name, text in page_files(report, output.stem):
        path = output if name == f"{output.stem}.html" else output.with_name(name)
        write_whole(path, text.encode())
    counts = labelled("joint").join(told_counts(report, language()))
    click.echo(labelled("page.written", file=output, counts=counts or labelled("page.none")))
    return exit_of(report, report.domains)
