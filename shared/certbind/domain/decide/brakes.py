"""Why a wanted bind is not made now. All that speak are told; the first gives the word.

Those that a person must mend stand before those that time mends: what one reads first is what
waiting does not help.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from certbind.domain.decide.case import Case, Health
from certbind.domain.decide.decision import Tone, Want
from certbind.domain.decide.words import day, not_restorable, span
from certbind.domain.lifecycle.pause import (
    ROUNDING,
    Times,
    passes_by_itself,
    pause_left,
    until_look,
)
from certbind.domain.lifecycle.rollout import TRIES_FOR, Rollout, RolloutStage
from certbind.domain.lifecycle.state import Awaited, Purpose, SeenAs
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.policy import ExpiryStage, expiry_stage
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import TargetState
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.jobs import at_work_on
from certbind.domain.situation.reading import Unread
from certbind.values import dataclass

_LAST_HOURS = timedelta(hours=48)
_NO_LONGER_HELD = (ExpiryStage.EMERGENCY, ExpiryStage.EXPIRED)
_BUSY_AGAIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Brake:
    """word, detail: why the act is held back. again: when to decide anew. awaits: the job of CAS
    that is waited for.
    """

    word: str
    detail: str
    tone: Tone
    again: timedelta | None = None
    awaits: Awaited | None = None


Check = Callable[[Case, Want], Brake | None]


def held(case: Case, want: Want) -> Brake | None:
    """A person's hand is not fought: until something that ends later than what was taken off is
    there, or what stands is about to end (docs/decisions/0008).
    """
    hold, one = case.state.hold, want.candidate
    if hold is None or one is None or not _replaces_what_works(case, want):
        return None
    if one.end > hold.end:
        return None
    if _is_about_to_end(case):
        return None
    stands = case.standing.binding.raw_id or case.standing.binding.name or "what stands there"
    detail = (
        f"{one.certificate.id} would be better, but a person put {stands} there in place of one "
        f"that ends {hold.end:%Y-%m-%d}; only what ends later is bound by itself"
    )
    return Brake(Reason.HELD.value, detail, Tone.LEFT)


def out_of_scope(case: Case, want: Want) -> Brake | None:
    """CERTBIND_BIND does not name the domain. A person's own command is not held back."""
    may = case.situation.wish is not None or case.situation.policy.may_bind(case.domain)
    if may or want.candidate is None:
        return None
    would = f"would bind {want.candidate.certificate.id} ({want.detail})"
    return Brake(Reason.PLAN_ONLY.value, would, Tone.LEFT)


def ends_earlier(case: Case, want: Want) -> Brake | None:
    """What works is not replaced by what ends earlier, though it was named. A rollback may: what
    stood before mostly ends earlier (wishes.py).
    """
    old, one = case.standing.one, want.candidate
    if one is None or _purpose(want) in (Purpose.BACK, Purpose.RETURN):
        return None
    if old is None:
        return _before_what_is_lost(case, one)
    if case.standing.health is not Health.WORKS:
        return None
    if not old.is_exact:
        case.exactly(old.certificate.id)
    if one.end >= old.end:
        return None
    return Brake(Reason.ENDS_EARLIER.value, span(one, old), Tone.PERSON)


def _before_what_is_lost(case: Case, one: Assessed) -> Brake | None:
    """Nobody sees it dead, and the record knows until when it lasts."""
    end = case.standing.end
    if case.standing.health is not Health.UNKNOWN or end is None or one.end >= end:
        return None
    stands = case.standing.binding.raw_id or case.standing.binding.name or "what is bound there"
    told = f"ends {day(one.end)}; {stands}, which CAS does not hold, {day(end)}"
    return Brake(Reason.ENDS_EARLIER.value, told, Tone.PERSON)


def no_way_back(case: Case, want: Want) -> Brake | None:
    """What cannot be bound again by id is replaced only if the policy allows that, or a person
    rolls back over it. What CAS held and lost nobody can restore, so it is no reason; nor is it
    one against the way back from what visitors are refused.
    """
    standing = case.standing
    if standing.health is not Health.UNKNOWN or standing.is_lost:
        return None
    is_back = _purpose(want) in (Purpose.BACK, Purpose.RETURN)
    if case.situation.policy.allow_unrestorable or is_back:
        return None
    found = not_restorable(standing.binding)
    return Brake(found.reason.value, found.detail, Tone.PERSON)


