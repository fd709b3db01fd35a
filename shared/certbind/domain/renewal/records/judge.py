"""What becomes of the records that a CA waits for, where certbind may write them: each is taken as
it stands, written once, or told to a person. What another hand wrote is never changed.
"""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.decide.decision import Tone
from certbind.domain.model.reasons import Reason
from certbind.domain.renewal.facts import LineFact, RecordTaken, RecordWritten
from certbind.domain.renewal.pace import pause_after
from certbind.domain.renewal.records.advance import SHOWS_AFTER
from certbind.domain.renewal.records.hosted import Placed
from certbind.domain.renewal.state import LineState, LineTrouble, WrittenRecord
from certbind.domain.renewal.validation import Found, judge_record
from certbind.values import dataclass, replace

LEASE = timedelta(seconds=300)
"""How long an intent keeps others off: longer than an invocation may last."""

SHOWN_WITHIN = timedelta(minutes=30)
"""In which DNS shows what was written; longer, and something is wrong with the zone."""

_WRONG, _MISSING = Reason.VALIDATION_CONFLICT.value, Reason.VALIDATION_MISSING.value
_WAITING = Reason.RENEWING.value


@dataclass(frozen=True, slots=True)
class RecordWord:
    """What is said of records; write, fact: what is done about one of them."""

    word: str
    told: str
    tone: Tone
    write: WrittenRecord | None = None
    fact: LineFact | None = None

    @property
    def is_act(self) -> bool:
        """Whether something is to be done now."""
        return self.write is not None or self.fact is not None


def judge_placed(
    state: LineState, placed: tuple[Placed, ...], found: tuple[Found, ...]
) -> RecordWord:
    """One thing at a time, in the records' order; else all that is told, under the gravest word.

    placed, found: of the same records, in the same order; there is at least one.
    """
    words = [_judge(state, *pair) for pair in zip(placed, found, strict=True)]
    act = next((one for one in words if one.is_act), None)
    if act is not None:
        return act
    telling = [one for one in words if one.tone is Tone.PERSON] or words
    gravest = next((one for one in telling if one.word == _WRONG), telling[0])
    return replace(gravest, told="; ".join(dict.fromkeys(one.told for one in telling)))


def _judge(state: LineState, one: Placed, seen: Found) -> RecordWord:
    own = next((w for w in state.written if w.same_as(one.wanted)), None)
    is_open = own is not None and not own.id and not own.is_gone
    if seen.is_there and not is_open:
        return _waits(f"{one.record} is there; the CA looks again by itself")
    if one.unread:
        return _by_dns_alone(seen, f"; Alidns could not be read: {one.unread}")
    if not one.zone:
        return _by_dns_alone(seen, "")
    if own is None or (own.is_gone and one.same is not None):
        return _foreign(state, one)
    return _own(one, own)


def _own(one: Placed, own: WrittenRecord) -> RecordWord:
    """Written by certbind, or about to be."""
    if own.is_gone:
        return _missing(one, "certbind wrote it, and another hand took it away: create it")
    if not own.id:
        return _unfinished(one, own)
    if one.same is None or one.same.id != own.id:
        told = f"{one.record} was written by certbind, and is not in zone {one.zone} any more"
        return replace(_waits(told), fact=RecordTaken(own))
    if one.elsewhere:
        return _elsewhere(one)
    if own.ago > SHOWN_WITHIN:
        told = f"certbind wrote it into zone {one.zone}, and DNS does not show it: see the zone"
        return _missing(one, told)
    return _waits(f"certbind wrote {one.record} into zone {one.zone}; DNS does not show it yet")


def _unfinished(one: Placed, own: WrittenRecord) -> RecordWord:
    """Alidns refuses the same record a second time, so that writing again does no harm; but not
    while somebody may be at it.
    """
    if one.same is not None:
        told = f"{one.record} is in zone {one.zone} as certbind meant it"
        return replace(_waits(told), fact=RecordWritten(own, one.same.id))
    if one.elsewhere:
        return _elsewhere(one)
    if own.trouble is not None:
        left = pause_after(own.trouble) - own.trouble.ago
        return _refused(one, own.trouble) if left > timedelta() else _write(one, own)
    if own.ago < (SHOWS_AFTER if own.answer_lost else LEASE):
        return _waits(f"{one.record} was begun, and what became of it is read from Alidns first")
    return _write(one, own)


def _foreign(state: LineState, one: Placed) -> RecordWord:
    """Nothing of ours: what stands there is somebody else's, or left of an order before."""
    if one.elsewhere:
        return _elsewhere(one)
    if one.same is not None and one.same.is_on:
        return _waits(f"{one.record} is in zone {one.zone} already; DNS does not show it yet")
    if one.same is not None:
        told = f"the CA waits for {one.record}; it is in zone {one.zone}, switched off: enable it"
        return RecordWord(_WRONG, told, Tone.PERSON)
    old = next((w for w in state.written if _stands(w, one)), None)
    if old is not None:
        return _waits(f"{old} is of an order before, and is taken away")
    if one.others:
        there = ", ".join(f"{other.kind} {other.value}" for other in one.others)
        told = (
            f"the CA waits for {one.record}; {there} is there in zone {one.zone}, which certbind "
            "did not write and does not change: set the value that the CA waits for, or delete "
            "what is there and certbind writes it"
        )
        return RecordWord(_WRONG, told, Tone.PERSON)
    return _write(one, one.wanted)


def _stands(written: WrittenRecord, one: Placed) -> bool:
    """Unchanged, under our own id."""
    kind, value = written.kind, written.value
    return any(other.id == written.id and other.is_like(kind, value) for other in one.others)


def _write(one: Placed, record: WrittenRecord) -> RecordWord:
    told = f"the CA waits for {one.record}; certbind writes it into zone {one.zone} of Alidns"
    return replace(_waits(told), write=record)


def _refused(one: Placed, trouble: LineTrouble) -> RecordWord:
    if trouble.retryable:
        return _waits(f"{one.record} was not taken by Alidns ({trouble.word}); it is tried again")
    return _missing(one, f"Alidns did not take it from certbind ({trouble.word}): create it")


def _elsewhere(one: Placed) -> RecordWord:
    """A record that nobody is asked for helps nobody."""
    servers = ", ".join(one.elsewhere)
    told = (
        f"zone {one.zone} is in Alidns, but {servers} answers for it, and a record in Alidns "
        "helps nobody: create it where the zone is answered, or have its registrar name the "
        "servers of Alidns"
    )
    return _missing(one, told)


def _by_dns_alone(seen: Found, more: str) -> RecordWord:
    judged = judge_record(seen)
    return RecordWord(judged.word, f"{judged.told}{more}", judged.tone)


def _missing(one: Placed, what: str) -> RecordWord:
    return RecordWord(_MISSING, f"the CA waits for {one.record}; {what}", Tone.PERSON)


def _waits(told: str) -> RecordWord:
    return RecordWord(_WAITING, told, Tone.WAITS)
