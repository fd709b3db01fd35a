"""Files on this machine: read within a bound, written whole, for their owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from certbind.adapters.keystores.contents import certificates_alone, contents_of
from certbind.domain.trust.material.refusals import MaterialFileError, OutputExistsError
from certbind.domain.trust.material.values import Contents
from certbind.ports.files import Passphrases

LARGEST = 8 << 20
"""Bytes; the intermediates of all public CAs take 4 MB."""

_FOR_OWNER = 0o600


class KeystoreFiles:
    """What a person hands in, and what is made of it (Keystores)."""

    def read(self, place: str, passphrases: Passphrases) -> Contents:
        """See Keystores."""
        return contents_of(_read(place), place, passphrases)

    def read_chain(self, place: str) -> tuple[bytes, ...]:
        """See Keystores."""
        return tuple(certificates_alone(_read(place), place))

    def write(self, texts: Mapping[str, str], *, force: bool) -> None:
        """See Keystores. Each is made beside its place and moved there when it is on the disk."""
        taken = [place for place in texts if not force and os.path.lexists(place)]
        if taken:
            raise _exists(taken)
        beside: dict[str, Path] = {}
        placed: list[str] = []
        try:
            for place, text in texts.items():
                beside[place] = _write_beside(Path(place), text)
            for place, made in beside.items():
                _move(made, place, force=force)
                placed.append(place)
        except FileExistsError as error:
            _remove(placed)
            raise _exists([str(error.filename2 or error.filename)]) from None
        except OSError as error:
            _remove(placed if not force else [])
            raise _not_written(error) from None
        finally:
            _remove([str(path) for path in beside.values()])


def _read(place: str) -> bytes:
    try:
        with Path(place).open("rb") as file:
            data = file.read(LARGEST + 1)
    except IsADirectoryError:
        hint = "Name the files that are in it."
        raise MaterialFileError("is a directory.", subject=place, hint=hint) from None
    except OSError as error:
        told = f"cannot be read: {error.strerror or 'the system does not say why'}."
        raise MaterialFileError(told, subject=place, hint="Check its name and rights.") from None
    except ValueError:  # a NUL in the name
        raise MaterialFileError("is no name of a file.", hint="Check its name.") from None
    if len(data) > LARGEST:
        told = f"is larger than {LARGEST >> 20} MiB: no certificate with its key is."
        raise MaterialFileError(told, subject=place)
    return data


def _write_beside(place: Path, text: str) -> Path:
    """Nobody else may read it at any moment; the name is drawn, and nothing of it is there."""
    made = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(made, flags, _FOR_OWNER)
    with os.fdopen(descriptor, "wb") as file:
        _write_or_remove(file, text.encode("ascii"), str(made))
    return made


def _write_or_remove(file: BinaryIO, data: bytes, place: str) -> None:
    """What could not be written whole does not stay."""
    try:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    except OSError:
        _remove([place])
        raise


def _move(made: Path, place: str, *, force: bool) -> None:
    """Linking refuses what is there. Where it fails, be it since the file system has no links, the
    place itself is made, which refuses what is there as well.
    """
    if force:
        made.replace(place)
        return
    try:
        os.link(made, place)
    except OSError:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(place, flags, _FOR_OWNER), "wb") as file:
            _write_or_remove(file, made.read_bytes(), place)


def _remove(places: Sequence[str]) -> None:
    for place in places:
        Path(place).unlink(missing_ok=True)


def _exists(places: Sequence[str]) -> OutputExistsError:
    return OutputExistsError(f"is there already: {', '.join(places)}.", subject="The output")


def _not_written(error: OSError) -> OutputExistsError:
    told = f"cannot be written: {error.strerror or 'the system does not say why'}."
    return OutputExistsError(told, subject="The output", hint="Choose a folder that is yours.")
