"""OSS of the local cloud: buckets, objects, and domains bound to buckets with certificates."""

from localcloud.services.oss.routes import NOT_BUILT, ROUTES, Route
from localcloud.services.oss.service import OssService
from localcloud.services.oss.world import OssWorld

DIFFERENCES = (
    "Versioning gives ids and keeps no history: what was overwritten or deleted is gone.",
    "ListLiveChannel lists none, as live streaming is not built.",
    "PutCname with a certificate in the request does not file it in CAS; its CertId is made up.",
)

__all__ = ["DIFFERENCES", "NOT_BUILT", "ROUTES", "OssService", "OssWorld", "Route"]
