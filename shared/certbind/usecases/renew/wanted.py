"""Whether a domain waits for the renewal of what stands there."""

from __future__ import annotations

from certbind.domain.decide.decision import Decision


def wants_a_renewal(decision: Decision) -> bool:
    """Not where something better is at hand, though a person or a trouble keeps it back, nor where
    the domain is none of ours to change.
    """
    if decision.stands is None or decision.unread is not None:
        return False
    return decision.bind is None and decision.would is None
