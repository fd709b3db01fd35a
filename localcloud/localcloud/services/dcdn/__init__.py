"""DCDN: domains whose changing pages are accelerated too. The same service as CDN's stands behind
it, so what is uncertain of CDN (switches `cdn.…`) is uncertain of DCDN likewise.
"""

from localcloud.services.dcdn.actions import ACTIONS
from localcloud.services.dcdn.routes import ROUTES
from localcloud.services.dcdn.service import BRAND, DcdnService

__all__ = ["ACTIONS", "BRAND", "ROUTES", "DcdnService"]
