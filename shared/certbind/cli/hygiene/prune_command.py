"""`certbind prune`: uploaded certificates that nothing needs any more."""

from __future__ import annotations

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.hygiene import make_prune
from certbind.cli.options import RUN_SECONDS, as_json, console, environment, print_json, working
from certbind.cli.speech.language import echo, told
from certbind.cli.tables import counted
from certbind.domain.hygiene.quotas import Forecast
from certbind.usecases.hygiene.prune import Row


@click.command()
@click.option("--apply", is_flag=True, help="Delete; without, only say what would be.")
@click.option(
    "--unused",
    "unused",
    multiple=True,
    metavar="PRODUCT",
    help="The account does not use this product, as you know: ESA. May be said more than once.",
)
@as_json
@ending
def prune(*, apply: bool, unused: tuple[str, ...], as_json: bool) -> Exit:
    """Delete uploaded certificates from CAS that are superseded and used nowhere.

    Whatever was not read makes the answer no, and is named. It needs a permission that no other
    command has (deploy/policies/prune.json). What CAS sold cannot be deleted so. Entries of ESA
    that serve nobody are named, with the command that deletes them there.
    Exit 0: done, or nothing is to be deleted; 1: something would be deleted, or CAS refused.
    """
    cleaning = make_prune(environment(), RUN_SECONDS, [one.upper() for one in unused])
    with working("reading CAS, every product and the ledger …", quiet=as_json):
        rows = cleaning.plan()
    if apply:
        with working("deleting …", quiet=as_json):
            rows = cleaning.carry_out(rows)
    with working("reading CAS, every product and the ledger …", quiet=as_json):
        idle, sold = cleaning.idle(), cleaning.sold()
    if as_json:
        shown = [row.to_json() for row in rows]
        print_json(
            {"applied": apply, "certificates": shown, "sold": sold, "idle": _idle_json(idle)}
        )
    else:
        _show(console(), rows)
        if sold:
            number = counted(sold, "certificate")
            console().print(told(f"{number} of CAS's own: {_SOLD}"), soft_wrap=True)
        _show_idle(console(), idle)
    open_ = any(not row.kept and not row.deleted for row in rows)
    return Exit.FINDINGS if open_ else Exit.OK


def _show(out: Console, rows: tuple[Row, ...]) -> None:
    said: set[str] = set()
    for row in rows:
        one = row.certificate
        word, style = _word(row)
        word = told(word)
        padded = word + " " * (_WIDTH - cell_len(word))
        text = f"{one.id} {one.name} ({', '.join(one.names)}), ends {one.not_after:%Y-%m-%d}"
        out.print(Text.assemble((padded, style), told(text)), soft_wrap=True)
        for reason, detail in row.kept:
            line = told(f"{reason.value}: {detail}")
            if line not in said or reason.value != "not_all_read":
                out.print(Text(f"{'':13}{line}"), soft_wrap=True)
            said.add(line)
        if row.refused:
            out.print(Text(f"{'':13}{told(str(row.refused))}"), soft_wrap=True)
    gone, to_go = sum(row.deleted for row in rows), sum(not row.kept for row in rows)
    number = counted(len(rows), "uploaded certificate")
    counts = f"{gone} deleted, {to_go - gone} to be deleted, {len(rows) - to_go} kept."
    out.print(told(f"{number}: {counts}"), soft_wrap=True)
    if to_go > gone and not any(row.refused for row in rows):
        out.print(told("Nothing was deleted; --apply deletes."))


def _show_idle(out: Console, quotas: tuple[Forecast, ...]) -> None:
    """What takes a place of a product and serves nobody: a person's to delete, there."""
    for one in quotas:
        out.print(Text(told(f"{one.told}.")), soft_wrap=True)
        for entry in one.idle:
            out.print(Text(f"{'':{_WIDTH}}{entry.deleted_by}"), soft_wrap=True)
    if quotas:
        echo("certbind deletes nothing there. What deletes such an entry stands below it.")


def _idle_json(quotas: tuple[Forecast, ...]) -> list[dict[str, str]]:
    return [
        {"where": one.quota.where, "entry": str(entry), "deleted_by": entry.deleted_by}
        for one in quotas
        for entry in one.idle
    ]


_SOLD = (
    "an order or an instance that has issued can neither be deleted nor refunded, stays in every "
    "list, and takes no place of an upload; what has ended there needs nothing."
)
_WIDTH = 13


def _word(row: Row) -> tuple[str, str]:
    if row.deleted:
        return "deleted", "bold green"
    if row.refused:
        return "refused", "bold red"
    return ("kept", "bold") if row.kept else ("would delete", "bold yellow")
