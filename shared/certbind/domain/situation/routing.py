"""Which of the targets that carry a domain is the one to bind to: the one that visitors meet."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget, TargetScan, TargetState

_PROVIDER = ".aliyuncs.com"


def is_provider_name(domain: Domain) -> bool:
    """Whether the name, and so its certificate, is Alibaba Cloud's own."""
    return domain.endswith(_PROVIDER)


def edges_of(domain: Domain, targets: Iterable[BoundTarget]) -> tuple[BoundTarget, ...]:
    """The targets of the name that may stand in front of others; one that is offline stands in
    front of nothing.
    """
    return tuple(
        one
        for one in targets
        if one.serves(domain) and one.stands_in_front and one.state is not TargetState.OFFLINE
    )


def met_first(
    edges: Iterable[BoundTarget], shown: tuple[str, ...] = ()
) -> tuple[BoundTarget, bool] | None:
    """The one that visitors meet, and whether DNS tells it. None for no edges.

    shown: the names that DNS leads through for the domain, in their order. Each target's own Cname
    is compared, since products share their suffixes; then what was seen of their addresses
    (`is_met`). Where DNS does not tell, the one that is
    furthest out counts (of two alike the first by name, so that no order of a scan decides).
    """
    in_turn = sorted(edges, key=lambda one: (-one.outward, one.target))
    for name in shown:
        for one in in_turn:
            if one.cname and one.cname == name:
                return one, True
    for one in in_turn:
        if one.is_met:
            return one, True
    return (in_turn[0], False) if in_turn else None


def other_in_front(
    bound: BoundTarget, targets: Iterable[BoundTarget], shown: tuple[str, ...] = ()
) -> tuple[BoundTarget, bool] | None:
    """As `met_first`, where it is not `bound` that visitors meet."""
    met = met_first(edges_of(bound.target.domain, targets), shown)
    return None if met is None or met[0].target.same_place(bound.target) else met


def in_order(scan: TargetScan) -> tuple[BoundTarget, ...]:
    """Every target once, sorted by domain, product and place, whatever the order of the scan.

    A target that a scan met twice (a page shifted) is taken once.
    """
    unique = {bound.target: bound for bound in sorted(scan.targets, key=repr)}
    return tuple(sorted(unique.values(), key=_order))


def _order(bound: BoundTarget) -> tuple[str, str, str, str]:
    target = bound.target
    return (target.domain, target.kind, target.bucket, target.region)
