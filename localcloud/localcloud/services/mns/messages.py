"""A message in a queue, and the handle that its receiver holds."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

Properties = dict[str, list[dict[str, str]]]
"""`UserProperties` and `SystemProperties`: lists of Name, Value, Type."""
_HANDLE = re.compile(r"\d{1,2}-[A-Za-z0-9+/]{8,}={0,2}")


@dataclass(slots=True)
class Message:
    """Times are milliseconds of the world's clock since 1970.

    key: unique in the service (two deliveries of a duplicated message share `message_id`);
    sequence: the order among those of one priority; handle: the one that is good now, or "".
    """

    key: str
    sequence: int
    body: str
    priority: int
    enqueued: int
    visible: int
    message_id: str = ""
    first_dequeued: int = 0
    dequeued: int = 0
    handle: str = ""
    group: str = ""
    properties: Properties = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.message_id:
            self.message_id = uuid.uuid4().hex.upper()

    @property
    def body_md5(self) -> str:
        """Upper-case hex over the body as it was transmitted."""
        return hashlib.md5(self.body.encode(), usedforsecurity=False).hexdigest().upper()

    def to_record(self) -> dict[str, Any]:
        """For the store."""
        return asdict(self)


def new_handle(priority: int) -> str:
    """A receipt handle; `+`, `/` and `=` occur in it, and clients send them unescaped."""
    return f"{priority}-{base64.b64encode(secrets.token_bytes(32)).decode('ascii')}"


def looks_like_handle(text: str) -> bool:
    """Whether this may once have been a handle (else: ReceiptHandleError)."""
    return _HANDLE.fullmatch(text) is not None
