"""A fault in a service file, and reading values out of one that may be of any shape."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and at which resource and key."""

    where: str
    what: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.where}: {self.what}"


def mapping(value: object) -> Mapping[str, Any]:
    """The value, or an empty mapping when it is none: its absence is another check's business."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> Sequence[Any]:
    """The value, or nothing when it is no list."""
    return value if isinstance(value, list) else ()


def number(value: object) -> float | None:
    """The number that it is; `s` may leave one as text. None: it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def unknown_keys(
    where: str, value: object, known: Iterable[str], *, required: Iterable[str] = ()
) -> Iterator[Fault]:
    """Keys that nothing reads, and keys that are needed: the component's schema lets both pass.

    A key that differs from a known one only in case is what mostly happens, so it is said.
    """
    known = tuple(known)
    there = mapping(value)
    by_folded = {key.casefold(): key for key in known}
    for key in there:
        if key not in known:
            meant = by_folded.get(str(key).casefold())
            hint = f"; write it {meant}" if meant else f"; known are {', '.join(known)}"
            yield Fault(where, f"the key {key!r} is not known{hint}")
    for key in required:
        if there.get(key) in (None, ""):
            yield Fault(where, f"{key} is missing")


def one_of(where: str, key: str, value: object, allowed: Iterable[object]) -> Iterator[Fault]:
    """The value of `key` is one of a few."""
    allowed = tuple(allowed)
    if value not in allowed or type(value) not in {type(item) for item in allowed}:
        shown = " or ".join(repr(item) for item in allowed)
        yield Fault(where, f"{key} is {value!r}, not {shown}")


def within(where: str, key: str, value: object, low: float, high: float) -> Iterator[Fault]:
    """The value of `key` is a number from `low` to `high`, both allowed."""
    found = number(value)
    if found is None or not low <= found <= high:
        yield Fault(where, f"{key} is {value!r}, not {low} to {high}")


def in_steps(where: str, key: str, value: object, step: float) -> Iterator[Fault]:
    """The value of `key`, where it is a number, is a multiple of `step`."""
    found = number(value)
    if found is not None and not math.isclose(found / step, round(found / step)):
        yield Fault(where, f"{key} is {value!r}, which is no multiple of {step}")
