"""Harmless calls that show the permissions at buckets with custom domains."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from oss2.models import PutBucketCnameRequest

from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.calls.oss.buckets import OssBuckets
from certbind.adapters.calls.probe import Probe
from certbind.domain.model.target import BoundTarget
from certbind.errors import NotFoundError

_SETTINGS_READ = ("oss:GetBucketPolicy", "oss:GetBucketHttpsConfig")
_SETTINGS_WRITTEN = (
    *("oss:PutBucketPolicy", "oss:DeleteBucketPolicy", "oss:PutBucketHttpsConfig"),
)
NO_SUCH_DOMAIN = "certbind-doctor.invalid"
"""RFC 2606: nobody can own it, so OSS can never find its ownership shown."""


def oss_probes(
    api: OssApi, buckets: OssBuckets, targets: tuple[BoundTarget, ...]
) -> Iterator[Probe]:
    """Of a bucket with the first target, since policies may name buckets."""
    yield _listing(api, buckets)
    if not targets:
        for action in ("oss:ListCname", "oss:PutCname", *_SETTINGS_READ, *_SETTINGS_WRITTEN):
            yield Probe(action, "OSS", "no custom domain of a bucket was seen", None)
        return
    yield from _cname_probes(api, buckets, targets[0])
    yield from _settings_probes(api, buckets, targets[0])


def _listing(api: OssApi, buckets: OssBuckets) -> Probe:
    """Where buckets are named they are not listed, but each is asked where it is."""
    if not buckets.named:
        listing = api.caller("ListBuckets", "OSS", lambda: api.service().list_buckets(max_keys=1))
        return Probe("oss:ListBuckets", "OSS", "", listing)
    named = ", ".join(buckets.named)
    return Probe(
        "oss:GetBucketInfo",
        f"bucket {named}",
        "",
        lambda: _ask_any(buckets),
        hidden_by=("NoSuchBucket",),
    )


def _ask_any(buckets: OssBuckets) -> object:
    """The first that is there; NotFoundError where none is, which the scan tells. OSS looks for a
    bucket before it looks at permissions.
    """
    for name in buckets.named[:-1]:
        with suppress(NotFoundError):
            return buckets.ask(name)
    return buckets.ask(buckets.named[-1])


def _cname_probes(api: OssApi, buckets: OssBuckets, found: BoundTarget) -> Iterator[Probe]:
    where = f"bucket {found.target.bucket}"

    def bucket() -> Any:
        return buckets.open(found.target)

    listing = api.caller("ListCname", where, lambda: bucket().list_bucket_cname())
    yield Probe("oss:ListCname", where, "", listing)
    request = PutBucketCnameRequest(NO_SUCH_DOMAIN)
    putting = api.caller("PutCname", where, lambda: bucket().put_bucket_cname(request))
    yield Probe(
        "oss:PutCname",
        where,
        f"a request for {NO_SUCH_DOMAIN} was refused for want of ownership, as it must be",
        putting,
        shown_by=("NeedVerifyDomainOwnership",),
    )
    yield Probe(
        "yundun-cert:DescribeSSLCertificatePrivateKey",
        "the certificates of CAS, through OSS",
        "OSS asks for it, and for DescribeSSLCertificatePublicKeyDetail and "
        "CreateSSLCertificate, only when it binds",
        None,
    )


def _settings_probes(api: OssApi, buckets: OssBuckets, found: BoundTarget) -> Iterator[Probe]:
    """That there is no policy is an answer too."""
    where = f"bucket {found.target.bucket}"

    def bucket() -> Any:
        return buckets.open(found.target)

    policy = api.caller("GetBucketPolicy", where, lambda: bucket().get_bucket_policy())
    yield Probe("oss:GetBucketPolicy", where, "", policy, shown_by=("NoSuchBucketPolicy",))
    tls = api.caller("GetBucketHttpsConfig", where, lambda: bucket().get_bucket_https_config())
    yield Probe("oss:GetBucketHttpsConfig", where, "", tls)
    for action in _SETTINGS_WRITTEN:
        yield Probe(action, where, "harden and emergency change by it", None)
