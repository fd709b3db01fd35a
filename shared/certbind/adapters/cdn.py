"""CDN domains as targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from aliyunsdkcdn.request.v20180510.DescribeCdnHttpsDomainListRequest import (
    DescribeCdnHttpsDomainListRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeDomainCertificateInfoRequest import (
    DescribeDomainCertificateInfoRequest,
)
from aliyunsdkcdn.request.v20180510.DescribeUserDomainsRequest import DescribeUserDomainsRequest
from aliyunsdkcdn.request.v20180510.SetCdnDomainSSLCertificateRequest import (
    SetCdnDomainSSLCertificateRequest,
)
from aliyunsdkcore.request import AcsRequest

from certbind.adapters.cdn_reading import (
    Item,
    bound_target,
    exact_binding,
    items_at,
    listed_binding,
)
from certbind.adapters.guard import is_done
from certbind.adapters.openapi import OpenApi
from certbind.adapters.paging import Page, read_all_pages
from certbind.adapters.retry import Retry
from certbind.adapters.unread import unread
from certbind.domain.identity import CertificateId, Domain
from certbind.domain.names import InvalidNameError
from certbind.domain.permissions import Permission, Permissions, Resource
from certbind.domain.target import (
    Binding,
    BindingSource,
    BoundTarget,
    ScanFailure,
    Target,
    TargetScan,
)
from certbind.errors import CloudError, NotFoundError, RejectedError

_LIST = Permission("cdn:DescribeUserDomains", Resource.EVERYTHING, "lists CDN domains")
_LIST_HTTPS = Permission(
    "cdn:DescribeCdnHttpsDomainList", Resource.EVERYTHING, "lists what is bound to them"
)
_READ = Permission(
    "cdn:DescribeDomainCertificateInfo",
    Resource.CDN_DOMAINS,
    "what is bound to one, before and after a change",
)
_BIND = Permission("cdn:SetCdnDomainSSLCertificate", Resource.CDN_DOMAINS, "binds")

PERMISSIONS: Permissions = {
    "scan": (_LIST, _LIST_HTTPS),
    "find": (_LIST, _READ),
    "read": (_LIST, _READ),
    "bind": (_READ, _BIND),
}


@dataclass(frozen=True, slots=True)
class CdnPageSizes:
    """DescribeUserDomains' maximum; DescribeCdnHttpsDomainList names none, so the same is asked
    for, and paging goes by what comes.
    """

    domains: int = 500
    https: int = 500


class CdnTargets:
    """The CDN domains of the account (Targets). CDN compares nothing on its side, so a bind
    reads, compares, writes and reads again.
    """

    def __init__(
        self,
        api: OpenApi,
        retry: Retry,
        page_sizes: CdnPageSizes | None = None,
        only: Collection[str] = (),
    ) -> None:
        """`api`: an OpenApi of service `cdn`. `only`: the domains that count; () for all."""
        self._api = api
        self._retry = retry
        self._sizes = page_sizes or CdnPageSizes()
        self._only = only

    def scan(self) -> TargetScan:
        """See Targets. Two lists, never a call per domain: no binding has its id then."""
        try:
            domains = self._list_domains({})
            https = self._list_https()
        except CloudError as error:
            return TargetScan((), (unread("CDN", error),))
        targets: list[BoundTarget] = []
        failures: list[ScanFailure] = []
        for domain in domains:
            name = str(domain.get("DomainName"))
            binding = listed_binding(domain, https.get(name))
            try:
                targets.append(bound_target(domain, binding, is_exact=binding.is_empty))
            except InvalidNameError as error:
                failures.append(ScanFailure(f"CDN {name}", "unreadable", f"{error}."))
        return TargetScan(tuple(targets), tuple(failures))

    def find(self, domain: Domain) -> TargetScan:
        """See Targets; exact, at two calls."""
        try:
            found = self._list_domains({"DomainName": domain, "DomainSearchType": "full_match"})
            targets = tuple(
                bound_target(item, self._retry.call(lambda: self._binding(domain)), is_exact=True)
                for item in found
            )
        except CloudError as error:
            return TargetScan((), (unread("CDN", error),))
        return TargetScan(targets)

    def read(self, target: Target) -> BoundTarget:
        """See Targets; two calls."""
        found = self._list_domains({"DomainName": target.domain, "DomainSearchType": "full_match"})
        if not found:
            raise NotFoundError(
                "the account has no such CDN domain",
                service=self._api.service,
                action="DescribeUserDomains",
                subject=str(target),
            )
        binding = self._retry.call(lambda: self._binding(target.domain))
        return bound_target(found[0], binding, is_exact=True)

    def bind(self, target: Target, certificate_id: CertificateId, expects: Binding) -> str:
        """See Targets; "" when it was bound there already."""
        wanted = Binding(BindingSource.CAS, certificate_id)
        setting: dict[str, str | int] = {
            "DomainName": target.domain,
            "SSLProtocol": "on",
            "CertType": "cas",
            "CertId": certificate_id.number,
            "CertRegion": certificate_id.region,
        }
        request_id = ""

        def read_compare_write() -> str:
            """Repeated as a whole: after a lost answer the reading shows what became of it."""
            nonlocal request_id
            if is_done(target, self._binding(target.domain), expects, wanted):
                return request_id
            request = SetCdnDomainSSLCertificateRequest()
            answer = self._api.call(request, setting, subject=str(target))
            request_id = str(answer.get("RequestId") or "")
            # What was there may still be told for a while; a third thing is another writer's.
            is_done(target, self._binding(target.domain), expects, wanted)
            return request_id

        return self._retry.call(read_compare_write)

    def _binding(self, domain: Domain) -> Binding:
        """One call, not repeated here."""
        action = "DescribeDomainCertificateInfo"
        answer = self._api.call(
            DescribeDomainCertificateInfoRequest(),
            {"DomainName": domain},
            subject=f"CDN {domain}",
        )
        try:
            return exact_binding(items_at(answer, "CertInfos", "CertInfo"))
        except ValueError as error:
            raise self._api.unreadable(action, str(error), f"CDN {domain}") from None

    def _list_domains(self, params: Mapping[str, str | int]) -> tuple[Item, ...]:
        found = self._list(
            DescribeUserDomainsRequest,
            # Without CheckDomainShow, domains under review or with a failed set-up stay hidden.
            {**params, "PageSize": self._sizes.domains, "CheckDomainShow": "true"},
            ("Domains", "PageData"),
        )
        return tuple(item for item in found if not self._only or _name(item) in self._only)

    def _list_https(self) -> dict[str, Item]:
        """No maximum of PageSize is documented; where this one is refused, CDN's default does."""
        try:
            items = self._list_https_by({"PageSize": self._sizes.https})
        except RejectedError:
            items = self._list_https_by({})
        return {_name(item): item for item in items}

    def _list_https_by(self, params: Mapping[str, str | int]) -> tuple[Item, ...]:
        return self._list(DescribeCdnHttpsDomainListRequest, params, ("CertInfos", "CertInfo"))

    def _list(
        self, request: type[AcsRequest], params: Mapping[str, str | int], where: tuple[str, str]
    ) -> tuple[Item, ...]:
        subject = f"CDN {params.get('DomainName', '')}".rstrip()

        def read_page(number: int) -> Page[Item]:
            answer = self._retry.call(
                lambda: self._api.call(
                    request(), {**params, "PageNumber": number}, subject=subject
                )
            )
            try:
                return Page(items_at(answer, *where), int(answer["TotalCount"]))
            except (KeyError, TypeError, ValueError) as error:
                action = str(request().get_action_name())
                raise self._api.unreadable(action, str(error), subject) from None

        return read_all_pages(read_page, _name)


def _name(item: Item) -> str:
    return str(item.get("DomainName"))
