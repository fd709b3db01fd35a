"""MNS's published codes (data plane)."""

from __future__ import annotations

from certbind.adapters.calls.error_table import CLOCK_HINT, CREDENTIALS_HINT, ErrorTable, Row
from certbind.errors import (
    BusyError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)

NO_MESSAGE = "MessageNotExist"
"""An empty queue, and a receipt that ran out: both are usual."""

ERRORS = ErrorTable(
    (
        Row(NotFoundError, (NO_MESSAGE,), "Another consumer may work on the message."),
        Row(
            NotFoundError,
            ("QueueNotExist", "TopicNotExist", "SubscriptionNotExist"),
            "`certbind setup` makes it; else check CERTBIND_QUEUE or CERTBIND_DEAD_LETTER_QUEUE, "
            "and that MNS_ENDPOINT is of the queue's region.",
        ),
        Row(RejectedError, ("TimeExpired",), CLOCK_HINT),
        Row(
            BusyError,
            ("QueueDeletedRecently",),
            "MNS keeps a deleted queue's name for a while: again in a minute.",
        ),
        Row(ThrottledError, ("QpsLimitExceeded", "QPS Limit Exceeded")),
        Row(
            PermissionDeniedError,
            (
                "InvalidAccessKeyId",
                "InvalidAuthorizationHeader",
                "InvalidSecurityToken",
                "SignatureDoesNotMatch",
            ),
            CREDENTIALS_HINT,
        ),
        Row(PermissionDeniedError, ("AccessDenied",)),
        Row(UnavailableError, ("InternalError", "InternalServerError", "ServiceUnavailable")),
        Row(
            ConflictError,
            (
                "Forbidden.Opened",
                "ORDER.OPEND",
                "QueueAlreadyExist",
                "SubscriptionAlreadyExist",
                "TopicAlreadyExist",
            ),
        ),
        Row(
            RejectedError,
            (
                "InvalidArgument",
                "InvalidDateHeader",
                "InvalidDegist",
                "InvalidQueryString",
                "InvalidQueueName",
                "InvalidRequestURL",
                "MalformedXML",
                "Missing*",
                "QueueNameLengthError",
                "ReceiptHandleError",
            ),
        ),
    )
)
