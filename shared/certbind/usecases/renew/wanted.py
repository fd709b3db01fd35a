"""Whether a domain waits for the renewal of what stands there."""

from __future__ import annotations

from certbind.domain.decide.decision import Decision
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.eligibility import names_against


def wants_a_renewal(decision: Decision) -> bool:
    """Not where something that lasts longer is at hand, though a person or a trouble keeps
    it back, nor where the domain is none of ours to change: then nobody has judged what stands.
    Nor where what stands does not name the domain: its renewal would not, either.
    """
    stands = decision.stands
    if stands is None or decision.unread is not None:
        return False
    if names_against((tuple(stands.names),), decision.target.domain):
        return False
    if decision.word == Reason.BETTER_BOUND.value:
        return False
    return decision.bind is None and decision.would is None
