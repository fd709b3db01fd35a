"""What stands at a target that the record does not know of: facts to be put on record first.

A change whose result nobody knows is settled by what stands; what certbind did not put there is
another hand's (a person, CAS's own deployment), and is not fought (docs/decisions/0008). What a
deployment job brought that was waited for is looked at as if certbind had bound it.
"""

from __future__ import annotations

from certbind.domain.lifecycle.facts import (
    Answered,
    Fact,
    JobBound,
    NotMade,
    OtherHand,
    PlaceMoved,
)
from certbind.domain.lifecycle.state import Change, DomainState, KnownBinding
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import Binding, BoundTarget, Target
from certbind.values import replace


def absorb(state: DomainState, target: Target, stands: KnownBinding) -> Fact | None:
    """The one fact that brings the record up to what stands at the target; None: it is.

    Only to be asked when nobody can be at work on a change: its lease is over, or its answer was
    lost.
    """
    if _has_moved(state, target):
        return PlaceMoved(target, stands)
    if state.change is not None:
        return _settled(state.change, stands)
    if state.standing is None or state.standing.binding.same_as(stands.binding):
        return None
    if _may_be_late(state, stands.binding):
        return None
    return JobBound(stands) if _is_awaited(state, stands) else OtherHand(stands)


def believed(state: DomainState, target: Target, told: Binding) -> Binding:
    """What stands there: the record's word, where the product may tell late what stood before the
    write. Else visitors would be held against what was taken off, and a rollback would find its
    own end there already.
    """
    if state.standing is None or state.change is not None or _has_moved(state, target):
        return told
    return state.standing.binding if _may_be_late(state, told) else told


def as_recorded(bound: BoundTarget, state: DomainState) -> BoundTarget:
    """Of several certificates at one place the one stands that the record means, else its
    product's. What a change was begun for comes first, for it may have been made.
    """
    if not bound.beside:
        return bound
    found = (bound.binding, *bound.beside)
    stands = _begun(found, state) or _known(found, state) or bound.binding
    return replace(bound, binding=stands, beside=tuple(one for one in found if one is not stands))


def _begun(found: tuple[Binding, ...], state: DomainState) -> Binding | None:
    if state.change is None:
        return None
    wanted = state.change.certificate
    return next((one for one in found if one.certificate_id == wanted), None)


def _known(found: tuple[Binding, ...], state: DomainState) -> Binding | None:
    if state.standing is None:
        return None
    known = state.standing.binding
    return next((one for one in found if one.same_as(known)), None)


def _is_awaited(state: DomainState, stands: KnownBinding) -> bool:
    """Whether the job that was waited for brings this very certificate."""
    one = stands.binding.certificate_id
    return state.awaits is not None and one in state.awaits.certificates


def _has_moved(state: DomainState, target: Target) -> bool:
    return state.place is not None and not state.place.same_place(target)


def _settled(change: Change, stands: KnownBinding) -> Fact:
    if stands.binding.certificate_id == change.certificate:
        return Answered(stands, found=True)
    if stands.binding.same_as(change.before.binding):
        return NotMade(Reason.NOT_MADE.value)
    return OtherHand(stands)


def _may_be_late(state: DomainState, told: Binding) -> bool:
    """For a while after a write a product may tell what stood there before it: while visitors are
    looked at, only a third certificate shows another hand.
    """
    if state.look is None or state.ours is None or state.replaced is None:
        return False
    return state.replaced.binding.same_as(told)
