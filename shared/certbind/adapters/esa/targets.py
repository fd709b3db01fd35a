"""The records of ESA's sites as targets, by the certificate that serves them."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.adapters.calls.guard import Doubt, OneSlot, refuse_stale
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.calls.unread import unread
from certbind.adapters.esa.lists import EsaLists, Item, esa_request
from certbind.adapters.esa.reading import (
    PRODUCT,
    Served,
    as_asked,
    binding_of,
    domain_of,
    in_site,
    quota_of,
    record_name,
    targets_of,
)
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING, Resource
from certbind.domain.hygiene.quotas import Quota
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import (
    Binding,
    BindingSource,
    BoundTarget,
    ScanFailure,
    Target,
    TargetScan,
)
from certbind.domain.trust.names import InvalidNameError
from certbind.errors import CloudError, NotFoundError, NotOpenedError, QuotaError

SITES = Resource("the ESA sites", ("acs:esa:*:{scope.account_id}:site/*",))
_LIST = Permission("esa:ListSites", EVERYTHING, "lists ESA sites", if_used=PRODUCT)
_RECORDS = Permission("esa:ListRecords", SITES, "lists their proxied records", if_used=PRODUCT)
_SERVED = Permission(
    "esa:ListCertificatesByRecord", SITES, "what serves each record", if_used=PRODUCT
)
_QUOTA = Permission("esa:GetCertificateQuota", SITES, "before a new entry", if_used=PRODUCT)
_ENTRIES = Permission("esa:ListCertificates", SITES, "what fills the quota", if_used=PRODUCT)
_BIND = Permission("esa:SetCertificate", SITES, "binds", if_used=PRODUCT)
_READS = (_LIST, _RECORDS, _SERVED)

PERMISSIONS: Permissions = {
    "scan": _READS,
    "find": _READS,
    "read": _READS,
    "in_front": _READS,
    "bind": (*_READS, _QUOTA, _BIND),
    "take_off": (),
}
QUOTA_PERMISSIONS: Permissions = {"held": (_LIST, _QUOTA, _ENTRIES)}


class EsaTargets(OneSlot):
    """See Targets. ESA compares nothing on its side, so a bind reads, compares, writes and reads
    again. What stands is overwritten in place: a new entry would count against the site's quota.
    """

    def __init__(self, api: OpenApi, retry: Retry) -> None:
        """`api`: an OpenApi of ESA."""
        self._api = api
        self._retry = retry
        self._lists = EsaLists(api, retry)

    def scan(self) -> TargetScan:
        """See Targets; two calls a site, more where it has many records."""
        try:
            sites = self._lists.sites()
        except NotOpenedError:
            raise
        except CloudError as error:
            return TargetScan((), (unread("ESA", error),))
        scans = (self._scan_site(site, sites) for site in sites)
        return TargetScan.joined(scans)

    def quotas(self) -> tuple[Quota, ...]:
        """What each site may have, and has: two calls a site."""
        return tuple(
            quota_of(site, self._lists.certificates(site), self._lists.quota(site))
            for site in self._lists.sites()
        )

    def find(self, domain: Domain) -> TargetScan:
        """See Targets; the sites whose zone holds the name alone are read."""
        try:
            found = self._find(domain)
        except NotOpenedError:
            raise
        except CloudError as error:
            return TargetScan((), (unread("ESA", error),))
        return TargetScan((found.bound,) if found else ())

    def in_front(self, target: Target) -> TargetScan:
        """See Targets."""
        return self.find(target.domain)

    def read(self, target: Target) -> BoundTarget:
        """See Targets. By any of its names, which the target then stands under."""
        return self._require(target).bound

    def bind(
        self,
        target: Target,
        certificate_id: CertificateId,
        expects: Binding,
        *,
        just_read: bool = False,  # noqa: ARG002 - the entry to overwrite has to be read
    ) -> str:
        """See Targets; "" when it was bound there already."""
        wanted = Binding(BindingSource.CAS, certificate_id, str(certificate_id.number))
        request_id, doubt = "", Doubt()

        def read_compare_write() -> str:
            """Repeated as a whole: after a lost answer the reading shows what became of it."""
            nonlocal request_id
            stands = self._require(target)
            if refuse_stale(target, stands.bound.binding, expects, wanted):
                return request_id
            if not stands.entry:
                self._refuse_without_room(stands, target)
            request_id = doubt.writing(lambda: self._write(stands, target, certificate_id))
            refuse_stale(target, self._served_now(stands, target), expects, wanted)
            return request_id

        return doubt.until_settled(lambda: self._retry.call(read_compare_write))

    def _write(self, stands: Served, target: Target, certificate_id: CertificateId) -> str:
        """SetCertificate takes everything in the form body."""
        setting = {
            "SiteId": str(stands.site["SiteId"]),
            "Type": "cas",
            "CasId": str(certificate_id.number),
            "Region": certificate_id.region,
            **({"Id": stands.entry} if stands.entry else {}),
        }
        answer = self._api.call(
            esa_request("SetCertificate"),
            {},
            subject=str(target),
            secret_params=setting,
            is_write=True,
        )
        return str(answer["RequestId"])

    def _served_now(self, stands: Served, target: Target) -> Binding:
        name = record_name(target.domain)
        return binding_of(self._lists.served(stands.site, [name]).get(name, ()))

    def _refuse_without_room(self, stands: Served, target: Target) -> None:
        most, used = self._lists.quota(stands.site)
        if used >= most:
            raise QuotaError(
                f"the site {stands.site.get('SiteName')} has {used} of {most} custom "
                "certificates, and this would be one more",
                service=self._api.service,
                action="SetCertificate",
                subject=str(target),
                hint="Delete one that is over or not needed (expired ones count), or choose a "
                "larger plan: ESA console, the site's certificates.",
            )

    def _require(self, target: Target) -> Served:
        found = None if target.bucket else self._find(target.domain)
        if found is None:
            raise NotFoundError(
                "no site of the account has such a record that is proxied",
                service=self._api.service,
                action="ListRecords",
                subject=str(target),
            )
        return found

    def _find(self, domain: Domain) -> Served | None:
        """Of several sites that hold the name, the innermost zone answers for it."""
        sites = self._lists.sites(f"ESA {domain}")
        holding = [site for site in sites if in_site(site, domain)]
        for site in sorted(holding, key=_length, reverse=True):
            records = [one for one in self._lists.records(site) if _is_readable(one)]
            if domain in {domain_of(one) for one in records}:
                own = self._own(site, records, holding)
                return next(as_asked(one, domain) for one in own if _serves(one, domain))
        return None

    def _scan_site(self, site: Item, sites: tuple[Item, ...]) -> TargetScan:
        where = f"ESA site {site.get('SiteName')}"
        try:
            records = self._lists.records(site)
            readable = [one for one in records if _is_readable(one)]
            served = self._own(site, readable, sites)
        except CloudError as error:
            return TargetScan((), (unread(where, error),))
        failures = tuple(_unreadable(one) for one in records if not _is_readable(one))
        return TargetScan(tuple(one.bound for one in served), failures)

    def _own(
        self, site: Item, records: Iterable[Item], sites: Iterable[Item]
    ) -> tuple[Served, ...]:
        """Without the records of a zone that is a site itself: that one answers for them."""
        inner = [one for one in sites if _length(one) > _length(site)]
        own = [
            record
            for record in records
            if not any(in_site(one, str(domain_of(record))) for one in inner)
        ]
        if not own:
            return ()
        names = (str(record.get("RecordName")) for record in own)
        return targets_of(site, own, self._lists.served(site, names))


def _length(site: Item) -> int:
    return len(str(site.get("SiteName")))


def _serves(one: Served, domain: Domain) -> bool:
    return one.bound.serves(domain)


def _is_readable(record: Item) -> bool:
    try:
        domain_of(record)
    except InvalidNameError:
        return False
    return True


def _unreadable(record: Item) -> ScanFailure:
    told = f"{record.get('RecordName')} is no name that certbind can read."
    return ScanFailure(f"ESA {record.get('RecordName')}", "unreadable", told)
