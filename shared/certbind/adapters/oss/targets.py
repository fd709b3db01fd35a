"""OSS custom domains as targets."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from certbind.adapters.calls.guard import Doubt, OneSlot, refuse_stale
from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.calls.oss.buckets import OssBucket, OssBuckets
from certbind.adapters.calls.oss.errors import PREVIOUS_ID_DIFFERS
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.unread import absent, unread
from certbind.adapters.oss.domain import OssDomain
from certbind.adapters.oss.reading import PRODUCT, bound_target
from certbind.adapters.oss.rows import ROWS
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import (
    EVERY_BUCKET,
    EVERYTHING,
    LEDGER_WHOLE,
    Resource,
)
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
from certbind.errors import (
    CloudError,
    ConflictError,
    NotFoundError,
    NotOpenedError,
    RejectedError,
    StalePlanError,
)
from certbind.values import replace

_BUCKETS_AT_ONCE = 8
_REFUSED_FOR_GOOD = ("0018-00000115", "0018-00000204", "0018-00000206")
"""ECs of PutCname that say something of the domain or the certificate, not of Force."""

BUCKETS = Resource(
    "the buckets with custom domains", ("acs:oss:*:{scope.account_id}:{name}",), of=PRODUCT
)
_LIST_BUCKETS = Permission(
    "oss:ListBuckets", EVERY_BUCKET, "lists buckets, unless they are named", unless_named=PRODUCT
)
_ASK_BUCKET = Permission(
    "oss:GetBucketInfo", BUCKETS, "where a named bucket is, if there is one", if_named=PRODUCT
)
_LIST_CNAME = Permission(
    "oss:ListCname", BUCKETS, "custom domains of a bucket and what is bound to them"
)
# A domain on the ledger's bucket would show the ledger to visitors.
_PUT_CNAME = Permission("oss:PutCname", BUCKETS, "binds", not_on=LEDGER_WHOLE)
# OSS fetches the certificate from CAS in the caller's name, the private key included.
_AS_CALLER = tuple(
    Permission(f"yundun-cert:{action}", EVERYTHING, why)
    for action, why in (
        ("DescribeSSLCertificatePrivateKey", "OSS fetches the key by it when PutCname binds"),
        ("DescribeSSLCertificatePublicKeyDetail", "OSS fetches the certificate by it"),
        ("CreateSSLCertificate", "OSS asks for it when PutCname binds"),
    )
)

PERMISSIONS: Permissions = {
    "scan": (_LIST_BUCKETS, _ASK_BUCKET, _LIST_CNAME),
    "find": (_LIST_BUCKETS, _ASK_BUCKET, _LIST_CNAME),
    "read": (_LIST_CNAME,),
    "in_front": (),
    "bind": (_LIST_CNAME, _PUT_CNAME, *_AS_CALLER),
    "take_off": (),
}


class OssTargets(OneSlot):
    """The custom domains of every bucket of the account (Targets).

    A write is a PutCname with PreviousCertId, OSS's own compare. A domain that is not mapped to
    the bucket is never written to: PutCname would map it.
    """

    def __init__(self, api: OssApi, buckets: OssBuckets, retry: Retry) -> None:
        self._api = api
        self._buckets = buckets
        self._retry = retry

    def scan(self) -> TargetScan:
        """See Targets: ListBuckets (not where buckets are named: each of these is asked for), and
        one ListCname a bucket, eight at a time.
        """
        with ThreadPoolExecutor(_BUCKETS_AT_ONCE) as pool:
            if self._buckets.named:
                named = TargetScan.joined(pool.map(self._scan_named, self._buckets.named))
                return replace(named, limits=("CERTBIND_BUCKETS",))
            try:
                buckets = self._buckets.list()
            except NotOpenedError:
                return TargetScan(())
            except CloudError as error:
                return TargetScan((), (unread("OSS", error),))
            return TargetScan.joined(pool.map(self._scan_bucket, buckets))

    def find(self, domain: Domain) -> TargetScan:
        """See Targets: OSS has no look-up by domain, so this is a whole scan."""
        scan = self.scan()
        found = tuple(bound for bound in scan.targets if bound.target.domain == domain)
        return replace(scan, targets=found)

    def in_front(self, target: Target) -> TargetScan:
        """See Targets: a bucket stands in front of nothing."""
        del target
        return TargetScan(())

    def read(self, target: Target) -> BoundTarget:
        """See Targets; as of two seconds ago at most."""
        api = self._api
        place = (api.place.endpoint, api.account, target.bucket, target.region)
        known = ROWS.take(place, target.domain)
        if known is not None:
            return known
        one = self._domain(target)
        rows = self._retry.call(one.rows)
        found = rows.pop(target.domain, None)
        ROWS.told(place, rows)
        if found is None:
            raise one.missing()
        return found

    def bind(
        self,
        target: Target,
        certificate_id: CertificateId,
        expects: Binding,
        *,
        just_read: bool = False,
    ) -> str:
        """See Targets; "" when it was bound there already. What was just read is PreviousCertId,
        by which OSS compares itself; where nothing is bound there is none.
        """
        wanted = Binding(BindingSource.CAS, certificate_id)
        domain = self._domain(target)
        request_id, known = "", expects if just_read and expects.raw_id else None
        doubt = Doubt()

        def read_compare_write() -> str:
            """Repeated as a whole: after a lost answer the reading shows what became of it."""
            nonlocal request_id, known
            stands, known = known or domain.read().binding, None
            if refuse_stale(target, stands, expects, wanted):
                return request_id
            try:
                request_id = doubt.writing(lambda: domain.put(certificate_id, stands.raw_id))
            except (ConflictError, RejectedError) as refusal:
                forced = partial(_after_refusal, domain, certificate_id, expects, refusal)
                request_id = doubt.writing(forced)
            return request_id

        return doubt.until_settled(lambda: self._retry.call(read_compare_write))

    def _domain(self, target: Target) -> OssDomain:
        return OssDomain(self._api, self._buckets.open(target), target)

    def _scan_named(self, name: str) -> TargetScan:
        where = f"OSS bucket {name}"
        try:
            bucket = self._buckets.ask(name)
        except NotFoundError as error:
            return TargetScan((), absent=(absent(where, "CERTBIND_BUCKETS", error),))
        except CloudError as error:
            return TargetScan((), (unread(where, error),))
        return self._scan_bucket(bucket)

    def _scan_bucket(self, bucket: OssBucket) -> TargetScan:
        where = f"OSS bucket {bucket.name}"
        try:
            cnames = self._retry.call(lambda: self._list_cnames(bucket, where))
        except CloudError as error:
            return TargetScan((), (unread(where, error),))
        targets: list[BoundTarget] = []
        failures: list[ScanFailure] = []
        for cname in cnames:
            try:
                targets.append(bound_target(cname, bucket.name, bucket.region))
            except InvalidNameError as error:
                failures.append(ScanFailure(where, "unreadable", f"{error}."))
        return TargetScan(tuple(targets), tuple(failures))

    def _list_cnames(self, bucket: OssBucket, where: str) -> tuple[Any, ...]:
        found = self._buckets.open_found(bucket)
        return tuple(self._api.call("ListCname", where, found.list_bucket_cname).cname)


def _after_refusal(
    domain: OssDomain, certificate_id: CertificateId, expects: Binding, refusal: CloudError
) -> str:
    """Decide from what stands there now: the codes of these refusals are not documented.

    Documentation wants Force at a first bind, where there is no id to compare with; it is sent
    only when the domain was read as empty twice, and never after a refusal by OSS's own compare:
    then the list is older than what stands there.
    """
    if refusal.api_code.endswith(_REFUSED_FOR_GOOD):
        raise refusal
    stands = domain.read().binding
    if refuse_stale(domain.target, stands, expects, Binding(BindingSource.CAS, certificate_id)):
        return refusal.request_id
    if refusal.api_code.endswith(PREVIOUS_ID_DIFFERS):
        raise StalePlanError(
            "OSS compares with another certificate than it lists.", subject=str(domain.target)
        ) from None
    if not stands.is_empty:
        raise refusal
    return domain.put(certificate_id, "", force=True)
