"""Files of a person, and the machine that they lie on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from certbind.domain.trust.material.values import Contents

Passphrases = Callable[[str], Iterable[bytes]]
"""Those to try on what is named, one after another; asking a person may be part of it."""


class Keystores(Protocol):
    """Files of certificates and keys. Raises the errors of domain/trust/material/refusals.py."""

    def read(self, place: str, passphrases: Passphrases) -> Contents:
        """Everything in a file, whatever its form."""

    def read_chain(self, place: str) -> tuple[bytes, ...]:
        """The certificates of a PEM file in its order, as a server would read it."""

    def write(self, texts: Mapping[str, str], *, force: bool) -> None:
        """All of them or none, for their owner alone; over what is there only with force."""


class ClientMachine(Protocol):
    """Where roots lie."""

    def roots(self, place: str) -> tuple[tuple[bytes, ...], int]:
        """Of a folder or a bundle: every certificate, DER, and how many files are none. The
        errors of domain/trust/material/refusals.py.
        """

    def os_release(self) -> dict[str, str]:
        """Of this machine; empty where it has none."""
