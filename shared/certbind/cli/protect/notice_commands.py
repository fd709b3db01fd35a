"""`notices` and `ack`: what people are told, where, and what they know already."""

from __future__ import annotations

import click

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.stores import open_acknowledge, open_notices
from certbind.cli.options import (
    RUN_SECONDS,
    DomainParameter,
    as_json,
    environment,
    print_json,
    working,
)
from certbind.cli.speech.language import echo, told
from certbind.cli.terminal import harmless
from certbind.domain.model.identity import Domain
from certbind.usecases.protect.told_sweep import ToldSweep

NO_RECEIVER = "No receiver is set: the variables CERTBIND_NOTICE_… name them (docs/settings.md)."


@click.command()
@click.option("--test", is_flag=True, help="Post a greeting to each, and say what it answered.")
@as_json
@ending
def notices(*, test: bool, as_json: bool) -> Exit:
    """Show who is told what recheck finds, and whether the last post arrived.

    Exit 1: a receiver did not take its last post.
    """
    account = open_notices(environment(), RUN_SECONDS)
    with working("asking the receivers …" if test else "reading the ledger …", quiet=as_json):
        found = account.greet() if test else account.known()
    if as_json:
        print_json({"receivers": [one.to_json() for one in found]})
    for one in () if as_json else found:
        echo(harmless(one.sentence))
    if not found and not as_json:
        echo(NO_RECEIVER)
    return Exit.FINDINGS if any(one.code for one in found) else Exit.OK


@click.command()
@click.argument("domain", type=DomainParameter())
@as_json
@ending
def ack(domain: Domain, *, as_json: bool) -> Exit:
    """Say that you know what is unwell at DOMAIN: notices do not repeat it.

    Whatever else befalls the domain is told still, and so is its end.
    Exit 1: the last sweep found nothing unwell there.
    """
    acknowledge = open_acknowledge(environment(), RUN_SECONDS)
    with working("reading the ledger …", quiet=as_json):
        found = acknowledge(domain)
    if as_json:
        print_json(found.to_json())
    elif not found.marks:
        echo(f"The last sweep found nothing unwell at {domain}: nothing to acknowledge.")
    for what, marks in () if as_json else sorted(found.marks.items()):
        echo(f"{what}: {', '.join(map(told, sorted(marks)))} is known now and not repeated.")
    return Exit.OK if found.marks else Exit.FINDINGS


def show_posts(done: ToldSweep) -> None:
    """A line for each receiver that had something to hear, and why none could be told."""
    for post in done.posts:
        told = f"{post.items} told" if post.items else "a sign of life"
        echo(harmless(f"{post.receiver}: {post.message or f'{told}.'}"))
    if done.troubled:
        echo(harmless(f"Nobody could be told: {done.troubled}"))
