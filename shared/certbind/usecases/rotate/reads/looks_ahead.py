"""Looks of a sweep over many domains, begun side by side before the domains have their turn.

A domain whose edges hang takes twenty seconds: a worker that looked itself would do nothing else,
and a thousand such domains would take a sweep's whole time. So all are looked at together, in the
order of their turns, and whoever has his turn takes what was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from threading import Thread

from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget
from certbind.domain.trust.observation import Endpoint, Observation
from certbind.ports.visitors import TlsProbe

FEWER_LOOK_THEMSELVES = 64
_TOGETHER = 2000
"""Looks of one round: what is seen waits in memory until its domain's turn."""


class LooksAhead:
    """A TlsProbe that has begun to look. One that it did not come to is looked at when asked."""

    def __init__(
        self, probe: TlsProbe, endpoints: Iterable[Endpoint], may_begin: Callable[[], bool]
    ) -> None:
        """may_begin: whether there is time for one more look."""
        self._probe = probe
        self._endpoints = tuple(endpoints)
        self._may_begin = may_begin
        self._seen: dict[Domain, Future[Observation | None]] = {
            one.host: Future() for one in self._endpoints
        }
        self._thread = Thread(target=self._look, name="looks", daemon=True)

    def begin(self) -> None:
        """In a thread of its own."""
        self._thread.start()

    def end(self) -> None:
        """No look is begun any more; those under way are waited for."""
        self._may_begin = lambda: False
        self._thread.join()

    def observe(self, domain: Domain) -> Observation:
        """See TlsProbe; once what was begun, and then a new look."""
        begun = self._seen.pop(domain, None)
        seen = begun.result() if begun is not None else None
        return self._probe.observe(domain) if seen is None else seen

    def observe_all(self, endpoints: Iterable[Endpoint]) -> Iterator[tuple[Endpoint, Observation]]:
        """See TlsProbe."""
        return self._probe.observe_all(endpoints)

    def _look(self) -> None:
        """Whatever ends it: who is left looks in his turn, and says what is wrong."""
        waiting = dict(self._seen)
        with suppress(Exception):
            for first in range(0, len(self._endpoints), _TOGETHER):
                some = self._endpoints[first : first + _TOGETHER]
                for endpoint, seen in self._probe.observe_all(self._while_there_is_time(some)):
                    waiting.pop(endpoint.host).set_result(seen)
        for one in waiting.values():
            one.set_result(None)

    def _while_there_is_time(self, endpoints: Iterable[Endpoint]) -> Iterator[Endpoint]:
        for one in endpoints:
            if not self._may_begin():
                return
            yield one


@contextmanager
def looking_ahead(
    probe: TlsProbe | None,
    turns: Iterable[BoundTarget],
    port: int,
    may_begin: Callable[[], bool],
) -> Iterator[TlsProbe | None]:
    """For the domains that have a certificate, each once; few of them are looked at in turn."""
    domains = dict.fromkeys(one.target.domain for one in turns if not one.binding.is_empty)
    if probe is None or len(domains) < FEWER_LOOK_THEMSELVES:
        yield probe
        return
    ahead = LooksAhead(probe, [Endpoint(one, port) for one in domains], may_begin)
    ahead.begin()
    try:
        yield ahead
    finally:
        ahead.end()
