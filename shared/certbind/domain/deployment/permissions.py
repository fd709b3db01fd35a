"""What a role may do: API actions on resources, and the RAM policy that allows exactly these.

Forms of resources: OSS "RAM policy" page, CDN's and MNS's RAM tables; CAS has no narrower one
than `*`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

LONGEST_DOCUMENT = 6144
"""Characters that CreatePolicy takes."""


class Resource(Enum):
    """On what an action is allowed; the value is how a person reads it."""

    EVERYTHING = "everything"
    CDN_DOMAINS = "the CDN domains"
    EVERY_BUCKET = "all buckets"
    BUCKETS = "the buckets with custom domains"
    LEDGER = "the ledger's bucket"
    LEDGER_LISTING = "the ledger's keys"
    LEDGER_ENTRIES = "the ledger's entries"
    QUEUE = "messages of the queue"
    DEAD_LETTERS = "messages of the dead-letter queue"
    LOG_STORE = "the functions' log store"
    QUEUES = "both queues"
    QUEUE_MESSAGES = "messages of both queues"
    ROLES = "the deployment's roles"
    POLICIES = "the deployment's policies"
    EVERY_ROLE = "all roles"
    EVERY_POLICY = "all policies"


@dataclass(frozen=True, slots=True)
class Permission:
    """One action, as RAM names it (`<product>:<Action>`), on what, and what it is needed for."""

    action: str
    on: Resource
    why: str


Permissions = Mapping[str, tuple[Permission, ...]]
"""An adapter's, by the method of its port that makes the calls."""

BY_THE_PLATFORM = (
    Permission(
        "log:PostLogStoreLogs", Resource.LOG_STORE, "Function Compute writes the log by it"
    ),
    Permission(
        "mns:SendMessage",
        Resource.DEAD_LETTERS,
        "Function Compute puts events by it that failed for good (asyncInvokeConfig)",
    ),
)
"""What the platform itself does with every function's role (FC, logging and destinations)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that policies are written for. cdn_domains, buckets: () for all of them; a CDN
    wildcard domain is written `.example.com`.
    """

    account_id: str
    region: str
    queue: str
    dead_letters: str
    ledger_bucket: str
    ledger_prefix: str
    log_project: str
    log_store: str
    prefix: str
    cdn_domains: tuple[str, ...] = ()
    buckets: tuple[str, ...] = ()

    def names_of(self, resource: Resource) -> tuple[str, ...]:
        """As a policy's Resource element lists them."""
        account = self.account_id
        oss, queues = f"acs:oss:*:{account}:", f"acs:mns:{self.region}:{account}:/queues/"
        both = (self.queue, self.dead_letters)
        ram = f"acs:ram:*:{account}:"
        log = f"acs:log:{self.region}:{account}:project/{self.log_project}"
        return {
            Resource.EVERYTHING: ("*",),
            Resource.CDN_DOMAINS: tuple(
                f"acs:cdn:*:{account}:domain/{name}" for name in self.cdn_domains or ("*",)
            ),
            Resource.EVERY_BUCKET: (f"{oss}*",),
            Resource.BUCKETS: tuple(f"{oss}{name}" for name in self.buckets or ("*",)),
            Resource.LEDGER: (f"{oss}{self.ledger_bucket}",),
            Resource.LEDGER_LISTING: (f"{oss}{self.ledger_bucket}",),
            Resource.LEDGER_ENTRIES: (f"{oss}{self.ledger_bucket}/{self.ledger_prefix}*",),
            Resource.QUEUE: (f"{queues}{self.queue}/messages",),
            Resource.DEAD_LETTERS: (f"{queues}{self.dead_letters}/messages",),
            Resource.LOG_STORE: (f"{log}/logstore/{self.log_store}",),
            Resource.QUEUES: tuple(f"{queues}{name}" for name in both),
            Resource.QUEUE_MESSAGES: tuple(f"{queues}{name}/messages" for name in both),
            Resource.ROLES: (f"{ram}role/{self.prefix}-*",),
            Resource.POLICIES: (f"{ram}policy/{self.prefix}-*",),
            Resource.EVERY_ROLE: (f"{ram}role/*",),
            Resource.EVERY_POLICY: (f"{ram}policy/*",),
        }[resource]

    def condition_of(self, resource: Resource) -> dict[str, Any]:
        """As a policy's Condition element; {} for none."""
        if resource is not Resource.LEDGER_LISTING:
            return {}
        return {"StringLike": {"oss:Prefix": [f"{self.ledger_prefix}*"]}}


def hint_to_allow(*actions: str) -> str:
    """What to do about a refusal for want of permission."""
    needed = actions[0] if len(actions) == 1 else f"all of {', '.join(actions)}"
    return f"The caller must be allowed {needed} on it (docs/permissions.md)."


def unique(permissions: Iterable[Permission]) -> tuple[Permission, ...]:
    """Each action on each resource once (the first reason told stays), in order of both."""
    found: dict[tuple[str, str], Permission] = {}
    for permission in permissions:
        found.setdefault((permission.on.name, permission.action), permission)
    return tuple(found[key] for key in sorted(found))


def policy_document(permissions: Iterable[Permission], scope: Scope) -> dict[str, Any]:
    """A RAM policy: one statement a resource, in an order that does not depend on the input's."""
    actions: dict[Resource, list[str]] = {}
    for permission in unique(permissions):
        actions.setdefault(permission.on, []).append(permission.action)
    statements = []
    for resource, names in actions.items():
        condition = scope.condition_of(resource)
        statements.append(
            {
                "Effect": "Allow",
                "Action": names,
                "Resource": list(scope.names_of(resource)),
                **({"Condition": condition} if condition else {}),
            }
        )
    return {"Version": "1", "Statement": statements}
