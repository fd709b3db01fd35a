"""What visitors were seen to get last: by this look, by the ledger's, or by the last sweep's."""

from __future__ import annotations

from datetime import datetime

from certbind.domain.lifecycle.state import DomainState, SeenAs
from certbind.domain.model.reasons import Finding
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Situation
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.summary import reason_of, summarise
from certbind.domain.trust.verdict import Outcome, Verdict
from certbind.usecases.overview.report import SeenBy, Visitors

GOOD = frozenset({SeenAs.VERIFIED.value, Outcome.ALL_NEW.value, Outcome.SOUND.value})
REFUSED = frozenset({SeenAs.DEAD.value, SeenAs.BROKEN.value, Outcome.BROKEN.value})
NOT_AS_BOUND = frozenset({SeenAs.PARTLY.value, Outcome.OLD.value, Outcome.OTHER.value})
UNSEEN = frozenset({SeenAs.NOT_SEEN.value, Outcome.NOT_ALL_SEEN.value})


def visitors_of(situation: Situation, swept: Visitors | None) -> Visitors | None:
    """The newest of what is known; None where nobody has looked yet, or not since what stands was
    bound and its looks began. swept: by the last sweep.
    """
    served = situation.served
    if isinstance(served, Known):
        return _now(served.value.verdict, served.value.elsewhere)
    memory = situation.memory
    state = memory.value.state if isinstance(memory, Known) else None
    recorded = _recorded(state, situation.now) if state is not None else None
    look = state.look if state is not None else None
    since = situation.now - look.spent if look is not None else None
    both = (one for one in (swept, recorded) if one is not None)
    current = (one for one in both if since is None or one.at >= since)
    return max(current, key=lambda one: one.at, default=None)


def _now(verdict: Verdict, elsewhere: Finding | None) -> Visitors:
    """Where DNS leads says more than what is served there."""
    reason = reason_of(verdict) if elsewhere is None else elsewhere.reason.value
    text = summarise(verdict) if elsewhere is None else elsewhere.detail
    return Visitors(
        (Outcome.BROKEN if _is_refused(verdict) else verdict.outcome).value,
        verdict.judged_at,
        SeenBy.NOW,
        reason,
        text,
        _first_end(verdict),
    )


def _is_refused(verdict: Verdict) -> bool:
    """What browsers refuse somewhere is worse than that it is another leaf."""
    fault = verdict.headline
    if fault is None or fault.kind is FaultClass.WRONG_LEAF:
        return False
    return not fault.kind.could_not_look


def _first_end(verdict: Verdict) -> datetime | None:
    """Of the paths where they are trusted, else of the leaves."""
    ends = [
        one.path_end or one.served.not_after for one in verdict.addresses if one.served is not None
    ]
    return min(ends, default=None)


def _recorded(state: DomainState, now: datetime) -> Visitors | None:
    seen = state.seen
    if seen is None:
        return None
    return Visitors(seen.verdict.value, now - seen.ago, SeenBy.LEDGER, seen.reason, seen.text)
