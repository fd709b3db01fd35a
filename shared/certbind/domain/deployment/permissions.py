"""What a role may do: API actions on resources, and the RAM policy that allows exactly these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from certbind.domain.deployment.policy_resources import DEAD_LETTERS, LOG_STORE, Resource, Scope
from certbind.domain.model.identity import ProductName
from certbind.values import dataclass

LONGEST_DOCUMENT = 6144
"""Characters that CreatePolicy takes."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One action, as RAM names it (`<product>:<Action>`), on what, and what it is needed for.

    not_on: what the resource must not reach although it may stand for everything: denied there.
    unless_named, if_named: the product at which it is needed only while all names count, or only
    where some are named (a list is then not asked for, but each name).
    if_renewing: needed only where a person lets certbind order (CERTBIND_RENEW). if_validating:
    only where certbind may write a CA's records besides (CERTBIND_VALIDATE). if_used: the product
    without which it is not needed. if_hardening: only where recheck may change settings
    (CERTBIND_HARDEN).
    """

    action: str
    on: Resource
    why: str
    unless_named: ProductName | None = None
    if_named: ProductName | None = None
    not_on: Resource | None = None
    if_renewing: bool = False
    if_used: ProductName | None = None
    if_validating: bool = False
    if_hardening: bool = False

    @property
    def where(self) -> str:
        """On what, as a person reads it."""
        return f"{self.on.words}, never {self.not_on.words}" if self.not_on else self.on.words

    def is_needed_in(self, scope: Scope) -> bool:
        """Whether a policy for these names must hold it."""
        if self.if_renewing and not scope.renews:
            return False
        if self.if_validating and not (scope.renews and scope.validates):
            return False
        if self.if_hardening and not scope.hardens:
            return False
        if self.if_used in scope.without:
            return False
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
    """Each action on each resource once (the first reason told stays, but what is needed anyway
    goes before what is needed while hardening), in order of both.
    """
    found: dict[tuple[str, str], Permission] = {}
    for permission in sorted(permissions, key=lambda one: one.if_hardening):
        found.setdefault((permission.on.words, permission.action), permission)
    return tuple(found[key] for key in sorted(found))


def policy_document(permissions: Iterable[Permission], scope: Scope) -> dict[str, Any]:
    """A RAM policy: one statement a resource, in an order that does not depend on the input's;
    what is denied last. A Deny counts before every Allow, also before those of policies that
    somebody else attaches to the role (RAM, "Policy evaluation").
    """
    allowed: dict[Resource, list[str]] = {}
    denied: dict[Resource, list[str]] = {}
    for permission in unique(p for p in permissions if p.is_needed_in(scope)):
        allowed.setdefault(permission.on, []).append(permission.action)
        if permission.not_on is not None:
            denied.setdefault(permission.not_on, []).append(permission.action)
    statements = [
        *(_statement("Allow", on, names, scope) for on, names in allowed.items()),
        *(_statement("Deny", on, names, scope) for on, names in denied.items()),
    ]
    return {"Version": "1", "Statement": statements}


def _statement(effect: str, on: Resource, actions: list[str], scope: Scope) -> dict[str, Any]:
    condition = on.condition_in(scope)
    return {
        "Effect": effect,
        "Action": actions,
        "Resource": list(on.names_in(scope)),
        **({"Condition": condition} if condition else {}),
    }
