"""What should happen to a line now: at most one call that may order, and always a word.

Whoever asks (a message, the sweep, `plan`) gets the same, as far as each has read CAS: without it
the journal's last word stands. The first check that speaks decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from certbind.domain.decide.decision import Tone
from certbind.domain.model.policy import ExpiryStage
from certbind.domain.model.reasons import Reason
from certbind.domain.renewal import telling
from certbind.domain.renewal.calls import call_for, cannot_by_shape
from certbind.domain.renewal.facts import (
    CaRefused,
    NewIssued,
    NotTaken,
    SeenAtWork,
)
from certbind.domain.renewal.order import (
    Order,
    OrderKind,
    OrderStage,
    yields_another,
)
from certbind.domain.renewal.pace import pause_after
from certbind.domain.renewal.records.judge import LEASE, RecordWord, judge_placed
from certbind.domain.renewal.records.leftover import leftover, removal
from certbind.domain.renewal.situation import LineDecision, LineSituation, successor
from certbind.domain.renewal.state import CEILING, COUNTS_FOR, UNDER_WAY, LinePhase
from certbind.domain.renewal.validation import judge_records
from certbind.values import replace

_SHOWS_AFTER = timedelta(seconds=60)
"""After a lost answer: CAS shows an application some seconds later, and a little more is safe."""

_VANISHED_AFTER = timedelta(minutes=10)
_SUBMITS_WITHIN = timedelta(seconds=20)
_USUAL = {"DV": timedelta(hours=12), "OV": timedelta(days=7), "EV": timedelta(days=14)}
_LATE_AT = (ExpiryStage.URGENT, ExpiryStage.EMERGENCY, ExpiryStage.EXPIRED)


Check = Callable[[LineSituation], LineDecision | None]


def decide(line: LineSituation) -> LineDecision:
    """The first check's word; else the call."""
    for check in CHECKS:
        found = check(line)
        if found is not None:
            return found
    return _order(line)


def _issued(line: LineSituation) -> LineDecision | None:
    order, state = line.order, line.state
    latest = successor(line)
    if latest is None:
        return None
    if order is None or yields_another(order, line.certificate):
        if state.issued != latest:
            told = telling.issued(line.certificate, latest)
            return LineDecision(Reason.RENEWED.value, told, Tone.WELL, fact=NewIssued(latest))
        if not line.is_lost:
            told = telling.issued(line.certificate, latest)
            return LineDecision(Reason.RENEWED.value, told, Tone.WELL)
    elif order.stage in AT_WORK:
        return None
    told = telling.issued_and_gone(line.certificate, latest)
    return LineDecision(Reason.RENEWAL_FAILED.value, told, Tone.PERSON)


def _leftover(line: LineSituation) -> LineDecision | None:
    """A record of ours that nobody waits for. What was issued is put on record before."""
    one = leftover(line.state, line.order)
    issued = _issued(line)
    if one is None or line.standing is None or (issued is not None and issued.fact is not None):
        return None
    remove, fact, told = removal(one, line.standing)
    is_failed = line.state.phase is LinePhase.REFUSED
    word = Reason.RENEWAL_FAILED if is_failed else Reason.RENEWING
    told = f"{telling.subject(line.certificate)}: {told}"
    return LineDecision(word.value, told, Tone.WAITS, fact=fact, remove=remove)


def _not_due(line: LineSituation) -> LineDecision | None:
    if line.stage is not None or line.state.begun is not None or line.state.phase in UNDER_WAY:
        return None
    return LineDecision(Reason.NOT_DUE.value, telling.not_due(line.certificate), Tone.WELL)


def _cannot(line: LineSituation) -> LineDecision | None:
    """Tests, uploads, what was refunded: a person's, in time."""
    why = telling.why_cannot(line.certificate, line.order)
    if not why and line.order is not None and line.order.stage is OrderStage.IDLE:
        why = cannot_by_shape(line.order, line.certificate)
    if not why:
        return None
    told = telling.cannot(line.certificate, line.stage, why)
    return LineDecision(Reason.CANNOT_RENEW.value, told, Tone.PERSON)


