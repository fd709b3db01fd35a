"""CAS as the certificate inventory."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from aliyunsdkcas.request.v20200407.GetUserCertificateDetailRequest import (
    GetUserCertificateDetailRequest,
)
from aliyunsdkcas.request.v20200407.ListUserCertificateOrderRequest import (
    ListUserCertificateOrderRequest,
)
from aliyunsdkcore.request import AcsRequest

from certbind.adapters.calls import pem
from certbind.adapters.calls.paging import Listing, Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.adapters.cas.facts import Facts, FactsMemory, KeptFacts, issued
from certbind.adapters.cas.reading import (
    Item,
    UnreadableItemError,
    from_certificate_item,
    from_detail,
    from_order_item,
    is_of,
    merge,
    page_of,
    with_status,
)
from certbind.config import CasList
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.errors import (
    ArrearsError,
    ConflictError,
    NotFoundError,
    NotOpenedError,
    PermissionDeniedError,
    RejectedError,
)
from certbind.ports.clock import Clock
from certbind.values import dataclass

_log = logging.getLogger(__name__)

VERSION = "2020-04-07"

_ONE = (
    Permission(
        "yundun-cert:GetUserCertificateDetail",
        EVERYTHING,
        "names, dates and fingerprint of one certificate",
    ),
    Permission(
        "yundun-cert:GetCertificateDetail",
        EVERYTHING,
        "its status: revoked or not",
    ),
)

PERMISSIONS: Permissions = {
    "list_certificates": (
        Permission("yundun-cert:ListUserCertificateOrder", EVERYTHING, "lists certificates"),
        Permission("yundun-cert:ListCertificates", EVERYTHING, "lists them a second way"),
    ),
    "certificate": _ONE,
    "facts": _ONE,
    "chain": (
        Permission(
            "cdn:DescribeCdnCertificateDetailById",
            EVERYTHING,
            "its chain, without the key that CAS would send along",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class PageSizes:
    """ListUserCertificateOrder's default, above which nothing is documented, and
    ListCertificates' maximum.
    """

    orders: int = 50
    certificates: int = 100


class CasInventory:
    """The certificates of the configured CAS sites (CertificateInventory).

    sites: an OpenApi of service `cas` for each region (cn-hangzhou, ap-southeast-1). cdn: gives
    chains, since every CAS call with PEM in its answer gives the private key too.
    """

    def __init__(
        self,
        sites: Mapping[str, OpenApi],
        cdn: OpenApi,
        retry: Retry,
        clock: Clock,
        lists: CasList = CasList.BOTH,
        page_sizes: PageSizes | None = None,
        kept: KeptFacts | None = None,
    ) -> None:
        """`lists`: whether either list shows every certificate is not documented. kept: what never
        changes and was read before.
        """
        self._sites = dict(sites)
        self._cdn = cdn
        self._retry = retry
        self._clock = clock
        self._lists = lists
        self._sizes = page_sizes or PageSizes()
        self._kept = kept or KeptFacts(FactsMemory())
        self._read: dict[CertificateId, Certificate] = {}

    def list_certificates(self) -> tuple[Certificate, ...]:
        """See CertificateInventory. A certificate in both lists is told once, from both."""
        found: list[Certificate] = []
        for region, api in self._sites.items():
            found += self._list_site(api, region)
        return tuple(found)

    def certificate(self, certificate_id: CertificateId) -> Certificate:
        """See CertificateInventory. Two calls, since only the second tells status and key; one
        where the rest is kept, none where this instance has just asked.
        """
        api = self._site(certificate_id)
        known = self._kept.of(certificate_id)
        if known is not None:
            told = self._kept.memory.told_just_now(certificate_id)
            if told is not None:
                return told
            answer = self._status(api, certificate_id)
            if answer is not None and is_of(known.certificate, answer):
                found = with_status(known.certificate, answer)
                self._kept.memory.told(found)
                return found
            # Deleted, or nobody tells: what is kept is no proof that CAS still holds it.
            self._kept.forget(certificate_id)
        detail = self._detail(api, certificate_id)
        answer = self._status(api, certificate_id)
        self._read[certificate_id] = detail if answer is None else with_status(detail, answer)
        return self._read[certificate_id]

    def facts(self, certificate_id: CertificateId) -> Certificate:
        """See CertificateInventory."""
        known = self._kept.of(certificate_id)
        return self.certificate(certificate_id) if known is None else issued(known)

    def chain(self, certificate_id: CertificateId) -> tuple[bytes, ...] | None:
        """See CertificateInventory. CDN may know a certificate of CAS or not; both are usual."""
        known = self._kept.of(certificate_id)
        if known is not None:
            return known.chain
        chain, read = self._chain(certificate_id), self._read.get(certificate_id)
        if chain and read is not None and read.sha1 == pem.sha1_of(chain[0]):
            self._kept.keep(Facts(read, chain))
        return chain

    def _chain(self, certificate_id: CertificateId) -> tuple[bytes, ...] | None:
        with _answer_not_needed():
            answer = self._retry.call(
                lambda: self._cdn.call(
                    unlisted_request("Cdn", "2018-05-10", "DescribeCdnCertificateDetailById"),
                    {"CertId": certificate_id.number, "CertRegion": certificate_id.region},
                    subject=str(certificate_id),
                )
            )
            return pem.certificates(str(answer.get("Cert") or "")) or None
        return None

    def _site(self, certificate_id: CertificateId) -> OpenApi:
        if certificate_id.region not in self._sites:
            raise NotFoundError(
                f"the CAS site {certificate_id.region} is not read, only {', '.join(self._sites)}",
                service="cas",
                action="GetUserCertificateDetail",
                subject=str(certificate_id),
                hint="Set CERTBIND_SITE to the site that holds it, or to both.",
            )
        return self._sites[certificate_id.region]

    def _list_site(self, api: OpenApi, region: str) -> Iterable[Certificate]:
        found: dict[CertificateId, Certificate] = {}
        if self._lists is not CasList.CERTIFICATES:
            found = {listed.id: listed for listed in self._list_orders(api, region)}
        if self._lists is not CasList.ORDERS:
            for other in self._list_by_certificate(api, region):
                known = found.get(other.id)
                found[other.id] = merge(known, other) if known else other
        return found.values()

    def _list_orders(self, api: OpenApi, region: str) -> list[Certificate]:
        """Without a Status, expired ones are left out by CAS itself."""
        items = self._list(
            api,
            ListUserCertificateOrderRequest,
            {"OrderType": "CERT", "ShowSize": self._sizes.orders},
            "CertificateOrderList",
        )
        return _readable(items, lambda item: from_order_item(item, region))

    def _list_by_certificate(self, api: OpenApi, region: str) -> list[Certificate]:
        items = self._list(
            api,
            lambda: unlisted_request("cas", VERSION, "ListCertificates"),
            {"ShowSize": self._sizes.certificates},
            "CertificateList",
        )
        listed = _readable(items, lambda item: from_certificate_item(item, region))
        now = self._clock.now()
        return [certificate for certificate in listed if certificate.not_after > now]

    def _list(
        self,
        api: OpenApi,
        request: Callable[[], AcsRequest],
        params: Mapping[str, str | int],
        field: str,
    ) -> tuple[Item, ...]:
        def read_page(number: int) -> Page[Item]:
            answer = self._retry.call(
                lambda: api.call(request(), {**params, "CurrentPage": number})
            )
            try:
                return page_of(answer, field)
            except UnreadableItemError as error:
                action = str(request().get_action_name())
                raise api.unreadable(action, str(error)) from None

        listing = read_all_pages(read_page, _identity)
        if listing.missing:
            _tell_missing(api, str(request().get_action_name()), listing)
        return listing.items

    def _detail(self, api: OpenApi, certificate_id: CertificateId) -> Certificate:
        answer = self._retry.call(
            lambda: api.call(
                GetUserCertificateDetailRequest(),
                {"CertId": certificate_id.number, "CertFilter": "true"},
                subject=str(certificate_id),
            )
        )
        try:
            return from_detail(answer, certificate_id)
        except UnreadableItemError as error:
            raise api.unreadable(
                "GetUserCertificateDetail", str(error), str(certificate_id)
            ) from None

    def _status(self, api: OpenApi, certificate_id: CertificateId) -> Item | None:
        """What only GetCertificateDetail tells; without it the certificate counts as issued."""
        with _answer_not_needed():
            return self._retry.call(
                lambda: api.call(
                    unlisted_request("cas", VERSION, "GetCertificateDetail"),
                    {"CertificateId": certificate_id.number},
                    subject=str(certificate_id),
                )
            )
        return None


@contextmanager
def _answer_not_needed() -> Iterator[None]:
    """Work goes on without it. A missing permission is told in the log, or nobody would ever
    learn that the answer never comes.
    """
    try:
        yield
    except (ArrearsError, PermissionDeniedError) as error:
        _log.warning("%s", error)
    except (ConflictError, NotFoundError, NotOpenedError, RejectedError):
        return


def _tell_missing(api: OpenApi, action: str, listing: Listing[Item]) -> None:
    """A list that moves is read again later. One that shows the same again and again may count
    what this caller is not to see: that must stop nothing, and is told in the log.
    """
    told = f"it counts {listing.missing} certificates more than it shows"
    if not listing.is_steady:
        raise api.unreadable(action, told)
    _log.error("cas %s: %s; what it does not show cannot be bound", action, told)


def _identity(item: Item) -> str:
    return str(item.get("CertificateId"))


def _readable(items: Iterable[Item], read: Callable[[Item], Certificate]) -> list[Certificate]:
    """One item that lacks what a certificate has must not hide the others: it is told and left
    out, since nothing can be judged of it.
    """
    found: list[Certificate] = []
    for item in items:
        try:
            found.append(read(item))
        except UnreadableItemError as error:
            _log.warning("CAS lists certificate %s, left out: %s", _identity(item), error)
    return found
