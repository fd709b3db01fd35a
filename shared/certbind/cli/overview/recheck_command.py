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
from certbind.usecases.account.sweep_report import SweepReport
from certbind.usecases.protect.notices import Post, TellAfterSweep

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
        report = sweep()
    posts = None if teller is None else _told(teller, report, quiet=as_json)
    _show(report, posts, as_json=as_json)
    if report.unread:
        return Exit.CLOUD
    is_well = report.is_clean and not any(post.code for post in posts or ())
    return Exit.OK if is_well else Exit.FINDINGS


def _teller() -> TellAfterSweep:
    """Before the sweep, so that a slip in an address is told at once."""
    teller = open_teller(environment(), RUN_SECONDS)
    if not teller.receivers:
        raise click.UsageError(NO_RECEIVER)
    return teller


def _told(teller: TellAfterSweep, report: SweepReport, *, quiet: bool) -> tuple[Post, ...]:
    with working("telling the receivers …", quiet=quiet):
        return teller(report)


def _show(report: SweepReport, posts: tuple[Post, ...] | None, *, as_json: bool) -> None:
    if as_json:
        told = {} if posts is None else {"notices": [post.to_json() for post in posts]}
        print_json({**report.to_json(), **told})
        return
    tables.show_recheck(console(), report, width_to_fill())
    show_posts(posts or ())
