"""SSL Certificates Service (CAS), both sites."""

from localcloud.services.cas.actions import ACTIONS
from localcloud.services.cas.certificates import Source, Status, StoredCertificate
from localcloud.services.cas.routes import ROUTES
from localcloud.services.cas.service import CasService
from localcloud.services.cas.store import SITES, CasStore

__all__ = [
    "ACTIONS",
    "ROUTES",
    "SITES",
    "CasService",
    "CasStore",
    "Source",
    "Status",
    "StoredCertificate",
]
