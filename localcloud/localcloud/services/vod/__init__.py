"""VOD: the accelerated domains of ApsaraVideo VOD, and nothing of its media. The same service as
CDN's stands behind them, so what is uncertain of CDN (switches `cdn.…`) is so of VOD likewise.
"""

from localcloud.services.vod.actions import ACTIONS
from localcloud.services.vod.routes import ROUTES
from localcloud.services.vod.service import BRAND, VodService

DIFFERENCES = ("`Env=staging` of SetVodDomainSSLCertificate changes nothing that visitors see.",)

__all__ = ["ACTIONS", "BRAND", "DIFFERENCES", "ROUTES", "VodService"]
