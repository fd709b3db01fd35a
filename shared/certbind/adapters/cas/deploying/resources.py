"""CAS's list of where certificates stand (CloudResources)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certbind.adapters.calls.paging import Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.adapters.cas.inventory import VERSION
from certbind.adapters.cas.reading import UnreadableItemError
from certbind.adapters.cas.times import read_epoch
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.resource import CloudResource

Item = Mapping[str, Any]

ACTION = "ListCloudResources"
_A_PAGE = 50
"""No limit is published; 20 is the default."""

PERMISSIONS: Permissions = {
    "listed": (
        Permission(
            f"yundun-cert:{ACTION}", EVERYTHING, "where else certificates stand: WAF, SLB, FC …"
        ),
    ),
}


class CasResources:
    """sites: an OpenApi of service `cas` for each region."""

    def __init__(self, sites: Mapping[str, OpenApi], retry: Retry) -> None:
        self._sites = dict(sites)
        self._retry = retry

    def listed(self) -> tuple[CloudResource, ...]:
        """See CloudResources. Places of other clouds are left out: CAS knows their keys."""
        return tuple(
            read_resource(item, site)
            for site, api in self._sites.items()
            for item in self._items(api)
            if str(item.get("CloudName") or "aliyun").lower() == "aliyun"
        )

    def _items(self, api: OpenApi) -> tuple[Item, ...]:
        def read_page(number: int) -> Page[Item]:
            request = unlisted_request("cas", VERSION, ACTION)
            params = {"CurrentPage": number, "ShowSize": _A_PAGE}
            answer = self._retry.call(lambda: api.call(request, params))
            try:
                return _page(answer)
            except UnreadableItemError as error:
                raise api.unreadable(ACTION, str(error)) from None

        listing = read_all_pages(read_page, lambda item: str(item.get("Id")))
        if listing.missing:
            raise api.unreadable(ACTION, f"it counts {listing.missing} places more than it shows")
        return listing.items


def read_resource(item: Item, site: str) -> CloudResource:
    """One item of the list, or of a job's. EnableHttps that is not told counts as on."""
    number = _number(item.get("CertId"))
    return CloudResource(
        _number(item.get("Id")),
        site,
        str(item.get("CloudProduct") or "unknown").upper(),
        Domain(str(item.get("Domain") or "").lower()),
        str(item.get("InstanceId") or ""),
        CertificateId(number, site) if number else None,
        read_epoch(item.get("CertEndTime")),
        read_epoch(item.get("GmtModified")),
        str(item.get("EnableHttps", 1)) != "0",
    )


def _page(answer: Item) -> Page[Item]:
    total, listed = answer.get("Total"), answer.get("Data")
    if type(total) is not int:
        raise UnreadableItemError("no Total")
    items = [] if listed is None else listed
    if not isinstance(items, list) or not all(isinstance(one, Mapping) for one in items):
        raise UnreadableItemError("Data is no list")
    if not all(_number(one.get("Id")) for one in items):
        raise UnreadableItemError("a place without an Id")
    return Page(tuple(items), total)


def _number(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() else 0
