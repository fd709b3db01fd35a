"""Looks at domains, one or thousands, by one engine: names are looked up by a few threads, and all
that is said to edges is said in one. Nothing is judged here.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from itertools import islice
from queue import Empty, SimpleQueue
from socket import socketpair
from threading import Thread

from certbind.adapters.edge.handshakes.descriptors import within_the_limit
from certbind.adapters.edge.handshakes.loop import AT_ONCE, Loop
from certbind.adapters.edge.handshakes.visits import ProbeLimits, Visits
from certbind.adapters.edge.looks import Look, Names, Told, Views, no_views, only_elsewhere
from certbind.adapters.edge.lookup import Resolver
from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import is_address, probe_name
from certbind.domain.trust.observation import Endpoint, Observation
from certbind.ports.clock import Clock
from certbind.values import dataclass

__all__ = ["HandshakeProbe", "ProbeLimits", "Views", "no_views", "only_elsewhere"]

Seen = tuple[Endpoint, Observation]

_LOOKUPS_AT_ONCE = 32
_AHEAD = 2 * _LOOKUPS_AT_ONCE
"""Names that are looked up, or were, before there is room for the visits; asked for half of them
at a time, so that a thread that is awake finds the next.
"""


class HandshakeProbe:
    """Connects to each A and AAAA address with the domain as SNI (TlsProbe).

    Its hello is a browser's (hello.py), and what is served is judged off-line.
    """

    def __init__(
        self,
        resolver: Resolver,
        clock: Clock,
        port: int = 443,
        limits: ProbeLimits | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        views: Views = no_views,
        at_once: int = AT_ONCE,
    ) -> None:
        """views: what other resolvers tell of a name."""
        self._names = Names(resolver, views)
        self._clock = clock
        self._port = port
        self._limits = limits or ProbeLimits()
        self._monotonic = monotonic
        self._at_once = at_once
        self._visits = Visits(self._limits, monotonic)

    def observe(self, domain: Domain) -> Observation:
        """See TlsProbe."""
        ((_, seen),) = self.observe_all([Endpoint(domain)])
        return seen

    def observe_all(self, endpoints: Iterable[Endpoint]) -> Iterator[Seen]:
        """See TlsProbe. Beside each leaf that is served the other kind of key is asked for once,
        at the first of its domains.
        """
        at_once = within_the_limit(self._at_once)
        with ExitStack() as stack:
            loop = stack.enter_context(closing(Loop(at_once, self._monotonic)))
            lookups = stack.enter_context(closing(_Lookups(self._names, loop)))
            yield from self._sweep(loop, lookups, iter(endpoints))

    def _sweep(self, loop: Loop, lookups: _Lookups, source: Iterator[Endpoint]) -> Iterator[Seen]:
        done: deque[Seen] = deque()
        asked: set[bytes] = set()
        is_over = False
        while True:
            if not is_over and lookups.many <= _AHEAD // 2:
                more = [*islice(source, _AHEAD - lookups.many)]
                is_over = not more
                for endpoint in more:
                    lookups.ask(endpoint, self._clock.now())
            while loop.room > 0 and lookups.answers:
                self._look(lookups.answers.popleft(), asked, done).begin(loop)
            while done:
                yield done.popleft()
            if not lookups.answers or loop.room <= 0:
                if is_over and loop.is_idle and not lookups.many:
                    return
                loop.turn()

    def _look(self, answer: _Answer, asked: set[bytes], done: deque[Seen]) -> Look:
        def then(seen: Observation) -> None:
            done.append((answer.endpoint, seen))

        end = self._monotonic() + self._limits.overall
        if isinstance(answer.told, BaseException):
            raise answer.told
        port = answer.endpoint.port or self._port
        return Look(self._visits, answer.endpoint, port, answer.at, answer.told, end, then, asked)


@dataclass(frozen=True, slots=True)
class _Answer:
    endpoint: Endpoint
    at: datetime
    told: Told | Exception


class _Lookups:
    """Names asked by threads, as resolvers wait; the first answer of several wakes the loop."""

    def __init__(self, names: Names, loop: Loop) -> None:
        self._names = names
        self._threads: list[Thread] = []
        self._asked: SimpleQueue[tuple[Endpoint, datetime] | None] = SimpleQueue()
        self._bell, self._rope = socketpair()
        self._bell.setblocking(False)
        self._is_rung = False
        self._under_way = 0
        self._came: deque[_Answer] = deque()
        self.answers: deque[_Answer] = deque()
        loop.listen(self._bell, self._hear)

    def close(self) -> None:
        """What was not begun is left, and what was is waited for."""
        with suppress(Empty):
            while True:
                self._asked.get_nowait()
        for _ in self._threads:
            self._asked.put(None)
        for one in self._threads:
            one.join()
        self._bell.close()
        self._rope.close()

    @property
    def many(self) -> int:
        """Asked, and not yet taken by the sweep."""
        return self._under_way + len(self.answers)

    def ask(self, endpoint: Endpoint, at: datetime) -> None:
        """An address needs no thread."""
        if is_address(endpoint.host) and not endpoint.through:
            self.answers.append(_Answer(endpoint, at, self._names.told(endpoint.host)))
            return
        self._under_way += 1
        self._asked.put((endpoint, at))
        if len(self._threads) < min(self._under_way, _LOOKUPS_AT_ONCE):
            self._threads.append(Thread(target=self._work, daemon=True))
            self._threads[-1].start()

    def _work(self) -> None:
        while (one := self._asked.get()) is not None:
            endpoint, at = one
            self._came.append(_Answer(endpoint, at, self._told(endpoint)))
            if not self._is_rung:
                self._is_rung = True
                self._rope.send(b".")

    def _told(self, endpoint: Endpoint) -> Told | Exception:
        try:
            if endpoint.through:
                return self._names.through(endpoint.through)
            return self._names.told(probe_name(endpoint.host))
        except Exception as error:  # noqa: BLE001 - a resolver has none; it is raised where it counts
            return error

    def _hear(self) -> None:
        """What comes once the bell is silent rings anew."""
        self._bell.recv(4096)
        self._is_rung = False
        while self._came:
            self.answers.append(self._came.popleft())
            self._under_way -= 1
