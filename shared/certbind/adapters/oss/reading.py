"""What OSS says of a custom domain, read into the domain's words."""

from __future__ import annotations

import re
from typing import Any

from certbind.domain.model.identity import CertificateId, ProductName, Sha1
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Target,
    TargetState,
)
from certbind.domain.trust.names import parse_reference

PRODUCT = ProductName("oss")
_SHA1_DIGITS = 40


def bound_target(cname: Any, bucket: str, region: str) -> BoundTarget:
    """An oss2 CnameInfo of a bucket. InvalidNameError when its domain is none.

    Its `cname` is the bucket's own public name, which the domain's DNS must point to.
    """
    is_enabled = (cname.status or "Enabled") == "Enabled"
    return BoundTarget(
        Target(PRODUCT, parse_reference((cname.domain or "").strip()), bucket, region),
        _binding(cname.certificate),
        TargetState.ONLINE if is_enabled else TargetState.OFFLINE,
        f"{bucket}.oss-{region}.aliyuncs.com",
        "" if is_enabled else "is disabled",
        dns_pattern=dns_pattern(bucket),
    )


def dns_pattern(bucket: str) -> str:
    """The bucket's own names: of its region, internal, dual-stack or accelerated."""
    return rf"{re.escape(bucket)}\.oss-.+"


def _binding(certificate: Any) -> Binding:
    """An uploaded certificate keeps its id as raw_id only, for PreviousCertId: OSS made it in
    CAS of what was pasted, and nothing says that it can be bound again by it.
    """
    if certificate is None:
        return UNBOUND
    raw_id = (certificate.cert_id or "").strip()
    is_from_cas = (certificate.type or "").strip().upper() == "CAS"
    fingerprint = (certificate.fingerprint or "").replace(":", "").strip().lower()
    return Binding(
        BindingSource.CAS if is_from_cas else BindingSource.UPLOAD,
        _parse(raw_id) if is_from_cas else None,
        raw_id,
        sha1=Sha1(fingerprint) if len(fingerprint) == _SHA1_DIGITS else None,
    )


def _parse(raw_id: str) -> CertificateId | None:
    try:
        return CertificateId.parse(raw_id)
    except ValueError:
        return None
