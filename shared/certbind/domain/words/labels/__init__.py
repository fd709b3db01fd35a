"""What stands beside the words of the catalogue: headings, states, sentences of `status`, of
`explain`, of `roots` and of the page, in both languages. A name in braces is filled in; `DOMAIN` stands for the domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from certbind.domain.words import Language, Text
from certbind.domain.words.labels.command import COMMAND
from certbind.domain.words.labels.explain import EXPLAIN
from certbind.domain.words.labels.page import PAGE
from certbind.domain.words.labels.roots import ROOTS
from certbind.domain.words.labels.status import STATUS
from certbind.domain.words.labels.sweep import SWEEP

LABELS: Mapping[str, Text] = MappingProxyType(
    {**STATUS, **PAGE, **EXPLAIN, **COMMAND, **ROOTS, **SWEEP}
)


def label(key: str, language: Language = "en", **values: object) -> str:
    """KeyError for a key that there is none of, or a name that is not filled in."""
    text = LABELS[key].say(language)
    return text.format(**values) if values else text
