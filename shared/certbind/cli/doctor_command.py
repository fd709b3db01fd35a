"""`doctor`: everything that certbind stands on, one line each."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.examination import make_doctor
from certbind.cli.options import as_json, console, counted, environment, print_json
from certbind.usecases.operate.doctor import Check, Diagnosis, Status

SECONDS = 300.0
"""For all repetitions together."""

_WORDS = {
    Status.OK: ("ok", "green"),
    Status.WRONG: ("WRONG", "bold red"),
    Status.COULD_NOT_LOOK: ("COULD NOT LOOK", "bold yellow"),
    Status.NOT_PROBED: ("not probed", "dim"),
}
_WIDTH = 14


@click.command()
@as_json
@ending
def doctor(*, as_json: bool) -> Exit:
    """Check settings, credentials, permissions, queues, ledger, clock, network and roots.

    Nothing is changed, except that one small object is written under the ledger's prefix and
    deleted again, to see that OSS refuses to overwrite it.

    Exit 0: all is well; 1: something is wrong; 3: something could not be looked at.
    """
    made = make_doctor(environment(), SECONDS, folder=Path.cwd())
    if as_json:
        diagnosis = made()
        print_json(diagnosis.to_json())
    else:
        out = console()
        diagnosis = made(lambda check: _show(out, check))
        _show_count(out, diagnosis)
    return exit_of(diagnosis)


def exit_of(diagnosis: Diagnosis) -> Exit:
    """What is wrong comes before what could not be seen."""
    if diagnosis.count(Status.WRONG):
        return Exit.FINDINGS
    return Exit.CLOUD if diagnosis.count(Status.COULD_NOT_LOOK) else Exit.OK


def _show(out: Console, check: Check) -> None:
    word, style = _WORDS[check.status]
    out.print(
        Text.assemble(
            (f"{word:{_WIDTH}}", style),
            " ",
            (check.name, "bold"),
            f": {check.found}",
        ),
        soft_wrap=True,
    )
    if check.remedy:
        out.print(Text(f"{'':{_WIDTH}} → {check.remedy}"), soft_wrap=True)


def _show_count(out: Console, diagnosis: Diagnosis) -> None:
    counts = ", ".join(
        f"{diagnosis.count(status)} {word.lower()}" for status, (word, _) in _WORDS.items()
    )
    out.print(f"{counted(len(diagnosis.checks), 'check')}: {counts}.")
