"""What must be seen before anything can be wanted. The first check that speaks is the decision.

What cannot be seen has no "should"; what cannot be read is never "there is none".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from certbind.domain.decide.decision import Decision, Tone
from certbind.domain.lifecycle.pause import passes_by_itself
from certbind.domain.lifecycle.state import Going
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import BoundTarget, TargetState
from certbind.domain.situation.reading import Known, Unread
from certbind.domain.situation.routing import is_provider_name, other_in_front
from certbind.domain.situation.situation import Memory, Place, Situation
from certbind.values import replace

LARGEST_SKEW = timedelta(minutes=5)
"""More than that and dates of certificates are judged by a clock that is wrong."""

Check = Callable[[Situation], Decision | None]


def unread(situation: Situation, what: Unread) -> Decision:
    """The code of what could not be read; it passes by itself or a person must mend it."""
    tone = Tone.WAITS if what.retryable and not _is_overdue(situation, what) else Tone.PERSON
    return Decision(situation.target, None, what.code, what.detail, tone, unread=what)


def _is_overdue(situation: Situation, what: Unread) -> bool:
    """Whether the record tells that it lasts too long to pass by itself."""
    memory = situation.memory
    trouble = memory.value.state.trouble if isinstance(memory, Known) else None
    if trouble is None or trouble.word != what.code or not trouble.retryable:
        return False
    return not passes_by_itself(trouble)


def memory_unread(situation: Situation) -> Decision | None:
    """The ledger of this domain could not be read, or a newer certbind wrote it."""
    return unread(situation, situation.memory) if isinstance(situation.memory, Unread) else None


def clock_off(situation: Situation) -> Decision | None:
    """No date can be compared with a clock that is not the services'."""
    skew = _memory(situation).skew
    if abs(skew) <= LARGEST_SKEW:
        return None
    ahead = "ahead of" if skew > timedelta() else "behind"
    minutes = int(abs(skew).total_seconds() // 60)
    detail = f"this machine's clock is {minutes} minutes {ahead} the services'; set it first"
    return _said(situation, Reason.CLOCK_OFF, detail, Tone.PERSON)


def place_unread(situation: Situation) -> Decision | None:
    """Where the domain's targets are could not be read at all."""
    return unread(situation, situation.place) if isinstance(situation.place, Unread) else None


def gone(situation: Situation) -> Decision | None:
    """The account has no such target, or what may hold it could not be read."""
    place = _place(situation)
    if place.at(situation.target) is not None:
        return None
    if place.unread:
        where = _where_unread(place)
        return unread(situation, Unread(place.unread[0].code, where, _passes(place)))
    detail = f"the account has no {situation.target}"
    return _said(situation, Reason.NOT_FOUND, detail, Tone.PERSON)


def provider_domain(situation: Situation) -> Decision | None:
    """Alibaba Cloud's own names are its to certify."""
    if not is_provider_name(situation.domain):
        return None
    detail = f"{situation.domain} is Alibaba Cloud's own name"
    return _said(situation, Reason.PROVIDER_DOMAIN, detail, Tone.LEFT)


def offline(situation: Situation) -> Decision | None:
    """Binding has no effect there."""
    bound = _bound(situation)
    if bound.state is not TargetState.OFFLINE:
        return None
    detail = f"{situation.target} {bound.why_offline or 'is stopped or disabled'}"
    return _said(situation, Reason.TARGET_OFFLINE, detail, Tone.LEFT)


def in_front(situation: Situation) -> Decision | None:
    """Another target of the name stands before this one, and visitors meet that.

    Where that could not be read it only counts if the record says that it stood there: writing a
    bucket behind CDN harms nobody, and not writing may.
    """
    place, bound = _place(situation), _bound(situation)
    found = other_in_front(bound, place.targets, place.shown)
    if found is not None:
        other, is_shown = found
        why = f" ({_why_met(bound, other, is_shown=is_shown)})" if bound.stands_in_front else ""
        detail = (
            f"{situation.domain} is accelerated by {other.target.product} too{why}, so its "
            f"certificate belongs there; what {_where(bound)} holds has no effect"
        )
        return _said(situation, Reason.CDN_IN_FRONT, detail, Tone.LEFT)
    recorded = _memory(situation).state.place
    if place.unread and recorded is not None and not recorded.same_place(situation.target):
        where = _where_unread(place)
        detail = f"{recorded} may stand in front of it, and could not be read ({where})"
        return unread(situation, Unread(place.unread[0].code, detail, _passes(place)))
    return None


def downgraded(situation: Situation) -> Decision | None:
    """A person wants plain HTTP: nobody brings HTTPS back but by the way back, which is recorded
    when it is begun; nor is what the record lacks meanwhile another hand's.
    """
    down = _memory(situation).state.downgrade
    if down is None or down.going is Going.BACK:
        return None
    domain = situation.domain
    since = f"{(situation.now - down.ago):%Y-%m-%d}"
    if down.going is Going.DOWN:
        detail = f"the way to plain HTTP was begun on {since} and is not at its end: say "
        detail += f"`certbind emergency downgrade {domain} --apply` again"
        return _said(situation, Reason.DOWNGRADE_UNFINISHED, detail, Tone.PERSON)
    detail = f"a person took HTTPS off on {since}; the way back is "
    detail += f"`certbind emergency restore {domain}`"
    return _said(situation, Reason.DOWNGRADED, detail, Tone.PERSON)


def standing_unread(situation: Situation) -> Decision | None:
    """What is attached could not be read."""
    found = situation.standing
    return unread(situation, found) if isinstance(found, Unread) else None


def being_changed(situation: Situation) -> Decision | None:
    """Another function is at work: what stands is in flux, and its change would look like another
    hand's. Its lease is told by the ledger's clock.
    """
    change = _memory(situation).state.change
    if change is None or change.answer_lost or change.ago >= situation.times.lease:
        return None
    detail = f"a function has begun to bind {change.certificate} and has not said how it ended"
    decision = _said(situation, Reason.BUSY_DOMAIN, detail, Tone.WAITS)
    left = situation.times.lease - change.ago
    return replace(decision, again=max(left, timedelta(seconds=1)))


def certificates_unread(situation: Situation) -> Decision | None:
    """CAS's list could not be read: which certificate is best cannot be said."""
    found = situation.certificates
    return unread(situation, found) if isinstance(found, Unread) else None


SIGHT: tuple[Check, ...] = (
    memory_unread,
    clock_off,
    place_unread,
    gone,
    provider_domain,
    offline,
    in_front,
    downgraded,
    standing_unread,
    being_changed,
    certificates_unread,
)
"""In this order. What is not certbind's to change is said before what is in flux."""


def _where_unread(place: Place) -> str:
    return "; ".join(f"{one.where}: {one.message}" for one in place.unread)


def _passes(place: Place) -> bool:
    """Whether every part that is missing may come back by itself; else a person must see to it."""
    return all(one.retryable for one in place.unread)


def _why_met(bound: BoundTarget, other: BoundTarget, *, is_shown: bool) -> str:
    if is_shown:
        return "DNS sends visitors there"
    if other.outward > bound.outward:
        return "DNS does not tell, it is further out"
    return "DNS does not tell, and of two alike the first by name counts"


def _where(bound: BoundTarget) -> str:
    place = bound.target.place
    return f"the {place}" if place else bound.target.product


def _said(situation: Situation, reason: Reason, detail: str, tone: Tone) -> Decision:
    return Decision(situation.target, None, reason.value, detail, tone)


def _place(situation: Situation) -> Place:
    if not isinstance(situation.place, Known):
        raise TypeError("place_unread stands before this")
    return situation.place.value


def _memory(situation: Situation) -> Memory:
    if not isinstance(situation.memory, Known):
        raise TypeError("memory_unread stands before this")
    return situation.memory.value


def _bound(situation: Situation) -> BoundTarget:
    found = _place(situation).at(situation.target)
    if found is None:
        raise TypeError("gone stands before this")
    return found
