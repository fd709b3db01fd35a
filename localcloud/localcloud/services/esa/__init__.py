"""ESA: whole zones at the edge, each with certificates of its own."""

from localcloud.services.esa.actions import ACTIONS
from localcloud.services.esa.model import EsaModel
from localcloud.services.esa.routes import ROUTES
from localcloud.services.esa.service import EsaService

DIFFERENCES = (
    "of a site's certificates that cover a record the last one is served (undocumented).",
    "free certificates are not applied for; keyless ones are refused.",
)

__all__ = ["ACTIONS", "DIFFERENCES", "ROUTES", "EsaModel", "EsaService"]
