"""What a message about a line ended in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certbind.domain.decide.decision import Tone
from certbind.domain.renewal.situation import LineDecision
from certbind.events import LineStep
from certbind.usecases.rotate.outcome import Outcome, Result


def numbered(number: int) -> str:
    return f" as order {number}" if number else ""


def told_of(decision: LineDecision, message: LineStep, told: str) -> Outcome:
    result = {
        Tone.WELL: Result.NOTHING_TO_DO,
        Tone.LEFT: Result.NOTHING_TO_DO,
        Tone.WAITS: Result.DEFERRED,
        Tone.PERSON: Result.REFUSED,
    }[decision.tone]
    return outcome(result, message, told, decision.word)


def outcome(
    result: Result,
    message: LineStep,
    told: str,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> Outcome:
    subject = str(message.certificate)
    return Outcome(result, subject, told, reason, message.id, details or {})
