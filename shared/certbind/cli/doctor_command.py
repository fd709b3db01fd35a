"""`doctor`: everything that certbind stands on, one line each."""

from __future__ import annotations

from pathlib import Path

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.examination import make_doctor
from certbind.cli.options import as_json, console, environment, print_json, working
from certbind.cli.speech.language import labelled, told
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
        with working("examining what certbind stands on …", quiet=False) as aside:
            diagnosis = made(lambda check: aside(lambda: _show(out, check)))
        _show_count(out, diagnosis)
    return exit_of(diagnosis)


def exit_of(diagnosis: Diagnosis) -> Exit:
    """What is wrong comes before what could not be seen."""
    if diagnosis.count(Status.WRONG):
        return Exit.FINDINGS
    return Exit.CLOUD if diagnosis.count(Status.COULD_NOT_LOOK) else Exit.OK


def _show(out: Console, check: Check) -> None:
    word, style = _WORDS[check.status]
    word = told(word)
    padded = word + " " * (_WIDTH - cell_len(word))
    name, found = told(check.name), told(check.found)
    text = labelled("reason", code="", text=found)
    out.print(Text.assemble((padded, style), " ", (name, "bold"), text), soft_wrap=True)
    if check.remedy:
        out.print(Text(f"{'':{_WIDTH}} → {told(check.remedy)}"), soft_wrap=True)


def _show_count(out: Console, diagnosis: Diagnosis) -> None:
    counts = labelled("joint").join(
        f"{diagnosis.count(status)} {told(word).lower()}" for status, (word, _) in _WORDS.items()
    )
    out.print(told(f"{len(diagnosis.checks)} checks: {counts}."), soft_wrap=True)
