"""Whether a domain waits for the renewal of what stands there."""

from __future__ import annotations

from certbind.domain.decide.decision import Decision
from certbind.domain.model.reasons import Reason


def wants_a_renewal(decision: Decision) -> bool:
    """Not where something that lasts longer is at hand, though a person or a trouble keeps
    it back, nor where the domain is none of ours to change: then nobody has judged what stands.
    """
    if decision.stands is None or decision.unread is not None:
        return False
    if decision.word == Reason.BETTER_BOUND.value:
        return False
    return decision.bind is None and decision.would is None
