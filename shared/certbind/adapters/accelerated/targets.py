"""Accelerated domains as targets."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterable

from certbind.adapters.accelerated.dialect import Dialect
from certbind.adapters.accelerated.lists import DomainLists, DomainPageSizes, name_of
from certbind.adapters.accelerated.reading import (
    Item,
    bound_target,
    exact_binding,
    items_at,
    listed_binding,
)
from certbind.adapters.calls.guard import Doubt, OneSlot, refuse_stale
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.calls.unread import unread
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

_SCAN_COUNTS_FOR = 900.0
"""Seconds in which a domain's own state and DNS name are taken from a scan."""


class AcceleratedTargets(OneSlot):
    """The domains of the account at one product (Targets). None of the family compares anything on
    its side, so a bind reads, compares, writes and reads again.
    """

    def __init__(
        self,
        dialect: Dialect,
        api: OpenApi,
        retry: Retry,
        page_sizes: DomainPageSizes | None = None,
        only: Collection[str] = (),
    ) -> None:
        """`api`: an OpenApi of the product. `only`: the domains that count; () for all."""
        self._dialect = dialect
        self._api = api
        self._retry = retry
        self._lists = DomainLists(dialect, api, retry, page_sizes or DomainPageSizes(), only)
        self._seen: dict[str, Item] = {}
        self._seen_at = -math.inf
        self._only = only

    def scan(self) -> TargetScan:
        """See Targets. Lists alone, never a call per domain: no binding has its id then."""
        try:
            domains = self._lists.domains()
            https = self._lists.https() if domains.items else {}
        except NotOpenedError:
            if self._only:
                return self._scanned((), ())  # what is named there is absent
            raise
        except CloudError as error:
            return self._unread(error)
        self._seen = {name_of(one): one for one in domains.items}
        self._seen_at = time.monotonic()
        targets: list[BoundTarget] = []
        failures = [self._not_shown(domains.missing)] if domains.missing else []
        for domain in domains.items:
            name = name_of(domain)
            binding = listed_binding(self._dialect, domain, https.get(name))
            is_exact = binding.is_empty
            try:
                targets.append(bound_target(self._dialect, domain, binding, is_exact=is_exact))
            except InvalidNameError as error:
                failures.append(ScanFailure(self._named(name), "unreadable", f"{error}."))
        return self._scanned(targets, failures)

    def find(self, domain: Domain) -> TargetScan:
        """See Targets; exact, at two calls."""
        if not self._counts(domain):
            return TargetScan((), limits=self._limits)
        try:
            found = self._find(domain)
        except NotOpenedError:
            raise
        except CloudError as error:
            return self._unread(error)
        return TargetScan((found,) if found else (), limits=self._limits)

    def in_front(self, target: Target) -> TargetScan:
        """See Targets."""
        return self.find(target.domain)

    def read(self, target: Target) -> BoundTarget:
        """See Targets; two calls, or one where this adapter has scanned the account a moment ago:
        what is attached is read in any case.
        """
        self._refuse_uncounted(target)
        is_fresh = time.monotonic() - self._seen_at < _SCAN_COUNTS_FOR
        item = self._seen.get(target.domain) if is_fresh else None
        found = self._find(target.domain) if item is None else self._bound(item, target.domain)
        if found is None:
            raise NotFoundError(
                f"the account has no such {self._dialect.title} domain",
                service=self._api.service,
                action=self._dialect.actions.domains,
                subject=str(target),
            )
        return found

    def bind(
        self,
        target: Target,
        certificate_id: CertificateId,
        expects: Binding,
        *,
        just_read: bool = False,
    ) -> str:
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
        request_id, is_known, doubt = "", just_read, Doubt()

        def read_compare_write() -> str:
            """Repeated as a whole: after a lost answer the reading shows what became of it."""
            nonlocal request_id, is_known
            reads, is_known = not is_known, False
            if reads and refuse_stale(target, self._binding(target.domain), expects, wanted):
                return request_id
            request = self._dialect.request(self._dialect.actions.bind)
            answer = doubt.writing(
                lambda: self._api.call(request, setting, subject=str(target), is_write=True)
            )
            request_id = str(answer["RequestId"])
            # What was there may still be told for a while; a third thing is another writer's.
            if reads:
                refuse_stale(target, self._binding(target.domain), expects, wanted)
            return request_id

        return doubt.until_settled(lambda: self._retry.call(read_compare_write))

    def _find(self, domain: Domain) -> BoundTarget | None:
        item = self._lists.domain(domain)
        if item is None:
            return None
        return self._bound(item, domain)

    def _bound(self, item: Item, domain: Domain) -> BoundTarget:
        binding = self._retry.call(lambda: self._binding(domain))
        return bound_target(self._dialect, item, binding, is_exact=True)

    def _unread(self, error: CloudError) -> TargetScan:
        return TargetScan((), (unread(self._dialect.title, error),), limits=self._limits)

    def _named(self, domain: str) -> str:
        return f"{self._dialect.title} {domain}"

    def _scanned(
        self, targets: Iterable[BoundTarget], failures: Iterable[ScanFailure]
    ) -> TargetScan:
        """Where the product kept nothing back, a name that it does not show is not there."""
        shown = {bound.target.domain for bound in targets}
        missing = [name for name in self._only if name not in shown] if not failures else []
        absent = tuple(self._absent(name) for name in missing)
        return TargetScan(tuple(targets), tuple(failures), absent, self._limits)

    def _absent(self, name: str) -> Absent:
        title, setting = self._dialect.title, self._dialect.named_by
        told = f"The account has no such {title} domain. Check {setting}."
        return Absent(self._named(name), setting, told)

    @property
    def _limits(self) -> tuple[str, ...]:
        return (self._dialect.named_by,) if self._only else ()

    def _counts(self, domain: Domain) -> bool:
        return not self._only or domain in self._only

    def _refuse_uncounted(self, target: Target) -> None:
        if target.bucket:
            raise NotFoundError(
                f"a {self._dialect.title} domain lies in no bucket, and one is named",
                service=self._api.service,
                action=self._dialect.actions.domains,
                subject=str(target),
            )
        if not self._counts(target.domain):
            raise OutOfScopeError(
                f"{self._dialect.named_by} does not name it",
                service=self._api.service,
                action=self._dialect.actions.domains,
                subject=str(target),
                hint="Add it there (and run `certbind setup`), or leave the variable empty.",
            )

    def _binding(self, domain: Domain) -> Binding:
        """One call, not repeated here."""
        action = self._dialect.actions.info
        answer = self._api.call(
            self._dialect.request(action),
            {"DomainName": domain},
            subject=self._named(domain),
        )
        try:
            return exact_binding(self._dialect, items_at(answer, "CertInfos", "CertInfo"))
        except ValueError as error:
            raise self._api.unreadable(action, str(error), self._named(domain)) from None

    def _not_shown(self, missing: int) -> ScanFailure:
        dialect = self._dialect
        told = (
            f"{dialect.actions.domains} counts {missing} more than it shows: what it does not "
            "show is not looked at. If the caller may not see every domain, name those that "
            f"count in {dialect.named_by}."
        )
        return ScanFailure(dialect.title, UnavailableError.code, told, UnavailableError.retryable)
