"""Which loopback addresses a site has."""

from __future__ import annotations

from localcloud.store import Store

CDN = "cdn"
_CDN_ADDRESSES = ("127.32.0.1", "127.32.0.2", "127.32.0.3")
_PER_REGION = 2


class Sites:
    """`cdn` has three addresses, each `oss/<region>` and `other/<product>` two; each keeps its own
    for ever.
    """

    def __init__(self, store: Store) -> None:
        self._kept = store.table("edge_sites")

    def add(self, site: str) -> None:
        """Give a region, or another product, its addresses, if it has none. ValueError for a name
        that is no site.
        """
        product, _, rest = site.partition("/")
        if site != CDN and (product not in ("oss", "other") or not rest):
            known = "cdn, oss/<region> and other/<product>"
            raise ValueError(f"no site {site!r}: there are {known}")
        if site not in self.known():
            self._kept[site] = {"number": len(self._kept) + 1}

    def addresses(self, site: str) -> tuple[str, ...]:
        """The site's addresses; () for one that was not added."""
        if site == CDN:
            return _CDN_ADDRESSES
        record = self._kept.get(site)
        if record is None:
            return ()
        third = int(record["number"])
        return tuple(f"127.31.{third}.{last}" for last in range(1, _PER_REGION + 1))

    def known(self) -> tuple[str, ...]:
        """CDN and every region that was ever added."""
        return (CDN, *self._kept)


def default_names(site: str) -> list[str]:
    """The names of the certificate that the provider itself has there."""
    if site == CDN:
        return ["*.w.kunlunsl.com", "*.kunlunsl.com"]
    product, _, region = site.partition("/")
    if product == "other":
        return [f"*.{region}.aliyuncs.com"]
    return [f"*.oss-{region}.aliyuncs.com", f"oss-{region}.aliyuncs.com"]
