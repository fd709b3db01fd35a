"""Reads spoilt inputs until the time or their number is over."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.fuzz.targets import TARGETS

SLOWEST = 2.0
"""Seconds of CPU for one input."""
MEMORY = 1 << 30
"""Bytes beyond what the process holds when it begins."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one target. bad: the first input that brought out what is none of ours."""

    target: str
    inputs: int
    refused: int
    seconds: float
    bad: bytes | None = None
    how: str = ""

    def told(self) -> str:
        """For a person."""
        line = (
            f"{self.target:10} {self.inputs:8} inputs, {self.refused:8} refused by an error of "
            f"ours, {self.seconds:6.1f} s"
        )
        return line if self.bad is None else f"{line}\n  {self.how}\n  of {self.bad!r}"


def fuzz(
    name: str, seed: int, *, seconds: float = float("inf"), inputs: int | None = None
) -> Found:
    """Until `seconds` or `inputs` are used up, or something else than our errors comes out."""
    target = TARGETS[name]
    opened: Any = target.opened() if target.opened else nullcontext(target.reads)
    with opened as reads:
        return _fuzz(name, reads, Random(f"{name} {seed}"), seconds, inputs)  # noqa: S311 - no secret


def _fuzz(
    name: str, reads: Callable[[bytes], object], drawn: Random, seconds: float, inputs: int | None
) -> Found:
    target = TARGETS[name]
    corpus = target.corpus()
    count = refused = 0
    began = time.monotonic()
    while (inputs is None or count < inputs) and time.monotonic() - began < seconds:
        data = target.spoil(drawn.choice(corpus), drawn, corpus)
        count += 1
        before = time.process_time()
        how = ""
        try:
            reads(data)
        except target.ours:
            refused += 1
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            how = f"{type(error).__name__}: {error}"
        took = time.process_time() - before
        if not how and took > SLOWEST:
            how = f"took {took:.1f} s"
        if how:
            return Found(name, count, refused, time.monotonic() - began, data, how)
    return Found(name, count, refused, time.monotonic() - began)


@contextmanager
def bounded() -> Iterator[None]:
    """The process may grow by MEMORY: beyond it an input brings out MemoryError, a finding."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    held = _held()
    resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _held() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[0]) * resource.getpagesize()
