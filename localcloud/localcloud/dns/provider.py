"""The names that the provider answers for: buckets, accelerated domains, load balancers."""

from __future__ import annotations

import re
from collections.abc import Callable

from localcloud.contracts import Serving
from localcloud.dns.records import Data
from localcloud.edges.sites import SUFFIXES

ZONES = ("aliyuncs.com", "aliyuncsslb.com", "aliyuncsslbintl.com", *SUFFIXES.values())
_BALANCER = re.compile(r"([a-z0-9-]+)\.[a-z]{2}-[a-z0-9-]+\.(alb|nlb)\.aliyuncsslb(?:intl)?\.com")
_BUCKET = re.compile(
    r"(?:[a-z0-9][a-z0-9-]*\.)?oss-([a-z]{2}-[a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com"
)
_ANYWHERE = re.compile(r"(?:([a-z0-9][a-z0-9-]*)\.)?oss-accelerate(?:-overseas)?\.aliyuncs\.com")
_ACCELERATED = {f".w.{suffix}": site for site, suffix in SUFFIXES.items()}


class ProviderNames:
    """`<bucket>.oss-<region>.aliyuncs.com` of the regions of this world and
    `<anything>.w.kunlunsl.com` and its likes, existing or not: the real ones are wildcards too.
    The names of transfer acceleration lead to the region of their bucket, and to no address
    without one.
    """

    def __init__(self, edges: Serving) -> None:
        self._edges = edges
        self.region_of: Callable[[str], str | None] = lambda _bucket: None
        """Where a bucket is; set once there are buckets."""

    def zone_of(self, name: str) -> str | None:
        """The provider's zone that holds the name."""
        return next((z for z in ZONES if name == z or name.endswith("." + z)), None)

    def find(self, name: str) -> Data | None:
        """As Records.find."""
        bucket = _BUCKET.fullmatch(name)
        if bucket is not None:
            addresses = self._edges.addresses(f"oss/{bucket[1]}")
            return {"A": list(addresses)} if addresses else None
        accelerated = _ANYWHERE.fullmatch(name)
        if accelerated is not None:
            region = self.region_of(accelerated[1] or "")
            return {"A": list(self._edges.addresses(f"oss/{region}"))} if region else {}
        balancer = _BALANCER.fullmatch(name)
        if balancer is not None:
            addresses = self._edges.addresses(f"{balancer[2]}/{balancer[1]}")
            return {"A": list(addresses)} if addresses else None
        for suffix, site in _ACCELERATED.items():
            if name.endswith(suffix):
                return {"A": list(self._edges.addresses(site))}
        return {} if name in (*ZONES, *(suffix[1:] for suffix in _ACCELERATED)) else None
