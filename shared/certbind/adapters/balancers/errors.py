"""Codes that ALB and NLB publish alike (the pages of their calls)."""

from __future__ import annotations

from certbind.adapters.calls.error_table import Row
from certbind.errors import (
    BusyError,
    ConflictError,
    NotFoundError,
    NotOpenedError,
    PermissionDeniedError,
    QuotaError,
    RejectedError,
)


def family(title: str) -> tuple[Row, ...]:
    """`title`: the product as people read it, for what to do."""
    return (
        Row(
            NotOpenedError,
            ("ServiceNotOpen", "*.NotOpen", "ProductNotOpen", "RegionNotSupported*"),
        ),
        Row(
            BusyError,
            ("IncorrectStatus.*", "IncorrectBusinessStatus.*", "ResourceInConfiguring.*"),
        ),
        Row(
            BusyError,
            ("OperationDenied.OperationConflict", "OperationFailed.ResourceInOperating"),
        ),
        Row(NotFoundError, ("ResourceNotFound.*",)),
        Row(
            RejectedError,
            ("ResourceNotFound.Certificate", "CertificateNotExist", "*.CertificateNotExist"),
            f"Nothing was changed. {title} does not find the certificate in CAS: a listener takes "
            "those of its own site (mainland China's regions: cn-hangzhou, all others: "
            "ap-southeast-1). Issue or upload it at that site (CERTBIND_SITE), and check that it "
            "is neither revoked nor deleted.",
        ),
        Row(
            QuotaError,
            ("ResourceQuotaExceeded.*", "QuotaExceeded.*"),
            "Nothing was changed. Take off one that is over or not needed: console of the load "
            "balancer, the listener's certificates (an instance of a higher edition has room for "
            "more).",
        ),
        Row(
            RejectedError,
            ("ResourceAlreadyAssociated.*",),
            "Nothing was changed. The listener has it beside its default one already, and does "
            "not take it as the default too: choose another default, or take it off there first "
            "(console of the load balancer, the listener's certificates).",
        ),
        Row(RejectedError, ("IncorrectStatus.Certificate",)),
        Row(BusyError, ("Conflict.Lock", "IdempotenceProcessing")),
        Row(ConflictError, ("Conflict.*", "IdempotenceSignatureMismatch")),
        Row(PermissionDeniedError, ("Forbidden.*", "OperationDenied.RamUser")),
        Row(
            RejectedError, ("DryRunOperation", "OperationDenied.*", "Mismatch.*", "IllegalParam.*")
        ),
    )
