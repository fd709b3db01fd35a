"""Faults by rule: what goes wrong, for which call, how often."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from localcloud.rules import Rule, RuleList, means


class FaultKind(Enum):
    """What happens to the call."""

    THROTTLE = "throttle"  # the service's own flow-control error
    ERROR = "error"  # `status`, `code` and `message` of the rule
    UNAVAILABLE = "unavailable"  # 503 in the service's own form
    HTML = "html"  # 502 with a gateway's page instead of the service's form
    SLOW = "slow"  # answered after `seconds` of real time
    HANG = "hang"  # accepted, never answered
    RESET = "reset"  # connection reset before anything was done
    LOST_RESPONSE = "lost_response"  # done, then the connection is closed without an answer
    STALE_READ = "stale_read"  # a read answers with the state before the last write


@dataclass(frozen=True, slots=True)
class FaultRule(Rule):
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

    def strikes(self, service: str, action: str, resource: str) -> bool:
        """Whether this call is meant."""
        return means((self.service, self.action, self.resource), (service, action, resource))

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


class Faults(RuleList[FaultRule]):
    """The faults in force."""

    prefix = "fault"

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
