"""CDN domains as targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from aliyunsdkcdn.request.v20180510.DescribeDomainCertificateInfoRequest import (
    DescribeDomainCertificateInfoRequest,
)
from aliyunsdkcdn.request.v20180510.SetCdnDomainSSLCertificateRequest import (
    SetCdnDomainSSLCertificateRequest,
)

from certbind.adapters.calls.guard import refuse_stale
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.calls.unread import unread
from certbind.adapters.cdn.lists import CdnLists, CdnPageSizes, name_of
from certbind.adapters.cdn.reading import (
    PRODUCT,
    bound_target,
    exact_binding,
    items_at,
    listed_binding,
)
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING, Resource
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import (
    Absent,
    Binding,
    BindingSource,
    BoundTarget,
    ScanFailure,
    Target,
    TargetScan,
)
from certbind.domain.trust.names import InvalidNameError
from certbind.errors import (
    CloudError,
    NotFoundError,
    NotOpenedError,
    OutOfScopeError,
    UnavailableError,
)

NAMED_BY = "CERTBIND_CDN_DOMAINS"

CDN_DOMAINS = Resource(
    "the CDN domains", ("acs:cdn:*:{scope.account_id}:domain/{name}",), of=PRODUCT
)
_LIST = Permission("cdn:DescribeUserDomains", EVERYTHING, "lists CDN domains")
_LIST_HTTPS = Permission(
    "cdn:DescribeCdnHttpsDomainList", EVERYTHING, "lists what is bound to them"
)
_READ = Permission(
    "cdn:DescribeDomainCertificateInfo",
    CDN_DOMAINS,
    "what is bound to one, before and after a change",
)
_BIND = Permission("cdn:SetCdnDomainSSLCertificate", CDN_DOMAINS, "binds")

PERMISSIONS: Permissions = {
    "scan": (_LIST, _LIST_HTTPS),
    "find": (_LIST, _READ),
    "read": (_LIST, _READ),
    "in_front": (_LIST, _READ),
    "bind": (_READ, _BIND),
}


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
        self._lists = CdnLists(api, retry, page_sizes or CdnPageSizes(), only)
        self._only = only

    def scan(self) -> TargetScan:
        """See Targets. Two lists, never a call per domain: no binding has its id then."""
        try:
            domains = self._lists.domains()
            https = self._lists.https()
        except NotOpenedError:
            return self._scanned((), ())
        except CloudError as error:
            return TargetScan((), (unread("CDN", error),), limits=self._limits)
        targets: list[BoundTarget] = []
        failures = [_not_shown(domains.missing)] if domains.missing else []
        for domain in domains.items:
            name = name_of(domain)
            binding = listed_binding(domain, https.get(name))
            try:
                targets.append(bound_target(domain, binding, is_exact=binding.is_empty))
            except InvalidNameError as error:
                failures.append(ScanFailure(f"CDN {name}", "unreadable", f"{error}."))
        return self._scanned(targets, failures)

    def find(self, domain: Domain) -> TargetScan:
        """See Targets; exact, at two calls."""
        if not self._counts(domain):
            return TargetScan((), limits=self._limits)
        try:
            found = self._find(domain)
        except NotOpenedError:
            found = None
        except CloudError as error:
            return TargetScan((), (unread("CDN", error),), limits=self._limits)
        return TargetScan((found,) if found else (), limits=self._limits)

    def in_front(self, target: Target) -> TargetScan:
        """See Targets: CDN stands before every other product that has the domain."""
        return self.find(target.domain)

    def read(self, target: Target) -> BoundTarget:
        """See Targets; two calls."""
        self._refuse_uncounted(target)
        found = self._find(target.domain)
        if found is None:
            raise NotFoundError(
                "the account has no such CDN domain",
                service=self._api.service,
                action="DescribeUserDomains",
                subject=str(target),
            )
        return found

    def bind(self, target: Target, certificate_id: CertificateId, expects: Binding) -> str:
        """See Targets; "" when it was bound there already."""
        self._refuse_uncounted(target)
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
            if refuse_stale(target, self._binding(target.domain), expects, wanted):
                return request_id
            request = SetCdnDomainSSLCertificateRequest()
            answer = self._api.call(request, setting, subject=str(target), is_write=True)
            request_id = str(answer["RequestId"])
            # What was there may still be told for a while; a third thing is another writer's.
            refuse_stale(target, self._binding(target.domain), expects, wanted)
            return request_id

        return self._retry.call(read_compare_write)

    def _find(self, domain: Domain) -> BoundTarget | None:
        item = self._lists.domain(domain)
        if item is None:
            return None
        binding = self._retry.call(lambda: self._binding(domain))
        return bound_target(item, binding, is_exact=True)

    def _scanned(
        self, targets: Iterable[BoundTarget], failures: Iterable[ScanFailure]
    ) -> TargetScan:
        """Where CDN kept nothing back, a name that it does not show is not there."""
        shown = {bound.target.domain for bound in targets}
        missing = [name for name in self._only if name not in shown] if not failures else []
        absent = (
            Absent(
                f"CDN {name}", NAMED_BY, f"The account has no such CDN domain. Check {NAMED_BY}."
            )
            for name in missing
        )
        return TargetScan(tuple(targets), tuple(failures), tuple(absent), self._limits)

    @property
    def _limits(self) -> tuple[str, ...]:
        return (NAMED_BY,) if self._only else ()

    def _counts(self, domain: Domain) -> bool:
        return not self._only or domain in self._only

    def _refuse_uncounted(self, target: Target) -> None:
        if target.bucket:
            raise NotFoundError(
                "a CDN domain lies in no bucket, and one is named",
                service=self._api.service,
                action="DescribeUserDomains",
                subject=str(target),
            )
        if not self._counts(target.domain):
            raise OutOfScopeError(
                f"{NAMED_BY} does not name it",
                service=self._api.service,
                action="DescribeUserDomains",
                subject=str(target),
                hint="Add it there (and run `certbind setup`), or leave the variable empty.",
            )

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


def _not_shown(missing: int) -> ScanFailure:
    told = (
        f"DescribeUserDomains counts {missing} more than it shows: what it does not show is not "
        "looked at. If the caller may not see every domain, name those that count in "
        "CERTBIND_CDN_DOMAINS."
    )
    return ScanFailure("CDN", UnavailableError.code, told, UnavailableError.retryable)
