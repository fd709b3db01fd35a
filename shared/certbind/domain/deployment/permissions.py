"""What a role may do: API actions on resources, and the RAM policy that allows exactly these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from certbind.domain.deployment.policy_resources import DEAD_LETTERS, LOG_STORE, Resource, Scope
from certbind.domain.model.identity import ProductName

LONGEST_DOCUMENT = 6144
"""Characters that CreatePolicy takes."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One action, as RAM names it (`<product>:<Action>`), on what, and what it is needed for.

    unless_named, if_named: the product at which it is needed only while all names count, or only
    where some are named (a list is then not asked for, but each name).
    """

    action: str
    on: Resource
    why: str
    unless_named: ProductName | None = None
    if_named: ProductName | None = None

    def is_needed_in(self, scope: Scope) -> bool:
        """Whether a policy for these names must hold it."""
        if self.unless_named and scope.narrowed(self.unless_named):
            return False
        return self.if_named is None or bool(scope.narrowed(self.if_named))


Permissions = Mapping[str, tuple[Permission, ...]]
"""An adapter's, by the method of its port that makes the calls."""

BY_THE_PLATFORM = (
    Permission("log:PostLogStoreLogs", LOG_STORE, "Function Compute writes the log by it"),
    Permission(
        "mns:SendMessage",
        DEAD_LETTERS,
        "Function Compute puts events by it that failed for good (asyncInvokeConfig)",
    ),
)
"""What the platform itself does with every function's role (FC, logging and destinations)."""


def hint_to_allow(*actions: str) -> str:
    """What to do about a refusal for want of permission."""
    needed = actions[0] if len(actions) == 1 else f"all of {', '.join(actions)}"
    return f"The caller must be allowed {needed} on it (docs/permissions.md)."


def unique(permissions: Iterable[Permission]) -> tuple[Permission, ...]:
    """Each action on each resource once (the first reason told stays), in order of both."""
    found: dict[tuple[str, str], Permission] = {}
    for permission in permissions:
        found.setdefault((permission.on.words, permission.action), permission)
    return tuple(found[key] for key in sorted(found))


def policy_document(permissions: Iterable[Permission], scope: Scope) -> dict[str, Any]:
    """A RAM policy: one statement a resource, in an order that does not depend on the input's."""
    actions: dict[Resource, list[str]] = {}
    for permission in unique(p for p in permissions if p.is_needed_in(scope)):
        actions.setdefault(permission.on, []).append(permission.action)
    statements = []
    for resource, names in actions.items():
        condition = resource.condition_in(scope)
        statements.append(
            {
                "Effect": "Allow",
                "Action": names,
                "Resource": list(resource.names_in(scope)),
                **({"Condition": condition} if condition else {}),
            }
        )
    return {"Version": "1", "Statement": statements}
