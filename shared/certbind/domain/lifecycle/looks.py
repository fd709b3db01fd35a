"""What a look leads to: when it is believed, when it is repeated, when its series is over.

The rows of the table of transitions (advance.py) that a look takes; and what a domain remembers
of certificates that were found at fault there, the last few.
"""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.lifecycle.facts import Looked, LookResult
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.pause import Times, pause_between_looks
from certbind.domain.lifecycle.state import DomainState, Look, RefusedHere, Seen, SeenAs, Why
from certbind.domain.lifecycle.transition import Advanced
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.reasons import Reason
from certbind.domain.serving.around_binding import Lost
from certbind.values import replace

_REMEMBERED = 4


def looked(state: DomainState, fact: Looked, _: int, times: Times) -> Advanced:
    """The row of the table: a look of a series that is open, or of one that it begins."""
    state = _compared(state, fact)
    look = state.look or Look(Why.WELL_AGAIN if fact.result is LookResult.GOOD else Why.SUSPECT)
    look = replace(look, tries=look.tries + 1, last_ago=timedelta())
    if look.spent >= times.verify_within and _is_contradicted(look, fact):
        return _undecided(state, fact)
    if fact.result is LookResult.GOOD:
        return _good_round(state, look, fact, times)
    if fact.result in (LookResult.DEAD, LookResult.BROKEN):
        return _bad_round(state, look, fact, times)
    if look.spent >= times.verify_within:
        return _concluded(state, fact)
    return _look_again(state, replace(look, good=0, bad=0), times)


def _compared(state: DomainState, fact: Looked) -> DomainState:
    """Settings are compared once after a binding."""
    if fact.changed is None or state.ours is None:
        return state
    lost = Lost(fact.changed) if fact.changed else state.lost
    return replace(state, ours=replace(state.ours, stood=None), lost=lost)


def _is_contradicted(look: Look, fact: Looked) -> bool:
    """The look before saw the opposite: edges that differ behind one address answer in turns."""
    if fact.result is LookResult.GOOD:
        return bool(look.bad) and look.why is not Why.SUSPECT
    return bool(look.good) and fact.result in (LookResult.DEAD, LookResult.BROKEN)


def _good_round(state: DomainState, look: Look, fact: Looked, times: Times) -> Advanced:
    """One good answer proves one machine; edges behind one address are many."""
    if look.why is Why.SUSPECT:
        return Advanced(replace(state, look=None, said=""), EntryKind.KEPT)
    if look.good and look.round_ago >= times.confirm_after:
        return _concluded(state, fact)
    begun = look.round_ago if look.good else timedelta()
    return _look_again(state, replace(look, good=look.good + 1, bad=0, round_ago=begun), times)


def _bad_round(state: DomainState, look: Look, fact: Looked, times: Times) -> Advanced:
    """One bad answer is no evidence: an edge may be in the midst of taking the binding."""
    blames = fact.blames and (look.blames or not look.bad)
    if look.bad and look.round_ago >= times.confirm_after:
        # What is dead may be replaced by anything that works, so the domain is decided anew.
        follow = timedelta() if fact.result is LookResult.DEAD else None
        return replace(_concluded(state, fact, blames=blames), follow=follow)
    begun = look.round_ago if look.bad else timedelta()
    look = replace(look, bad=look.bad + 1, good=0, round_ago=begun, blames=blames)
    return _look_again(state, look, times)


def _look_again(state: DomainState, look: Look, times: Times) -> Advanced:
    again = replace(state, look=look, said="")
    return Advanced(again, EntryKind.PENDING, pause_between_looks(look, times))


def _concluded(state: DomainState, fact: Looked, *, blames: bool = False) -> Advanced:
    seen = Seen(_SEEN_AS[fact.result], fact.reason, fact.text, blames=blames)
    kind = EntryKind.VERIFIED if seen.verdict is SeenAs.VERIFIED else EntryKind.NOT_VERIFIED
    refused = refused_as_seen(state, seen)
    return Advanced(replace(state, look=None, seen=seen, said="", refused_here=refused), kind)


def _undecided(state: DomainState, fact: Looked) -> Advanced:
    """No two looks in a row agree, and the time is over: neither well nor broken everywhere."""
    text = f"what visitors get changes from look to look; at the last one {fact.text}"
    seen = Seen(SeenAs.PARTLY, fact.reason or SeenAs.PARTLY.value, text)
    return Advanced(replace(state, look=None, seen=seen, said=""), EntryKind.NOT_VERIFIED)


_SEEN_AS = {
    LookResult.GOOD: SeenAs.VERIFIED,
    LookResult.NOT_YET: SeenAs.PARTLY,
    LookResult.DEAD: SeenAs.DEAD,
    LookResult.BROKEN: SeenAs.BROKEN,
    LookResult.NOT_SEEN: SeenAs.NOT_SEEN,
}


def refused_as_seen(state: DomainState, seen: Seen) -> tuple[RefusedHere, ...]:
    """With what certbind bound and visitors are refused; without what they are seen to get."""
    stands = state.standing.binding.certificate_id if state.standing else None
    if stands is None or state.standing is None:
        return state.refused_here
    if seen.verdict is SeenAs.VERIFIED:
        return _without(state, stands)
    if not seen.blames or state.ours is None:
        return state.refused_here
    return with_refused(state, RefusedHere(stands, seen.reason, state.standing.not_after))


def with_refused(state: DomainState, refused: RefusedHere) -> tuple[RefusedHere, ...]:
    """With one more, the last few."""
    return (*_without(state, refused.certificate), refused)[-_REMEMBERED:]


def is_known_as_revoked(state: DomainState, certificate: CertificateId | None) -> bool:
    """Whether CAS told so while it stood here: when it is deleted there nobody does any more."""
    return any(
        one.certificate == certificate and one.fault == Reason.REVOKED.value
        for one in state.refused_here
    )


def revoked_off_record(state: DomainState, stands: Certificate | None) -> RefusedHere | None:
    """What stands, where CAS tells that it is revoked and the record does not say so yet."""
    if stands is None or stands.status is not CertificateStatus.REVOKED:
        return None
    if is_known_as_revoked(state, stands.id):
        return None
    return RefusedHere(stands.id, Reason.REVOKED.value, stands.not_after)


def _without(state: DomainState, certificate: CertificateId) -> tuple[RefusedHere, ...]:
    return tuple(one for one in state.refused_here if one.certificate != certificate)
