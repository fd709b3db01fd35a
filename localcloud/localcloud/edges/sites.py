"""Which loopback addresses a site has."""

from __future__ import annotations

import secrets

from localcloud.store import Store

CDN = "cdn"
_ACCELERATED = {CDN: 32, "dcdn": 33, "vod": 34, "esa": 35}
"""Products whose edges are everywhere, with the second number of their addresses."""
BALANCERS = ("alb", "nlb")
"""Products whose sites are single load balancers, `<product>/<id>`, with an address a zone."""
_EVERYWHERE = 3
_PER_REGION = 2
_PAIRS = 127
_DRAWN = 64 * 256 * _PAIRS
_REGIONAL = ("oss", "other", *BALANCERS)


class Sites:
    """`cdn`, `dcdn`, `vod` and `esa` have three addresses, each `oss/<region>`, load balancer and
    `other/<product>` two; each keeps its own for ever. What is neither CDN nor a region is a site
    from its first domain on. Those of load balancers are drawn: they are listened at by ports that
    another local cloud on this machine may use as well.
    """

    def __init__(self, store: Store) -> None:
        self._kept = store.table("edge_sites")

    def add(self, site: str) -> None:
        """Give a site its addresses, if it has none. ValueError for a name that is no site."""
        product, _, rest = site.partition("/")
        if site not in _ACCELERATED and (product not in _REGIONAL or not rest):
            known = ", ".join((*_ACCELERATED, "oss/<region>"))
            raise ValueError(f"no site {site!r}: there are {known} and other/<product>")
        if site not in self.known():
            drawn = {"drawn": secrets.randbelow(_DRAWN)} if product in BALANCERS else {}
            self._kept[site] = {"number": len(self._kept) + 1, **drawn}

    def addresses(self, site: str) -> tuple[str, ...]:
        """The site's addresses; () for one that was not added."""
        if site in _ACCELERATED:
            second = _ACCELERATED[site]
            return tuple(f"127.{second}.0.{last}" for last in range(1, _EVERYWHERE + 1))
        record = self._kept.get(site)
        if record is None:
            return ()
        if "drawn" in record:
            return _drawn(int(record["drawn"]))
        third = int(record["number"])
        return tuple(f"127.31.{third}.{last}" for last in range(1, _PER_REGION + 1))

    def known(self) -> tuple[str, ...]:
        """CDN and every region that was ever added."""
        return (CDN, *self._kept)


def _drawn(number: int) -> tuple[str, ...]:
    upper, pair = divmod(number, _PAIRS)
    second, third = divmod(upper, 256)
    return tuple(f"127.{64 + second}.{third}.{2 * pair + last}" for last in (1, 2))


SUFFIXES = {
    CDN: "kunlunsl.com",
    "dcdn": "kunluncan.com",
    "vod": "alikunlun.com",
    "esa": "cdngslb.com",
}
"""Of the names to which DNS sends visitors of an accelerated domain: `<domain>.w.<suffix>`."""


def is_everywhere(site: str) -> bool:
    """Whether it serves accelerated domains, and no region's buckets."""
    return site in _ACCELERATED


def is_balancer(site: str) -> bool:
    """Whether it is a load balancer, which has no certificates but those of its listeners."""
    return site.partition("/")[0] in BALANCERS


def default_names(site: str) -> list[str]:
    """The names of the certificate that the provider itself has there."""
    if is_everywhere(site):
        return [f"*.w.{suffix}" for suffix in SUFFIXES.values()] + ["*.kunlunsl.com"]
    product, _, region = site.partition("/")
    if product == "other":
        return [f"*.{region}.aliyuncs.com"]
    return [f"*.oss-{region}.aliyuncs.com", f"oss-{region}.aliyuncs.com"]
