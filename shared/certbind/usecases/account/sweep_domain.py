"""What a sweep says of one domain: its decision's word, and what its visitors get."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from certbind.domain.decide.decision import Bind, Decision, LookNow, TakeOff, Tone
from certbind.domain.lifecycle.facts import Answered, JobBound, NotMade, OtherHand
from certbind.domain.lifecycle.looks import revoked_off_record
from certbind.domain.lifecycle.pause import pause_between_looks
from certbind.domain.lifecycle.state import KnownBinding, Trouble
from certbind.domain.model.policy import ExpiryStage, expiry_stage
from certbind.domain.model.reasons import Reason
from certbind.domain.serving.around_binding import told as told_of_settings
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Memory, Served, Situation
from certbind.domain.trust.summary import summarise
from certbind.domain.trust.verdict import Outcome as Seen
from certbind.domain.trust.verdict import Verdict
from certbind.usecases.account.canaries import is_told, waiting
from certbind.usecases.account.scanned import is_awaited
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.account.turns.scouts import trouble_of_product
from certbind.usecases.rotate import sentences

if TYPE_CHECKING:
    from certbind.usecases.renew.line_words import LineWord

Findings = tuple[tuple[SweepFinding, str], ...]

_MESSAGES_MAY_BE_LATE = timedelta(minutes=2)

_SKIPPED = frozenset(
    reason.value for reason in (Reason.PROVIDER_DOMAIN, Reason.TARGET_OFFLINE, Reason.CDN_IN_FRONT)
)


def wants_a_step(situation: Situation, decision: Decision) -> bool:
    """Whether a message is to be sent: for an act; for what the record lacks (that what stands is
    revoked, too: CAS may come to forget it), or where it is damaged; and for looks that nobody
    resumed. A look whose own message is on its way needs none.
    """
    memory = _memory(situation)
    if isinstance(decision.act, Bind | TakeOff) or decision.absorbed:
        return True
    if waiting(decision) is not None and not is_told(situation):
        return True
    if decision.awaits is not None and not is_awaited(situation, decision.awaits):
        return True
    if memory is not None and memory.is_broken:
        return True
    if memory is not None and revoked_off_record(memory.state, decision.stands):
        return True
    return isinstance(decision.act, LookNow) and _nobody_looks(situation)


def examine(situation: Situation, decision: Decision, *, is_queued: bool) -> Findings:
    """Every finding, the decision's first; OK alone when there is nothing to say."""
    found = (
        *_of_decision(situation, decision),
        *_of_visitors(situation, decision, is_queued),
        *_of_record(situation),
    )
    return found or ((SweepFinding.OK, ""),)


def with_what_waits(findings: Findings, situation: Situation, other: Decision) -> Findings:
    """With what is done after a look that is made now, or why nothing is. other: as decided
    without it.
    """
    if isinstance(other.act, LookNow):
        return findings
    if isinstance(other.act, Bind):
        told = f"certificate {other.act.certificate.id} is bound when visitors were looked at"
        more: Findings = ((SweepFinding.WAITING, f"{told}: {other.detail}"),)
    else:
        more = tuple(_of_word(situation, other))
    return (*(one for one in findings if one[0] is not SweepFinding.OK), *more) or findings


def with_renewal(findings: Findings, line: LineWord | None) -> Findings:
    """With what is said of the renewal of what stands there."""
    if line is None:
        return findings
    word, detail = line.decision.word, line.decision.detail
    if word not in _OF_LINES:
        is_tried_again = line.decision.tone is Tone.WAITS
        kind = SweepFinding.RENEWING if is_tried_again else SweepFinding.RENEWAL_FAILED
        return with_more(findings, ((kind, f"{word}: {detail}"),))
    return with_more(findings, ((SweepFinding(word), detail),))


def with_more(findings: Findings, more: Findings) -> Findings:
    """With further ones; OK stands alone."""
    if not more:
        return findings
    return (*(one for one in findings if one[0] is not SweepFinding.OK), *more)


_OF_LINES = frozenset(
    one.value
    for one in (
        SweepFinding.RENEWAL_DUE,
        SweepFinding.RENEWING,
        SweepFinding.RENEWAL_LATE,
        SweepFinding.RENEWAL_FAILED,
        SweepFinding.CANNOT_RENEW,
        SweepFinding.NOT_APPLIED,
        SweepFinding.VALIDATION_MISSING,
        SweepFinding.VALIDATION_CONFLICT,
        SweepFinding.ORDER_CEILING,
    )
)


