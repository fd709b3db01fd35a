"""Pages about situations in few words, as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from certbind.domain.decide.decide import decide
from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.journal import Entry
from certbind.domain.situation.certificates import Sites
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Situation
from certbind.domain.words import Language
from certbind.domain.words.labels import label
from certbind.usecases.account.sweep_domain import examine
from certbind.usecases.explain.explain import explained
from certbind.usecases.explain.explanation import Explanation
from certbind.usecases.overview.domain_row import row_of
from certbind.views.explanation.text import sections
from tests.fakes.situations import MOST_ASKS, Scene


@dataclass(frozen=True)
class Page:
    """An explanation, and its sections by name."""

    found: Explanation
    language: Language = "en"

    def section(self, name: str) -> str:
        heading = label(f"explain.{name}", self.language)
        (part,) = (one for one in sections(self.found, self.language) if one.heading == heading)
        return "\n".join("  " * one.depth + one.text for one in part.paragraphs)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.found.causes)

    @property
    def whole(self) -> str:
        parts = sections(self.found, self.language)
        return "\n".join(f"{one.heading}\n{self.section_of(one)}" for one in parts)

    def section_of(self, part: object) -> str:
        paragraphs = part.paragraphs  # type: ignore[attr-defined]
        return "\n".join("  " * (one.depth + 1) + one.text for one in paragraphs)


def page(
    scene: Scene,
    language: Language = "en",
    *,
    not_read: tuple[str, ...] = (),
    entries: Iterable[Entry] = (),
) -> Page:
    """not_read: sites of CAS that settings leave out."""
    situation, decision = decided(scene, not_read)
    row = row_of(situation, decision, examine(situation, decision, is_queued=False))
    found = explained(situation, decision, row, entries, looked=scene.is_seen)
    return Page(found, language)


def decided(scene: Scene, not_read: tuple[str, ...]) -> tuple[Situation, Decision]:
    situation = scene.lazily
    certificates = replace(situation.need_certificates(), sites=Sites(("cn-hangzhou",), not_read))
    situation = replace(situation, certificates=Known(certificates))
    for _ in range(MOST_ASKS):
        answer = decide(situation)
        if isinstance(answer, Decision):
            return situation, answer
        situation = scene.answered(situation, answer)
    raise AssertionError("still asking")
