"""Virtual time, and chance that follows from a seed: nothing here waits, and nothing differs from
one run to the next.
"""

from __future__ import annotations

import os
import random
import time as clocks
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Any, TypeVar
from unittest.mock import patch

import time_machine
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from certbind.adapters.calls import retry
from certbind.adapters.ledger import journal
from certbind.adapters.oss import targets
from certbind.usecases.account import scanned
from certbind.usecases.overview import keep_report
from localcloud.authority import authorities
from localcloud.clock import Clock

T = TypeVar("T")

BEGIN = datetime(2026, 12, 1, tzinfo=timezone.utc)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Time:
    """The world's moment in seconds since 1970, and how far the machine that runs is beside it."""

    def __init__(self, traveller: Any) -> None:
        self._traveller = traveller
        self.seconds = (BEGIN - _EPOCH).total_seconds()
        self._skew = 0.0
        self._move()

    @property
    def skew(self) -> float:
        """Seconds by which the clock of who runs now is ahead."""
        return self._skew

    @skew.setter
    def skew(self, seconds: float) -> None:
        if seconds != self._skew:
            self._skew = seconds
            self._move()

    def now(self) -> datetime:
        """The services' time."""
        return _EPOCH + timedelta(seconds=self.seconds)

    def at(self, moment: datetime) -> float:
        """A moment as seconds."""
        return (moment - _EPOCH).total_seconds()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds
        self._move()

    def until(self, seconds: float) -> None:
        """Let time pass up to a moment; nothing where it is over."""
        if seconds > self.seconds:
            self.seconds = seconds
            self._move()

    def monotonic(self) -> float:
        """As time.monotonic, of this time."""
        return self.seconds

    def _move(self) -> None:
        self._traveller.move_to(self.seconds + self._skew)


class CloudClock(Clock):
    """The local cloud's clock, which is right."""

    def __init__(self, time: Time) -> None:
        super().__init__()
        self._time = time

    def now(self) -> datetime:
        """See Clock."""
        return self._time.now()

    def machine_now(self) -> datetime:  # type: ignore[override]
        """A client's signature is judged by this time too."""
        return self._time.now()


class Chance:
    """Draws that depend on the seed and on what they are for alone, never on those before: what
    is taken out of a run leaves the rest as it was, so that a trace can be shortened.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def draw(self, *what: object) -> float:
        """In [0, 1)."""
        key = "/".join(map(str, (self._seed, *what))).encode()
        mixed = zlib.crc32(key) * 2654435761 ^ zlib.adler32(key) * 40503
        return (mixed % 1_000_003) / 1_000_003

    def one_of(self, choices: Sequence[T], *what: object) -> T:
        """One of several."""
        return choices[int(self.draw(*what) * len(choices))]


class OneByOne:
    """A pool that works in the thread of who asks: whose turn it is, is the scheduler's to say."""

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> OneByOne:  # noqa: PYI034 - Self came with Python 3.11
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, work: Any, *items: Any) -> list[Any]:
        """In order."""
        return [work(*each) for each in zip(*items, strict=False)]

    def submit(self, work: Any, *given: Any) -> Future[Any]:
        """At once."""
        done: Future[Any] = Future()
        try:
            done.set_result(work(*given))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            done.set_exception(error)
        return done


_POOLS = (journal, targets, scanned, keep_report)


@contextmanager
def virtual(seed: int) -> Iterator[tuple[Time, ExitStack]]:
    """Time and chance of this process are the simulation's within the block."""
    drawn = Random(seed)  # noqa: S311 - no secret
    with ExitStack() as stack:
        traveller = stack.enter_context(time_machine.travel(BEGIN, tick=False))
        time = Time(traveller)
        stack.enter_context(patch.object(clocks, "monotonic", time.monotonic))
        for module in _POOLS:
            stack.enter_context(patch.object(module, "ThreadPoolExecutor", OneByOne))
        stack.enter_context(patch.object(futures, "ThreadPoolExecutor", OneByOne))
        for owner, name in ((os, "urandom"), (random, "_urandom")):
            stack.enter_context(patch.object(owner, name, drawn.randbytes))
        stack.enter_context(patch.object(authorities, "new_key", _keys(drawn)))
        stack.enter_context(patch.object(x509.CertificateBuilder, "sign", _sign_alike))
        deadline = retry.Deadline
        stack.enter_context(
            patch.object(retry, "Deadline", lambda seconds: deadline(seconds, time.monotonic))
        )
        yield time, stack


def _keys(drawn: Random) -> Callable[[str], Any]:
    """Elliptic keys alone: those of RSA cost a tenth of a second each."""

    def make(_: str) -> Any:
        return ec.derive_private_key(drawn.getrandbits(250) + 1, ec.SECP256R1())

    return make


_SIGN = x509.CertificateBuilder.sign


def _sign_alike(builder: Any, key: Any, algorithm: Any) -> Any:
    """The same certificate gets the same signature (RFC 6979)."""
    return _SIGN(builder, key, algorithm, ecdsa_deterministic=True)
