"""Simple Message Queue (MNS), data plane, version 2015-06-06."""

from localcloud.services.mns.model import MnsModel
from localcloud.services.mns.routes import ROUTES
from localcloud.services.mns.service import MnsService

__all__ = ["ROUTES", "MnsModel", "MnsService"]
