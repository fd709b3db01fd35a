"""A world with edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from localcloud.authority import Authorities, Issued
from localcloud.clock import Clock
from localcloud.contracts import Material
from localcloud.edges import Edges
from localcloud.store import Store
from localcloud.switches import Switches
from tests.localcloud.edges.visiting import leaf


@dataclass
class World:
    clock: Clock
    switches: Switches
    authorities: Authorities
    edges: Edges
    issued: dict[str, Issued] = field(default_factory=dict)

    def publish(self, domain: str, site: str, label: str, *names: str, defect: str = "") -> str:
        """Issue a certificate and publish it; the leaf's SHA-256."""
        defects = [defect] if defect else []
        issued = self.authorities.issue(names or [domain], defects=defects)
        material = Material(f"{label}-cn-hangzhou", issued.chain_pem, issued.key_pem)
        self.edges.publish(domain, site, material)
        return issued.sha256

    def leaves(self, site: str, name: str) -> list[str]:
        """What each address of the site shows."""
        return [leaf(a, self.edges.port, name) for a in self.edges.addresses(site)]

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))


@pytest.fixture
def world() -> Iterator[World]:
    """Not started: what is published is served at once."""
    store, clock = Store(None), Clock()
    switches, authorities = Switches(store), Authorities(store, clock)
    edges = Edges(clock, store, switches, authorities)
    yield World(clock, switches, authorities, edges)
    edges.stop()
    store.close()