def word_of(situation: Situation, decision: Decision) -> str:
    """The decision's; of a bind that is tried again, the one that the last try ended with."""
    trouble = _failed_before(situation, decision)
    return decision.word if trouble is None else trouble.word


def _of_decision(situation: Situation, decision: Decision) -> Iterator[tuple[SweepFinding, str]]:
    for fact in decision.absorbed:
        yield from _of_fact(situation, decision, fact)
    if isinstance(decision.act, Bind):
        yield _of_bind(situation, decision, decision.act)
    elif isinstance(decision.act, LookNow):
        if _is_open(situation) and _nobody_looks(situation):
            yield SweepFinding.STUCK, "bound, and nobody saw whether visitors get it"
    elif isinstance(decision.act, TakeOff):
        yield SweepFinding.WAITING, decision.detail
    else:
        yield from _of_word(situation, decision)


def _of_bind(situation: Situation, decision: Decision, bind: Bind) -> tuple[SweepFinding, str]:
    """No event was missed where the last try failed: its pause is over, and it may fail again."""
    one, trouble = bind.certificate.id, _failed_before(situation, decision)
    if trouble is not None:
        told = f"binding {one} ended with {trouble.word}; it is tried again now"
        if trouble_of_product(situation, decision) is not None:
            told = (
                f"binding {one} ended with {trouble.word}; of all that ended so at the product, "
                "those that waited longest are tried again now, and the others once that went well"
            )
        return SweepFinding.BIND_FAILED, told
    return SweepFinding.MISSED_EVENT, f"certificate {one} should stand here: {decision.detail}"


def _of_word(situation: Situation, decision: Decision) -> Iterator[tuple[SweepFinding, str]]:
    """Why nothing is done; nothing to say where all is well."""
    word = decision.word
    if decision.unread is not None:
        yield SweepFinding.UNREAD, decision.detail
    elif word in _SKIPPED:
        yield SweepFinding.SKIPPED, f"{word}: {decision.detail}"
    elif word in _OF_WORDS:
        yield _OF_WORDS[word], decision.detail
    elif word == Reason.NO_CERTIFICATE.value:
        yield _no_certificate(situation), "; ".join(f"{w}: {d}" for w, d in decision.reasons)
    elif decision.would is not None:
        yield _of_trouble(decision), decision.detail
    elif decision.is_refusal:
        yield SweepFinding.REFUSED, f"{word}: {decision.detail}"
    elif decision.also:
        yield SweepFinding.REFUSED, "; ".join(map(str, decision.also))


def _of_fact(
    situation: Situation, decision: Decision, fact: object
) -> Iterator[tuple[SweepFinding, str]]:
    """That the certificate belongs at another target now is put on record, and no finding."""
    if isinstance(fact, OtherHand):
        told = sentences.other_hand(decision.target, _recorded(situation), fact.stands.binding)
        yield SweepFinding.FOREIGN_CHANGE, told
    elif isinstance(fact, JobBound):
        told = sentences.job_bound(decision.target, _recorded(situation), fact.stands.binding)
        yield SweepFinding.WAITING, told
    elif isinstance(fact, Answered | NotMade):
        yield SweepFinding.STUCK, "a bind was begun and its result is not known"


def _no_certificate(situation: Situation) -> SweepFinding:
    standing = situation.standing
    is_empty = isinstance(standing, Known) and standing.value.is_empty
    return SweepFinding.NO_HTTPS if is_empty else SweepFinding.NO_CERTIFICATE


def _of_trouble(decision: Decision) -> SweepFinding:
    """A bind that is held back: because the last try failed, because it waits, or refused."""
    if decision.again is not None:
        is_trouble = decision.word not in _WAITING
        return SweepFinding.BIND_FAILED if is_trouble else SweepFinding.WAITING
    return SweepFinding.WAITING if decision.tone is Tone.WAITS else SweepFinding.REFUSED


_WAITING = frozenset(
    reason.value
    for reason in (
        Reason.TARGET_BUSY,
        Reason.LOOKING,
        Reason.CANARY_FIRST,
        Reason.CAS_AT_WORK,
    )
)

_OF_WORDS = {
    Reason.HELD.value: SweepFinding.HELD,
    Reason.BUSY_DOMAIN.value: SweepFinding.WAITING,
    Reason.PLAN_ONLY.value: SweepFinding.PLAN_ONLY,
    Reason.DOWNGRADED.value: SweepFinding.DOWNGRADED,
    Reason.DOWNGRADE_UNFINISHED.value: SweepFinding.DOWNGRADED,
    Reason.RETURN_UNFINISHED.value: SweepFinding.DOWNGRADED,
}


