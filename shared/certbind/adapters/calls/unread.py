"""A part of the account that a scan could not read, or that is named and not there."""

from __future__ import annotations

from certbind.domain.model.target import Absent, ScanFailure
from certbind.errors import CloudError


def unread(where: str, error: CloudError) -> ScanFailure:
    """With what to do about it: a scan goes on, so nobody sees the error itself."""
    return ScanFailure(
        where, error.code, f"{error.message} {error.hint}".rstrip(), error.retryable
    )


def absent(where: str, setting: str, error: CloudError) -> Absent:
    """As the service itself says; setting: where the name stands."""
    return Absent(where, setting, f"{error.message} Check {setting}.")
