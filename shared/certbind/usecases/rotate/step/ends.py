"""How a step ends, as its function answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certbind.domain.decide.decision import Decision, Tone
from certbind.errors import CloudError
from certbind.events import Step
from certbind.usecases.rotate import sentences
from certbind.usecases.rotate.domain_journal import Position
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.step.following import Following


def ended(
    result: Result,
    message: Step,
    told: str,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> Outcome:
    """What came of a message."""
    return Outcome(result, message.target.domain, told, reason, message.id, details or {})


def in_trouble(following: Following, position: Position, trouble: CloudError) -> Outcome:
    """A write that failed, and is on record."""
    result = Result.DEFERRED if trouble.retryable else Result.FAILED
    told = trying_again(str(trouble), following, position)
    return ended(result, following.message, told, trouble.code, trouble.to_json())


def trying_again(told: str, following: Following, position: Position) -> str:
    """With when, where a message brings it back."""
    owed = following.owed(position, position.follow)
    if owed is None:
        return told
    return f"{told} Trying again in {sentences.seconds(owed)}."


def left_alone(decision: Decision, told: str, message: Step) -> Outcome:
    """Nothing was done."""
    details = {"findings": [list(reason) for reason in decision.reasons]}
    if decision.is_refusal:
        return ended(Result.REFUSED, message, told, decision.word, details)
    result = Result.DEFERRED if decision.tone is Tone.WAITS else Result.NOTHING_TO_DO
    return ended(result, message, told, decision.word, details)
