"""Whether a domain waits for the renewal of what stands there."""

from __future__ import annotations

from datetime import datetime

from certbind.domain.decide.decision import Decision
from certbind.domain.model.policy import expiry_stage
from certbind.domain.situation.eligibility import names_against


def wants_a_renewal(decision: Decision, now: datetime) -> bool:
    """Not where something that lasts longer is at hand, though a person or a trouble keeps
    it back, unless what stands would be due, too, if it lasted as long; nor where the domain is
    none of ours to change: then nobody has judged what stands. Nor where what stands does not name
    the domain: its renewal would not, either.
    """
    stands = decision.stands
    if stands is None or decision.unread is not None:
        return False
    if names_against((tuple(stands.names),), decision.target.domain):
        return False
    longer = decision.longer
    if decision.bind is not None:
        return False
    return longer is None or expiry_stage(stands.not_before, longer.not_after, now) is not None
