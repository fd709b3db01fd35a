"""The Condition block: operators over what is known of an access.

All operators and all their keys must hold. Of several values one is enough; for the negated
operators none may be met. A key of which nothing is known meets no operator, not even a negated
one (RAM's pages do not say; to grant nothing is the careful reading).
"""

from __future__ import annotations

import ipaddress
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from localcloud.policies.wildcards import fits

Context: TypeAlias = Mapping[str, str]
"""What is known: `acs:SourceIp`, `acs:SecureTransport`, `acs:CurrentTime`, `oss:Prefix` …"""
Test: TypeAlias = Callable[[str, str], bool]
"""(value of the policy, value of the access) → met. ValueError for a value of the wrong kind."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A test, and whether its outcome is turned round. `sample`: some value of its kind."""

    test: Test
    negated: bool = False
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One key under one operator."""

    operator: Operator
    key: str
    values: tuple[str, ...]

    def holds(self, context: Context) -> bool:
        """Keys are compared without case, as RAM writes them either way."""
        known = {key.lower(): value for key, value in context.items()}
        given = known.get(self.key.lower())
        if given is None:
            return False
        met = any(self._meets(value, given) for value in self.values)
        return met is not self.operator.negated

    def _meets(self, wanted: str, given: str) -> bool:
        try:
            return self.operator.test(wanted, given)
        except ValueError:
            return False  # the access's value is of another kind


def parse_conditions(block: Any) -> tuple[Condition, ...]:
    """ValueError says what is wrong."""
    if not isinstance(block, dict):
        raise ValueError("Condition is no object")  # noqa: TRY004 - a document, not an argument
    found = []
    for name, keys in block.items():
        if name not in OPERATORS:
            raise ValueError(f"the condition operator {name!r} is not known")
        if not isinstance(keys, dict) or not keys:
            raise ValueError(f"{name} names no keys")
        for key, value in keys.items():
            found.append(Condition(OPERATORS[name], key, _values(name, value)))
    return tuple(found)


def _values(name: str, given: Any) -> tuple[str, ...]:
    listed = given if isinstance(given, list) else [given]
    if not listed or not all(isinstance(v, str | bool | int | float) for v in listed):
        raise ValueError(f"the values of {name} are no words")
    words = tuple(str(v).lower() if isinstance(v, bool) else str(v) for v in listed)
    wanted = OPERATORS[name]
    for word in words:
        wanted.test(word, wanted.sample)  # a value of the wrong kind is found now, not on use
    return words


def _number(text: str) -> Decimal:
    """ValueError, for `NaN` and `Infinity` too, which have no order."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{text!r} is no number")
    return number


def _moment(text: str) -> datetime:
    """ISO 8601 with an offset or Z. ValueError."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return moment


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(f"{text!r} is neither true nor false")
    return text.lower() == "true"


def _in_network(wanted: str, given: str) -> bool:
    network = ipaddress.ip_network(wanted, strict=False)
    return ipaddress.ip_address(given) in network


def _compared(read: Callable[[str], Any], compare: Callable[[Any, Any], bool]) -> Test:
    return lambda wanted, given: compare(read(given), read(wanted))


def _family(prefix: str, read: Callable[[str], Any], sample: str) -> dict[str, Operator]:
    ways = {
        "LessThan": operator.lt,
        "LessThanEquals": operator.le,
        "GreaterThan": operator.gt,
        "GreaterThanEquals": operator.ge,
    }
    equals = _compared(read, operator.eq)
    return {
        f"{prefix}Equals": Operator(equals, sample=sample),
        f"{prefix}NotEquals": Operator(equals, negated=True, sample=sample),
        **{
            f"{prefix}{name}": Operator(_compared(read, compare), sample=sample)
            for name, compare in ways.items()
        },
    }


def _folded_equal(wanted: str, given: str) -> bool:
    return wanted.casefold() == given.casefold()


OPERATORS: dict[str, Operator] = {
    "StringEquals": Operator(operator.eq),
    "StringNotEquals": Operator(operator.eq, negated=True),
    "StringEqualsIgnoreCase": Operator(_folded_equal),
    "StringNotEqualsIgnoreCase": Operator(_folded_equal, negated=True),
    "StringLike": Operator(fits),
    "StringNotLike": Operator(fits, negated=True),
    "Bool": Operator(_compared(_boolean, operator.eq), sample="true"),
    "IpAddress": Operator(_in_network, sample="192.0.2.1"),
    "NotIpAddress": Operator(_in_network, negated=True, sample="192.0.2.1"),
    **_family("Numeric", _number, "1"),
    **_family("Date", _moment, "2026-01-01T00:00:00Z"),
}
"""Every operator of RAM's "Policy elements" page; `IfExists` and the like are not RAM's."""
