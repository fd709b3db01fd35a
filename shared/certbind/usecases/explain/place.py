"""Where the certificate of a domain belongs, and why there."""

from __future__ import annotations

from certbind.domain.model.target import BoundTarget, Target, TargetState
from certbind.domain.situation import situation as situations
from certbind.domain.situation.reading import Known
from certbind.domain.situation.routing import is_provider_name, other_in_front
from certbind.domain.situation.situation import Situation
from certbind.usecases.explain.explanation import Belongs, Place


def place_of(situation: Situation) -> Place:
    """As routing sees it (domain/situation/routing.py)."""
    found = situation.place
    bound = found.value.at(situation.target) if isinstance(found, Known) else None
    if bound is None or not isinstance(found, Known):
        return unread_place(situation.target)
    others = tuple(one for one in found.value.targets if one.target != bound.target)
    return Place(
        bound.target,
        _belongs(bound, others, is_behind=_is_behind(bound, found.value)),
        tuple(sorted(one.target for one in others)),
        bound.state,
        bound.why_offline,
        bound.cname,
    )


def unread_place(target: Target) -> Place:
    """Of a target that was not read."""
    return Place(target, Belongs.UNKNOWN)


def _is_behind(bound: BoundTarget, where: situations.Place) -> bool:
    return other_in_front(bound, where.targets, where.shown) is not None


def _belongs(bound: BoundTarget, others: tuple[BoundTarget, ...], *, is_behind: bool) -> Belongs:
    if is_provider_name(bound.target.domain):
        return Belongs.PROVIDER
    if bound.state is TargetState.OFFLINE:
        return Belongs.STOPPED
    if bound.stands_in_front and is_behind:
        return Belongs.EDGE_BEHIND
    if bound.stands_in_front:
        return Belongs.EDGE_FIRST if others else Belongs.EDGE
    edges = [one for one in others if one.stands_in_front]
    is_off = bool(edges) and all(one.state is TargetState.OFFLINE for one in edges)
    return Belongs.EDGE_OFFLINE if is_off else Belongs.MAPPED
