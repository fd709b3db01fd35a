"""How a domain is, and whose turn it is: read off the decision, its findings and what was seen.

Nothing about what should happen is decided here: that is the decision's alone.
"""

from __future__ import annotations

from certbind.domain.decide.decision import Decision, LookNow, Tone
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import DomainState, Seen, SeenAs, Trouble
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.reasons import Reason
from certbind.domain.words import Urgency, is_word, word
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.overview.report import DomainHealth, Visitors
from certbind.usecases.overview.visitors import GOOD, NOT_AS_BOUND, REFUSED, UNSEEN
from certbind.values import dataclass

BINDS_NEXT, LOOKS_NEXT, RENEW = "binds_next", "looks_next", "renew"
FOLLOW_RENEWAL = "follow_renewal"
"""Next steps that no word of the catalogue says (domain/words/labels.py)."""

_LEFT_TO_A_PERSON = frozenset({SweepFinding.HELD})
"""Somebody wanted it so: it is well until its end is near, which is a finding of its own."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What health is read off. has_ended: what is attached is over. is_near_its_end: it is urgent,
    by its share of life. state: None where the ledger was not read.
    """

    decision: Decision
    findings: tuple[tuple[SweepFinding, str], ...]
    visitors: Visitors | None
    state: DomainState | None
    has_ended: bool = False
    is_near_its_end: bool = False

    @property
    def kinds(self) -> frozenset[SweepFinding]:
        """The findings without their particulars."""
        return frozenset(kind for kind, _ in self.findings)

    @property
    def is_renewed(self) -> bool:
        """Whether the next certificate is under way, by whoever renews it, and nobody is asked for
        anything.
        """
        return SweepFinding.RENEWING in self.kinds

    @property
    def trouble(self) -> Trouble | None:
        """The last change's, where it failed and that is not over."""
        return self.state.trouble if self.state is not None else None

    @property
    def is_looked_at(self) -> bool:
        """Whether the looks after a change go on: what they meet may pass until their deadline."""
        return self.state is not None and self.state.look is not None

    @property
    def recorded(self) -> Seen | None:
        """What the looks after a change ended in, unless somebody has seen it well since."""
        if self.visitors is not None and self.visitors.seen in GOOD:
            return None
        return self.state.seen if self.state is not None else None


def health_of(found: Evidence) -> DomainHealth:
    """The worst that is known."""
    if SweepFinding.SKIPPED in found.kinds:
        return DomainHealth.WELL
    if _is_outage(found):
        return DomainHealth.OUTAGE
    if found.decision.unread is not None:
        return DomainHealth.UNREAD
    if _is_a_persons(found):
        return DomainHealth.PERSON
    return DomainHealth.WAITS if _waits(found) else DomainHealth.WELL


def advice_of(found: Evidence, health: DomainHealth) -> str:
    """The word whose remedy is the one next step; "" where there is none."""
    decision = found.decision
    if decision.unread is not None:
        return decision.unread.code
    if health is DomainHealth.WELL:
        return decision.word if decision.tone is Tone.LEFT else ""
    if decision.bind is not None:
        return BINDS_NEXT
    if decision.word == Reason.NO_CERTIFICATE.value:
        is_off = SweepFinding.NO_HTTPS in found.kinds
        return SweepFinding.NO_HTTPS.value if is_off else RENEW
    return _what_holds_it_back(found, health)


def _what_holds_it_back(found: Evidence, health: DomainHealth) -> str:
    decision = found.decision
    if decision.is_refusal or decision.word == Reason.PLAN_ONLY.value:
        return decision.word
    if health is DomainHealth.WAITS:
        return _what_it_waits_for(found)
    return _what_a_person_mends(found)


def has_a_day(found: Evidence, advice: str) -> bool:
    """Whether it is the end of what stands that a person has to be before."""
    is_held_back = found.decision.would is not None or found.decision.bind is not None
    return advice == RENEW or is_held_back or SweepFinding.EXPIRING in found.kinds


def _is_outage(found: Evidence) -> bool:
    decision, recorded = found.decision, found.recorded
    stands = decision.stands
    return (
        found.has_ended
        or (found.visitors is not None and found.visitors.seen in REFUSED)
        or (recorded is not None and recorded.verdict.value in REFUSED)
        or bool(found.kinds & {SweepFinding.NOT_SOUND, SweepFinding.NO_CERTIFICATE})
        or decision.word == Reason.REPLACES_DEAD.value
        or (stands is not None and stands.status is CertificateStatus.REVOKED)
    )


