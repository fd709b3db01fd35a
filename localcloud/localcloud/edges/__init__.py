"""TLS edges: every address of OSS and CDN, serving what is bound there at this moment."""

from localcloud.edges.edges import DEFAULT_DELAYS, Edges
from localcloud.edges.faults import EdgeFault, EdgeFaultKind
from localcloud.edges.propagation import Served

__all__ = ["DEFAULT_DELAYS", "EdgeFault", "EdgeFaultKind", "Edges", "Served"]
