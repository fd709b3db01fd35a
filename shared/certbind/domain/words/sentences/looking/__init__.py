"""What visitors are served, and what is wrong with it."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs
from certbind.domain.words.sentences.looking import chains, revocation, summary, verify

PAIRS: Pairs = (*summary.PAIRS, *chains.PAIRS, *revocation.PAIRS, *verify.PAIRS)