def _at_work(line: LineSituation) -> LineDecision | None:
    """An application is under way, whoever made it."""
    order = line.order
    if order is None or order.stage not in AT_WORK:
        return None
    said = _of_work(line, order)
    if said.is_act:
        return _of_record(said)
    word, told, tone = said.word, said.told, said.tone
    if _is_late(line, order) and tone is not Tone.PERSON:
        word, tone = Reason.RENEWAL_LATE.value, Tone.PERSON
        told = f"{told}; that takes longer than is usual"
    fact = SeenAtWork(order.stage, order.number, word, told)
    return LineDecision(word, told, tone, fact=fact)


def _of_record(said: RecordWord) -> LineDecision:
    return LineDecision(said.word, said.told, said.tone, fact=said.fact, write=said.write)


AT_WORK = (OrderStage.PAYED, OrderStage.VALIDATING, OrderStage.CHECKING)


def _of_work(line: LineSituation, order: Order) -> RecordWord:
    renewing, checking = Reason.RENEWING.value, telling.checking(line.certificate, order)
    if order.stage is OrderStage.PAYED:
        return RecordWord(Reason.NOT_APPLIED.value, telling.not_applied(order), Tone.PERSON)
    if order.stage is OrderStage.CHECKING or order.auto_reissue:
        return RecordWord(renewing, checking, Tone.WAITS)
    judged = _of_records(line, order)
    if judged is None:
        return RecordWord(renewing, checking, Tone.WAITS)
    return replace(judged, told=f"{telling.subject(line.certificate)}: {judged.told}")


def _of_records(line: LineSituation, order: Order) -> RecordWord | None:
    """By what Alidns shows, where certbind may write there; else by what DNS answers alone."""
    if line.placed and line.found:
        return judge_placed(line.state, line.placed, line.found)
    judged = judge_records(order.records, line.found)
    return None if judged is None else RecordWord(judged.word, judged.told, judged.tone)


def _is_late(line: LineSituation, order: Order) -> bool:
    usual = _USUAL.get(order.validation, _USUAL["DV"])
    limit = max(usual, 2 * (order.usual or timedelta()))
    return line.state.phase in UNDER_WAY and line.state.since > limit


def _refused(line: LineSituation) -> LineDecision | None:
    """The CA's no to what was applied for; an older order's no says nothing of a new one."""
    order, state = line.order, line.state
    is_ours = state.begun is not None or state.phase in UNDER_WAY
    if state.phase is LinePhase.REFUSED:
        told = state.told or telling.refused(line.certificate, None)
        return LineDecision(Reason.RENEWAL_FAILED.value, told, Tone.PERSON)
    if order is None or order.stage is not OrderStage.REFUSED or not is_ours:
        return None
    told = telling.refused(line.certificate, order)
    return LineDecision(Reason.RENEWAL_FAILED.value, told, Tone.PERSON, fact=CaRefused(told))


def _begun(line: LineSituation) -> LineDecision | None:
    """A call whose end nobody knows, and CAS shows nothing of it: read again, before it is
    ordered again.
    """
    begun = line.state.begun
    if begun is None:
        return None
    wait = _SHOWS_AFTER if begun.answer_lost else LEASE
    if begun.ago < wait:
        told = telling.awaited(line.certificate, begun.call)
        return LineDecision(Reason.RENEWING.value, told, Tone.WAITS, again=wait - begun.ago)
    if line.order is None:
        return None
    told = telling.not_taken(line.certificate, begun.call)
    return LineDecision(Reason.RENEWING.value, told, Tone.WAITS, fact=NotTaken())


def _vanished(line: LineSituation) -> LineDecision | None:
    """Applied for, and CAS shows it no more, or not yet."""
    state = line.state
    if state.phase not in (LinePhase.ORDERED, LinePhase.VALIDATING) or line.order is None:
        return None
    if state.since < _VANISHED_AFTER:
        told, word = telling.checking(line.certificate, line.order), Reason.RENEWING.value
        fact = SeenAtWork(OrderStage.CHECKING, state.order, word, told)
        return LineDecision(word, told, Tone.WAITS, fact=fact)
    told = telling.vanished(line.certificate, line.order)
    return LineDecision(Reason.RENEWAL_FAILED.value, told, Tone.PERSON, fact=CaRefused(told))


