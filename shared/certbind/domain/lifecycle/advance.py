"""The one table of transitions: (state, fact) → (state, entry, what follows).

Total: a pair that cannot come about is UnexpectedFactError, and the state stays as it was.
Nothing is written here; usecases/rotate/domain_journal.py carries it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from certbind.domain.lifecycle.downgrading.rows import DOWNGRADES
from certbind.domain.lifecycle.facts import (
    Answered,
    AnswerLost,
    Begun,
    Fact,
    JobBound,
    Looked,
    NotMade,
    OtherHand,
    PlaceMoved,
    Refused,
    SentAgain,
    SetAside,
    TakenOff,
    Told,
)
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.looks import looked, with_refused
from certbind.domain.lifecycle.pause import (
    LONGEST_MESSAGE,
    Times,
    pause_after,
)
from certbind.domain.lifecycle.state import (
    Carried,
    Change,
    Damaged,
    DomainState,
    Hold,
    KnownBinding,
    Look,
    Ours,
    Purpose,
    RefusedHere,
    SeenAs,
    Trouble,
    Why,
)
from certbind.domain.lifecycle.transition import Advanced
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.reasons import Reason
from certbind.errors import UnexpectedFactError
from certbind.values import replace

_WISHES_REMEMBERED = 16
_NO_CHANCE_ANY_MORE = 5
"""Processes that died at one write in a row."""


def advance(state: DomainState, fact: Fact, entry: int, times: Times) -> Advanced:
    """The state after `fact`, which entry number `entry` records; UnexpectedFactError where the
    two cannot meet.

    state: aged to this moment (state.aged).
    """
    return _TABLE[type(fact)](state, fact, entry, times)


def _begun(state: DomainState, fact: Begun, _: int, __: Times) -> Advanced:
    if state.change is not None:
        raise _unexpected(state, fact)
    change = Change(
        fact.certificate,
        fact.before,
        fact.purpose,
        fact.wish,
        is_canary=fact.is_canary,
        was_good=fact.was_good,
        stood=fact.stood,
    )
    begun = replace(state, place=fact.target, change=change, said="", awaits=None)
    return Advanced(begun, EntryKind.INTENT)


def _answered(state: DomainState, fact: Answered, entry: int, times: Times) -> Advanced:
    change = _change_of(state, fact)
    way_back = _but_for_plain_http(state, fact.bound, _way_back(state, change, fact.bound))
    was_good = change.was_good and way_back == change.before and not state.may_show_between
    bound = replace(
        state,
        standing=fact.bound,
        way_back=way_back,
        ours=Ours(
            entry,
            change.purpose,
            change.is_canary,
            was_good,
            stood=change.stood,
            replaced=None if way_back == change.before else change.before,
        ),
        change=None,
        look=Look(Why.BOUND),
        seen=None,
        hold=_hold_after(state, change, fact.bound),
        trouble=None,
        wishes=_with_wish(state, change.wish),
        said="",
        refused_here=_still_refused(state, change),
        came_back=_stood_before(state, fact.bound),
    )
    return Advanced(bound, EntryKind.BOUND, times.verify_after)


def _answer_lost(state: DomainState, fact: AnswerLost, _: int, __: Times) -> Advanced:
    change = replace(_change_of(state, fact), answer_lost=True)
    trouble = _trouble(state, fact.code, change.certificate, retryable=True)
    lost = replace(state, change=change, trouble=trouble)
    return Advanced(lost, EntryKind.DEFERRED, _pause(trouble, state))


def _not_made(state: DomainState, fact: NotMade, _: int, __: Times) -> Advanced:
    change = _change_of(state, fact)
    trouble = state.trouble
    if fact.code == Reason.NOT_MADE.value and not change.answer_lost:
        trouble = _died_at(state, change)
    return Advanced(replace(state, change=None, trouble=trouble), EntryKind.REPLANNED)


def _died_at(state: DomainState, change: Change) -> Trouble:
    """Whoever began it left no word. Once that is a crash, and nothing waits for it longer than
    for the lease; at each try it is a fault that no other try mends, and that nobody else counts.
    """
    once_more = _trouble(state, Reason.NOT_MADE.value, change.certificate, retryable=True)
    is_passing = once_more.times < _NO_CHANCE_ANY_MORE
    return replace(once_more, retryable=is_passing, ago=change.ago)


def _refused(state: DomainState, fact: Refused, _: int, __: Times) -> Advanced:
    """Of the change that was begun; what could not be read (of no certificate) ends none: the
    answer to one may be lost still, and what stands has to settle it.
    """
    trouble = _trouble(state, fact.code, fact.certificate, retryable=fact.retryable)
    change = state.change
    if fact.certificate is not None:
        if not fact.retryable:
            state = replace(state, wishes=_with_wish(state, change.wish if change else ""))
        change = None
    kind = EntryKind.DEFERRED if fact.retryable else EntryKind.BIND_FAILED
    failed = replace(state, change=change, trouble=trouble, said="")
    return Advanced(failed, kind, _pause(trouble, state))


def _taken_off(state: DomainState, fact: TakenOff, _: int, times: Times) -> Advanced:
    """Visitors are looked at once more: what they were seen to get may have been the other one."""
    if state.change is not None:
        raise _unexpected(state, fact)
    alone = replace(state, look=Look(Why.BOUND), seen=None, trouble=None, said="")
    return Advanced(alone, EntryKind.PENDING, times.verify_after)


def _other_hand(state: DomainState, fact: OtherHand, _: int, __: Times) -> Advanced:
    ends = [one.not_after for one in _taken_off_by_hand(state) if one.not_after is not None]
    was_detached = fact.stands.binding.is_empty
    changed = replace(
        state,
        standing=fact.stands,
        way_back=_but_for_plain_http(state, fact.stands, state.standing),
        ours=None,
        change=None,
        look=None,
        seen=None,
        hold=state.hold if was_detached else _later_hold(state.hold, ends),
        trouble=None,
        said="",
        awaits=None,
        came_back=_stood_before(state, fact.stands),
    )
    return Advanced(changed, EntryKind.FOREIGN_CHANGE)


def _stood_before(state: DomainState, one: KnownBinding) -> bool:
    """Whether it stood there until what stands now did."""
    before, between = state.way_back, state.standing
    if before is None or between is None or between.binding.same_as(one.binding):
        return False
    return before.binding.same_as(one.binding)


def _taken_off_by_hand(state: DomainState) -> tuple[KnownBinding, ...]:
    """What stood, what a change was to replace, and what a hand had detached before it attached
    another: in two steps it chose as in one.
    """
    stood = [state.standing] if state.standing else []
    if state.change is not None:
        stood.append(state.change.before)
    return (*stood, *_detached_by_hand(state))


def _detached_by_hand(state: DomainState) -> tuple[KnownBinding, ...]:
    """What stood before nothing did."""
    detached = state.standing is not None and state.standing.binding.is_empty
    if not detached or state.ours is not None or state.way_back is None:
        return ()
    return (state.way_back,)


def _job_bound(state: DomainState, fact: JobBound, entry: int, times: Times) -> Advanced:
    """As another hand's work it is not fought, and as certbind's own it is looked at: what stood
    before comes back once if visitors are refused it. Brought again after that, it is not taken
    off a second time by itself.
    """
    changed = _other_hand(state, OtherHand(fact.stands), entry, times).state
    one = fact.stands.binding.certificate_id
    is_again = any(refused.certificate == one for refused in state.refused_here)
    purpose = Purpose.RETURN if is_again else Purpose.AUTOMATIC
    was_good = state.is_seen_well and not state.may_show_between
    ours = Ours(entry, purpose, was_good=was_good, is_job=True)
    brought = replace(changed, ours=ours, look=Look(Why.BOUND))
    return Advanced(brought, EntryKind.FOREIGN_CHANGE, times.verify_after)


def _place_moved(state: DomainState, fact: PlaceMoved, _: int, __: Times) -> Advanced:
    moved = DomainState(
        place=fact.target,
        standing=fact.stands,
        hold=state.hold,
        wishes=state.wishes,
        damaged=state.damaged,
        refused_here=state.refused_here,
    )
    return Advanced(moved, EntryKind.KEPT)


def _told(state: DomainState, fact: Told, _: int, __: Times) -> Advanced:
    """A job that is waited for already is so since then; where the word is another, none is."""
    awaits = fact.awaits
    if awaits is not None and state.awaits is not None and awaits.job == state.awaits.job:
        awaits = replace(awaits, ago=state.awaits.ago)
    told = replace(
        state,
        standing=state.standing or fact.stands,
        look=_begun_anew(state.look) if fact.word == Reason.TARGET_OFFLINE.value else state.look,
        said=fact.word,
        wishes=_with_wish(state, fact.wish),
        awaits=awaits,
    )
    if fact.revoked is not None:
        told = replace(told, refused_here=with_refused(state, fact.revoked))
    return Advanced(told, EntryKind.REFUSED if fact.is_refusal else EntryKind.KEPT)


def _begun_anew(look: Look | None) -> Look | None:
    """Since when the target is off nobody knows; what its edges had taken, they take again."""
    if look is None:
        return None
    return replace(look, spent=timedelta(), good=0, bad=0, blames=False, was_off=True)


def _set_aside(state: DomainState, fact: SetAside, _: int, __: Times) -> Advanced:
    """What was said is said again: the damaged entry may have said something else since."""
    return Advanced(replace(state, said="", damaged=Damaged(fact.entry)), EntryKind.QUARANTINED)


def _sent_again(state: DomainState, _: SentAgain, __: int, ___: Times) -> Advanced:
    """An entry of its own, so that of many copies of one message one sends."""
    return Advanced(state, EntryKind.KEPT)


def _change_of(state: DomainState, fact: Fact) -> Change:
    if state.change is None:
        raise _unexpected(state, fact)
    return state.change


def _unexpected(state: DomainState, fact: Fact) -> UnexpectedFactError:
    return UnexpectedFactError(
        f"{type(fact).__name__} cannot happen to a domain that is {state.stage.value}.",
        subject=str(state.place or ""),
    )


def _way_back(state: DomainState, change: Change, bound: KnownBinding) -> KnownBinding:
    """What stood before; what visitors were seen not to get, or browsers to refuse, is none. Nor
    is what stands now, but after a way back that was taken by itself: there is no further one.
    """
    not_verified = state.seen is not None and state.seen.verdict is not SeenAs.VERIFIED
    if not not_verified or change.purpose is Purpose.BACK or state.way_back is None:
        return change.before
    if state.standing is None or not state.standing.binding.same_as(change.before.binding):
        return change.before
    is_itself = state.way_back.binding.same_as(bound.binding)
    return change.before if is_itself and change.purpose is not Purpose.RETURN else state.way_back


def _but_for_plain_http(
    state: DomainState, bound: KnownBinding, before: KnownBinding | None
) -> KnownBinding | None:
    """Plain HTTP, as a person wanted it for a time, is no certificate to go back to: what stood
    until then is, or where that is what comes back, what stood before that.
    """
    down = state.downgrade
    if down is None or before is None or not before.binding.is_empty:
        return before
    if not down.before.binding.same_as(bound.binding):
        return down.before
    return state.way_back or before


def _still_refused(state: DomainState, change: Change) -> tuple[RefusedHere, ...]:
    """A person who names it knows better."""
    if change.purpose not in (Purpose.WISH, Purpose.BACK):
        return state.refused_here
    return tuple(one for one in state.refused_here if one.certificate != change.certificate)


def _hold_after(state: DomainState, change: Change, bound: KnownBinding) -> Hold | None:
    """It ends when what was taken off stands again, or what ends later. Whoever goes back from
    what a hand has just detached does not want that either.
    """
    if change.purpose is Purpose.BACK:
        left = [change.before, *_detached_by_hand(state)]
        ends = [one.not_after for one in left if not one.binding.same_as(bound.binding)]
        return _later_hold(state.hold, [end for end in ends if end is not None])
    if change.purpose is Purpose.WISH or state.hold is None or bound.not_after is None:
        return None
    return state.hold if bound.not_after < state.hold.end else None


def _later_hold(hold: Hold | None, ends: list[datetime]) -> Hold | None:
    latest = max([*ends, *([hold.end] if hold else [])], default=None)
    return None if latest is None else Hold(latest)


def _trouble(
    state: DomainState, code: str, certificate: CertificateId | None, *, retryable: bool
) -> Trouble:
    """Another word, or another certificate, begins to count anew; not what cannot be read while
    the same trouble with a certificate goes on. Where both pass by themselves the pause goes on
    growing all the same: a wish and what would be bound without it, or two words of one overload,
    would end each other's pauses for ever.
    """
    before = state.trouble
    if before is None:
        return Trouble(code, certificate, retryable)
    if before.word == code and certificate is None:
        certificate = before.certificate
    if (before.word, before.certificate) == (code, certificate):
        times = before.times + 1
        return replace(before, retryable=retryable, times=times, ago=timedelta())
    others = before.others + before.times if before.retryable and retryable else 0
    return Trouble(code, certificate, retryable, others=others)


def _pause(trouble: Trouble, state: DomainState) -> timedelta | None:
    pause = pause_after(trouble, str(state.place))
    return pause if pause <= LONGEST_MESSAGE else None


def _with_wish(state: DomainState, wish: str) -> tuple[Carried, ...]:
    if not wish or state.has_carried(wish):
        return state.wishes
    return (*state.wishes, Carried(wish))[-_WISHES_REMEMBERED:]


_TABLE: Mapping[type, Callable[[DomainState, Any, int, Times], Advanced]] = {
    Begun: _begun,
    Answered: _answered,
    AnswerLost: _answer_lost,
    NotMade: _not_made,
    Refused: _refused,
    TakenOff: _taken_off,
    OtherHand: _other_hand,
    JobBound: _job_bound,
    PlaceMoved: _place_moved,
    Looked: looked,
    Told: _told,
    SetAside: _set_aside,
    SentAgain: _sent_again,
    **DOWNGRADES,
}
