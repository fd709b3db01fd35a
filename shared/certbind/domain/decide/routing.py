"""Which of the targets that carry a domain is the one to bind to: the one that visitors meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget, TargetKind, TargetScan, TargetState

_PROVIDER = ".aliyuncs.com"


@dataclass(frozen=True, slots=True)
class RoutedTarget:
    """A target; `skip` says why it is left alone."""

    bound: BoundTarget
    skip: Finding | None = None


def route(scan: TargetScan) -> tuple[RoutedTarget, ...]:
    """Every target once, sorted by domain, kind and bucket, whatever the order of the scan.

    A target that a scan met twice (a page shifted) is taken once.
    """
    unique = {bound.target: bound for bound in sorted(scan.targets, key=repr)}
    accelerated = _accelerated(unique.values())
    routed = (RoutedTarget(bound, _skip(bound, accelerated)) for bound in unique.values())
    return tuple(sorted(routed, key=lambda one: _order(one.bound)))


def _order(bound: BoundTarget) -> tuple[str, str, str, str]:
    target = bound.target
    return (target.domain, target.kind.value, target.bucket, target.region)


def _accelerated(targets: Iterable[BoundTarget]) -> frozenset[Domain]:
    return frozenset(
        bound.target.domain
        for bound in targets
        if bound.target.kind is TargetKind.CDN and bound.state is not TargetState.OFFLINE
    )


def _skip(bound: BoundTarget, accelerated: frozenset[Domain]) -> Finding | None:
    domain = bound.target.domain
    if domain.endswith(_PROVIDER):
        return Finding(Reason.PROVIDER_DOMAIN, f"{domain} is Alibaba Cloud's own name")
    if bound.state is TargetState.OFFLINE:
        return Finding(Reason.TARGET_OFFLINE, f"{bound.target} is stopped or disabled")
    if bound.target.kind is TargetKind.OSS and domain in accelerated:
        return Finding(
            Reason.CDN_IN_FRONT,
            f"{domain} is accelerated by CDN too, so its certificate belongs there; what the "
            f"bucket {bound.target.bucket} holds has no effect",
        )
    return None
