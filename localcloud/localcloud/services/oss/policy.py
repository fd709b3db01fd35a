"""Bucket policies: what may be put, and what a policy says to a request.

An explicit Deny wins. `Principal: *` without a Condition leaves the owner out, with one it takes
the owner in (bucket policy pages). The one condition that is built is `acs:SecureTransport`; a
policy with another is refused by name, never half understood.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from localcloud import reading
from localcloud.policies.wildcards import action_fits, fits
from localcloud.services.oss import errors
from localcloud.services.oss.errors import OssRefusal

OWNER = "root"
_ELEMENTS = {"Effect", "Action", "Principal", "Resource", "Condition", "Sid"}


class Effect(Enum):
    """Of a statement."""

    ALLOW = "Allow"
    DENY = "Deny"


@dataclass(frozen=True, slots=True)
class Statement:
    """secure_transport: what the condition asks for; None without a condition."""

    effect: Effect
    actions: tuple[str, ...]
    principals: tuple[str, ...]
    resources: tuple[str, ...]
    secure_transport: bool | None

    @property
    def is_public(self) -> bool:
        """Grants something to everybody."""
        everybody = "*" in self.principals and self.secure_transport is None
        return self.effect is Effect.ALLOW and everybody


@dataclass(frozen=True, slots=True)
class Access:
    """Who does what to which object.

    principal: `root`, `user/<name>`, `role/<name>[/<session>]` or `anonymous`; user_id: the number
    by which a policy names a RAM user. resource: `<bucket>` or `<bucket>/<key>`.
    """

    principal: str
    account_id: str
    action: str
    resource: str
    secure: bool
    user_id: str = ""


def parse_policy(text: str) -> tuple[Statement, ...]:
    """The statements; InvalidPolicyDocument, or NotImplemented for what is not built."""
    document = reading.json_document(text)
    if not isinstance(document, dict) or document.get("Version") != "1":
        raise _invalid("it must be a JSON object with Version 1")
    statements = document.get("Statement")
    if not isinstance(statements, list) or not statements:
        raise _invalid("Statement must be a list")
    return tuple(_statement(each) for each in statements)


def verdict(statements: Iterable[Statement], access: Access) -> Effect | None:
    """DENY, ALLOW, or None when the policy says nothing of this access."""
    effects = {s.effect for s in statements if _concerns(s, access)}
    if Effect.DENY in effects:
        return Effect.DENY
    return Effect.ALLOW if effects else None


def _statement(given: Any) -> Statement:
    if not isinstance(given, dict) or given.get("Effect") not in ("Allow", "Deny"):
        raise _invalid("Effect must be Allow or Deny")
    for element in sorted(set(given) - _ELEMENTS):
        raise errors.not_built(f"bucket policy element {element}")
    return Statement(
        Effect(given["Effect"]),
        _words(given, "Action"),
        _words(given, "Principal"),
        _words(given, "Resource"),
        _condition(given.get("Condition") or {}),
    )


def _words(given: dict[str, Any], element: str) -> tuple[str, ...]:
    value = given.get(element)
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not words or not all(isinstance(w, str) for w in words):
        raise _invalid(f"{element} must be a list of words")
    return tuple(words)


def _condition(given: Any) -> bool | None:
    if not isinstance(given, dict):
        raise _invalid("Condition must be an object")
    if not given:
        return None
    for operator, keys in given.items():
        if (
            operator != "Bool"
            or not isinstance(keys, dict)
            or set(keys) != {"acs:SecureTransport"}
        ):
            raise errors.not_built(f"bucket policy condition {operator} {keys}"[:200])
    value = given["Bool"]["acs:SecureTransport"]
    words = [str(word).lower() for word in (value if isinstance(value, list) else [value])]
    if words not in (["true"], ["false"]):
        raise _invalid("acs:SecureTransport must be true or false")
    return words == ["true"]


def _concerns(statement: Statement, access: Access) -> bool:
    condition = statement.secure_transport
    return (
        (condition is None or condition == access.secure)
        and any(_names(statement, principal, access) for principal in statement.principals)
        and any(action_fits(a, access.action) for a in statement.actions)
        and any(_covers(pattern, access) for pattern in statement.resources)
    )


def _names(statement: Statement, principal: str, access: Access) -> bool:
    if principal == "*":
        return statement.secure_transport is not None or access.principal != OWNER
    if access.principal == OWNER:
        return principal == access.account_id
    kind, _, name = access.principal.partition("/")
    if kind == "user":
        return principal == access.user_id
    session = name if "/" in name else f"{name}/session"
    arn = f"arn:sts::{access.account_id}:assumed-role/{session}"
    return kind == "role" and fits(principal, arn)


def _covers(pattern: str, access: Access) -> bool:
    """`acs:oss:<region>:<account>:<bucket>[/<key>]`, with `*` and `?`."""
    parts = pattern.split(":", 4)
    if parts[:2] != ["acs", "oss"] or len(parts) != len(("acs", "oss", "", "", "")):
        return False
    return fits(parts[3], access.account_id) and fits(parts[4], access.resource)


def _invalid(why: str) -> OssRefusal:
    text = f"The policy is not valid: {why}."
    return OssRefusal(400, "InvalidPolicyDocument", text, "0018-99999999")
