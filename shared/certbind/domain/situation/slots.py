"""Which of several certificates of one place is the one that stands: the record's word where it
is among those that are there, else its product's.
"""

from __future__ import annotations

from certbind.domain.lifecycle.state import DomainState
from certbind.domain.model.target import Binding, BoundTarget
from certbind.values import replace


def as_recorded(bound: BoundTarget, state: DomainState) -> BoundTarget:
    """What a change was begun for comes first, for it may have been made; then what stood there
    by the record.
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