def _from_journal(line: LineSituation) -> LineDecision | None:
    """CAS was not asked: what the journal said last."""
    state = line.state
    if line.order is not None:
        return None
    if state.phase in {*UNDER_WAY, LinePhase.BEGUN}:
        told = state.told or telling.checking(line.certificate, None)
        word = state.said or Reason.RENEWING.value
    elif line.is_named and state.said not in ("", Reason.RENEWAL_DUE.value):
        word, told = state.said, state.told
    else:
        return None
    tone = Tone.WAITS if word in _WAITING else Tone.PERSON
    return LineDecision(word, told, tone)


_WAITING = frozenset({Reason.RENEWING.value, Reason.ORDER_CEILING.value})


def _by_cas(line: LineSituation) -> LineDecision | None:
    """Hosting renews by itself: waited for, and told when it is late."""
    order = line.order
    if order is None or not order.auto_reissue:
        return None
    if line.stage in _LATE_AT:
        told = telling.hosting_is_late(line.certificate, line.stage)
        return LineDecision(Reason.RENEWAL_LATE.value, told, Tone.PERSON)
    told = telling.hosting(line.certificate)
    return LineDecision(Reason.RENEWING.value, told, Tone.WAITS)


def _not_named(line: LineSituation) -> LineDecision | None:
    if line.is_named:
        return None
    would = None if line.order is None else call_for(line.order, line.certificate, line.state)
    told = telling.not_named(line.certificate, line.order, would)
    return LineDecision(Reason.RENEWAL_DUE.value, told, Tone.PERSON, would=would)


def _after_trouble(line: LineSituation) -> LineDecision | None:
    trouble = line.state.trouble
    if trouble is None:
        return None
    left = pause_after(trouble) - trouble.ago
    if left <= timedelta(seconds=1):
        return None
    told = telling.after_trouble(line.certificate, trouble.word, left)
    tone = Tone.WAITS if trouble.retryable else Tone.PERSON
    return LineDecision(trouble.word, told, tone)


def _ceiling(line: LineSituation) -> LineDecision | None:
    orders = line.state.orders
    if len(orders) < CEILING:
        return None
    told = telling.ceiling(line.certificate, COUNTS_FOR - max(orders))
    return LineDecision(Reason.ORDER_CEILING.value, told, Tone.WAITS)


def _quota(line: LineSituation) -> LineDecision | None:
    order = line.order
    if order is None or order.kind is not OrderKind.PACKAGE or order.left is None:
        return None
    if order.left > 0:
        return None
    told = telling.no_quota(line.certificate, order)
    return LineDecision("quota_exceeded", told, Tone.PERSON)


def _order(line: LineSituation) -> LineDecision:
    word = Reason.RENEWAL_DUE.value
    if line.order is None:
        return LineDecision(word, telling.due(line.certificate, line.stage), Tone.WAITS)
    if line.state.phase is LinePhase.UPDATED and line.state.since < _SUBMITS_WITHIN:
        told = telling.checking(line.certificate, line.order)
        again = _SUBMITS_WITHIN - line.state.since
        return LineDecision(Reason.RENEWING.value, told, Tone.WAITS, again=again)
    call = call_for(line.order, line.certificate, line.state)
    told = telling.orders(line.certificate, line.order, call)
    return LineDecision(word, told, Tone.WAITS, call=call)


CHECKS: tuple[Check, ...] = (
    _leftover,
    _issued,
    _not_due,
    _at_work,
    _refused,
    _begun,
    _cannot,
    _vanished,
    _from_journal,
    _by_cas,
    _not_named,
    _after_trouble,
    _ceiling,
    _quota,
)
"""In this order. What is under way goes before what cannot be: it was ordered, and is followed."""
