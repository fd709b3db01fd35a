"""What one look shows, and whether the record knows it."""

from __future__ import annotations

from datetime import datetime, timedelta

from certbind.domain.lifecycle.facts import Looked, LookResult
from certbind.domain.lifecycle.state import DomainState, SeenAs, Why
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.reading import Known, Read
from certbind.domain.situation.situation import Served
from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.summary import reason_of, summarise
from certbind.domain.trust.verdict import AddressVerdict, Match, Outcome, Sight, Verdict

_DEADLY = frozenset(
    {
        FaultClass.EXPIRED,
        FaultClass.NAME_MISMATCH,
        FaultClass.REVOKED,
    }
)
"""What browsers refuse for certain; other refusals are told, and protect what is bound still."""


def read_look(served: Served, state: DomainState | None = None) -> Looked:
    """One look as a fact. Where DNS leads elsewhere, what is served there is not the target's.

    state: of a domain whose look is put on record: what certbind bound there is held against it.
    """
    verdict = served.verdict
    result = _RESULTS[verdict.outcome]
    if result is LookResult.BROKEN and is_dead(verdict):
        result = LookResult.DEAD
    text = summarise(verdict)
    if served.elsewhere is not None and result is not LookResult.GOOD:
        told = f"{text}; {served.elsewhere.detail}"
        return Looked(LookResult.NOT_SEEN, Reason.DNS_ELSEWHERE.value, told)
    ours = state.ours if state is not None else None
    if state is None or ours is None:
        return Looked(result, reason_of(verdict), text)
    advice = _advice(verdict)
    if ours.is_canary and result is LookResult.GOOD and advice is not None:
        told = f"{text}, but it would not have been bound: {advice}"
        return Looked(LookResult.BROKEN, advice.kind.value, told, blames=True)
    blames = _blames(verdict)
    if blames and result is LookResult.NOT_YET and _came_with_it(state):
        result = LookResult.BROKEN
    return Looked(result, reason_of(verdict), text, blames=blames)


def is_proof(served: Served) -> bool:
    """Whether every address is seen to serve this very certificate, with nothing against it."""
    return served.verdict.outcome is Outcome.ALL_NEW and _advice(served.verdict) is None


def _advice(verdict: Verdict) -> Fault | None:
    """What would have kept it from being bound had its chain been read: browsers take it."""
    every = (fault for one in verdict.addresses for fault in one.advice)
    return next(every, None)


def _blames(verdict: Verdict) -> bool:
    """Whether half or more of the addresses that this observer can reach refuse visitors: by what
    was bound, or by no certificate, or one that is neither this nor the one before it.
    """
    within_reach = [one for one in verdict.addresses if one.sight is not Sight.OUT_OF_REACH]
    refuse = [one for one in within_reach if _is_refused(one)]
    return bool(refuse) and 2 * len(refuse) >= len(within_reach)


def _is_refused(one: AddressVerdict) -> bool:
    """Of what was bound only the certificate's own faults count: others are the server's."""
    if one.sight is not Sight.WRONG or one.is_sound or one.match is Match.OLD:
        return False
    is_of_it = any(fault.kind.is_certificate for fault in one.findings)
    return is_of_it or one.match is not Match.NEW


def _came_with_it(state: DomainState) -> bool:
    """Whether visitors were served well until certbind bound this, and edges had time to take it:
    those that cannot serve it show no certificate, or their own. So do those of a target that was
    off, however long they take, and whatever is bound.
    """
    look, ours = state.look, state.ours
    if look is None or ours is None or look.why is not Why.BOUND or look.was_off:
        return False
    return ours.was_good and look.spent >= _EDGES_TAKE


_EDGES_TAKE = timedelta(minutes=5)
"""CDN's documentation speaks of a minute."""


def is_dead(verdict: Verdict) -> bool:
    """Whether every address that was seen serves a leaf that has ended or names other domains."""
    seen = [one for one in verdict.addresses if one.served is not None]
    return bool(seen) and all(any(fault.kind in _DEADLY for fault in one.findings) for one in seen)


def lasts_as_listed(served: Read[Served], end: datetime) -> bool:
    """Whether visitors are seen to get what is bound by a path that lasts as long as a list told
    of its leaf. Else CAS has to be asked: a certificate ends when its path ends.
    """
    if not isinstance(served, Known) or read_look(served.value).result is not LookResult.GOOD:
        return False
    ends = [one.path_end for one in served.value.verdict.addresses]
    return all(one is not None and one >= end for one in ends)


def is_news(served: Served, state: DomainState) -> bool:
    """Whether the record does not say what this look saw, and a second one should decide.

    That nobody could look is the observer's limit and no news of the site.
    """
    seen = state.seen.verdict if state.seen else None
    result = read_look(served).result
    if result is LookResult.GOOD:
        return seen not in (None, SeenAs.VERIFIED)
    if result is LookResult.DEAD:
        return seen is not SeenAs.DEAD
    if result is LookResult.BROKEN:
        return seen in (None, SeenAs.VERIFIED)
    return result is LookResult.NOT_YET and seen is SeenAs.VERIFIED


_RESULTS = {
    Outcome.ALL_NEW: LookResult.GOOD,
    Outcome.SOUND: LookResult.GOOD,
    Outcome.PARTLY: LookResult.NOT_YET,
    Outcome.NOT_ALL_SEEN: LookResult.NOT_YET,
    Outcome.OLD: LookResult.NOT_YET,
    Outcome.OTHER: LookResult.NOT_YET,
    Outcome.BROKEN: LookResult.BROKEN,
    Outcome.UNREACHABLE: LookResult.NOT_SEEN,
}
