"""CDN: accelerated domains, their certificates and functions."""

from localcloud.services.accelerated.domains import Binding, DomainStatus, Origin
from localcloud.services.cdn.actions import ACTIONS
from localcloud.services.cdn.routes import ROUTES
from localcloud.services.cdn.service import CdnService

__all__ = ["ACTIONS", "ROUTES", "Binding", "CdnService", "DomainStatus", "Origin"]
