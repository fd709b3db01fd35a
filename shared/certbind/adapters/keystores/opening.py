"""Trying passphrases on what is encrypted. None of them reaches a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cryptography.exceptions import UnsupportedAlgorithm

from certbind.domain.trust.leaf import UNREADABLE, quiet
from certbind.domain.trust.material.refusals import PassphraseError, UnsupportedFileError
from certbind.ports.files import Passphrases

T = TypeVar("T")

LIBRARY = (*UNREADABLE, OverflowError)
"""What `cryptography` raises for bytes that it does not take."""


_NONE_GIVEN = "and no passphrase was given"
_NONE_FITS = "and no passphrase that was given opens it, or it is damaged: the two look alike"


class WrongPassphraseError(Exception):
    """It does not open what it was tried on: the next may."""


def opened(what: str, place: str, passphrases: Passphrases, try_one: Callable[[bytes], T]) -> T:
    """What `try_one` makes of the first that opens it; PassphraseError when none does."""
    tried = False
    for passphrase in passphrases(f"{what} ({place})"):
        tried = True
        try:
            return try_one(passphrase)
        except WrongPassphraseError:
            continue
    told = _NONE_FITS if tried else _NONE_GIVEN
    raise PassphraseError(f"{what} is encrypted, {told}.", subject=place)


def by_library(load: Callable[[], T], what: str, place: str) -> T:
    """Its errors do not tell a wrong passphrase from broken content. UnsupportedFileError where
    it knows the form and lacks the algorithm.
    """
    try:
        with quiet():
            return load()
    except UnsupportedAlgorithm:
        told = f"{what} is of a kind or encrypted in a way that is not read here."
        hint = "An SM2 key is uploaded in the CAS console; another one: `openssl pkey -in FILE`."
        raise UnsupportedFileError(told, subject=place, hint=hint) from None
    except LIBRARY:
        raise WrongPassphraseError from None
