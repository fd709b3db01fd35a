"""`certbind verify --settings`: what visitors meet besides the certificate."""

from __future__ import annotations

import click
from rich.cells import cell_len

from certbind.cli.exits import Exit
from certbind.cli.options import environment, print_json, working
from certbind.cli.speech.language import echo, told
from certbind.cli.terminal import harmless
from certbind.config import ProbeSettings
from certbind.domain.model.identity import Domain
from certbind.domain.serving.proof import Met, Proof, proofs
from certbind.wiring import visitors

_WIDTH = 12
_MARKS = {Met.YES: "ok", Met.NO: "no", Met.NOT_SEEN: "??"}


def verify_settings(domains: tuple[Domain, ...], *, as_json: bool) -> Exit:
    """Exit 0: plain HTTP is redirected or denied, and old TLS refused; 1: not so; 3: not seen."""
    probe = visitors.settings_probe(ProbeSettings.from_env(environment()))
    worst, shown = Exit.OK, []
    for domain in domains:
        with working(f"{domain} …", quiet=as_json):
            found = [one for seen in probe.observe(domain) for one in proofs(seen)]
        worst = max(worst, _exit(found))
        shown.append(_json(domain, found))
        if not as_json:
            _show(domain, found)
    if as_json:
        print_json(shown)
    return worst


def _exit(found: list[Proof]) -> Exit:
    needed = [one.met for one in found if not one.optional]
    if Met.NO in needed:
        return Exit.FINDINGS
    return Exit.CLOUD if not needed or Met.NOT_SEEN in needed else Exit.OK


def _show(domain: Domain, found: list[Proof]) -> None:
    """What all addresses show alike stands once."""
    click.echo(domain)
    if not found:
        echo("  the name leads nowhere")
    for what in dict.fromkeys(one.what for one in found):
        seen: dict[tuple[Met, str], list[str]] = {}
        for one in found:
            if one.what == what:
                seen.setdefault((one.met, one.told), []).append(one.address)
        for (met, text), addresses in seen.items():
            where = "" if len(seen) == 1 else f"  ({', '.join(addresses)})"
            shown = told(what)
            padded = shown + " " * max(_WIDTH - cell_len(shown), 0)
            click.echo(harmless(f"  {_MARKS[met]}  {padded} {told(text)}{where}"))


def _json(domain: Domain, found: list[Proof]) -> dict[str, object]:
    return {
        "domain": domain,
        "settings": [
            {
                "address": one.address,
                "what": one.what,
                "met": one.met.value,
                "told": one.told,
                "optional": one.optional,
            }
            for one in found
        ],
    }
