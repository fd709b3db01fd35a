"""STS, 2015-04-01: temporary credentials, and whose they are."""

from localcloud.services.sts.routes import ACTIONS, ROUTES
from localcloud.services.sts.service import StsService

__all__ = ["ACTIONS", "ROUTES", "StsService"]
