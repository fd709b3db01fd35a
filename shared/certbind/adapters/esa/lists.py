"""ESA's lists: sites, their proxied records, and what is served for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aliyunsdkcore.request import AcsRequest

from certbind.adapters.calls.paging import Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request

Item = Mapping[str, Any]

_PAGE = 500
_NAMES_A_CALL = 50
"""Of ListCertificatesByRecord, which takes several with commas; no maximum is published."""
_READ_BY_GET = ("ListSites", "ListRecords", "GetCertificateQuota")


class EsaLists:
    """Every page, each call repeated where that is worth it."""

    def __init__(self, api: OpenApi, retry: Retry) -> None:
        self._api = api
        self._retry = retry

    def sites(self, subject: str = "ESA") -> tuple[Item, ...]:
        """All of the account, whatever their state."""
        return self._all("ListSites", {}, "Sites", "SiteId", subject)

    def records(self, site: Item) -> tuple[Item, ...]:
        """Those that ESA answers for; one that is not proxied is only DNS."""
        params = {"SiteId": site["SiteId"], "Proxied": "true"}
        return self._all("ListRecords", params, "Records", "RecordId", _named(site))

    def served(self, site: Item, names: Iterable[str]) -> dict[str, tuple[Item, ...]]:
        """The certificates that match each record, as ESA lists them."""
        wanted, found = list(dict.fromkeys(names)), {}
        for begin in range(0, len(wanted), _NAMES_A_CALL):
            some = wanted[begin : begin + _NAMES_A_CALL]
            params = {
                "SiteId": site["SiteId"],
                "RecordName": ",".join(some),
                "Detail": "true",
                "ValidOnly": "false",
            }
            action = "ListCertificatesByRecord"
            answer = self._call(action, params, _named(site))
            for one in self._items(answer, "Result", action, _named(site)):
                listed = self._items(one, "Certificates", action, _named(site))
                found[str(one.get("RecordName"))] = listed
        return found

    def certificates(self, site: Item) -> tuple[Item, ...]:
        """All entries of the site, ended ones and those that serve nothing too."""
        params = {"SiteId": site["SiteId"], "ValidOnly": "false"}
        return self._all("ListCertificates", params, "Result", "Id", _named(site))

    def quota(self, site: Item) -> tuple[int, int]:
        """Custom certificates that the site may have, and has: expired ones count."""
        action = "GetCertificateQuota"
        answer = self._call(action, {"SiteId": site["SiteId"], "Type": "cas"}, _named(site))
        try:
            return int(answer["Quota"]), int(answer["QuotaUsage"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._api.unreadable(action, str(error), _named(site)) from None

    def _all(
        self, action: str, params: Mapping[str, str | int], field: str, key: str, subject: str
    ) -> tuple[Item, ...]:
        def read_page(number: int) -> Page[Item]:
            answer = self._call(
                action, {**params, "PageNumber": number, "PageSize": _PAGE}, subject
            )
            try:
                return Page(self._items(answer, field, action, subject), int(answer["TotalCount"]))
            except (KeyError, TypeError, ValueError) as error:
                raise self._api.unreadable(action, str(error), subject) from None

        listing = read_all_pages(read_page, _key_of(key))
        if listing.missing:
            shown = f"{listing.missing} of those that it counts were not shown"
            raise self._api.unreadable(action, shown, subject)
        return listing.items

    def _call(self, action: str, params: Mapping[str, str | int], subject: str) -> dict[str, Any]:
        return self._retry.call(
            lambda: self._api.call(esa_request(action), params, subject=subject)
        )

    def _items(self, answer: Item, field: str, action: str, subject: str) -> tuple[Item, ...]:
        items = answer.get(field) or []
        if not isinstance(items, list) or not all(isinstance(one, Mapping) for one in items):
            raise self._api.unreadable(action, f"{field} is no list of objects", subject)
        return tuple(items)


def esa_request(action: str) -> AcsRequest:
    """Of ESA 2024-09-10, by the method that its metadata names."""
    request = unlisted_request("esa", "2024-09-10", action)
    if action in _READ_BY_GET:
        request.set_method("GET")
    return request


def _key_of(field: str) -> Callable[[Item], str]:
    return lambda item: str(item.get(field))


def _named(site: Item) -> str:
    return f"ESA site {site.get('SiteName')}"
