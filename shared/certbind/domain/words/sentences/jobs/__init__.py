"""What `deploy` says: CAS's own deployment jobs by a person's word."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs
from certbind.domain.words.sentences.jobs import course, offers, usage

PAIRS: Pairs = (*usage.PAIRS, *offers.PAIRS, *course.PAIRS)
