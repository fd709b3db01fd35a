"""A part of the account that a scan could not read."""

from __future__ import annotations

from certbind.domain.model.target import ScanFailure
from certbind.errors import CloudError


def unread(where: str, error: CloudError) -> ScanFailure:
    """With what to do about it: a scan goes on, so nobody sees the error itself."""
    return ScanFailure(where, error.code, f"{error.message} {error.hint}".rstrip())
