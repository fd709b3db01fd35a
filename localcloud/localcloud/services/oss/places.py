"""Regions, networks and the ports that stand for their endpoints."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import Enum


class Network(Enum):
    """An endpoint's network: the name with or without `-internal`."""

    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request came in."""

    region: str
    network: Network

    @property
    def is_mainland_public(self) -> bool:
        """A default public endpoint of mainland China, closed to newer accounts' objects."""
        return (
            self.network is Network.PUBLIC
            and self.region.startswith("cn-")
            and self.region != "cn-hongkong"
        )

    @property
    def real_name(self) -> str:
        """The endpoint's name on the real service."""
        suffix = "-internal" if self.network is Network.INTERNAL else ""
        return f"oss-{self.region}{suffix}.aliyuncs.com"


class Places:
    """The ports registered so far."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_port: dict[int, Place] = {}

    def register(self, port: int, place: Place) -> None:
        """From now on requests at this port are requests at this place."""
        with self._lock:
            self._by_port[port] = place

    def at(self, port: int) -> Place:
        """KeyError for a port that nobody registered: a fault of the set-up."""
        return self._by_port[port]

    def port_of(self, region: str) -> int:
        """That of the region's internal endpoint, which is open to every account, else any."""
        with self._lock:
            ports = {place: port for port, place in self._by_port.items()}
        return ports.get(Place(region, Network.INTERNAL)) or next(iter(ports.values()))

    def endpoint(self, place: Place) -> str:
        """`127.0.0.1:PORT`, or the real name where this place has no port."""
        with self._lock:
            for port, known in self._by_port.items():
                if known == place:
                    return f"127.0.0.1:{port}"
        return place.real_name
