"""OSS of the local cloud: buckets, objects, and domains bound to buckets with certificates."""

from localcloud.services.oss.routes import NOT_BUILT, ROUTES, Route
from localcloud.services.oss.service import OssService
from localcloud.services.oss.world import OssWorld

__all__ = ["NOT_BUILT", "ROUTES", "OssService", "OssWorld", "Route"]
