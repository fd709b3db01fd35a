"""Answers by where the client is (EDNS client subnet, RFC 7871), kept over restarts."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from localcloud.authority import a_label
from localcloud.dns.records import Data
from localcloud.store import Store

Subnet = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class ForSubnet:
    """Addresses for clients of a network; prefix: its length, which the answer tells as scope."""

    data: Data
    prefix: int


class Subnets:
    """Of any name, the provider's too: that is where CDNs divide their visitors."""

    def __init__(self, store: Store) -> None:
        self._kept = store.table("dns_subnets")
        self._lock = threading.Lock()

    def set(self, name: str, subnet: str, addresses: Sequence[str]) -> None:
        """Clients of the subnet get these, IPv4 and IPv6. ValueError for what is none."""
        network = str(ip_network(subnet))
        data: Data = {}
        for one in map(ip_address, addresses):
            data.setdefault("A" if one.version == 4 else "AAAA", []).append(str(one))  # noqa: PLR2004
        with self._lock:
            self._kept[a_label(name)] = {**self._kept.get(a_label(name), {}), network: data}

    def remove(self, name: str) -> bool:
        """The name is the same for everybody again; False when it was."""
        with self._lock:
            return self._kept.pop(a_label(name), None) is not None

    def all(self) -> dict[str, dict[str, Data]]:
        """Name → subnet → addresses."""
        return dict(self._kept)

    def find(self, name: str, client: Subnet | None) -> ForSubnet | None:
        """The narrowest that holds the client's whole network; None: as everybody."""
        if client is None:
            return None
        fitting = [
            (network.prefixlen, data)
            for text, data in self._kept.get(name, {}).items()
            if _holds(network := ip_network(text), client)
        ]
        if not fitting:
            return None
        prefix, data = max(fitting, key=lambda one: one[0])
        return ForSubnet(data, prefix)


def _holds(network: Subnet, client: Subnet) -> bool:
    if isinstance(network, IPv4Network):
        return isinstance(client, IPv4Network) and client.subnet_of(network)
    return isinstance(client, IPv6Network) and client.subnet_of(network)
