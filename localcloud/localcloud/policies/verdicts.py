"""What policies say: an explicit Deny wins, then an Allow; nothing said is a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from localcloud.policies.documents import (
    Effect,
    Names,
    Policy,
    Statement,
    TrustPolicy,
    TrustStatement,
)
from localcloud.policies.wildcards import action_fits, resource_fits


class Verdict(Enum):
    """Only ALLOWED lets pass."""

    ALLOWED = "allowed"
    DENIED = "denied expressly"
    UNMENTIONED = "not allowed by any policy"


@dataclass(frozen=True, slots=True)
class Access:
    """What is attempted: `oss:PutObject`, `acs:oss:*:<account>:<bucket>/<key>` or `*`, and what
    is known of the request (see conditions.Context).
    """

    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)


def judge(policies: Iterable[Policy], access: Access) -> Verdict:
    """All policies of an identity together."""
    return _verdict(
        statement.effect
        for policy in policies
        for statement in policy.statements
        if _concerns(statement, access)
    )


def trusts(trust: TrustPolicy, principals: Iterable[tuple[str, str]], context: Access) -> Verdict:
    """Whether one who is all of `principals` (a user is also the account's `root`) may take the
    role on.
    """
    names = set(principals)
    return _verdict(
        statement.effect
        for statement in trust.statements
        if _names_one(statement, names) and _conditions_hold(statement, context)
    )


def _verdict(effects: Iterable[Effect]) -> Verdict:
    found = set(effects)
    if Effect.DENY in found:
        return Verdict.DENIED
    return Verdict.ALLOWED if found else Verdict.UNMENTIONED


def _concerns(statement: Statement, access: Access) -> bool:
    return (
        _named(statement.actions, access.action, of_actions=True)
        and _named(statement.resources, access.resource, of_actions=False)
        and _conditions_hold(statement, access)
    )


def _named(names: Names, text: str, *, of_actions: bool) -> bool:
    test = action_fits if of_actions else resource_fits
    return any(test(pattern, text) for pattern in names.patterns) is not names.others


def _names_one(statement: TrustStatement, principals: set[tuple[str, str]]) -> bool:
    return any(named in principals for named in statement.principals)


def _conditions_hold(statement: Statement | TrustStatement, access: Access) -> bool:
    return all(condition.holds(access.context) for condition in statement.conditions)
