"""Which of the targets that carry a domain is the one to bind to: the one that visitors meet."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget, TargetScan, TargetState

_PROVIDER = ".aliyuncs.com"


def is_provider_name(domain: Domain) -> bool:
    """Whether the name, and so its certificate, is Alibaba Cloud's own."""
    return domain.endswith(_PROVIDER)


def other_in_front(bound: BoundTarget, targets: Iterable[BoundTarget]) -> BoundTarget | None:
    """The target of the same name that visitors meet instead of `bound`; one that is offline
    stands in front of nothing.
    """
    if bound.stands_in_front:
        return None
    for other in targets:
        is_online = other.state is not TargetState.OFFLINE
        if other.target.domain == bound.target.domain and other.stands_in_front and is_online:
            return other
    return None


def in_order(scan: TargetScan) -> tuple[BoundTarget, ...]:
    """Every target once, sorted by domain, product and place, whatever the order of the scan.

    A target that a scan met twice (a page shifted) is taken once.
    """
    unique = {bound.target: bound for bound in sorted(scan.targets, key=repr)}
    return tuple(sorted(unique.values(), key=_order))


def _order(bound: BoundTarget) -> tuple[str, str, str, str]:
    target = bound.target
    return (target.domain, target.kind, target.bucket, target.region)
