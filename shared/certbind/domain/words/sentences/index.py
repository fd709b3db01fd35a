"""All pairs; where two would fit, the one with more words of its own counts."""

from __future__ import annotations

from certbind.domain.words.sentences import (
    Pairs,
    answers,
    calls,
    command,
    decisions,
    errors,
    files,
    hindered,
    jobs,
    looking,
    operate,
    protecting,
    records,
    renewing,
    settings,
    usage,
)

PAIRS: Pairs = (
    *answers.PAIRS,
    *command.PAIRS,
    *decisions.PAIRS,
    *looking.PAIRS,
    *records.PAIRS,
    *renewing.PAIRS,
    *errors.PAIRS,
    *calls.PAIRS,
    *files.PAIRS,
    *hindered.PAIRS,
    *jobs.PAIRS,
    *operate.PAIRS,
    *protecting.PAIRS,
    *settings.PAIRS,
    *usage.PAIRS,
)
