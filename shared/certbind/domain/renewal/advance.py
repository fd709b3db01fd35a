"""The table of a line's transitions: (state, fact) → (state, entry, what follows).

Total: a pair that cannot come about is UnexpectedFactError. Nothing is written here;
usecases/renew/line_journal.py carries it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.renewal.facts import (
    CallAnswered,
    CallBegun,
    CallLost,
    CallRefused,
    CaRefused,
    LineFact,
    LineSentAgain,
    LineTold,
    LineUnread,
    NewIssued,
    NotTaken,
    SeenAtWork,
)
from certbind.domain.renewal.order import OrderCall, OrderStage
from certbind.domain.renewal.pace import (
    KEPT_AFTER_REFUSAL,
    LOOK_AGAIN,
    LineAdvanced,
    by_message,
    one_more,
    pause_after,
    until_next_look,
)
from certbind.domain.renewal.records.advance import RECORD_TABLE
from certbind.domain.renewal.state import (
    CEILING,
    UNDER_WAY,
    BegunCall,
    LinePhase,
    LineState,
    LineTrouble,
    still_there,
)
from certbind.errors import UnexpectedFactError
from certbind.values import replace


def advance(state: LineState, fact: LineFact) -> LineAdvanced:
    """The state after `fact`; UnexpectedFactError where the two cannot meet.

    state: aged to this moment, and about the certificate that the fact is of.
    """
    return _TABLE[type(fact)](state, fact)


def _begun(state: LineState, fact: CallBegun) -> LineAdvanced:
    if state.begun is not None or len(state.orders) >= CEILING:
        raise _unexpected(state, fact)
    begun = replace(
        _in(state, LinePhase.BEGUN),
        begun=BegunCall(fact.call),
        orders=(*state.orders, timedelta()),
        said="",
        told="",
    )
    return LineAdvanced(begun, EntryKind.ORDER_INTENT)


def _answered(state: LineState, fact: CallAnswered) -> LineAdvanced:
    call = _call_of(state, fact)
    is_update = call.call is OrderCall.UPDATE
    phase = LinePhase.UPDATED if is_update else LinePhase.ORDERED
    taken = replace(
        _in(state, phase),
        begun=None,
        is_updated=is_update or state.is_updated,
        order=fact.order,
        trouble=None,
    )
    return LineAdvanced(taken, EntryKind.ORDER_PLACED, LOOK_AGAIN)


def _lost(state: LineState, fact: CallLost) -> LineAdvanced:
    lost = replace(_call_of(state, fact), answer_lost=True)
    trouble = _trouble(state, fact.code, retryable=True)
    return LineAdvanced(
        replace(state, begun=lost, trouble=trouble), EntryKind.DEFERRED, LOOK_AGAIN
    )


def _refused(state: LineState, fact: CallRefused) -> LineAdvanced:
    _call_of(state, fact)
    trouble = _trouble(state, fact.code, retryable=fact.retryable)
    failed = replace(_in(state, LinePhase.FAILED), begun=None, trouble=trouble)
    kind = EntryKind.DEFERRED if fact.retryable else EntryKind.ORDER_FAILED
    return LineAdvanced(failed, kind, by_message(pause_after(trouble)))


def _not_taken(state: LineState, fact: NotTaken) -> LineAdvanced:
    """The trouble of a lost answer is on record already, and counts once."""
    call = _call_of(state, fact)
    trouble = state.trouble if call.answer_lost and state.trouble else None
    trouble = trouble or _trouble(state, "unavailable", retryable=True)
    failed = replace(_in(state, LinePhase.FAILED), begun=None, trouble=trouble)
    left = max(pause_after(trouble) - trouble.ago, timedelta())
    return LineAdvanced(failed, EntryKind.REPLANNED, by_message(left))


def _at_work(state: LineState, fact: SeenAtWork) -> LineAdvanced:
    """Its beginning is where it was first seen: a look at it does not make it younger."""
    is_validating = fact.stage is OrderStage.VALIDATING
    phase = LinePhase.VALIDATING if is_validating else LinePhase.ORDERED
    is_new = state.phase not in UNDER_WAY
    seen = replace(
        state,
        phase=phase,
        since=timedelta() if is_new else state.since,
        begun=None,
        order=fact.order,
        trouble=None,
        said=fact.word,
        told=fact.told,
    )
    kind = EntryKind.ORDER_PLACED if state.begun is not None else EntryKind.ORDER_PENDING
    return LineAdvanced(seen, kind, until_next_look(seen))


def _issued(state: LineState, fact: NewIssued) -> LineAdvanced:
    """`watch` tells of the certificate itself, as of every other. Records of ours are taken away
    by the messages that follow: a sweep has no reason to come by.
    """
    done = replace(
        _in(state, LinePhase.DONE),
        begun=None,
        trouble=None,
        issued=fact.certificate,
        said="",
        told="",
        written=still_there(state.written),
    )
    follow = LOOK_AGAIN if done.written else None
    return LineAdvanced(done, EntryKind.ORDER_ISSUED, follow)


def _ca_refused(state: LineState, fact: CaRefused) -> LineAdvanced:
    """Nothing is ordered again by itself: the CA's reason is for a person to mend."""
    failed = replace(
        _in(state, LinePhase.REFUSED),
        begun=None,
        trouble=None,
        said="renewal_failed",
        told=fact.told,
        written=still_there(state.written),
    )
    follow = KEPT_AFTER_REFUSAL if failed.written else None
    return LineAdvanced(failed, EntryKind.ORDER_FAILED, follow)


def _told(state: LineState, fact: LineTold) -> LineAdvanced:
    told = replace(state, said=fact.word, told=fact.told)
    return LineAdvanced(told, EntryKind.REFUSED if fact.is_refusal else EntryKind.KEPT)


def _sent_again(state: LineState, fact: LineSentAgain) -> LineAdvanced:
    return LineAdvanced(state, EntryKind.KEPT, fact.left)


def _unread(state: LineState, fact: LineUnread) -> LineAdvanced:
    """Whatever is under way goes on without us; a call whose end is open stays so."""
    trouble = _trouble(state, fact.code, retryable=fact.retryable)
    follow = by_message(pause_after(trouble))
    return LineAdvanced(replace(state, trouble=trouble), EntryKind.DEFERRED, follow)


def _in(state: LineState, phase: LinePhase) -> LineState:
    return replace(state, phase=phase, since=timedelta())


def _call_of(state: LineState, fact: LineFact) -> BegunCall:
    if state.begun is None:
        raise _unexpected(state, fact)
    return state.begun


def _trouble(state: LineState, word: str, *, retryable: bool) -> LineTrouble:
    return one_more(state.trouble, word, retryable=retryable)


def _unexpected(state: LineState, fact: LineFact) -> UnexpectedFactError:
    told = f"{type(fact).__name__} cannot come about while the line is {state.phase.value}."
    return UnexpectedFactError(told)


_TABLE: Mapping[type, Callable[[LineState, Any], LineAdvanced]] = {
    CallBegun: _begun,
    CallAnswered: _answered,
    CallLost: _lost,
    CallRefused: _refused,
    NotTaken: _not_taken,
    SeenAtWork: _at_work,
    NewIssued: _issued,
    CaRefused: _ca_refused,
    LineTold: _told,
    LineSentAgain: _sent_again,
    LineUnread: _unread,
    **RECORD_TABLE,
}
