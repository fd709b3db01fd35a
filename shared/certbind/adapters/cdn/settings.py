"""How CDN serves a domain, and who fetches from a bucket (cas-cdn-api: function configuration)."""

from __future__ import annotations

import re
from collections.abc import Collection

from certbind.adapters.accelerated.lists import DomainLists, DomainPageSizes, name_of
from certbind.adapters.accelerated.reading import Item, items_at
from certbind.adapters.accelerated.settings import (
    AcceleratedSettings,
    Functions,
    arguments_of,
    permissions_of,
)
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.cdn.dialect import DIALECT
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.model.target import Target
from certbind.domain.serving.values import Fetcher, Fetchers
from certbind.domain.trust.names import parse_reference
from certbind.errors import NotOpenedError
from certbind.values import replace

FUNCTIONS = Functions(
    "DescribeCdnDomainConfigs", "BatchSetCdnDomainConfig", "DeleteSpecificConfig"
)
_SCHEME = "forward_scheme"
_HTTPS_PORT = 443


def _always(some: tuple[Permission, ...]) -> tuple[Permission, ...]:
    """Who fetches from a bucket is asked for where nobody uses CDN, too."""
    return tuple(replace(one, if_used=None) for one in some)


_OF_FAMILY = permissions_of(DIALECT, FUNCTIONS)
PERMISSIONS: Permissions = {
    **{method: _always(some) for method, some in _OF_FAMILY.items()},
    "fetchers": _always((DIALECT.permissions["find"][0], *_OF_FAMILY["read"])),
}


class CdnSettings(AcceleratedSettings):
    """See TargetSettings."""

    def __init__(self, api: OpenApi, retry: Retry, only: Collection[str] = ()) -> None:
        """`only`: the domains that count; () for all."""
        super().__init__(DIALECT, FUNCTIONS, api, retry, only)
        self._only = only

    def fetchers(self, target: Target, names: Collection[str]) -> Fetchers:
        """See TargetSettings: the domains with such an origin, and a call for each of them."""
        limits = (DIALECT.named_by,) if self._only else ()
        lists = DomainLists(DIALECT, self._api, self._retry, DomainPageSizes(), self._only)
        try:
            listing = lists.domains()
        except NotOpenedError:
            return Fetchers()
        if listing.missing:
            shown = f"{listing.missing} of the domains that it counts were not shown"
            raise self._api.unreadable("DescribeUserDomains", shown, str(target))
        found = [
            Fetcher(parse_reference(name_of(item)), self._by_https(item, port))
            for item in listing.items
            for port in _ports(item, target.bucket, names)
        ]
        return Fetchers(tuple(found), limits)

    def _by_https(self, item: Item, port: int) -> bool:
        """`follow` fetches as the visitor came, so by HTTP for some."""
        domain = name_of(item)
        configs = self._retry.call(lambda: self.configs(domain, (_SCHEME,)))
        for config in configs:
            args = arguments_of(config)
            if args.get("enable") == "on":
                return args.get("scheme_origin") == "https"
        return port == _HTTPS_PORT


def _ports(item: Item, bucket: str, names: Collection[str]) -> list[int]:
    """Of its origins that are the bucket, by its own host or a domain that is mapped to it."""
    own = re.compile(rf"(?:website-)?{re.escape(bucket)}\.oss-[a-z0-9-]+\.aliyuncs\.com")
    ports = []
    for source in items_at(item, "Sources", "Source"):
        host = str(source.get("Content") or "").lower()
        if own.fullmatch(host) or host in names:
            ports.append(int(source.get("Port") or 80))
    return ports
