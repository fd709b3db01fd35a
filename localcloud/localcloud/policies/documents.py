"""Reading policy documents: what RAM takes, and a refusal that names the fault.

Source: RAM, "Policy elements" and "Policy structure and syntax".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from localcloud.policies.conditions import Condition, parse_conditions
from localcloud.policies.wildcards import is_resource_pattern

DOCUMENT_CHARACTERS = 6144
"""CreatePolicy: the length of a document (trust policies alike)."""
_MOST_BRACKETS = 500
"""More than a document of that length has use for; the JSON reader goes one call deep for each."""
_TRUST_ACTION = "sts:assumerole"
_PRINCIPALS = ("Service", "RAM", "Federated")


class MalformedPolicyError(ValueError):
    """The text is no policy; the message says why."""


class Effect(Enum):
    """Of a statement."""

    ALLOW = "Allow"
    DENY = "Deny"


@dataclass(frozen=True, slots=True)
class Names:
    """Patterns, or with `others` everything that they do not fit (NotAction, NotResource)."""

    patterns: tuple[str, ...]
    others: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Of a permission policy."""

    effect: Effect
    actions: Names
    resources: Names
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What an identity may do."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class TrustStatement:
    """principals: (`Service`, `fc.aliyuncs.com`), (`RAM`, `acs:ram::<account>:root`) …"""

    effect: Effect
    principals: tuple[tuple[str, str], ...]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class TrustPolicy:
    """Who may take a role on."""

    statements: tuple[TrustStatement, ...]


def parse_policy(text: str) -> Policy:
    """MalformedPolicyError for anything that RAM would not take."""
    allowed = {"Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
    return Policy(tuple(_statement(each) for each in _statements(text, allowed)))


def parse_trust(text: str) -> TrustPolicy:
    """MalformedPolicyError likewise."""
    allowed = {"Effect", "Action", "Principal", "Condition"}
    return TrustPolicy(tuple(_trust(each) for each in _statements(text, allowed)))


def _read(text: str) -> Any:
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise MalformedPolicyError("the document is nested too deeply")
    try:
        return json.loads(text)
    except ValueError:
        raise MalformedPolicyError("the document is not JSON") from None


def _statements(text: str, allowed: set[str]) -> list[dict[str, Any]]:
    document = _read(text)
    if not isinstance(document, dict) or set(document) != {"Version", "Statement"}:
        raise MalformedPolicyError("a policy has exactly Version and Statement")
    if document["Version"] != "1":
        raise MalformedPolicyError('Version is not "1"')
    listed = document["Statement"]
    if not isinstance(listed, list) or not listed:
        raise MalformedPolicyError("Statement is no list, or empty")
    for each in listed:
        if not isinstance(each, dict):
            raise MalformedPolicyError("a statement is no object")
        strange = sorted(set(each) - allowed)
        if strange:
            raise MalformedPolicyError(f"a statement has no element {strange[0]}")
    return listed


def _statement(given: dict[str, Any]) -> Statement:
    actions = _names(given, "Action")
    resources = _names(given, "Resource")
    for name in actions.patterns:
        if name != "*" and not all(name.partition(":")):
            raise MalformedPolicyError(f"the action {name!r} is not <product>:<name>")
    for name in resources.patterns:
        if not is_resource_pattern(name):
            raise MalformedPolicyError(f"the resource {name!r} is no resource name")
    return Statement(_effect(given), actions, resources, _conditions(given))


def _trust(given: dict[str, Any]) -> TrustStatement:
    actions = _words(given.get("Action"), "Action")
    if [action.lower() for action in actions] != [_TRUST_ACTION]:
        raise MalformedPolicyError("a trust policy's Action is sts:AssumeRole")
    principals = given.get("Principal")
    if not isinstance(principals, dict) or not principals:
        raise MalformedPolicyError("Principal is missing or no object")
    strange = sorted(set(principals) - set(_PRINCIPALS))
    if strange:
        raise MalformedPolicyError(f"there is no principal {strange[0]}")
    named = tuple(
        (kind, word) for kind, value in principals.items() for word in _words(value, kind)
    )
    return TrustStatement(_effect(given), named, _conditions(given))


def _effect(given: dict[str, Any]) -> Effect:
    try:
        return Effect(given.get("Effect"))
    except ValueError:
        raise MalformedPolicyError("Effect is neither Allow nor Deny") from None


def _names(given: dict[str, Any], element: str) -> Names:
    named = [key for key in (element, f"Not{element}") if key in given]
    if len(named) != 1:
        raise MalformedPolicyError(f"a statement has either {element} or Not{element}")
    return Names(_words(given[named[0]], named[0]), others=named[0] != element)


def _words(value: Any, element: str) -> tuple[str, ...]:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not words or not all(isinstance(w, str) for w in words):
        raise MalformedPolicyError(f"{element} is no word, nor a list of words")
    return tuple(words)


def _conditions(given: dict[str, Any]) -> tuple[Condition, ...]:
    try:
        return parse_conditions(given.get("Condition", {}))
    except ValueError as error:
        raise MalformedPolicyError(str(error)) from error
