"""How a person's order for single domains ended, as told in the terminal."""

from __future__ import annotations

from certbind.cli import tables
from certbind.cli.exits import Exit, exit_of_codes
from certbind.cli.options import console, print_json
from certbind.cli.speech.language import echo
from certbind.usecases.rotate.outcome import Result
from certbind.usecases.serving.telling import ProtectReport
from certbind.usecases.wishes.rollback_report import RollbackReport


def show_order(report: ProtectReport | RollbackReport, *, as_json: bool) -> Exit:
    """Its outcomes, and after a dry run how to have it done."""
    if as_json:
        print_json(report.to_json())
    else:
        tables.show_outcomes(console(), report.outcomes)
        if any(outcome.result is Result.PLANNED for outcome in report.outcomes):
            echo("Say the same with --apply to do it.")
    failed = [one.reason for one in report.outcomes if one.result is Result.FAILED]
    if failed:
        return exit_of_codes(failed)
    return Exit.OK if report.is_complete else Exit.FINDINGS
