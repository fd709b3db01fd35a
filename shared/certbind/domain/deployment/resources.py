"""What a deployment has in the account besides its functions: names, and how each thing is set."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from certbind.domain.deployment.permissions import LONGEST_DOCUMENT
from certbind.domain.deployment.policy_resources import Scope
from certbind.values import dataclass, fields


@dataclass(frozen=True, slots=True)
class QueueAttributes:
    """Of an MNS queue, in seconds and bytes."""

    visibility: int
    retention: int
    delay: int = 0
    wait: int = 0
    largest_message: int = 65_536

    def differences(self, wanted: QueueAttributes) -> tuple[str, ...]:
        """`visibility 30, not 360`, one each."""
        pairs = ((f.name, getattr(self, f.name), getattr(wanted, f.name)) for f in fields(self))
        return tuple(
            f"{name.replace('_', ' ')} {has}, not {wants}"
            for name, has, wants in pairs
            if has != wants
        )


_SEVEN_DAYS = 604_800
EVENTS = QueueAttributes(visibility=360, retention=_SEVEN_DAYS)
"""EventBridge waits for a function for 300 s, and a message may be delayed for seven days."""
DEAD_LETTERS = QueueAttributes(visibility=60, retention=_SEVEN_DAYS)
"""As long as a queue keeps anything: a person has to find the time."""


@dataclass(frozen=True, slots=True)
class BucketSeen:
    """versioning: "", `Enabled` or `Suspended`."""

    region: str
    acl: str
    versioning: str
    blocks_public_access: bool


@dataclass(frozen=True, slots=True)
class PolicySeen:
    """A custom policy of RAM; `document` of its default version."""

    document: Mapping[str, Any]
    description: str


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """attached: (`Custom` or `System`, policy name)."""

    trust: Mapping[str, Any]
    description: str
    attached: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WantedRole:
    """Of one function; its policy has the same name."""

    name: str
    document: Mapping[str, Any]


TRUST: Mapping[str, Any] = {
    "Version": "1",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": ["fc.aliyuncs.com"]},
        }
    ],
}
"""Function Compute alone may take the roles on."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """Everything that `setup` makes. description: by it roles and policies are recognised as made
    by setup.
    """

    prefix: str
    scope: Scope
    roles: tuple[WantedRole, ...]

    @property
    def description(self) -> str:
        """Of its roles and policies."""
        return f"certbind setup, prefix {self.prefix}"

    @property
    def queues(self) -> tuple[tuple[str, QueueAttributes], ...]:
        """The dead-letter queue first: the other one's trigger names it."""
        return ((self.scope.dead_letters, DEAD_LETTERS), (self.scope.queue, EVENTS))

    @property
    def too_long(self) -> tuple[str, ...]:
        """Roles whose policy RAM does not take for its length."""
        return tuple(
            role.name for role in self.roles if len(compact(role.document)) > LONGEST_DOCUMENT
        )


def compact(document: Mapping[str, Any]) -> str:
    """A policy as RAM is sent it."""
    return json.dumps(document, separators=(",", ":"))


def role_name(prefix: str, function: str) -> str:
    """Of a function of s.yaml; also the function's own name."""
    return f"{prefix}-{function.replace('_', '-')}"


def event_rule(scope: Scope, prefix: str) -> dict[str, Any]:
    """An EventBridge rule by which ActionTrail's record of a CAS call reaches the queue, so that
    new certificates are seen sooner than by the timer (CreateRule; one region for bus and queue).
    """
    queues = f"acs:mns:{scope.region}:{scope.account_id}:"
    constant = "CONSTANT"
    return {
        "EventBusName": "default",
        "RuleName": f"{prefix}-certificates",
        "Status": "ENABLE",
        "FilterPattern": '{"source":["acs.cas"],"type":[{"suffix":":ActionTrail:ApiCall"}]}',
        "EventTargets": [
            {
                "Id": "queue",
                "Type": "acs.mns.queue",
                "Endpoint": f"{queues}queues/{scope.queue}",
                "PushRetryStrategy": "EXPONENTIAL_DECAY_RETRY",
                "ErrorsTolerance": "ALL",
                "DeadLetterQueue": {"Arn": f"{queues}/queues/{scope.dead_letters}"},
                "ParamList": [
                    {"ResourceKey": "queue", "Form": constant, "Value": scope.queue},
                    {"ResourceKey": "Body", "Form": "ORIGINAL"},
                    {"ResourceKey": "IsBase64Encode", "Form": constant, "Value": "true"},
                ],
            }
        ],
    }
