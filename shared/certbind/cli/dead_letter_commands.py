"""`dead-letters`: what could not be handled, and back into the queue with it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import click
from rich.console import Console
from rich.text import Text

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.stores import open_dead_letters, open_replay
from certbind.cli.options import (
    RUN_SECONDS,
    as_json,
    console,
    environment,
    print_json,
    width_to_fill,
    working,
)
from certbind.cli.speech.language import echo, told
from certbind.cli.speech.pages import Group
from certbind.cli.speech.rows import Line, show_lines
from certbind.events import type_of
from certbind.usecases.operate.dead_letters import (
    Letter,
    ReadDeadLetters,
    Replay,
    Replayed,
    about,
    find_letter,
)

_SHORT = 12
_TOLD = {
    Replay.REPLAYED: "put back into the queue; recorded in the ledger",
    Replay.ALREADY_REPLAYED: "was put back before; nothing is sent twice",
    Replay.NOT_NEEDED: "a timer's call: the next tick does its work; recorded in the ledger",
    Replay.UNREADABLE_EVENT: "no event that certbind knows: left where it is",
    Replay.OVERSIZED: "larger than is read at once: left where it is; send its events one by one",
}
_LEFT = frozenset({Replay.UNREADABLE_EVENT, Replay.OVERSIZED})


@click.group("dead-letters", cls=Group)
def dead_letters() -> None:
    """See what could not be handled, and put it back when the cause is mended."""


@dead_letters.command("list")
@as_json
@ending
def list_letters(*, as_json: bool) -> Exit:
    """One line a message of the dead-letter queue, oldest first, timers' calls last.

    Exit 0: it is empty; 1: something lies there.
    """
    letters = _read(quiet=as_json)
    if as_json:
        print_json([_shown(letter) for letter in letters])
    elif letters:
        _show_list(console(), letters)
    else:
        echo("The dead-letter queue is empty.")
    return Exit.FINDINGS if letters else Exit.OK


@dead_letters.command()
@click.argument("letter_id", metavar="ID")
@as_json
@ending
def show(letter_id: str, *, as_json: bool) -> Exit:
    """Everything about one message; ID may be shortened."""
    letters = _read(quiet=as_json)
    message = find_letter({one.message.id: one.message for one in letters}, letter_id)
    letter = next(one for one in letters if one.message is message)
    if as_json:
        print_json(_shown(letter))
    else:
        _show_one(console(), letter)
    return Exit.OK


@dead_letters.command()
@click.argument("letter_id", metavar="ID", required=False)
@click.option("--all", "every", is_flag=True, help="All that are there now.")
@as_json
@ending
def replay(letter_id: str | None, *, every: bool, as_json: bool) -> Exit:
    """Put a message's event back into the queue, with its attempts counted anew.

    Mend the cause first: `show` tells it. Exit 1: something could not be put back.
    """
    if (letter_id is None) != every:
        raise click.UsageError("Name one ID, or say --all.")
    desk = open_replay(environment(), RUN_SECONDS)
    with working(_READING, quiet=as_json):
        done = desk(letter_id, asked_by=f"cli-{secrets.token_hex(6)}")
    if as_json:
        print_json([{**_shown(one.letter), **_end(one)} for one in done])
    else:
        _show_replayed(console(), done)
    bad = any(one.result in _LEFT for one in done)
    return Exit.FINDINGS if bad else Exit.OK


def _read(*, quiet: bool) -> tuple[Letter, ...]:
    letters = open_dead_letters(environment(), RUN_SECONDS)
    with working(_READING, quiet=quiet):
        return ReadDeadLetters(letters)()


_READING = "reading the dead-letter queue …"


def _shown(letter: Letter) -> dict[str, object]:
    return letter.to_json()


def _end(one: Replayed) -> dict[str, object]:
    return {"result": one.result.value, "gone": one.is_gone}


def _show_list(out: Console, letters: tuple[Letter, ...]) -> None:
    columns = ("id", "since (UTC)", "event", "about", "why")
    show_lines(out, columns, [_line(letter) for letter in letters], width_to_fill())
    more = "`certbind dead-letters show ID` tells more, `replay ID` puts one back."
    out.print(told(f"Dead letters: {len(letters)}. {more}"), soft_wrap=True)


def _line(letter: Letter) -> Line:
    subjects = ", ".join(about(event) for event in letter.events)
    moment = f"{letter.message.at:%Y-%m-%d %H:%M:%S}"
    short = (letter.message.id[:_SHORT], moment, told(_what(letter)), subjects)
    return Line(short, (_why(letter),))


def _show_one(out: Console, letter: Letter) -> None:
    for line in _facts(letter):
        out.print(Text(told(line)), soft_wrap=True)


def _facts(letter: Letter) -> Iterator[str]:
    yield f"{letter.message.id}, there since {letter.message.at:%Y-%m-%d %H:%M:%S} UTC"
    if letter.failed:
        yield f"  why    {_why(letter)}"
        yield f"  told   {letter.failed.condition or 'nothing'}"
    for event in letter.events:
        yield f"  event  {event.id}  {type_of(event).value}  {about(event)}"
    if letter.is_timer_tick:
        yield "  event  none: a timer's tick, whose work the next tick does"
        return
    for one in letter.deliveries:
        if one.error is not None:
            yield f"  cannot be read ({one.size} bytes): {one.error}"


def _show_replayed(out: Console, done: tuple[Replayed, ...]) -> None:
    for one in done:
        left = "" if one.is_gone or one.result in _LEFT else _STILL_THERE
        shown = f"{one.letter.message.id[:_SHORT]}  {_what(one.letter)}"
        out.print(Text(f"{shown}: {told(_TOLD[one.result])}{told(left)}"), soft_wrap=True)
    if not done:
        out.print(told("The dead-letter queue is empty."))


_STILL_THERE = " (the message itself comes back once more: replay it again to remove it)"


def _what(letter: Letter) -> str:
    if letter.is_timer_tick:
        return "timer tick"
    return ", ".join(type_of(event).value for event in letter.events) or "unreadable_event"


def _why(letter: Letter) -> str:
    if letter.failed:
        return str(letter.failed)
    return "see the function's log (the queue's trigger does not tell)" if letter.events else ""
