"""Many conversations in one thread: each is a generator that yields for what it waits.

What waits is a socket that is ready, or a moment that has come: a peer that drips, hangs or never
answers costs a descriptor and no thread. How many descriptors are open is bounded here.
"""

from __future__ import annotations

import heapq
import selectors
import time
from collections import deque
from collections.abc import Callable, Generator
from itertools import count
from socket import socket
from typing import Any, NamedTuple, TypeVar

from certbind.values import dataclass

T = TypeVar("T")

AT_ONCE = 128
"""Conversations at a time, each with one descriptor and up to 60 KB."""

_LONGEST = 60.0


class Until(NamedTuple):
    """What a conversation waits for: its socket ready (selectors.EVENT_…; None: nothing but time),
    or the moment when TimeoutError is raised where it waits.
    """

    plain: socket | None
    events: int
    end: float


Waiting = Generator[Until, None, T]


@dataclass(slots=True, eq=False)
class _Task:
    going: Waiting[Any]
    then: Callable[[Any], None]
    plain: socket | None = None
    number: int = -1  # of the descriptor that is registered
    events: int = 0
    end: float = -1.0


class Loop:
    """Begins what was added, in its order, so many at once, and brings it on."""

    def __init__(
        self, at_once: int = AT_ONCE, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._at_once = at_once
        self._monotonic = monotonic
        self._selector = selectors.DefaultSelector()
        self._to_begin: deque[_Task] = deque()
        self._open: set[_Task] = set()
        self._ends: list[tuple[float, int, _Task]] = []
        self._order = count()
        self._has_news = False

    def close(self) -> None:
        """What is still going on is ended where it stands."""
        for one in tuple(self._open):
            self._forget(one)
            one.going.close()
        self._selector.close()

    @property
    def room(self) -> int:
        """How many more may begin at once."""
        return self._at_once - len(self._open) - len(self._to_begin)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is going on or waits to begin."""
        return not self._open and not self._to_begin

    def add(self, going: Waiting[T], then: Callable[[T], None]) -> None:
        """then: called with what the conversation returns. It may raise nothing but OSError for
        what it waits for, and is to end whatever it is told.
        """
        self._to_begin.append(_Task(going, then))

    def listen(self, plain: socket, heard: Callable[[], None]) -> None:
        """Call whenever something is to be read; it is not counted, and closed by its owner."""
        self._selector.register(plain, selectors.EVENT_READ, heard)

    def turn(self) -> None:
        """Begin what may begin, wait for what comes first, and bring that on."""
        self._has_news = False
        while self._to_begin and len(self._open) < self._at_once:
            one = self._to_begin.popleft()
            self._open.add(one)
            self._go_on(one)
        ready = self._selector.select(self._patience())
        for key, _ in ready:
            if isinstance(key.data, _Task):
                self._go_on(key.data)
            else:
                key.data()
        self._end_the_late()

    def _patience(self) -> float:
        """Until the first end; that of a task which has ended or waits anew is passed over. What
        ended as it began is told before anything is waited for.
        """
        if self._has_news:
            return 0.0
        ends = self._ends
        while ends and not self._counts(ends[0]):
            heapq.heappop(ends)
        return max(ends[0][0] - self._monotonic(), 0.0) if ends else _LONGEST

    def _counts(self, end: tuple[float, int, _Task]) -> bool:
        return end[2].end == end[0] and end[2] in self._open

    def _end_the_late(self) -> None:
        ends, now = self._ends, self._monotonic()
        while ends and ends[0][0] <= now:
            end = heapq.heappop(ends)
            if self._counts(end):
                self._go_on(end[2], TimeoutError())

    def _go_on(self, one: _Task, late: TimeoutError | None = None) -> None:
        try:
            until = one.going.send(None) if late is None else one.going.throw(late)
        except StopIteration as ended:
            self._forget(one)
            self._has_news = True
            one.then(ended.value)
            return
        if until.plain is not one.plain:
            self._unregister(one)
            one.plain, one.events = until.plain, until.events
            if until.plain is not None:
                one.number = until.plain.fileno()
                self._selector.register(one.number, until.events, one)
        elif until.events != one.events:
            one.events = until.events
            self._selector.modify(one.number, until.events, one)
        if until.end != one.end:
            one.end = until.end
            heapq.heappush(self._ends, (until.end, next(self._order), one))

    def _forget(self, one: _Task) -> None:
        self._unregister(one)
        self._open.discard(one)

    def _unregister(self, one: _Task) -> None:
        """Its socket may be closed by now: the kernel has forgotten it then."""
        if one.number >= 0:
            self._selector.unregister(one.number)
            one.number = -1
