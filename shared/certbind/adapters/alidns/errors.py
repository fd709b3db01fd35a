"""Alidns's published codes (2015-01-09); every refusal comes with HTTP 400."""

from __future__ import annotations

from certbind.adapters.calls.error_table import ErrorTable, Row
from certbind.adapters.calls.rpc.errors import GATEWAY
from certbind.errors import (
    BusyError,
    ConflictError,
    NotFoundError,
    QuotaError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)

_LOCKED = "Unlock it in the DNS console (the zone's settings), or create the record by hand."

ERRORS = ErrorTable(
    (
        Row(BusyError, ("LastOperationNotFinished", "OperationThreadInUsed")),
        Row(ThrottledError, ("Fobidden.TooOfen", "Forbidden.TooOften")),
        Row(UnavailableError, ("UnKnownError",)),
        Row(
            NotFoundError,
            ("InvalidDomainName.NoExist", "IncorrectDomainUser", "DomainRecordNotBelongToUser"),
        ),
        Row(ConflictError, ("DomainRecordDuplicate",)),
        Row(QuotaError, ("QuotaExceeded.Record", "QuotaExceeded.*")),
        Row(
            RejectedError,
            (
                "DomainForbidden",
                "DomainRecordLocked",
                "Forbidden.DomainExpired",
                "Forbidden.DomainLocked",
                "Forbidden.RecordLocked",
                "RecordForbidden.*",
            ),
            _LOCKED,
        ),
        Row(
            RejectedError,
            (
                "DomainRecordConflict",
                "InvalidDomainName.*",
                "InvalidRR.*",
                "InvalidTTL",
                "SubDomainInvalid.*",
            ),
        ),
    ),
    GATEWAY,
)