def after_trouble(case: Case, want: Want) -> Brake | None:
    """The last try with this certificate failed, and its pause is not over."""
    trouble, one = case.state.trouble, want.candidate
    if trouble is None or one is None or case.situation.wish is not None:
        return None
    if trouble.certificate not in (None, one.certificate.id):
        return None
    left = pause_left(trouble, case.pause_seed)
    if left is None:
        return None
    tone = Tone.WAITS if passes_by_itself(trouble) else Tone.PERSON
    times = "" if trouble.times == 1 else f", {trouble.times} times in a row"
    detail = (
        f"binding {one.certificate.id} ended with {trouble.word}{times}; it is tried again in "
        f"{_span(left)}"
    )
    return Brake(trouble.word, detail, tone, left)


def being_looked_at(case: Case, want: Want) -> Brake | None:
    """One change at a time, else what is seen cannot be ascribed. What is dead does not wait, nor
    does what has no certificate, nor a person.
    """
    if case.state.look is None or case.situation.wish is not None:
        return None
    if want.word in _WAIT_FOR_NO_LOOK:
        return None
    left = until_look(case.state, case.situation.times) or ROUNDING
    detail = f"visitors are looked at again in {_span(max(left, ROUNDING))}, then it is bound"
    return Brake(Reason.LOOKING.value, detail, Tone.WAITS, max(left, ROUNDING))


def configuring(case: Case, _: Want) -> Brake | None:
    """The target takes no writes; it comes back by itself."""
    if case.bound.state is not TargetState.CONFIGURING:
        return None
    detail = "the domain is being configured and takes no writes meanwhile"
    return Brake(Reason.TARGET_BUSY.value, detail, Tone.WAITS, _BUSY_AGAIN)


_WAIT_FOR_NO_LOOK = (
    Reason.REPLACES_DEAD.value,
    Reason.TURNS_ON.value,
    Reason.ROLLED_BACK.value,
)


def cas_at_work(case: Case, want: Want) -> Brake | None:
    """A deployment job of CAS is about to bind here: it is let end, two hours at most, so that two
    do not bind at once. What is dead, empty or about to end does not wait, nor does a person. A
    list that could not be read holds nothing back: the write is guarded by what stands there.
    """
    if not _replaces_what_works(case, want) or _need_not_wait(case):
        return None
    jobs = case.situation.need_jobs()
    job = None if isinstance(jobs, Unread) else at_work_on(jobs.value, case.bound.target)
    if job is None:
        return None
    awaited = case.state.awaits
    waited = awaited.ago if awaited is not None and awaited.job == job.id else timedelta()
    if waited >= JOB_DEADLINE:
        return None
    who = "CAS's hosting" if job.is_hosting else "somebody in the console of CAS"
    detail = (
        f"deployment job {job.id} of {who} is about to bind here; its end is waited for until it "
        f"took {_span(JOB_DEADLINE)}"
    )
    again = min(max(_JOB_FIRST, waited), JOB_DEADLINE - waited)
    awaits = Awaited(job.id, job.certificates)
    return Brake(Reason.CAS_AT_WORK.value, detail, Tone.WAITS, again, awaits)


JOB_DEADLINE = timedelta(hours=2)
"""A job takes minutes. None has a reason for its end, or for having none, that CAS would tell."""

_JOB_FIRST = timedelta(minutes=1)
"""Then as long as was waited already: a message that asks again leaves no entry by which a copy of
it would be known, and where each round may double them, rounds have to be few.
"""


def canary_failed(case: Case, want: Want) -> Brake | None:
    """The first domain that got it showed it at fault: elsewhere only a name binds it."""
    rollout = _rollout_to_heed(case, want)
    if rollout is None or rollout.stage is not RolloutStage.FAILED or want.candidate is None:
        return None
    one = want.candidate.certificate.id
    detail = (
        f"{one}, whose chain could not be read before, was bound to {rollout.domain} first and "
        f"found at fault there ({rollout.fault}); it is bound only by name (certbind bind "
        "--certificate)"
    )
    return Brake(Reason.CANARY_FAILED.value, detail, Tone.PERSON)


