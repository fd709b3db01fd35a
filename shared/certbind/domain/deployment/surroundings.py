"""What certbind stands in, as it was found: facts for `doctor` to judge."""

from __future__ import annotations

from enum import Enum

from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose credentials these are (STS GetCallerIdentity)."""

    account_id: str
    kind: str
    arn: str


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """A queue's attributes; seconds, and bytes for the message."""

    name: str
    visibility: int
    retention: int
    delay: int
    longest_message: int


@dataclass(frozen=True, slots=True)
class BucketFacts:
    """A bucket. versioning: "" for never, else Enabled or Suspended."""

    name: str
    region: str
    acl: str
    versioning: str


class Access(Enum):
    """What a probe of one permission showed."""

    ALLOWED = "allowed"
    DENIED = "denied"
    NOT_PROBED = "not_probed"


@dataclass(frozen=True, slots=True)
class PermissionFacts:
    """action: as policies name it. detail: how it was probed, or the refusal; hint: what the
    refusal's code says is to be done.
    """

    action: str
    where: str
    access: Access
    detail: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """A zone of the account's own DNS. elsewhere: the name servers that answer for it instead."""

    name: str
    is_there: bool
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TriggerFacts:
    """A queue trigger of a service file. dead_letter_queue: "" for none."""

    function: str
    queue: str
    region: str
    dead_letter_queue: str
    errors_tolerance: str
