"""`certbind prune`: uploaded certificates that nothing needs any more."""

from __future__ import annotations

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.hygiene import make_prune
from certbind.cli.options import RUN_SECONDS, as_json, console, environment, print_json, working
from certbind.cli.speech.language import told
from certbind.cli.tables import counted
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
    command has (deploy/policies/prune.json).
    Exit 0: done, or nothing is to be deleted; 1: something would be deleted, or CAS refused.
    """
    cleaning = make_prune(environment(), RUN_SECONDS, [one.upper() for one in unused])
    with working("reading CAS, every product and the ledger …", quiet=as_json):
        rows = cleaning.plan()
    if apply:
        with working("deleting …", quiet=as_json):
            rows = cleaning.carry_out(rows)
    if as_json:
        print_json({"applied": apply, "certificates": [row.to_json() for row in rows]})
    else:
        _show(console(), rows)
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


_WIDTH = 13


def _word(row: Row) -> tuple[str, str]:
    if row.deleted:
        return "deleted", "bold green"
    if row.refused:
        return "refused", "bold red"
    return ("kept", "bold") if row.kept else ("would delete", "bold yellow")
