"""CDN: accelerated domains, their certificates and functions."""

from localcloud.services.accelerated.domains import Binding, DomainStatus, Origin
from localcloud.services.cdn.actions import ACTIONS
from localcloud.services.cdn.routes import ROUTES
from localcloud.services.cdn.service import BRAND, CdnService

__all__ = ["ACTIONS", "BRAND", "ROUTES", "Binding", "CdnService", "DomainStatus", "Origin"]
