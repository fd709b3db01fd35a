"""Sound input, made unsound in small ways; and JSON of any shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

_ODD = (b"\x00", b"\xff", b"\x80", b"\x7f\xff\xff\xff", b"-", b'"', b"{", b"[" * 40, b"\r\n")
_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1e308,
    "",
    "x" * 300,
    "\x00",
    "\ud800",
    "\u202e",
    [],
    {},
    [[[[]]]],
    "2026-13-45T99:99:99Z",
    "1-cn-hangzhou",
    "*.example.com",
)


def spoilt(data: bytes, drawn: Random, others: Sequence[bytes] = ()) -> bytes:
    """`data` after one to four small accidents."""
    for _ in range(drawn.randint(1, 4)):
        data = drawn.choice(_ACCIDENTS)(data, drawn, others)
    return data[:1_000_000]


def _flip(data: bytes, drawn: Random, _: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = drawn.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << drawn.randrange(8)]) + data[at + 1 :]


def _cut(data: bytes, drawn: Random, _: Sequence[bytes]) -> bytes:
    return data[: drawn.randint(0, len(data))]


def _drop(data: bytes, drawn: Random, _: Sequence[bytes]) -> bytes:
    at = drawn.randint(0, len(data))
    return data[:at] + data[at + drawn.randint(1, 40) :]


def _repeat(data: bytes, drawn: Random, _: Sequence[bytes]) -> bytes:
    at = drawn.randint(0, len(data))
    part = data[at : at + drawn.randint(1, 200)]
    return data[:at] + part * drawn.randint(1, 20) + data[at:]


def _insert(data: bytes, drawn: Random, _: Sequence[bytes]) -> bytes:
    at = drawn.randint(0, len(data))
    return data[:at] + drawn.choice((*_ODD, drawn.randbytes(8))) + data[at:]


def _splice(data: bytes, drawn: Random, others: Sequence[bytes]) -> bytes:
    if not others:
        return data
    other = drawn.choice(others)
    return data[: drawn.randint(0, len(data))] + other[drawn.randint(0, len(other)) :]


_ACCIDENTS: tuple[Callable[[bytes, Random, Sequence[bytes]], bytes], ...] = (
    _flip,
    _cut,
    _drop,
    _repeat,
    _insert,
    _splice,
)


def spoilt_json(data: bytes, drawn: Random, others: Sequence[bytes] = ()) -> bytes:
    """Values exchanged in sound JSON, so that what reads the fields is reached; else accidents."""
    try:
        value = json.loads(data)
    except ValueError:
        return spoilt(data, drawn, others)
    if drawn.random() < 0.3:
        return spoilt(data, drawn, others)
    for _ in range(drawn.randint(1, 3)):
        value = _exchanged(value, drawn)
    return json.dumps(value).encode()


def _exchanged(value: Any, drawn: Random) -> Any:
    if drawn.random() < 0.15 or not isinstance(value, (dict, list)) or not value:
        return drawn.choice(_VALUES)
    if isinstance(value, list):
        at = drawn.randrange(len(value))
        return [*value[:at], _exchanged(value[at], drawn), *value[at + 1 :]]
    name = drawn.choice(sorted(value))
    if drawn.random() < 0.1:
        return {key: one for key, one in value.items() if key != name}
    return {**value, name: _exchanged(value[name], drawn)}
