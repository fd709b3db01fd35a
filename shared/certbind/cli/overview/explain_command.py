"""`explain DOMAIN`: a page about a domain for who knows the consoles and nothing of TLS."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.account import make_explanation
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
from certbind.cli.overview.commands import exit_of
from certbind.cli.overview.status_text import STYLES, show_rest
from certbind.cli.speech.language import language
from certbind.domain.model.identity import Domain
from certbind.domain.words import Language
from certbind.usecases.explain.explanation import Explanation
from certbind.views.explanation.json import explain_json
from certbind.views.explanation.text import sections, told_title
from certbind.views.explanation.wrapped import wrapped

_INDENT = 2


@click.command()
@click.argument("domain", type=DomainParameter())
@click.option("--look", is_flag=True, help="Ask DNS and every address now; only look.")
@as_json
@ending
def explain(*, domain: Domain, look: bool, as_json: bool) -> Exit:
    """Explain one domain: what is wrong, why, and the one thing to do; and what stands behind it.

    Where its certificate belongs, which ones of CAS could serve it and why each other cannot,
    where DNS leads, what visitors get, what certbind does next. Nothing is changed or queued.
    Exit codes as of `status`.
    """
    explaining = make_explanation(environment(), RUN_SECONDS)
    told = "looking at the domain …" if look else "reading CAS, OSS, CDN and the ledger …"
    with working(told, quiet=as_json):
        found = explaining(domain, look=look)
    if as_json:
        print_json(explain_json(domain, found, language()))
    else:
        for number, one in enumerate(found.explanations):
            if number:
                console().print()
            show_explanation(console(), one, language(), width_to_fill())
        show_rest(console(), found.report)
    return exit_of(found.report, found.report.domains)


def show_explanation(
    console: Console, found: Explanation, spoken: Language, width: int | None
) -> None:
    """width: None where nobody wraps."""
    health, domain = told_title(found, spoken)
    title = Text(f"{health}  {domain}")
    title.stylize(STYLES[found.row.health], 0, len(health))
    console.print(title, soft_wrap=True)
    for part in sections(found, spoken):
        console.print()
        console.print(Text(part.heading, "bold"), soft_wrap=True)
        for one in part.paragraphs:
            for line in wrapped(one.text, width, _INDENT * (1 + one.depth)):
                console.print(Text(line), soft_wrap=True)