def _of_visitors(
    situation: Situation, decision: Decision, is_queued: bool
) -> Iterator[tuple[SweepFinding, str]]:
    """What a look showed; where something is bound next, what is served ends anyway."""
    served = situation.served
    if decision.bind is None and decision.stands is not None:
        yield from _expiring(situation, decision, served)
    if not isinstance(served, Known) or _is_open(situation):
        return
    if served.value.elsewhere is not None:
        yield SweepFinding.DNS_ELSEWHERE, served.value.elsewhere.detail
    finding = _FINDINGS.get(served.value.verdict.outcome)
    if finding is not None:
        yield finding, summarise(served.value.verdict)
    end = _end(served.value.verdict, situation.now)
    if decision.stands is None and decision.bind is None and end is not None and not is_queued:
        yield SweepFinding.EXPIRING, end


def _expiring(
    situation: Situation, decision: Decision, served: object
) -> Iterator[tuple[SweepFinding, str]]:
    stands = decision.stands
    if stands is None:
        return
    ends = [stands.not_after]
    if isinstance(served, Known) and isinstance(served.value, Served):
        paths = (one.path_end for one in served.value.verdict.addresses)
        ends += [end for end in paths if end is not None]
    end = min(ends)
    stage = expiry_stage(stands.not_before, end, situation.now)
    if stage is not None:
        told = f"certificate {stands.id} ends {end:%Y-%m-%d} ({stage.value}); "
        what = "no better one is there, or may be bound by itself"
        if decision.would is not None and decision.tone is Tone.WAITS:
            what = f"{decision.would.certificate.id} is to take its place, and waits"
        yield SweepFinding.EXPIRING, f"{told}{what}"


def _end(verdict: Verdict, now: datetime) -> str | None:
    """Of the leaf that ends first. One that has ended is not sound, which is told already."""
    leaves = [one.served for one in verdict.addresses if one.served is not None]
    if not leaves:
        return None
    first = min(leaves, key=lambda leaf: leaf.not_after)
    stage = expiry_stage(first.not_before, first.not_after, now)
    if stage in (None, ExpiryStage.EXPIRED):
        return None
    return (
        f"what is served ends {first.not_after:%Y-%m-%d} ({stage.value}), and CAS does not "
        "hold it, as far as it is read; no better one is there, or may be bound by itself"
    )


_FINDINGS = {
    Seen.PARTLY: SweepFinding.SERVED_NOT_BOUND,
    Seen.OLD: SweepFinding.SERVED_NOT_BOUND,
    Seen.OTHER: SweepFinding.SERVED_NOT_BOUND,
    Seen.BROKEN: SweepFinding.NOT_SOUND,
    Seen.NOT_ALL_SEEN: SweepFinding.NOT_SEEN,
    Seen.UNREACHABLE: SweepFinding.NOT_SEEN,
}


def _of_record(situation: Situation) -> Iterator[tuple[SweepFinding, str]]:
    memory = _memory(situation)
    if memory is not None and memory.state.damaged is not None:
        told = f"entry {memory.state.damaged.entry} of its journal is damaged and set aside"
        yield SweepFinding.QUARANTINED, f"{told}; `certbind history` tells what is lost"
    if memory is not None and memory.state.lost is not None:
        at = situation.now - memory.state.lost.ago
        told = f"as seen on {at:%Y-%m-%d}, after a binding settings were not as before it: "
        yield SweepFinding.SETTINGS_LOST, f"{told}{told_of_settings(memory.state.lost.changes)}"


def _memory(situation: Situation) -> Memory | None:
    return situation.memory.value if isinstance(situation.memory, Known) else None


def _failed_before(situation: Situation, decision: Decision) -> Trouble | None:
    memory, bind = _memory(situation), decision.bind
    trouble = memory.state.trouble if memory is not None else None
    if trouble is None or bind is None or trouble.certificate not in (None, bind.certificate.id):
        return None
    return trouble


def _is_open(situation: Situation) -> bool:
    memory = _memory(situation)
    return memory is not None and memory.state.look is not None


def _nobody_looks(situation: Situation) -> bool:
    """News begin a look; one that is open has its own message, unless that was lost."""
    memory = _memory(situation)
    look = memory.state.look if memory is not None else None
    if look is None:
        return True
    pause = pause_between_looks(look, situation.times)
    return look.last_ago > pause + _MESSAGES_MAY_BE_LATE


def _recorded(situation: Situation) -> KnownBinding | None:
    memory = _memory(situation)
    return memory.state.standing if memory is not None else None
