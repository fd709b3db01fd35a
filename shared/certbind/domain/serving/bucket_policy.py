"""A bucket's policy that denies plain HTTP, put into one that stands and taken out of it again.

Forms: OSS, bucket policy, and the tutorial on denying access over HTTP (oss-mns-api, section 2.5).
A policy is replaced whole, so what is not understood is never replaced.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

_VERSION = "1"
_SECURE = "acs:SecureTransport"


class UnreadablePolicyError(ValueError):
    """It is not of the documented form; the message is a clause that says in what."""


def denying(policy: str | None, bucket: str) -> str:
    """The policy with the statement that denies plain HTTP to everybody; as it is where that is
    there. UnreadablePolicyError.
    """
    document = _parse(policy)
    if any(_is_ours(one, bucket) for one in document["Statement"]):
        return policy or ""
    return _text({**document, "Statement": [*document["Statement"], _statement(bucket)]})


def without_denial(policy: str, bucket: str) -> str | None:
    """The policy without that statement; None: nothing else was in it. UnreadablePolicyError."""
    document = _parse(policy)
    left = [one for one in document["Statement"] if not _is_ours(one, bucket)]
    if len(left) == len(document["Statement"]):
        return policy
    return _text({**document, "Statement": left}) if left else None


def denies_plain_http(policy: str | None, bucket: str) -> bool:
    """Whether this very statement is in it. UnreadablePolicyError."""
    return any(_is_ours(one, bucket) for one in _parse(policy)["Statement"])


def denies_otherwise(policy: str | None, bucket: str) -> bool:
    """Whether another statement denies something over plain HTTP. UnreadablePolicyError."""
    return any(
        one["Effect"] == "Deny" and _is_of_plain_http(one) and not _is_ours(one, bucket)
        for one in _parse(policy)["Statement"]
    )


def _statement(bucket: str) -> dict[str, Any]:
    return {
        "Effect": "Deny",
        "Action": ["oss:*"],
        "Principal": ["*"],
        "Resource": [f"acs:oss:*:*:{bucket}", f"acs:oss:*:*:{bucket}/*"],
        "Condition": {"Bool": {_SECURE: ["false"]}},
    }


def _parse(policy: str | None) -> dict[str, Any]:
    if policy is None:
        return {"Version": _VERSION, "Statement": []}
    try:
        document = json.loads(policy, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise UnreadablePolicyError("it is no JSON, or says one thing twice") from None
    if not isinstance(document, dict) or document.get("Version") != _VERSION:
        raise UnreadablePolicyError('it is no object of Version "1"')
    statements = document.get("Statement")
    if not isinstance(statements, list) or not all(_is_statement(one) for one in statements):
        raise UnreadablePolicyError("its Statement is no list of statements")
    return document


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if any(count > 1 for count in Counter(name for name, _ in pairs).values()):
        raise ValueError("twice")
    return dict(pairs)


def _is_statement(one: object) -> bool:
    return isinstance(one, dict) and one.get("Effect") in ("Allow", "Deny")


def _is_ours(one: Mapping[str, Any], bucket: str) -> bool:
    """Whether it says what ours says: in a list, or as one word where it is one."""
    ours = _statement(bucket)
    if set(one) - {"Sid"} != set(ours) or one["Effect"] != "Deny":
        return False
    fields = ("Action", "Principal", "Resource")
    same = all(set(_words(one[name])) == set(ours[name]) for name in fields)
    return same and _is_of_plain_http(one)


def _is_of_plain_http(one: Mapping[str, Any]) -> bool:
    """`["false"]` and `"false"` are both seen; another operator beside it narrows it."""
    condition = one.get("Condition")
    operator = condition.get("Bool") if isinstance(condition, dict) else None
    if not isinstance(operator, dict) or _SECURE not in operator:
        return False
    return [str(word).lower() for word in _words(operator[_SECURE])] == ["false"]


def _words(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False)
