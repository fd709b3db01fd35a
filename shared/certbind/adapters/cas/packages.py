"""What is left of the packages that CAS sold for orders (Quotas). V2.0 instances have none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from certbind.adapters.calls.paging import Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.adapters.cas.inventory import VERSION
from certbind.adapters.cas.reading import UnreadableItemError, page_of
from certbind.adapters.cas.times import read_epoch
from certbind.domain.hygiene.quotas import HeldEntry, Quota
from certbind.domain.model.identity import ProductName

Item = Mapping[str, Any]

_LIST, _STATE = "ListUserCertificateOrder", "DescribePackageState"
_A_PAGE = 50


class CasPackages:
    """sites: an OpenApi of service `cas` for each region. Its calls are those of Orders.read."""

    def __init__(self, sites: Mapping[str, OpenApi], retry: Retry) -> None:
        self._sites = dict(sites)
        self._retry = retry

    def held(self, products: Collection[ProductName] | None = None) -> tuple[Quota, ...]:
        """See Quotas: one a package that an order came from; products: none is asked for one."""
        if products is not None and not products:
            return ()
        return tuple(
            quota for site, api in self._sites.items() for quota in self._of_site(site, api)
        )

    def _of_site(self, site: str, api: OpenApi) -> list[Quota]:
        orders = self._orders(api)
        codes = sorted({str(one["ProductCode"]) for one in orders if one.get("ProductCode")})
        return [self._package(site, api, code, orders) for code in codes]

    def _package(self, site: str, api: OpenApi, code: str, orders: tuple[Item, ...]) -> Quota:
        answer = self._retry.call(
            lambda: api.call(unlisted_request("cas", VERSION, _STATE), {"ProductCode": code})
        )
        total, used = answer.get("TotalCount"), answer.get("UsedCount")
        if type(total) is not int or type(used) is not int:
            raise api.unreadable(_STATE, "no TotalCount or UsedCount")
        held = tuple(_entry(one) for one in orders if one.get("ProductCode") == code)
        return Quota(f"CAS {site}, package {code},", total, used, held)

    def _orders(self, api: OpenApi) -> tuple[Item, ...]:
        def read_page(number: int) -> Page[Item]:
            params: dict[str, str | int] = {"OrderType": "CPACK", "ShowSize": _A_PAGE}
            request = unlisted_request("cas", VERSION, _LIST)
            params["CurrentPage"] = number
            answer = self._retry.call(lambda: api.call(request, params))
            try:
                return page_of(answer, "CertificateOrderList")
            except UnreadableItemError as error:
                raise api.unreadable(_LIST, str(error)) from None

        listing = read_all_pages(read_page, lambda item: str(item.get("OrderId")))
        if listing.missing:
            raise api.unreadable(_LIST, f"it counts {listing.missing} orders more than it shows")
        return listing.items


def _entry(order: Item) -> HeldEntry:
    names = tuple(filter(None, str(order.get("Domain") or "").lower().split(",")))
    bought = read_epoch(order.get("BuyDate"))
    return HeldEntry(str(order.get("OrderId")), str(order.get("Name") or ""), names, added=bought)