def canary_first(case: Case, want: Want) -> Brake | None:
    """Another domain of the product tries a certificate whose chain could not be read. Who tries
    it has an hour, and after a day nobody waits (docs/decisions/0014).
    """
    if case.situation.wish is not None:
        return None
    rollout = _rollout_to_heed(case, want)
    if rollout is None or want.candidate is None or rollout.domain is None:
        return None
    if not rollout.is_tried_elsewhere(case.domain) or rollout.has_waited_enough:
        return None
    if _need_not_wait(case):
        return None
    bind = want.candidate.certificate.id
    return Brake(
        Reason.CANARY_FIRST.value,
        waits_for(rollout.domain, bind),
        Tone.WAITS,
        again_after_canary(case.situation.times, rollout),
    )


def waits_for(domain: Domain, certificate: CertificateId) -> str:
    """Why the other domains of the product wait, as a clause."""
    return (
        f"{certificate}, whose chain could not be read before, goes to {domain} first; it is "
        "bound here when visitors there are seen to get it"
    )


def again_after_canary(times: Times, rollout: Rollout) -> timedelta:
    """When the first one may be proven; then ever more seldom, an hour at most: what waits a day
    comes about twenty times.
    """
    first = times.verify_after + 2 * times.confirm_after
    return max(first, min(TRIES_FOR, max(rollout.ago, rollout.spent / 4)))


def is_canary(case: Case, want: Want) -> bool:
    """Whether this bind would be the first of its product, should nothing hold it back."""
    if case.situation.wish is not None:
        return False
    rollout = _rollout_to_heed(case, want)
    if rollout is None or rollout.has_waited_enough or _need_not_wait(case):
        return False
    return rollout.stage in (RolloutStage.UNTRIED, RolloutStage.TRYING)


BRAKES: tuple[Check, ...] = (
    held,
    ends_earlier,
    no_way_back,
    canary_failed,
    out_of_scope,
    after_trouble,
    being_looked_at,
    cas_at_work,
    canary_first,
    configuring,
)

_TWO_MINUTES = 120


def _replaces_what_works(case: Case, want: Want) -> bool:
    """Neither what is dead or empty is protected, nor does a person's wish stop at a hold."""
    if case.situation.wish is not None or _purpose(want) is not Purpose.AUTOMATIC:
        return False
    return case.standing.health in (Health.WORKS, Health.UNKNOWN)


def _rollout_to_heed(case: Case, want: Want) -> Rollout | None:
    """Of what would take the place of something that works; None where nothing is to be proven:
    the chain was judged, a person named it, or what stands protects nobody.
    """
    one = want.candidate
    if one is None or _purpose(want) is not Purpose.AUTOMATIC:
        return None
    if case.standing.health in (Health.EMPTY, Health.DEAD):
        return None
    return case.rollout(one)


def _need_not_wait(case: Case) -> bool:
    """Whether what stands is about to end, or visitors were seen to be refused it."""
    seen = case.state.seen
    is_refused = seen is not None and seen.verdict in (SeenAs.BROKEN, SeenAs.DEAD)
    return is_refused or _is_about_to_end(case)


def _is_about_to_end(case: Case) -> bool:
    """Whether what stands is in its last 48 hours (of a short life: in its last tenth)."""
    old, now = case.standing.one, case.situation.now
    if old is not None:
        return expiry_stage(old.certificate.not_before, old.end, now) in _NO_LONGER_HELD
    end = case.standing.end
    return end is not None and end - now <= _LAST_HOURS


def _purpose(want: Want) -> Purpose:
    return getattr(want.act, "purpose", Purpose.AUTOMATIC)


def _span(left: timedelta) -> str:
    seconds = int(left.total_seconds())
    return f"{seconds} s" if seconds < _TWO_MINUTES else f"{seconds // 60} min"
