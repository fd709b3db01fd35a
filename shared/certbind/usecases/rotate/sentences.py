"""What entries and outcomes say, one sentence each for a person."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.decide.decision import Bind, Decision, TakeOff
from certbind.domain.lifecycle.binding_json import binding_to_json
from certbind.domain.lifecycle.facts import (
    Answered,
    Fact,
    JobBound,
    Looked,
    LookResult,
    NotMade,
    OtherHand,
    PlaceMoved,
)
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import KnownBinding, Purpose
from certbind.domain.lifecycle.transition import Advanced
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import Binding, Target
from certbind.domain.serving.around_binding import told as told_of_settings
from certbind.domain.situation.reading import Unread
from certbind.usecases.rotate.domain_journal import Note, Position
from certbind.values import replace


def about_to_bind(target: Target, bind: Bind, cause: str) -> Note:
    """The intent."""
    message = f"{target}: about to bind {bind.certificate.id}; {_why(bind)}."
    if bind.is_canary:
        message += (
            " Its chain could not be read before, so no other domain of the product gets it "
        )
        message += "until visitors here are seen to."
    return Note(cause, message, reason_of_bind(bind), bind_details(bind))


def without_settings(note: Note, unread: Unread) -> Note:
    """The intent, of a target whose settings nobody compares then."""
    return replace(note, message=f"{note.message}{not_compared(unread)}")


def not_compared(settings: object) -> str:
    """Beside what was done, where settings could not be read; "" where they were."""
    if not isinstance(settings, Unread):
        return ""
    return f" How it is served besides could not be read, and is not compared: {settings.detail}"


def reason_of_bind(bind: Bind) -> str:
    """The stable code of what is bound for another reason than that it is the best; "" else."""
    return Reason.ROLLED_BACK.value if bind.purpose is Purpose.RETURN else ""


def bound(target: Target, bind: Bind, cause: str, request_id: str) -> Note:
    """The API took it. Why it was bound stands in the intent: it is true of the time before."""
    before = "nothing was bound there before"
    if not bind.expects.is_empty:
        before = f"before it {_shown(bind.expects)} was"
    message = f"{target}: {bind.certificate.id} is bound; {before}."
    details = {**bind_details(bind), "request_id": request_id}
    return Note(cause, message, reason_of_bind(bind), details)


def taken_off(target: Target, act: TakeOff, cause: str) -> Note:
    """What was replaced goes from beside what replaced it, one slot a step."""
    message = f"{target}: {_shown(act.old)} gives way to {_shown(act.keeps)} at one more slot: "
    message += f"{act.why}; visitors are looked at once more."
    details = {"before": binding_to_json(act.old), "after": act.keeps.raw_id}
    return Note(cause, message, Reason.TAKES_OFF.value, details)


def bind_details(bind: Bind) -> dict[str, object]:
    """What is replaced by what, and why."""
    return {
        "before": binding_to_json(bind.expects),
        "after": str(bind.certificate.id),
        "why": _why(bind),
    }


def absorbed(fact: Fact, position: Position, target: Target, cause: str) -> Note:
    """What stands there and the record did not know."""
    if isinstance(fact, Answered):
        found = fact.bound.binding
        message = f"{target}: {_shown(found)} is bound; it was found there after a change "
        message += "whose result was never recorded."
        change = position.state.change
        before = binding_to_json(change.before.binding) if change else None
        details = {"before": before, "after": found.raw_id, "request_id": ""}
        return Note(cause, message, details=details)
    if isinstance(fact, NotMade):
        change = position.state.change
        wanted = change.certificate if change else "it"
        message = f"{target}: the change to {wanted}, which was begun, was not made."
        return Note(cause, message, fact.code)
    if isinstance(fact, PlaceMoved):
        message = f"{target}: the certificate of this domain belongs here now, not at "
        return Note(cause, f"{message}{position.state.place}.", "moved")
    if isinstance(fact, JobBound):
        message = job_bound(target, position.state.standing, fact.stands.binding)
        return Note(cause, message, "cas_at_work")
    if isinstance(fact, OtherHand):
        told = other_hand(target, position.state.standing, fact.stands.binding)
        return Note(cause, told, "foreign_change")
    raise TypeError(f"{type(fact).__name__} is not absorbed")


def other_hand(target: Target, before: KnownBinding | None, stands: Binding) -> str:
    """Another hand changed it, and what becomes of that."""
    was = (before and before.binding.raw_id) or "no certificate"
    told = (
        f"{target}: {was} was bound by certbind, now {stands.raw_id or 'no certificate'} is: "
        "another hand (a person, CAS's own deployment) changed it."
    )
    if stands.is_empty:
        return f"{told} certbind turns HTTPS on again where a certificate fits."
    return f"{told} certbind leaves it until something better is issued."


def job_bound(target: Target, before: KnownBinding | None, stands: Binding) -> str:
    """CAS's own work has ended, and what comes of that."""
    was = (before and before.binding.raw_id) or "no certificate"
    return (
        f"{target}: the deployment job of CAS that was waited for bound {stands.raw_id}; before "
        f"it {was} was. Visitors are looked at next."
    )


def looked(target: Target, fact: Looked, led_to: Advanced) -> str:
    """One look, and what comes next; and what the binding before it changed besides."""
    message = _looked(target, fact, led_to)
    if not fact.changed:
        return message
    return f"{message} Settings are not as before the binding: {told_of_settings(fact.changed)}."


def _looked(target: Target, fact: Looked, led_to: Advanced) -> str:
    state, follow = led_to.state, led_to.follow
    if state.look is None:
        return _looks_ended(target, fact, led_to)
    again = seconds(follow) if follow is not None else "a while"
    if fact.result is LookResult.GOOD:
        return f"{target}: {fact.text}; once more in {again} to be sure."
    if fact.result in (LookResult.DEAD, LookResult.BROKEN):
        return f"{target}: {fact.text}; a second look in {again} decides."
    return f"{target}: {fact.text}, looking again in {again}."


def reason_of_look(fact: Looked, led_to: Advanced) -> str:
    """The stable code of an entry: of the series where it ends not verified, else of the look."""
    seen = led_to.state.seen
    if led_to.kind is not EntryKind.NOT_VERIFIED or seen is None:
        return fact.reason
    return seen.reason


def _looks_ended(target: Target, fact: Looked, led_to: Advanced) -> str:
    if led_to.kind is EntryKind.VERIFIED:
        return f"{target}: verified: {fact.text}, 2 looks in a row."
    if led_to.kind is EntryKind.KEPT:
        return f"{target}: well again: {fact.text}."
    seen = led_to.state.seen
    return f"{target}: not verified: {fact.text if seen is None else seen.text}."


def told(decision: Decision) -> str:
    """Why nothing is done."""
    words = "; ".join(detail.rstrip(".") for _, detail in decision.reasons if detail)
    if decision.is_refusal:
        return f"{decision.target}: nothing was touched: {words}."
    if decision.word in (Reason.CANARY_FIRST.value, Reason.CAS_AT_WORK.value):
        return f"{decision.target}: waits: {words}."
    return f"{decision.target}: nothing to do: {words}."


def seconds(delay: timedelta) -> str:
    """`60 s`."""
    return f"{int(delay.total_seconds())} s"


def _why(bind: Bind) -> str:
    if bind.purpose is Purpose.RETURN:
        return f"rolled back by itself: {bind.why}"
    return f"rollback: {bind.why}" if bind.purpose is Purpose.BACK else bind.why


def _shown(binding: Binding) -> str:
    return binding.raw_id or binding.name or "a certificate"
