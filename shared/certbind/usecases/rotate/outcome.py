"""What a step ended in: what the function returns, the CLI prints and the log carries."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from certbind.values import dataclass, field


class Result(Enum):
    """The kinds of end; stable, alarms match on them."""

    PLANNED = "planned"  # work was found and queued, one message a domain
    NOTHING_TO_DO = "nothing_to_do"
    DUPLICATE = "duplicate"  # the outcome of this event is recorded already
    REFUSED = "refused"  # it would have made visitors worse off, or cannot be done; see reason
    BOUND = "bound"
    ORDERED = "ordered"  # a call that may order a certificate was made, and CAS took it
    DEFERRED = "deferred"  # a passing trouble: queued again for later
    FAILED = "failed"  # given up; a person is needed
    PENDING = "pending"  # looked: not served everywhere yet, looking again
    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    PREPARED = "prepared"  # CAS made a deployment job, which waits for a person
    SETTINGS_CHANGED = "settings_changed"  # how a target is served, besides its certificate
    REJECTED = "message_rejected"  # the message is no event that certbind knows


@dataclass(frozen=True, slots=True)
class Outcome:
    """`subject` is the domain or certificate; `reason` a stable code or ""."""

    result: Result
    subject: str
    message: str
    reason: str = ""
    event_id: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The answer of the function."""
        return {
            "outcome": self.result.value,
            "subject": self.subject,
            "reason": self.reason,
            "message": self.message,
            "event_id": self.event_id,
            "details": dict(self.details),
        }
