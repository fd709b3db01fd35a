"""What a name's visitors get at a target that has an entrance of its own: a load balancer's."""

from __future__ import annotations

from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget
from certbind.domain.trust.observation import Endpoint, Observation
from certbind.ports import TlsProbe


def seen_at(probe: TlsProbe, domain: Domain, bound: BoundTarget) -> Observation:
    """As the name's own visitors come; where DNS leads it by other names, or not at all, at the
    target's entrance, asked for the name by SNI: who comes by addresses comes there too.
    """
    if bound.port is None:
        seen = probe.observe(domain)
    else:
        seen = _one(probe, Endpoint(domain, bound.port))
    if not bound.entrance or bound.entrance in seen.cname_chain:
        return seen
    return _one(probe, Endpoint(domain, bound.port, bound.entrance))


def _one(probe: TlsProbe, endpoint: Endpoint) -> Observation:
    ((_, seen),) = probe.observe_all([endpoint])
    return seen
