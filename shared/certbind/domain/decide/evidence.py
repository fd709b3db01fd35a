"""What one look shows, and whether the record knows it."""

from __future__ import annotations

from datetime import datetime

from certbind.domain.lifecycle.facts import Looked, LookResult
from certbind.domain.lifecycle.state import DomainState, SeenAs
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.reading import Known, Read
from certbind.domain.situation.situation import Served
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.summary import reason_of, summarise
from certbind.domain.trust.verdict import Outcome, Verdict

_DEADLY = frozenset(
    {
        FaultClass.EXPIRED,
        FaultClass.NAME_MISMATCH,
        FaultClass.REVOKED,
    }
)
"""What browsers refuse for certain; other refusals are told, and protect what is bound still."""


def read_look(served: Served) -> Looked:
    """One look as a fact. Where DNS leads elsewhere, what is served there is not the target's."""
    verdict = served.verdict
    result = _RESULTS[verdict.outcome]
    if result is LookResult.BROKEN and is_dead(verdict):
        result = LookResult.DEAD
    text = summarise(verdict)
    if served.elsewhere is None or result is LookResult.GOOD:
        return Looked(result, reason_of(verdict), text)
    told = f"{text}; {served.elsewhere.detail}"
    return Looked(LookResult.NOT_SEEN, Reason.DNS_ELSEWHERE.value, told)


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
