"""`recheck`: the long timer's work at a terminal, and whom it tells of it."""

from __future__ import annotations

import click

from certbind import bootstrap
from certbind.cli import tables
from certbind.cli.exits import Exit, ending
from certbind.cli.factories.stores import open_teller
from certbind.cli.options import (
    RUN_SECONDS,
    as_json,
    console,
    environment,
    print_json,
    width_to_fill,
    working,
)
from certbind.cli.protect.notice_commands import NO_RECEIVER, show_posts
from certbind.cli.speech.language import echo
from certbind.usecases.protect.notices import TellAfterSweep
from certbind.usecases.protect.told_sweep import SweepAndTell, ToldSweep

_QUEUES = "recheck queues what is to be done; `certbind status --look` only looks."


@click.command()
@click.option("--tell", is_flag=True, help="Then tell whom CERTBIND_NOTICE_… names what is news.")
@as_json
@ending
def recheck(*, tell: bool, as_json: bool) -> Exit:
    """Compare what is bound, recorded and served; queue what is to be done.

    What it queues is bound by the functions, though judged with this terminal's settings:
    `certbind status --look` only looks.
    Exit 0: every domain is well; 1: findings, or a notice was not taken; 3: a part could not be
    read.
    """
    teller = _teller() if tell else None
    sweep = bootstrap.recheck_without_end(environment(), RUN_SECONDS)
    if not as_json:
        echo(_QUEUES, err=True)
    with working("rechecking every domain …", quiet=as_json):
        done = ToldSweep(sweep()) if teller is None else SweepAndTell(sweep, lambda: teller)()
    if as_json:
        print_json(done.report.to_json() if teller is None else done.to_json())
    else:
        tables.show_recheck(console(), done.report, width_to_fill())
        show_posts(done)
    if done.report.unread:
        return Exit.CLOUD
    return Exit.OK if done.report.is_clean and done.is_told else Exit.FINDINGS


def _teller() -> TellAfterSweep:
    """Before the sweep, so that a slip in an address is told at once."""
    teller = open_teller(environment(), RUN_SECONDS)
    if not teller.receivers:
        raise click.UsageError(NO_RECEIVER)
    return teller
