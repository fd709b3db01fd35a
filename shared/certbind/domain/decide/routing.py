"""Which of the targets that carry a domain is the one to bind to: the one that visitors meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget, Target, TargetScan, TargetState

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
    in_front = _in_front(unique.values())
    routed = (RoutedTarget(bound, _skip(bound, in_front)) for bound in unique.values())
    return tuple(sorted(routed, key=lambda one: _order(one.bound)))


def _order(bound: BoundTarget) -> tuple[str, str, str, str]:
    target = bound.target
    return (target.domain, target.kind, target.bucket, target.region)


def _in_front(targets: Iterable[BoundTarget]) -> Mapping[Domain, Target]:
    return {
        bound.target.domain: bound.target
        for bound in targets
        if bound.stands_in_front and bound.state is not TargetState.OFFLINE
    }


def _skip(bound: BoundTarget, in_front: Mapping[Domain, Target]) -> Finding | None:
    domain = bound.target.domain
    if domain.endswith(_PROVIDER):
        return Finding(Reason.PROVIDER_DOMAIN, f"{domain} is Alibaba Cloud's own name")
    if bound.state is TargetState.OFFLINE:
        return Finding(Reason.TARGET_OFFLINE, f"{bound.target} is stopped or disabled")
    if domain in in_front and not bound.stands_in_front:
        target = bound.target
        return Finding(
            Reason.CDN_IN_FRONT,
            f"{domain} is accelerated by {in_front[domain].product} too, so its certificate "
            f"belongs there; what the {target.place or target.product} holds has no effect",
        )
    return None
