"""The catalogue: every word that certbind says, once, with its one meaning and what to do.

Plans, records, logs, alarms and `--json` output use the codes. docs/runbook.md and
docs/runbook.zh.md are made from the rows (`make runbook`), and links of error messages end there.

The rows stand in the rooms, in both languages, and are read when the first one is asked for: a
cold start does not pay for texts (about 5 ms) that it may never say.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Literal, TypeAlias

from certbind.values import dataclass

Language: TypeAlias = Literal["en", "zh"]


class Urgency(Enum):
    """Who has to do something about it."""

    WELL = "well"  # nobody: this is how it should be
    WAITS = "waits"  # nobody yet: time mends it, or certbind goes on by itself
    PERSON = "person"  # a person must act, or decide that it stays so
    NOTE = "note"  # nobody: it is only told


WELL, WAITS, PERSON, NOTE = Urgency.WELL, Urgency.WAITS, Urgency.PERSON, Urgency.NOTE


@dataclass(frozen=True, slots=True)
class Text:
    """Sentences for people, in both languages."""

    en: str
    zh: str

    def say(self, language: Language) -> str:
        """The sentences in one of them."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Word:
    """One word, with the one meaning that it has wherever it stands.

    code: as alarms, records and `--json` have it; never changed without a line in the changelog.
    meaning: its first sentence stands alone. remedy: what to do. browser: Chromium's name for it,
    "" where browsers show none.
    """

    code: str
    urgency: Urgency
    meaning: Text
    remedy: Text
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """The words of one subject, in the order in which they are read."""

    title: Text
    words: tuple[Word, ...]


def row(
    code: str,
    urgency: Urgency,
    meaning: str,
    meaning_zh: str,
    remedy: str,
    remedy_zh: str,
    *,
    browser: str = "",
) -> Word:
    """A word as the rooms write it: a text a line, each language under the other."""
    return Word(code, urgency, Text(meaning, meaning_zh), Text(remedy, remedy_zh), browser)


def word(code: str) -> Word:
    """The row of a code; KeyError for a word that certbind does not say."""
    from certbind.domain.words.index import WORDS  # noqa: PLC0415 - read when wanted, see above

    return WORDS[code]


@lru_cache(maxsize=1)
def words_of_faults() -> Mapping[str, Word]:
    """Those that a look at visitors may say, by their codes: whoever looks once reads no others."""
    from certbind.domain.words import certificate, chain, connection, served  # noqa: PLC0415

    rooms = certificate.ROOM, chain.ROOM, connection.ROOM, served.ROOM
    return {one.code: one for room in rooms for one in room.words}


def is_word(code: str) -> bool:
    """Whether certbind says it: a record of another version may hold a code that it does not."""
    from certbind.domain.words.index import WORDS  # noqa: PLC0415 - read when wanted, see above

    return code in WORDS
