"""`verify --chain`: a file judged as an edge would serve it, by the same judge and words."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.text import Text

from certbind.cli.exits import Exit
from certbind.cli.factories.material import files
from certbind.cli.options import console, print_json
from certbind.cli.speech.language import told
from certbind.cli.verdicts import show_verdict
from certbind.config import ProbeSettings
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import UnreadableCertificateError, parse_leaf
from certbind.domain.trust.material.as_served import judge_file
from certbind.domain.trust.names import InvalidNameError, parse_reference
from certbind.domain.trust.summary import summarise_file
from certbind.wiring import visitors
from certbind.wiring.clock import SystemClock
from certbind.wiring.required_settings import Environment

_FIRST_IS_A_CA = (
    "note: the first certificate is a CA's, and CAS, OSS and CDN want the site's own there; "
    "`certbind convert` puts them in order"
)


def verify_file(
    environment: Environment, place: str, domains: Sequence[Domain], *, as_json: bool
) -> Exit:
    """Without domains: for the first of the certificate's own. MaterialFileError."""
    chain = files().read_chain(place)
    anchors = visitors.trust_anchors(ProbeSettings.from_env(environment))
    now = SystemClock().now()
    shown, worst = [], Exit.OK
    for domain in domains or _first_name(chain):
        seen, verdict = judge_file(place, chain, domain, anchors, now)
        shown.append({**verdict.to_json(), "summary": summarise_file(verdict), "file": place})
        if not as_json:
            show_verdict(console(), seen, verdict, told=summarise_file(verdict))
        worst = worst if verdict.is_good else Exit.FINDINGS
    if as_json:
        print_json(shown)
    elif _begins_with_a_ca(chain):
        console().print(Text(told(_FIRST_IS_A_CA)), soft_wrap=True)
    return worst


def _first_name(chain: tuple[bytes, ...]) -> tuple[Domain, ...]:
    try:
        return (parse_reference(parse_leaf(chain[0]).names[0]),)
    except (UnreadableCertificateError, InvalidNameError, IndexError):
        text = "The first certificate names no domain: say for which one with --domain."
        raise click.UsageError(text) from None


def _begins_with_a_ca(chain: tuple[bytes, ...]) -> bool:
    try:
        kinds = [parse_leaf(der).is_ca for der in chain]
    except UnreadableCertificateError:
        return False
    return kinds[0] and not all(kinds)
