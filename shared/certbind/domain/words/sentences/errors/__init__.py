"""Errors: what was tried, what came back, what to do."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs
from certbind.domain.words.sentences.errors import hints, messages, variables

PAIRS: Pairs = (*messages.PAIRS, *hints.PAIRS, *variables.PAIRS)
