"""OSS of the local cloud: buckets, objects, and domains bound to buckets with certificates."""

from localcloud.services.oss.routes import NOT_BUILT, ROUTES, Route
from localcloud.services.oss.service import OssService
from localcloud.services.oss.world import OssWorld

DIFFERENCES = (
    "Versioning keeps no history: what was overwritten, or hidden by a delete marker, is gone.",
    "ListLiveChannel lists none, as live streaming is not built.",
)

__all__ = ["DIFFERENCES", "NOT_BUILT", "ROUTES", "OssService", "OssWorld", "Route"]
