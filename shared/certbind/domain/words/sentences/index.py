"""All pairs; where two would fit, the one with more words of its own counts."""

from __future__ import annotations

from certbind.domain.words.sentences import (
    Pairs,
    command,
    decisions,
    errors,
    files,
    jobs,
    looking,
    operating,
    protecting,
    records,
    renewing,
    settings,
    usage,
)

PAIRS: Pairs = (
    *command.PAIRS,
    *decisions.PAIRS,
    *looking.PAIRS,
    *records.PAIRS,
    *renewing.PAIRS,
    *errors.PAIRS,
    *files.PAIRS,
    *jobs.PAIRS,
    *operating.PAIRS,
    *protecting.PAIRS,
    *settings.PAIRS,
    *usage.PAIRS,
)
