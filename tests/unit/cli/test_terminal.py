"""Foreign text on a person's terminal: shown as it is, obeyed by nobody."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any

import click
import pytest
from click.testing import CliRunner
from rich.style import Style
from rich.text import Text

from certbind.cli import tables
from certbind.cli.exits import Exit, ending
from certbind.cli.main import main
from certbind.cli.options import console, print_json, working
from certbind.cli.terminal import PlainConsole, PlainFormatter
from certbind.errors import CertbindError
from certbind.usecases.account.sweep_report import DomainReport, SweepFinding, SweepReport
from certbind.usecases.rotate.outcome import Outcome, Result

MARKUP = "[/x] [bold]a[/bold] :x: [red]"
COMMANDS = "a\x1b[2J\x1b]0;title\x07b\x9b31m\u202ec\r"
Printed = pytest.CaptureFixture[str]


def report(text: str) -> SweepReport:
    finding = DomainReport("CDN www.example.com", "www", ((SweepFinding.UNREAD, text),))
    return SweepReport((finding,), unread=(text,))


def test_what_looks_like_markup_or_an_emoji_is_text(capsys: Printed) -> None:
    tables.show_recheck(console(), report(MARKUP), None)
    tables.show_outcomes(console(), [Outcome(Result.FAILED, "www", MARKUP)])
    assert capsys.readouterr().out.count(MARKUP) == 3


def test_nothing_is_called_none_where_a_part_was_not_read(capsys: Printed) -> None:
    tables.show_recheck(console(), SweepReport((), unread=("CDN: AccessDenied",)), None)
    assert "0 targets: none in what could be read." in capsys.readouterr().out
    tables.show_recheck(console(), SweepReport(()), None)
    assert "0 targets: none found." in capsys.readouterr().out


def test_below_a_refusal_stands_what_to_do_for_each_of_its_reasons(capsys: Printed) -> None:
    """`rollback`, `harden` and `emergency` said why, and left the rest to the runbook."""
    findings = {"findings": [{"reason": "locks_out"}, {"reason": "policy_unreadable"}]}
    refused = Outcome(Result.REFUSED, "a.example", "no", "locks_out", details=findings)
    back = Outcome(Result.REFUSED, "a.example", "no", "predecessor_deleted")
    unknown = Outcome(Result.REFUSED, "a.example", "no", "a_later_word")
    planned = Outcome(Result.PLANNED, "a.example", "yes", "wished")
    tables.show_outcomes(console(), [refused, back, unknown, planned])
    lines = capsys.readouterr().out.splitlines()
    assert [one.lstrip().startswith("→") for one in lines] == [
        *(False, True, True),
        *(False, True),
        *(False, False),
    ]
    assert "mend it" in lines[2]
    assert "certbind rollback --domain a.example --to ID --apply" in lines[4]


def test_no_command_to_the_terminal_gets_through(capsys: Printed) -> None:
    tables.show_recheck(console(), report(COMMANDS), None)
    tables.show_outcomes(console(), [Outcome(Result.FAILED, "www", COMMANDS)])
    out = capsys.readouterr().out
    assert out.count("a[2J]0;titleb31mc") == 3
    assert not set(out) & set("\x07\x1b\x9b\u202e\r")


def test_styles_are_the_consoles_own_and_stay(capsys: Printed) -> None:
    PlainConsole(force_terminal=True, color_system="standard").print(
        Text("\x1b[2Jgood", Style(color="green"))
    )
    assert capsys.readouterr().out == "\x1b[32m[2Jgood\x1b[0m\n"


def test_a_spinner_takes_no_markup_either(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with working(MARKUP, quiet=False):
        pass
    assert ":x:" in capsys.readouterr().err


def test_what_is_shown_meanwhile_stands_on_a_line_of_its_own(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines of doctor ran into the spinner."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with working("doing …", quiet=False) as aside:
        aside(lambda: click.echo("shown", err=True))
    before, _, after = capsys.readouterr().err.partition("shown\n")
    assert before.count("doing …") == after.count("doing …") == 1
    assert re.search(r"\x1b\[2K[^\n]*$", before), "the spinner's line is cleared first"


def test_without_somebody_who_looks_nothing_is_drawn(capsys: Printed) -> None:
    with working("doing …", quiet=False) as aside:
        aside(lambda: click.echo("shown"))
    assert capsys.readouterr() == ("shown\n", "")


def test_json_says_the_same_and_holds_nothing_to_obey(capsys: Printed) -> None:
    print_json({"said": COMMANDS, "name": "müller"})
    out = capsys.readouterr().out
    assert json.loads(out) == {"said": COMMANDS, "name": "müller"}
    assert "müller" in out
    assert not set(out) & set("\x07\x1b\x9b\u202e\r")


@pytest.mark.parametrize("as_json", [False, True])
def test_neither_does_an_error(capsys: Printed, as_json: bool) -> None:
    @ending
    def command(*, as_json: bool) -> Exit:
        raise CertbindError(COMMANDS)

    with pytest.raises(SystemExit):
        command(as_json=as_json)
    shown = "".join(capsys.readouterr())
    assert "title" in shown
    assert not set(shown) & set("\x07\x1b\x9b\u202e\r")


def test_the_commands_log_goes_through_that_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told in the log names certificates and domains of others."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(logging, "basicConfig", lambda **options: given.update(options))
    CliRunner().invoke(main, ["verify", "not a name"])
    (handler,) = given["handlers"]
    assert isinstance(handler.formatter, PlainFormatter)


def test_neither_does_a_log_line() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 1, "left out: %s", (COMMANDS,), None)
    told = PlainFormatter(logging.BASIC_FORMAT).format(record)
    assert told == "ERROR:x:left out: a[2J]0;titleb31mc"
