"""Files that others read while they are written: whole or as they were, never half."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click


def refuse_unwritable(path: Path) -> None:
    """A usage error at once, and not after everything was read."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None
    os.close(handle)
    Path(name).unlink()


def write_whole(path: Path, data: bytes) -> None:
    """Into a new file beside it, which then takes its place. Readable by others, as a collector
    of metrics or a web server is another user. A usage error where it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> click.UsageError:
    return click.UsageError(f"{path} cannot be written: {error.strerror}")
