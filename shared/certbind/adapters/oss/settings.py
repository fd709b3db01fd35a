"""How OSS serves a bucket's domains: its policy and its versions of TLS, read and changed.

OSS compares nothing on its side (a policy is replaced whole), so a change reads, compares and
writes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

from oss2.models import BucketTlsVersion, CertInfo, PutBucketCnameRequest

from certbind.adapters.calls.guard import refuse_stale
from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.calls.oss.buckets import OssBuckets
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.wire.proxies import is_loopback
from certbind.adapters.oss.domain import OssDomain
from certbind.adapters.oss.targets import BUCKETS
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import LEDGER_WHOLE
from certbind.domain.model.target import UNBOUND, Binding, Target
from certbind.domain.serving.values import (
    POLICY,
    TLS_VERSIONS,
    Fetchers,
    Form,
    SettingChange,
    SettingsSeen,
)
from certbind.errors import NotFoundError, RejectedError, StalePlanError

_NO_POLICY = "NoSuchBucketPolicy"
_GET_POLICY = Permission("oss:GetBucketPolicy", BUCKETS, "the policy that stands")
_PUT_POLICY = Permission(
    "oss:PutBucketPolicy", BUCKETS, "denies plain HTTP in it", not_on=LEDGER_WHOLE
)
_DROP_POLICY = Permission(
    "oss:DeleteBucketPolicy", BUCKETS, "where there was none before", not_on=LEDGER_WHOLE
)
_GET_TLS = Permission("oss:GetBucketHttpsConfig", BUCKETS, "the versions of TLS that stand")
_PUT_TLS = Permission(
    "oss:PutBucketHttpsConfig", BUCKETS, "sets the versions of TLS", not_on=LEDGER_WHOLE
)
_LIST_CNAME = Permission("oss:ListCname", BUCKETS, "what is bound, before and after a change")
_DETACH = Permission("oss:PutCname", BUCKETS, "detaches a certificate", not_on=LEDGER_WHOLE)

PERMISSIONS: Permissions = {
    "read": (_GET_POLICY, _GET_TLS),
    "change": (_GET_POLICY, _GET_TLS, _PUT_POLICY, _DROP_POLICY, _PUT_TLS),
    "change_access": (_GET_POLICY, _GET_TLS, _PUT_POLICY, _DROP_POLICY),
    "change_serving": (_GET_POLICY, _GET_TLS, _PUT_TLS),
    "turn_off": (_LIST_CNAME, _DETACH),
    "fetchers": (),
}


class OssSettings:
    """See TargetSettings."""

    def __init__(self, api: OssApi, buckets: OssBuckets, retry: Retry) -> None:
        self._api = api
        self._buckets = buckets
        self._retry = retry

    def read(self, target: Target) -> SettingsSeen:
        """See TargetSettings; two calls."""
        bucket = self._buckets.open(target)
        return self._retry.call(lambda: self._read(target, bucket))

    def change(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        bucket = self._buckets.open(target)
        (change,) = changes
        request_id = ""

        def read_compare_write() -> str:
            nonlocal request_id
            stands = self._read(target, bucket).texts.get(change.name)
            if stands == change.after:
                return request_id
            if stands != change.before:
                told = f"The bucket's {change.name} is not as the plan expected it."
                raise StalePlanError(told, subject=str(target))
            request_id = self._write(target, bucket, change)
            return request_id

        return self._retry.call(read_compare_write)

    def change_access(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self.change(target, changes)

    def change_serving(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self.change(target, changes)

    def turn_off(self, target: Target, expects: Binding) -> str:
        """See TargetSettings. Whether PreviousCertId is compared here is UNCERTAIN; it is sent."""
        bucket = self._buckets.open(target)
        domain = OssDomain(self._api, bucket, target)
        request_id = ""

        def read_compare_write() -> str:
            nonlocal request_id
            stands = domain.read().binding
            if refuse_stale(target, stands, expects, UNBOUND):
                return request_id
            detach = CertInfo(previous_cert_id=stands.raw_id or None, delete_certificate="true")
            request = PutBucketCnameRequest(target.domain, detach)
            request_id = self._call("PutCname", target, lambda: bucket.put_bucket_cname(request))
            return request_id

        return self._retry.call(read_compare_write)

    def fetchers(self, target: Target, names: Collection[str]) -> Fetchers:
        """See TargetSettings: OSS fetches nothing."""
        del target, names
        return Fetchers()

    def _read(self, target: Target, bucket: Any) -> SettingsSeen:
        texts = {}
        policy = self._policy(target, bucket)
        if policy is not None:
            texts[POLICY] = policy
        subject = str(target)
        found: Any = self._api.call(
            "GetBucketHttpsConfig", subject, bucket.get_bucket_https_config
        )
        if found.tls_enabled:
            texts[TLS_VERSIONS] = ",".join(sorted(found.tls_version))
        endpoint = urlsplit(self._api.place.endpoint)
        by_https = endpoint.scheme == "https" or is_loopback(endpoint.hostname or "")
        return SettingsSeen(f"oss/{target.bucket}", Form.BUCKET, texts, by_https=by_https)

    def _policy(self, target: Target, bucket: Any) -> str | None:
        try:
            found: Any = self._api.call("GetBucketPolicy", str(target), bucket.get_bucket_policy)
        except (NotFoundError, RejectedError) as error:
            if error.api_code.partition("/")[0] == _NO_POLICY:
                return None
            raise
        text = found.policy
        return text.decode() if isinstance(text, bytes) else str(text)

    def _write(self, target: Target, bucket: Any, change: SettingChange) -> str:
        after = change.after
        if change.name == TLS_VERSIONS:
            wanted = BucketTlsVersion(bool(after), after.split(",") if after else [])
            return self._call(
                "PutBucketHttpsConfig", target, lambda: bucket.put_bucket_https_config(wanted)
            )
        if after is None:
            return self._call("DeleteBucketPolicy", target, bucket.delete_bucket_policy)
        return self._call("PutBucketPolicy", target, lambda: bucket.put_bucket_policy(after))

    def _call(self, action: str, target: Target, work: Callable[[], Any]) -> str:
        return str(self._api.call(action, str(target), work).request_id)
