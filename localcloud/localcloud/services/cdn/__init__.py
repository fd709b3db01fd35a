"""CDN: accelerated domains, their certificates and functions."""

from localcloud.services.cdn.actions import ACTIONS
from localcloud.services.cdn.domains import Binding, CdnDomain, DomainStatus, Origin
from localcloud.services.cdn.model import CdnModel
from localcloud.services.cdn.routes import ROUTES
from localcloud.services.cdn.service import CdnService

__all__ = [
    "ACTIONS",
    "ROUTES",
    "Binding",
    "CdnDomain",
    "CdnModel",
    "CdnService",
    "DomainStatus",
    "Origin",
]
