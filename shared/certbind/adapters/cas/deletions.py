"""Deleting uploaded certificates from CAS. No function does; a person does, by the command."""

from __future__ import annotations

from collections.abc import Mapping

from aliyunsdkcas.request.v20200407.DeleteUserCertificateRequest import (
    DeleteUserCertificateRequest,
)

from certbind.adapters.calls.paging import Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.adapters.cas.inventory import VERSION
from certbind.adapters.cas.reading import (
    Item,
    UnreadableItemError,
    from_certificate_item,
    page_of,
)
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.errors import NotFoundError

_A_PAGE = 100
_LIST = "ListCertificates"

PERMISSIONS: Permissions = {
    "every": (Permission(f"yundun-cert:{_LIST}", EVERYTHING, "lists ended ones, too"),),
    "delete": (
        Permission(
            "yundun-cert:DeleteUserCertificate",
            EVERYTHING,
            "deletes what `certbind prune --apply` names",
        ),
    ),
}


class CasDeletions:
    """sites: an OpenApi of service `cas` for each region (CertificateDeletions)."""

    def __init__(self, sites: Mapping[str, OpenApi], retry: Retry) -> None:
        self._sites = dict(sites)
        self._retry = retry

    def every(self) -> tuple[Certificate, ...]:
        """See CertificateDeletions. An item that cannot be read ends it: it may be a successor, or
        what stands somewhere.
        """
        return tuple(
            self._read(api, site, item)
            for site, api in self._sites.items()
            for item in self._items(api)
        )

    def delete(self, certificate: CertificateId) -> None:
        """See CertificateDeletions. What is gone already is deleted, also by a call whose answer
        was lost.
        """
        api = self._sites[certificate.region]
        try:
            api.call(
                DeleteUserCertificateRequest(),
                {"CertId": certificate.number},
                subject=str(certificate),
                is_write=True,
            )
        except NotFoundError:
            return

    def _read(self, api: OpenApi, site: str, item: Item) -> Certificate:
        try:
            return from_certificate_item(item, site)
        except UnreadableItemError as error:
            raise api.unreadable(_LIST, str(error)) from None

    def _items(self, api: OpenApi) -> tuple[Item, ...]:
        def read_page(number: int) -> Page[Item]:
            request = unlisted_request("cas", VERSION, _LIST)
            params = {"CurrentPage": number, "ShowSize": _A_PAGE}
            answer = self._retry.call(lambda: api.call(request, params))
            try:
                return page_of(answer, "CertificateList")
            except UnreadableItemError as error:
                raise api.unreadable(_LIST, str(error)) from None

        listing = read_all_pages(read_page, lambda item: str(item.get("CertificateId")))
        if listing.missing:
            told = f"it counts {listing.missing} certificates more than it shows"
            raise api.unreadable(_LIST, told)
        return listing.items
