"""What was replaced and stands beside its successor still: several certificates of one place serve
the same names, and the new one comes before the old one goes (docs/decisions/0028).

That both stand there is seen, never remembered; the record tells alone which of them certbind
replaced. What another hand put there, as a second one for another kind of key, stays.
"""

from __future__ import annotations

from certbind.domain.decide.case import Case, Health
from certbind.domain.decide.decision import TakeOff, Tone, Want
from certbind.domain.lifecycle.pause import passes_by_itself, pause_left
from certbind.domain.lifecycle.state import SeenAs
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import Binding, TargetState


def replaced(case: Case) -> Want | None:
    """It goes when visitors were seen to get the new one; or, after all looks, still the old one,
    though both are there: only without it can the new one be seen. Not where nobody could look,
    nor where what stands is at fault itself.
    """
    old = _left(case)
    if old is None:
        return None
    stands = case.standing.binding.raw_id
    if not _may_go(case):
        detail = f"{old.raw_id}, which {stands} replaced, stands beside it still: it was not seen "
        detail += "that visitors get the new one, so the old one is not taken off"
        return Want(None, Reason.BOTH_STAND.value, detail, Tone.PERSON)
    return _after_trouble(case, old) or _take_off(case, old)


def _left(case: Case) -> Binding | None:
    """What certbind replaced and still is there; None too while a change or a look goes on."""
    state = case.state
    is_at_work = state.change is not None or state.look is not None
    if state.ours is None or state.replaced is None or is_at_work or case.situation.wish:
        return None
    before = state.replaced.binding
    return next((one for one in case.bound.beside if one.same_as(before)), None)


def _may_go(case: Case) -> bool:
    seen = case.state.seen
    if seen is None or seen.verdict is SeenAs.NOT_SEEN:
        return False
    if seen.verdict is SeenAs.VERIFIED:
        return True
    return not seen.blames and case.standing.health is Health.WORKS


def _after_trouble(case: Case, old: Binding) -> Want | None:
    trouble = case.state.trouble
    if trouble is None or trouble.certificate != old.certificate_id:
        return None
    left = pause_left(trouble, case.pause_seed)
    if left is None:
        return None
    detail = f"taking off {old.raw_id} ended with {trouble.word}; it is tried again"
    tone = Tone.WAITS if passes_by_itself(trouble) else Tone.PERSON
    return Want(None, trouble.word, detail, tone, again=left)


def _take_off(case: Case, old: Binding) -> Want:
    stands = case.standing.binding
    why = f"visitors were seen to get {stands.raw_id}"
    if case.state.seen is not None and case.state.seen.verdict is not SeenAs.VERIFIED:
        why = f"{stands.raw_id} is there too, and cannot be seen while {old.raw_id} is"
    detail = f"{old.raw_id} is taken off: {why}"
    if case.bound.state is TargetState.CONFIGURING:
        return Want(None, Reason.TARGET_BUSY.value, f"{detail}; it takes no writes", Tone.WAITS)
    return Want(TakeOff(old, stands, why), Reason.TAKES_OFF.value, detail, Tone.WAITS)
