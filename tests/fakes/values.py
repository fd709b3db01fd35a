"""Domain values for tests, in few words: certificates of CAS, targets and what is bound there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from certbind.domain.model.certificate import Certificate, ChainLink
from certbind.domain.model.identity import CertificateId, Domain, ProductName, Sha1, Sha256
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Outward,
    Target,
)
from tests.fakes.clock import NOON

NOW = NOON
DAY = timedelta(days=1)
SOUND_SUMMARY = (ChainLink("leaf", "Test Intermediate"), ChainLink("Test Intermediate", "Root"))


def cas_id(number: int) -> CertificateId:
    """A certificate id of the China site."""
    return CertificateId(number, "cn-hangzhou")


def certificate(number: int, *names: str, days: float = 80, **more: Any) -> Certificate:
    """A sound one, issued 10 days ago, that ends in `days`."""
    values: dict[str, Any] = {
        "not_before": NOW - 10 * DAY,
        "not_after": NOW + days * DAY,
        "sha1": Sha1(f"{number:040x}"),
        "sha256": Sha256(f"{number:064x}"),
    }
    return Certificate(cas_id(number), names, **{**values, **more})


def bound_by_id(number: int) -> Binding:
    """A certificate of CAS."""
    return Binding(BindingSource.CAS, cas_id(number), raw_id=str(cas_id(number)))


def uploaded(name: str = "pasted") -> Binding:
    """One that was pasted into the console."""
    return Binding(BindingSource.UPLOAD, raw_id="", name=name)


def cdn(domain: str, binding: Binding = UNBOUND, **more: Any) -> BoundTarget:
    """A CDN domain."""
    target = Target(ProductName("cdn"), Domain(domain))
    return BoundTarget(target, binding, outward=Outward.CONTENT, **more)


def dcdn(domain: str, binding: Binding = UNBOUND, **more: Any) -> BoundTarget:
    """A DCDN domain."""
    target = Target(ProductName("dcdn"), Domain(domain))
    return BoundTarget(target, binding, outward=Outward.WHOLE_SITE, **more)


def vod(domain: str, binding: Binding = UNBOUND, **more: Any) -> BoundTarget:
    """A VOD domain."""
    target = Target(ProductName("vod"), Domain(domain))
    return BoundTarget(target, binding, outward=Outward.CONTENT, **more)


def oss(
    domain: str, binding: Binding = UNBOUND, bucket: str = "assets", **more: Any
) -> BoundTarget:
    """An OSS custom domain."""
    target = Target(ProductName("oss"), Domain(domain), bucket, "cn-hangzhou")
    return BoundTarget(target, binding, **more)
