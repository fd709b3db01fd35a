"""What is published, and when it arrives at which address."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from localcloud.authority import a_label
from localcloud.clock import Clock
from localcloud.contracts import Material
from localcloud.edges.faults import ANY
from localcloud.edges.slots import covers, pick
from localcloud.edges.timeline import Entry, Timeline

ANY_NAME = ""
"""Under which the addresses of load balancers keep what they serve."""


@dataclass(frozen=True, slots=True)
class Served:
    """What one address serves under a name, for people. `identifier` "": nothing of its own.

    pending, arrives: what was published and has not come here yet, with its time.
    """

    site: str
    address: str
    identifier: str
    since: datetime | None
    pending: str = ""
    arrives: datetime | None = None


class Propagation:
    """A timeline for each (address, name); names are A-labels, `.parent` for a wildcard domain."""

    def __init__(self, clock: Clock, delays: Mapping[str, float]) -> None:
        self._clock = clock
        self.newest_wins: Callable[[], bool] = lambda: True
        """Of a load balancer's certificates that match a name alike; else the oldest."""
        self._lock = threading.RLock()
        self._delays = dict(delays)
        self._lags: dict[tuple[str, str], float] = {}
        self._timelines: dict[tuple[str, str], Timeline] = {}

    def set_delay(self, site: str, seconds: float) -> None:
        """World seconds until what is published from now on arrives; `cdn` and `oss` set the
        product's, `oss/<region>` the region's own.
        """
        with self._lock:
            self._delays[site] = seconds

    def lag(self, domain: str, address: str, seconds: float) -> None:
        """One address takes `seconds` instead, for one domain or every one (`*`)."""
        with self._lock:
            self._lags[domain if domain == ANY else published_name(domain), address] = seconds

    def clear_lags(self) -> None:
        """Every address takes its site's delay again."""
        with self._lock:
            self._lags.clear()

    def schedule(
        self,
        name: str,
        site: str,
        addresses: Sequence[str],
        order: Entry,
        *,
        at_once: bool,
    ) -> None:
        """From its delay on, each address serves `name` as the order, which is given now, says."""
        with self._lock:
            for address in addresses:
                delay = 0.0 if at_once else self._delay(site, name, address)
                entry = replace(order, since=order.since + timedelta(seconds=delay))
                self._timelines.setdefault((address, name), Timeline()).add(entry)

    def in_force(self, address: str, name: str) -> Entry | None:
        """What the address serves to a client that asks for `name`; an exact name wins over
        `.parent`, which covers one label; a load balancer serves all names alike.
        """
        now = self._clock.now()
        parent = "." + name.partition(".")[2]
        with self._lock:
            for key in (name, parent, ANY_NAME):
                timeline = self._timelines.get((address, key))
                entry = timeline.at(now) if timeline is not None else None
                if entry is not None and entry.served:
                    return entry
        return None

    def served(self, site: str, address: str, name: str) -> Served | None:
        """What is in force and what is on its way; None when the address never heard of it, or is
        a load balancer's none of whose certificates covers it.
        """
        now = self._clock.now()
        with self._lock:
            timeline = self._timelines.get((address, name))
            of_balancer = self._timelines.get((address, ANY_NAME))
            timeline = timeline or of_balancer
            if timeline is None:
                return None
            entry, pending = timeline.at(now), timeline.pending(now)
        if timeline is of_balancer and not any(_covers(one, name) for one in (entry, pending)):
            return None
        return Served(
            site,
            address,
            self._identifier(entry, name),
            None if entry is None else entry.since,
            self._identifier(pending, name),
            None if pending is None else pending.since,
        )

    def material(self, entry: Entry, name: str) -> Material | None:
        """What a client that asks for `name` gets of this entry."""
        if entry.slots is None:
            return entry.material
        return pick(entry.slots, name, newest=self.newest_wins())

    def _identifier(self, entry: Entry | None, name: str) -> str:
        found = None if entry is None else self.material(entry, name)
        return "" if found is None else found.identifier

    def _delay(self, site: str, name: str, address: str) -> float:
        for lag in ((name, address), (ANY, address)):
            if lag in self._lags:
                return self._lags[lag]
        product = site.partition("/")[0]
        return self._delays.get(site, self._delays.get(product, 0.0))


def published_name(domain: str) -> str:
    """The A-label form that an edge keeps: a wildcard domain is `.parent`, however written."""
    return a_label(domain.removeprefix("*"))


def _covers(entry: Entry | None, name: str) -> bool:
    return entry is not None and entry.slots is not None and covers(entry.slots, name)
