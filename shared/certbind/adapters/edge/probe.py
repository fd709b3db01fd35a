"""Looks at domains, one or thousands, by one engine: names are looked up by a few threads, and all
that is said to edges is said in one. Nothing is judged here.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import datetime
from socket import socketpair

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
"""Names that are looked up, or were, before there is room for the visits."""


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
            while not is_over and lookups.many < _AHEAD:
                endpoint = next(source, None)
                if endpoint is None:
                    is_over = True
                else:
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
        told = answer.told.result()
        port = answer.endpoint.port or self._port
        return Look(self._visits, answer.endpoint, port, answer.at, told, end, then, asked)


@dataclass(frozen=True, slots=True)
class _Answer:
    endpoint: Endpoint
    at: datetime
    told: Future[Told]


class _Lookups:
    """Names asked by threads, as resolvers wait; each answer wakes the loop."""

    def __init__(self, names: Names, loop: Loop) -> None:
        self._names = names
        self._pool = ThreadPoolExecutor(_LOOKUPS_AT_ONCE)
        self._bell, self._rope = socketpair()
        self._bell.setblocking(False)
        self._under_way = 0
        self._came: deque[_Answer] = deque()
        self.answers: deque[_Answer] = deque()
        loop.listen(self._bell, self._hear)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._bell.close()
        self._rope.close()

    @property
    def many(self) -> int:
        """Asked, and not yet taken by the sweep."""
        return self._under_way + len(self.answers)

    def ask(self, endpoint: Endpoint, at: datetime) -> None:
        """An address needs no thread."""
        if is_address(endpoint.host) and not endpoint.through:
            told: Future[Told] = Future()
            told.set_result(self._names.told(endpoint.host))
            self.answers.append(_Answer(endpoint, at, told))
            return
        self._under_way += 1
        asked = self._names.through if endpoint.through else self._names.told
        told = self._pool.submit(asked, endpoint.through or probe_name(endpoint.host))
        told.add_done_callback(lambda one: self._ring(_Answer(endpoint, at, one)))

    def _ring(self, answer: _Answer) -> None:
        self._came.append(answer)
        self._rope.send(b".")

    def _hear(self) -> None:
        self._bell.recv(4096)
        while self._came:
            self.answers.append(self._came.popleft())
            self._under_way -= 1
