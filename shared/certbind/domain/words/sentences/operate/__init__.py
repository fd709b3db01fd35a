"""What is said of the ground that certbind stands on."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs
from certbind.domain.words.sentences.operate import doctor, doctor_machine, doctor_stores, setup

PAIRS: Pairs = (*doctor.PAIRS, *doctor_machine.PAIRS, *doctor_stores.PAIRS, *setup.PAIRS)
