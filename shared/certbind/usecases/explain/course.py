"""What certbind does next by the one decision, and which change is young."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.decide.decision import Decision, LookNow, TakeOff
from certbind.domain.lifecycle.state import SeenAs, Why
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Situation
from certbind.usecases.explain.explanation import Cause, Course, Does, Recent, Young

_BROWSERS_REMEMBER = timedelta(hours=1)
"""Chromium keeps connections for minutes, and people keep pages open for longer."""


def course_of(situation: Situation, decision: Decision) -> Course:
    """In the decision's own words."""
    bind = decision.bind or decision.would
    again = None if decision.again is None else situation.now + decision.again
    reasons = tuple(Cause(word, detail) for word, detail in decision.reasons)
    candidate = str(bind.certificate.id) if bind is not None else ""
    return Course(_does(decision), reasons, candidate, again)


def _does(decision: Decision) -> Does:
    if decision.bind is not None:
        return Does.BINDS
    if isinstance(decision.act, LookNow | TakeOff):  # what goes is looked after
        return Does.LOOKS
    return Does.HELD_BACK if decision.would is not None else Does.NOTHING


def recent_of(situation: Situation) -> Recent | None:
    """By the record; None where nothing was changed lately."""
    if not isinstance(situation.memory, Known):
        return None
    state, now = situation.memory.value.state, situation.now
    if state.change is not None:
        return Recent(Young.WRITING, now - state.change.ago)
    if state.look is not None and state.look.why is Why.BOUND:
        return Recent(Young.SPREADS, now - state.look.spent)
    seen = state.seen
    if seen is None or state.ours is None or seen.ago > _BROWSERS_REMEMBER:
        return None
    return Recent(Young.DONE, now - seen.ago) if seen.verdict is SeenAs.VERIFIED else None
