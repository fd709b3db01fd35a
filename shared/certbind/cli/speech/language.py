"""Which language the command speaks: `--lang`, else the locale; how its texts are said in it.

The texts are read when the first one is said: `--version` says none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from certbind.domain.words import Language

LANGUAGES: tuple[Language, ...] = ("en", "zh")
_SPOKEN: ContextVar[Language] = ContextVar("spoken", default="en")


def language() -> Language:
    """Of this run of the command."""
    return _SPOKEN.get()


def speak(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> None:
    """Before anything is parsed: `--help` may stand before `--lang`."""
    _SPOKEN.set(_asked(arguments) or _of_the_locale(environ))


def _asked(arguments: Sequence[str]) -> Language | None:
    for at, one in enumerate(arguments):
        if one == "--":
            return None
        name, is_joined, value = one.partition("=")
        if name == "--lang":
            told = value if is_joined else "".join(arguments[at + 1 : at + 2])
            return told if told in LANGUAGES else None
    return None


def _of_the_locale(environ: Mapping[str, str]) -> Language:
    """POSIX: the first of these that is set decides."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((environ[name] for name in names if environ.get(name)), "")
    return "zh" if spoken.lower().startswith("zh") else "en"


def lang_option() -> click.Option:
    """Of every command; read before the rest (`speak`), so here it only has to be there."""
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help="Language: en or zh; else as the locale has it.",
    )


def told(text: str) -> str:
    """A sentence in the language of this run."""
    from certbind.domain.words.sentences import said  # noqa: PLC0415

    return said(text, language())


def labelled(key: str, **values: object) -> str:
    """A label in the language of this run."""
    from certbind.domain.words.labels import label  # noqa: PLC0415

    return label(key, language(), **values)


def echo(text: str, *, err: bool = False) -> None:
    """One line for a person."""
    click.echo(told(text), err=err)


def ask(text: str) -> None:
    """click.Abort where the answer is no."""
    click.confirm(told(text), abort=True, err=True)
