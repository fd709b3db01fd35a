"""`certbind roots`: where chains end, until when and for whom; and what a client lacks."""

from __future__ import annotations

from collections.abc import Iterator

import click
from rich.console import Console
from rich.text import Text

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.material import files, make_roots, open_account
from certbind.cli.material.certificate_ids import CertificateParameter, unknown
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
from certbind.cli.speech.language import language
from certbind.config import ProbeSettings
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.words import Language
from certbind.errors import NotFoundError
from certbind.usecases.certificates.roots import ChainRoots, RootsReport, TellRoots
from certbind.views.explanation.wrapped import wrapped
from certbind.views.roots.json import roots_json
from certbind.views.roots.text import sections
from certbind.wiring import visitors

_INDENT = 2


@click.command()
@click.argument("domains", nargs=-1, type=DomainParameter())
@click.option("--certificate", "stored", type=CertificateParameter(), help="One of CAS.")
@click.option("--chain", metavar="FILE", help="A PEM file, as if it were served.")
@click.option("--client", metavar="PLACE", help="Its roots: a folder, a bundle, a Java keystore.")
@as_json
@ending
def roots(
    *,
    domains: tuple[Domain, ...],
    stored: CertificateId | None,
    chain: str | None,
    client: str | None,
    as_json: bool,
) -> Exit:
    """Tell which roots can end a chain, when each stops and for whom; and what a client lacks.

    Of DOMAINS as they are served, of a certificate of CAS or of a file. With --client, alone or
    beside them: which roots are not in that folder or bundle, and how they are installed.
    Exit 0: all is there; 1: Chrome or Firefox takes a chain by no root, the client lacks one, or
    CAS does not have the certificate; 3: a chain could not be read.
    """
    if not (domains or stored or chain or client):
        raise click.UsageError("Name DOMAINS, --certificate ID, --chain FILE or --client PLACE.")
    telling = make_roots(environment())
    with working("reading chains and roots …", quiet=as_json):
        found = (*_served(telling, domains), *_stored(telling, stored), *_in_file(telling, chain))
        report = telling(found, client)
    if as_json:
        print_json(roots_json(report))
    else:
        _show(console(), report, language())
    return _exit_of(report)


def _served(telling: TellRoots, domains: tuple[Domain, ...]) -> Iterator[ChainRoots]:
    if domains:
        probe = visitors.probe(ProbeSettings.from_env(environment()))
        for domain in domains:
            yield from telling.served(probe, domain)


def _stored(telling: TellRoots, named: CertificateId | None) -> Iterator[ChainRoots]:
    if named is None:
        return
    try:
        yield telling.stored(open_account(environment(), RUN_SECONDS).inventory(), named)
    except NotFoundError as error:  # nothing else is looked for by its name
        raise unknown(error, named) from None


def _in_file(telling: TellRoots, place: str | None) -> Iterator[ChainRoots]:
    if place is not None:
        yield telling.in_file(place, files().read_chain(place))


def _exit_of(report: RootsReport) -> Exit:
    if any(one.endings is None for one in report.chains):
        return Exit.CLOUD
    is_refused = any(not one.is_taken for one in report.chains)
    is_without = any(report.client_has(one) is False for one in report.chains)
    is_lacking = report.client is not None and bool(report.client.missed)
    return Exit.FINDINGS if is_refused or is_without or is_lacking else Exit.OK


def _show(out: Console, report: RootsReport, spoken: Language) -> None:
    width = width_to_fill()
    for number, part in enumerate(sections(report, spoken)):
        if number:
            out.print()
        out.print(Text(part.heading, "bold"), soft_wrap=True)
        for one in part.paragraphs:
            for line in wrapped(one.text, width, _INDENT * (1 + one.depth)):
                out.print(Text(line), soft_wrap=True)
