"""The edges as OSS, CDN and people see them: publish, withdraw, delay, break."""

from __future__ import annotations

import errno
import logging
import socket
import threading
from collections.abc import Callable, Mapping

from localcloud.authority import Authorities
from localcloud.clock import Clock
from localcloud.contracts import PLAIN, Manner, Material, Slots
from localcloud.edges.choice import Choice
from localcloud.edges.connection import Door
from localcloud.edges.defaults import DefaultCertificates
from localcloud.edges.faults import EdgeFault, EdgeFaults
from localcloud.edges.listener import Listener
from localcloud.edges.page import Origin, Visitor
from localcloud.edges.propagation import ANY_NAME, Propagation, Served, published_name
from localcloud.edges.sites import CDN, Sites
from localcloud.edges.timeline import Entry
from localcloud.http import Request, Response
from localcloud.store import Store
from localcloud.switches import Switches

LOG = logging.getLogger(__name__)
DEFAULT_DELAYS: Mapping[str, float] = {"cdn": 2.0, "dcdn": 2.0, "vod": 2.0, "esa": 2.0, "oss": 1.0}
"""World seconds from binding to serving, by product; the real ones take minutes."""
_PORT_TRIES = 20


class Edges:
    """Implements contracts.Serving and Balancing on one port number, the same at every address.

    What is published before `start` is served at once: services publish again at each start.
    """

    def __init__(
        self,
        clock: Clock,
        store: Store,
        switches: Switches,
        authorities: Authorities,
        *,
        port: int = 0,
        delays: Mapping[str, float] = DEFAULT_DELAYS,
    ) -> None:
        """Reserve the port (0: any that is free). OSError when the given one is taken."""
        self._clock = clock
        self._sites = Sites(store)
        self._lock = threading.RLock()
        self._listeners: dict[str, Listener] = {}
        self._further: dict[str, set[int]] = {}
        self._started = False
        self._closing = threading.Event()
        self.propagation = Propagation(clock, delays)
        self.propagation.newest_wins = lambda: switches["lb.sni_tie"] == "newest"
        self.faults = EdgeFaults()
        self._choice = Choice(self.propagation, DefaultCertificates(clock, authorities), switches)
        self.origin: Origin = lambda _visitor, _request: None
        """Whom visitors' requests are passed on to; nobody until the world says."""
        self.before_handshake: Callable[[], None] = lambda: None
        """Brings the world up to its clock before a visitor is served."""
        self._reserved = self._reserve(port)

    @property
    def port(self) -> int:
        """The edge port."""
        return int(self._reserved.getsockname()[1])

    def start(self) -> None:
        """Listen at every known site; a site that comes later starts when it gets a domain."""
        with self._lock:
            self._started = True
            for site in self._sites.known():
                self._listen(site)

    def stop(self) -> None:
        """Close every listener and connection."""
        self._closing.set()
        with self._lock:
            listeners, self._listeners = list(self._listeners.values()), {}
            self._started = False
        for listener in listeners:
            listener.stop()
        self._reserved.close()

    def add_site(self, site: str) -> None:
        """Make a region part of this world, whether it has domains or not; it is listened at from
        the next start, or its first domain, on. ValueError for a name that is no site.
        """
        with self._lock:
            self._sites.add(site)

    def addresses(self, site: str) -> tuple[str, ...]:
        """As the protocol says."""
        with self._lock:
            return self._sites.addresses(site)

    def publish(
        self, domain: str, site: str, material: Material | None, manner: Manner = PLAIN
    ) -> None:
        """Serve `domain` at the site's addresses, each after its own delay."""
        order = Entry(self._clock.now(), material, manner=manner)
        self._schedule(published_name(domain), site, order)

    def withdraw(self, domain: str, site: str) -> None:
        """Stop serving it, after the same delays."""
        order = Entry(self._clock.now(), None, served=False)
        self._schedule(published_name(domain), site, order)

    def publish_slots(self, site: str, slots: Slots, port: int = 0) -> None:
        """Serve all names so at a load balancer's addresses (contracts.Balancing)."""
        if port:
            with self._lock:
                self._further.setdefault(site, set()).add(port)
        order = Entry(self._clock.now(), None, manner=slots.manner, slots=slots)
        self._schedule(ANY_NAME, site, order, port)

    def set_delay(self, site: str, seconds: float) -> None:
        """See Propagation.set_delay."""
        self.propagation.set_delay(site, seconds)

    def lag(self, domain: str, address: str, seconds: float) -> None:
        """See Propagation.lag."""
        self.propagation.lag(domain, address, seconds)

    def clear_lags(self) -> None:
        """Every address takes its site's delay again."""
        self.propagation.clear_lags()

    def add_fault(self, fault: EdgeFault) -> EdgeFault:
        """Put a fault into force and give it an id."""
        added = self.faults.add(fault)
        self._follow_refusals()
        return added

    def remove_fault(self, fault_id: str) -> bool:
        """Take one out of force; False when there is none with this id."""
        found = self.faults.remove(fault_id)
        self._follow_refusals()
        return found

    def clear_faults(self) -> None:
        """Take all out of force."""
        self.faults.clear()
        self._follow_refusals()

    def serving(self, domain: str) -> tuple[Served, ...]:
        """What every address that heard of the name serves now, and what is on its way."""
        name = published_name(domain)
        rows = [
            self.propagation.served(site, place, name)
            for site in self._sites.known()
            for port in (0, *sorted(self._further.get(site, ())))
            for place in self._places(site, port)
        ]
        return tuple(row for row in rows if row is not None)

    def _schedule(self, name: str, site: str, order: Entry, port: int = 0) -> None:
        with self._lock:
            self._sites.add(site)
            places = self._places(site, port)
            self.propagation.schedule(name, site, places, order, at_once=not self._started)
            if self._started:
                self._listen(site)

    def _places(self, site: str, port: int) -> tuple[str, ...]:
        """As timelines and faults know them: an address, with any port but the usual one."""
        addresses = self._sites.addresses(site)
        return tuple(f"{address}:{port}" for address in addresses) if port else addresses

    def _listen(self, site: str) -> None:
        for port in (0, *self._further.get(site, ())):
            for address, place in zip(
                self._sites.addresses(site), self._places(site, port), strict=True
            ):
                if place not in self._listeners:
                    self._open(site, address, place, port)

    def _open(self, site: str, address: str, place: str, port: int) -> None:
        """What a load balancer has at a port that another program uses, nobody is served."""
        try:
            self._listeners[place] = self._listener(site, address, place, port)
        except OSError as error:
            if not port:
                raise
            LOG.warning("nothing can listen at %s: %s", place, error.strerror)
            return
        if not self.faults.refuses(place):
            self._listeners[place].start()

    def _listener(self, site: str, address: str, place: str, port: int) -> Listener:
        now = self._clock.now
        door = Door(site, place, self._choice, self.faults, now, self._closing, self._ask_origin)

        def serve(connection: socket.socket) -> None:
            self.before_handshake()
            door.serve(connection)

        return Listener(address, port or self.port, serve)

    def _ask_origin(self, visitor: Visitor, request: Request) -> Response | None:
        return self.origin(visitor, request)

    def _follow_refusals(self) -> None:
        with self._lock:
            for address, listener in self._listeners.items():
                if self.faults.refuses(address):
                    listener.shut()
                elif not listener.listening:
                    listener.start()

    def _reserve(self, port: int) -> socket.socket:
        """A port that is free at every address so far. The socket is kept, bound and never
        listening, so that no other local cloud on this machine takes the same number.
        """
        probe = [*self._sites.addresses(CDN)]
        for _ in range(1 if port else _PORT_TRIES):
            reserved = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            try:
                reserved.bind(("127.0.0.1", port))
                for address in probe:
                    Listener(address, int(reserved.getsockname()[1]), _nothing).stop()
            except OSError:
                reserved.close()
                continue
            return reserved
        taken = f"port {port or 'any'} is taken at {', '.join(probe)}"
        raise OSError(errno.EADDRINUSE, taken)


def _nothing(_connection: socket.socket) -> None:
    """A listener that only tries the port."""
