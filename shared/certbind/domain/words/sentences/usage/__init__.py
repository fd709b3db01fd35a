"""What `--help` says, and the words of the command line itself."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs
from certbind.domain.words.sentences.usage import commands, options, refusals

PAIRS: Pairs = (*commands.PAIRS, *options.PAIRS, *refusals.PAIRS)