def _is_a_persons(found: Evidence) -> bool:
    left = _LEFT_TO_A_PERSON | (_REPLACED_NEXT if _is_replaced_in_time(found) else frozenset())
    urgent = (word(kind.value).urgency for kind in found.kinds - left)
    if Urgency.PERSON in urgent:
        return True
    if found.trouble is not None and not found.trouble.retryable:
        return True
    if found.recorded is not None and found.recorded.verdict in _NOT_BY_WAITING:
        return True
    if found.visitors is None or found.is_looked_at:
        return False
    return _wants_a_person(found.visitors)


_REPLACED_NEXT = frozenset({SweepFinding.EXPIRING})


def _is_replaced_in_time(found: Evidence) -> bool:
    """Who is told to renew what is being renewed orders a second one."""
    return _waits_to_be_bound(found) or (found.is_renewed and not found.is_near_its_end)


def _waits_to_be_bound(found: Evidence) -> bool:
    """A better one is to take the place of what ends, and only time is in its way."""
    held_back = found.decision.would is not None and found.decision.tone is Tone.WAITS
    return held_back and SweepFinding.WAITING in found.kinds


_NOT_BY_WAITING = frozenset({SeenAs.PARTLY, SeenAs.NOT_SEEN})
"""What the looks after a change did not see by their deadline will not be seen by waiting."""


def _wants_a_person(visitors: Visitors) -> bool:
    """What could not be looked at passes by itself, unless its reason is one that does not."""
    if visitors.seen in NOT_AS_BOUND:
        return True
    return visitors.seen in UNSEEN and _is_a_persons_word(visitors.reason)


def _is_a_persons_word(code: str) -> bool:
    return is_word(code) and word(code).urgency is Urgency.PERSON


def _waits(found: Evidence) -> bool:
    state, decision = found.state, found.decision
    if decision.act is not None or decision.tone is Tone.WAITS:
        return True
    if any(word(kind.value).urgency is Urgency.WAITS for kind in found.kinds):
        return True
    if found.visitors is not None and found.visitors.seen in UNSEEN:
        return True
    is_open = state is not None and (state.change is not None or state.look is not None)
    return is_open or found.trouble is not None


def _what_it_waits_for(found: Evidence) -> str:
    if isinstance(found.decision.act, LookNow):
        return LOOKS_NEXT
    if found.decision.tone is Tone.WAITS:
        return found.decision.word
    if found.trouble is not None:
        return found.trouble.word
    if found.visitors is not None and found.visitors.seen in UNSEEN and found.visitors.reason:
        return found.visitors.reason
    waits = (k.value for k, _ in found.findings if word(k.value).urgency is Urgency.WAITS)
    return next(waits, LOOKS_NEXT)


def _what_looks_say(found: Evidence) -> str:
    """While they go on they are waited for; what they did not see by their end, waiting does not
    mend. "" for neither.
    """
    if found.is_looked_at and found.kinds == {SweepFinding.OK} and not found.has_ended:
        return LOOKS_NEXT
    is_partly = found.visitors is not None and found.visitors.seen == SeenAs.PARTLY.value
    return EntryKind.NOT_VERIFIED.value if is_partly else ""


def _what_a_person_mends(found: Evidence) -> str:
    """What visitors meet before what is said of the record."""
    visitors, trouble = found.visitors, found.trouble
    if of_looks := _what_looks_say(found):
        return of_looks
    if visitors is not None and (visitors.seen in REFUSED or _wants_a_person(visitors)):
        return visitors.reason or SweepFinding.SERVED_NOT_BOUND.value
    if found.recorded is not None and found.recorded.verdict is not SeenAs.VERIFIED:
        return found.recorded.reason or EntryKind.NOT_VERIFIED.value
    if trouble is not None and not trouble.retryable:
        return trouble.word
    return _what_findings_say(found)


def _what_findings_say(found: Evidence) -> str:
    kinds = [kind for kind, _ in found.findings if word(kind.value).urgency is Urgency.PERSON]
    if found.has_ended:
        return RENEW
    if kinds == [SweepFinding.EXPIRING]:
        return FOLLOW_RENEWAL if found.is_renewed else RENEW
    first = next((one for one in kinds if one is not SweepFinding.EXPIRING), None)
    return RENEW if first is None else _named(first, dict(found.findings)[first])


_NAME_THEIR_REASON = frozenset({SweepFinding.REFUSED, SweepFinding.RENEWAL_FAILED})


def _named(kind: SweepFinding, detail: str) -> str:
    """Of what was refused, and of a call that was, the reason beside it is what has to be
    mended.
    """
    reason = detail.partition(": ")[0]
    is_known = kind in _NAME_THEIR_REASON and _is_a_persons_word(reason)
    return reason if is_known else kind.value
