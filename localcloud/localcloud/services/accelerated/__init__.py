"""Accelerated domains: what CDN, DCDN and VOD have in common, since one service stands behind the
real ones. What is uncertain of CDN (switches `cdn.…`) is so of its likes.
"""

from localcloud.services.accelerated.domains import (
    AcceleratedDomain,
    Binding,
    DomainStatus,
    Origin,
)
from localcloud.services.accelerated.model import AcceleratedModel, Brand

__all__ = [
    "AcceleratedDomain",
    "AcceleratedModel",
    "Binding",
    "Brand",
    "DomainStatus",
    "Origin",
]
