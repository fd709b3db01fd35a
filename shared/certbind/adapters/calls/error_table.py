"""A product's published error codes as our errors: looked up by code, then text, then form.

The status comes last: CAS sends 400 for everything, CDN 403 for "busy", RAM 409 for quotas and
MNS 408 for a wrong clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from certbind.errors import (
    ArrearsError,
    BusyError,
    CloudError,
    ConflictError,
    NotFoundError,
    NotOpenedError,
    PermissionDeniedError,
    QuotaError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)
from certbind.values import dataclass, field

_SERVER_FAULT = 500
_TOO_MANY = 429

CREDENTIALS_HINT = (
    "The access key, its secret or its token is not accepted: check the function's role or the "
    "ALIBABA_CLOUD_ variables, and this machine's clock."
)
ENDPOINT_HINT = "The address answers for another product or version: check the endpoint setting."
CLOCK_HINT = "This machine's clock is more than 15 minutes off: set it (NTP)."


@dataclass(frozen=True, slots=True)
class Row:
    """codes: compared without regard to case; `*` stands for anything (a published template).

    texts: parts of the message of which one must occur, for a code with several meanings; such
    rows stand before the one that takes the rest. hint: what to do; "" where the error's own
    says it.
    """

    kind: type[CloudError]
    codes: tuple[str, ...]
    hint: str = ""
    texts: tuple[str, ...] = ()

    def takes(self, code: str, message: str) -> bool:
        """Whether this row says what the code means."""
        if self.texts and not any(text in message.lower() for text in self.texts):
            return False
        return any(fnmatchcase(code, known.lower()) for known in self.codes)


@dataclass(frozen=True, slots=True)
class ErrorTable:
    """A product's own rows, then those that it shares with others, then forms that codes have
    everywhere. reasons: by a code of detail (OSS's EC), only where the code itself says nothing:
    it is documented as not stable.
    """

    rows: tuple[Row, ...]
    shared: tuple[Row, ...] = ()
    reasons: dict[str, type[CloudError]] = field(default_factory=dict)

    def find(self, code: str, message: str, status: int, reason: str = "") -> Row:
        """What an answer means. Its kind is what is raised."""
        wanted = code.lower()
        for row in self._candidates(wanted):
            if row.takes(wanted, message):
                return row
        if reason in self.reasons:
            return Row(self.reasons[reason], (code,))
        by_status = status == _TOO_MANY or status >= _SERVER_FAULT
        return Row(UnavailableError if by_status else RejectedError, (code,))

    def _candidates(self, code: str) -> Iterator[Row]:
        """A code as it is published stands before a template that it also fits."""
        published = (*self.rows, *self.shared)
        yield from (row for row in published if code in {one.lower() for one in row.codes})
        yield from published
        yield from FORMS


FORMS: tuple[Row, ...] = (
    Row(
        ThrottledError,
        (
            "Throttling*",
            "FlowControlError",
            "Rejected.Throttling",
            "TooManyRequests",
            "*QpsLimitExceeded*",
            "QPS Limit Exceeded",
            "*RateLimitExceeded*",
        ),
    ),
    Row(
        BusyError,
        (
            "*ServiceBusy",
            "*SystemBusy",
            "*SystemUpgrading",
            "*LockFailed",
            "*UpdateProtection",
            "*DeleteProtection",
            "IncorrectStatus.*",
            "IncorrectBusinessStatus.*",
            "ResourceInConfiguring.*",
        ),
    ),
    Row(NotOpenedError, ("*ServiceNotFound",)),
    Row(
        ArrearsError,
        ("*ServiceSuspended", "*Arrears*", "*InDebt*", "InsufficientBalance"),
    ),
    Row(
        PermissionDeniedError,
        (
            "InvalidAccessKeyId*",
            "InvalidSecurityToken*",
            "SecurityToken*",
            "MissingSecurityToken*",
            "SignatureDoesNotMatch*",
            "IncompleteSignature*",
            "AuthenticationFail*",
        ),
        CREDENTIALS_HINT,
    ),
    Row(
        RejectedError,
        (
            "InvalidApi.NotFound",
            "InvalidAction*",
            "InvalidProduct.NotFound",
            "InvalidVersion",
            "NoSuchVersion",
            "UnsupportedHTTPMethod",
            "InvalidProtocol.NeedSsl",
            "SDK.InvalidRegionId",
            "SDK.EndpointResolvingError",
        ),
        ENDPOINT_HINT,
    ),
    Row(NotFoundError, ("Forbidden.InstanceNotFound",)),
    Row(
        PermissionDeniedError,
        (
            "Forbidden*",
            "NoPermission*",
            "PermissionDenied*",
            "AccessDenied*",
            "Unauthorized*",
            "IllegalOperation*",
        ),
    ),
    Row(QuotaError, ("LimitExceeded*", "QuotaExceeded*", "InsufficientQuota*", "TooMany*")),
    Row(QuotaError, ("*OverQuota",)),
    Row(
        ConflictError,
        (
            "EntityAlreadyExist*",
            "AlreadyExists*",
            "Conflict.*",
            "*AlreadyExists",
            "*AlreadyExist",
            "*Repeat",
            "*Duplicated",
        ),
    ),
    Row(
        NotFoundError,
        (
            "EntityNotExist*",
            "NotFound*",
            "NoSuch*",
            "ResourceNotFound*",
            "*.NotFound",
            "*NotExist",
            "*NotExisted",
        ),
    ),
)
"""In this order: `TooManyRequests` is no quota, `CdnServiceNotFound` nothing that is missing."""
