"""OSS of the local cloud: buckets, objects, and domains bound to buckets with certificates."""

from localcloud.services.oss.routes import NOT_BUILT, ROUTES, Route
from localcloud.services.oss.service import OssService
from localcloud.services.oss.world import OssWorld

DIFFERENCES = (
    "PutCname with a certificate in the request does not file it in CAS; its CertId is made up.",
)

__all__ = ["DIFFERENCES", "NOT_BUILT", "ROUTES", "OssService", "OssWorld", "Route"]
