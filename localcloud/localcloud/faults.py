"""Faults by rule: what goes wrong, for which call, how often."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any


class FaultKind(Enum):
    """What happens to the call."""

    THROTTLE = "throttle"  # the service's own flow-control error
    ERROR = "error"  # `status`, `code` and `message` of the rule
    UNAVAILABLE = "unavailable"  # 503 in the service's own form
    HTML = "html"  # 502 with a gateway's page instead of the service's form
    SLOW = "slow"  # answered after `seconds` of real time
    HANG = "hang"  # accepted, never answered (until the server stops)
    RESET = "reset"  # connection reset before anything was done
    LOST_RESPONSE = "lost_response"  # done, then the connection is closed without an answer
    STALE_READ = "stale_read"  # a read answers with the state before the last write


@dataclass(frozen=True, slots=True)
class FaultRule:
    """`service` and `action` name the call (`*` for any); `resource` must occur in the object.

    count: how many calls it strikes (None: all); skip: how many matching calls pass before.
    """

    kind: FaultKind
    service: str = "*"
    action: str = "*"
    resource: str = ""
    count: int | None = 1
    skip: int = 0
    status: int = 500
    code: str = "InternalError"
    message: str = "The request processing has failed due to some unknown error."
    seconds: float = 1.0
    id: str = field(default="")

    def strikes(self, service: str, action: str, resource: str) -> bool:
        """Whether this call is meant."""
        return (
            self.service in ("*", service)
            and self.action in ("*", action)
            and self.resource in resource
        )

    def to_json(self) -> dict[str, Any]:
        """As `localcloud fault list --json` shows it."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "service": self.service,
            "action": self.action,
            "resource": self.resource,
            "count": self.count,
            "skip": self.skip,
            "status": self.status,
            "code": self.code,
            "seconds": self.seconds,
        }


class Faults:
    """The rules in force, in the order in which they were added; the first that strikes wins.

    They do not survive a restart: a fault that outlives its rehearsal is a trap.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._rules: list[FaultRule] = []

    def add(self, rule: FaultRule) -> FaultRule:
        """Put a rule into force and give it an id."""
        with self._lock:
            named = replace(rule, id=f"fault-{next(self._numbers)}")
            self._rules.append(named)
            return named

    def remove(self, rule_id: str) -> bool:
        """Take a rule out of force; False when there is none with this id."""
        with self._lock:
            before = len(self._rules)
            self._rules = [rule for rule in self._rules if rule.id != rule_id]
            return len(self._rules) < before

    def clear(self) -> None:
        """Take all rules out of force."""
        with self._lock:
            self._rules.clear()

    def rules(self) -> tuple[FaultRule, ...]:
        """The rules in force."""
        with self._lock:
            return tuple(self._rules)

    def take(self, service: str, action: str, resource: str) -> FaultRule | None:
        """The rule that strikes this call, used up by one; None for a call that goes well."""
        with self._lock:
            for position, rule in enumerate(self._rules):
                if not rule.strikes(service, action, resource):
                    continue
                if rule.skip > 0:
                    self._rules[position] = replace(rule, skip=rule.skip - 1)
                    return None
                self._use_up(position, rule)
                return rule
        return None

    def _use_up(self, position: int, rule: FaultRule) -> None:
        if rule.count is None:
            return
        if rule.count <= 1:
            del self._rules[position]
        else:
            self._rules[position] = replace(rule, count=rule.count - 1)
