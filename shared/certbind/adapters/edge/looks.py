"""A look at one domain: where its name leads, and what every address there shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

from certbind.adapters.edge.handshakes.loop import Loop
from certbind.adapters.edge.handshakes.visits import Place, Visits
from certbind.adapters.edge.lookup import Lookup, Resolver
from certbind.adapters.edge.other_key import to_ask_again
from certbind.domain.trust.names import is_address, probe_name
from certbind.domain.trust.observation import (
    AddressObservation,
    Endpoint,
    Observation,
    Resolution,
    View,
)
from certbind.values import dataclass, field, replace

Views = Callable[[str], tuple[View, ...]]

MOST_ELSEWHERE = 32
"""Addresses that only views told, and that are connected to."""


def only_elsewhere(views: Iterable[View], own: Iterable[str]) -> list[str]:
    """Those that our own resolver did not tell, sorted; MOST_ELSEWHERE of them."""
    told = {address for view in views for address in view.addresses}
    return sorted(told - set(own))[:MOST_ELSEWHERE]


def no_views(_: str) -> tuple[View, ...]:
    """Nobody else is asked."""
    return ()


@dataclass(frozen=True, slots=True)
class Told:
    """What names lead to: by our own resolver, and by others."""

    lookup: Lookup
    views: tuple[View, ...] = ()


class Names:
    """Our own resolver and the views beside it, asked at once."""

    def __init__(self, resolver: Resolver, views: Views) -> None:
        self._resolver = resolver
        self._views = views

    def told(self, name: str) -> Told:
        """An address is where it leads itself."""
        if is_address(name):
            return Told(Lookup(Resolution.RESOLVED, (name,)))
        if self._views is no_views:
            return Told(self._resolver.resolve(name))
        with ThreadPoolExecutor(1) as pool:
            views = pool.submit(self._views, name)
            lookup = self._resolver.resolve(name)
            return Told(lookup, views.result())

    def through(self, name: str) -> Told:
        """As if the name that is looked at led to this one."""
        lookup = self._resolver.resolve(name)
        return Told(replace(lookup, cname_chain=(name, *lookup.cname_chain)))


@dataclass(slots=True)
class Look:
    """One domain: its addresses, those that only others are led to, then the other kind of key.

    asked: leaves beside which the other kind was asked for already, in a sweep of many.
    """

    visits: Visits
    endpoint: Endpoint
    port: int
    at: datetime
    told: Told
    end: float
    then: Callable[[Observation], None]
    asked: set[bytes] = field(default_factory=set)
    _own: list[str] = field(default_factory=list)
    _seen: list[AddressObservation | None] = field(default_factory=list)
    _beside: dict[int, AddressObservation] = field(default_factory=dict)
    _going_on: int = 0

    def begin(self, loop: Loop) -> None:
        """What it comes to is told to `then`, when all have ended."""
        self._own = sorted(self.told.lookup.addresses)  # resolvers rotate them
        addresses = (*self._own, *only_elsewhere(self.told.views, self._own))
        self._going_on = len(addresses)
        self._seen = [None] * len(addresses)
        for number, address in enumerate(addresses):
            visit = self.visits.first(self._place(address), self._sent, self.end)
            loop.add(visit, partial(self._came, loop, number))
        if not addresses:
            self._done()

    @property
    def _sent(self) -> str:
        """The name in the hello; an address is none (RFC 6066, section 3)."""
        host = self.endpoint.host
        return "" if is_address(host) else probe_name(host)

    def _place(self, address: str) -> Place:
        return address, self.port

    def _came(self, loop: Loop, number: int, seen: AddressObservation) -> None:
        self._seen[number] = seen
        self._going_on -= 1
        if self._going_on:
            return
        own = self._in_order[: len(self._own)]
        news = (one for one in own if not self.asked.issuperset(one.chain[:1]))
        again = to_ask_again(news, self.at)
        self.asked.update(one.chain[0] for one in again)
        self._going_on = len(again)
        for place, one in enumerate(again):
            visit = self.visits.second(one, self._place(one.address), self._sent, self.end)
            loop.add(visit, partial(self._came_again, place))
        if not again:
            self._done()

    def _came_again(self, number: int, seen: AddressObservation | None) -> None:
        if seen is not None:
            self._beside[number] = seen
        self._going_on -= 1
        if not self._going_on:
            self._done()

    @property
    def _in_order(self) -> tuple[AddressObservation, ...]:
        return tuple(one for one in self._seen if one is not None)

    def _done(self) -> None:
        lookup, seen = self.told.lookup, self._in_order
        self.then(
            Observation(
                probe_name(self.endpoint.host),
                self.at,
                lookup.resolution,
                seen[: len(self._own)],
                lookup.cname_chain,
                lookup.unanswered,
                tuple(self._beside[number] for number in sorted(self._beside)),
                views=self.told.views,
                elsewhere=seen[len(self._own) :],
            )
        )
