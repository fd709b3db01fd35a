"""`certbind verify`: real handshakes with any public domain; no account needed."""

from __future__ import annotations

import click

from certbind.cli.exits import Exit, ending
from certbind.cli.options import (
    DomainParameter,
    HostParameter,
    as_json,
    console,
    environment,
    print_json,
    working,
)
from certbind.cli.speech.language import language
from certbind.config import ProbeSettings
from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import Domain, Sha256
from certbind.fields import describe
from certbind.wiring import visitors
from certbind.wiring.clock import SystemClock


@click.command()
@click.argument("domains", nargs=-1, type=HostParameter())
@click.option("--sha256", help="The leaf that every address must serve (64 hex digits).")
@click.option("--chain", metavar="FILE", help="Judge a PEM file instead, as if it were served.")
@click.option(
    "--domain", "for_", multiple=True, type=DomainParameter(), help="With --chain: for this name."
)
@click.option(
    "--settings", is_flag=True, help="Ask as visitors do what hardening sets, not certificates."
)
@click.option("--file", "listed", metavar="FILE", help="Hosts, one a line; `-` is stdin.")
@as_json
@ending
def verify(
    domains: tuple[Domain, ...],
    sha256: str | None,
    chain: str | None,
    for_: tuple[Domain, ...],
    listed: str | None,
    *,
    settings: bool,
    as_json: bool,
) -> Exit:
    """Shake hands with every address of DOMAINS and judge what is served.

    With --file, of thousands side by side: names, IP addresses or pasted URLs, with a port where
    it is another than 443; what follows a # is passed over.
    Or, with --chain and without an account or a network, judge a PEM file as if it were served.
    Exit 0: every address within reach serves what browsers accept; 1: a fault; 2: a line of
    the list could not be read; 3: an address or a kind of address could not be looked at.

    With --settings: plain HTTP, old versions of TLS, HTTP/2, HSTS and compression; exit 1 where
    plain HTTP is answered or an old version of TLS is spoken.
    """
    if listed is not None:
        if domains or for_ or chain is not None:
            raise click.UsageError("With --file the hosts stand there, and nowhere else.")
        from certbind.cli.looks.sweep_command import verify_list  # noqa: PLC0415

        return verify_list(environment(), listed, _leaf(sha256), language(), as_json=as_json)
    if chain is not None:
        if domains or sha256 is not None:
            raise click.UsageError("With --chain nobody is asked: name domains with --domain.")
        from certbind.cli.material.chain_verdict import verify_file  # noqa: PLC0415

        return verify_file(environment(), chain, for_, as_json=as_json)
    if for_ or not domains:
        raise click.UsageError("Name DOMAINS, or a list of them with --file, or a --chain.")
    if settings:
        from certbind.cli.protect.proofs import verify_settings  # noqa: PLC0415

        return verify_settings(domains, as_json=as_json)
    return _verify_each(domains, _leaf(sha256), as_json=as_json)


def _verify_each(domains: tuple[Domain, ...], leaf: LeafIdentity | None, *, as_json: bool) -> Exit:
    from certbind.cli.factories.whose import make_whose  # noqa: PLC0415
    from certbind.cli.looks.verdict_json import verdict_json  # noqa: PLC0415
    from certbind.usecases.account.look import Look  # noqa: PLC0415

    whose = make_whose(environment())
    settings = ProbeSettings.from_env(environment()).of_verify()
    look = Look(SystemClock(), visitors.probe(settings), visitors.trust_anchors(settings))
    shown = []
    worst = Exit.OK
    for domain in domains:
        with working(f"{domain} …", quiet=as_json):
            observation, verdict = look(domain, leaf)
            told = verdict_json(observation, verdict, whose)
        shown.append(told)
        if not as_json:
            from certbind.cli.verdicts import show_verdict  # noqa: PLC0415

            show_verdict(console(), observation, verdict, whose=whose)
        if not verdict.is_good:
            worst = max(worst, Exit.CLOUD if verdict.is_undecided else Exit.FINDINGS)
    if as_json:
        print_json(shown)
    return worst


def _leaf(sha256: str | None) -> LeafIdentity | None:
    if sha256 is None:
        return None
    digits = sha256.replace(":", "").lower()
    if len(digits) != 64 or any(c not in "0123456789abcdef" for c in digits):  # noqa: PLR2004
        raise click.BadParameter(f"{describe(sha256)} is no SHA-256: 64 hex digits are expected")
    return LeafIdentity(Sha256(digits), None)
