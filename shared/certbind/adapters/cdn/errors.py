"""CDN's published codes (2018-05-10): those of the family, and its own."""

from __future__ import annotations

from certbind.adapters.accelerated.errors import family
from certbind.adapters.calls.error_table import ErrorTable, Row
from certbind.adapters.calls.rpc.errors import GATEWAY
from certbind.errors import ArrearsError, ConflictError, NotOpenedError

ERRORS = ErrorTable(
    (
        Row(NotOpenedError, ("CdnServiceNotFound",)),
        Row(ArrearsError, ("CdnServiceSuspended",)),
        Row(ConflictError, ("CdnService.HasOpened",)),
        *family("CDN"),
    ),
    GATEWAY,
)
