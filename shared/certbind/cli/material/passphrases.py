"""Where passphrases come from: a file descriptor or a prompt, never an argument or a variable."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import click

from certbind.cli.speech.language import told
from certbind.cli.terminal import harmless
from certbind.domain.trust.material.refusals import PassphraseError

_MOST_TRIES = 3
_MOST_BYTES = 1 << 16

passphrase_fd = click.option(
    "--passphrase-fd",
    type=click.IntRange(min=0),
    metavar="N",
    help="Read passphrases from this descriptor, one a line; else they are asked for.",
)


class Passphrases:
    """One that opened something is tried first on what comes next."""

    def __init__(self, descriptor: int | None) -> None:
        """descriptor: None to ask, where a person is there to answer."""
        self._asks = descriptor is None
        self._known = [] if descriptor is None else _read_lines(descriptor)

    def __call__(self, what: str) -> Iterator[bytes]:
        """See usecases/certificates/convert.py."""
        yield from reversed(self._known)
        if not (self._asks and sys.stdin.isatty()):
            return
        for _ in range(_MOST_TRIES):
            self._known.append(_asked(what))
            yield self._known[-1]


def _asked(what: str) -> bytes:
    text = harmless(told(f"{what} is encrypted. Passphrase"))
    try:
        typed = click.prompt(text, hide_input=True, default="", show_default=False, err=True)
    except click.Abort:
        raise PassphraseError(f"{what} is encrypted, and nobody answered.") from None
    return str(typed).encode("utf-8", "surrogateescape")


def _read_lines(descriptor: int) -> list[bytes]:
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            given = file.read(_MOST_BYTES)
    except (OSError, ValueError):
        text = f"--passphrase-fd {descriptor}: nothing can be read from this descriptor."
        raise click.UsageError(f"{text} For example: --passphrase-fd 3 3<FILE.") from None
    return list(reversed([line.rstrip(b"\r") for line in given.split(b"\n") if line.strip()]))
