"""The lines whose renewal is due, as a sweep meets them: what judges them is read when one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certbind.domain.decide.decision import Decision
from certbind.domain.model.policy import expiry_stage
from certbind.events import LineStep
from certbind.usecases.renew.wanted import wants_a_renewal
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, field

if TYPE_CHECKING:
    from certbind.usecases.renew.line_words import LineWord, LineWords


@dataclass(slots=True)
class DueLines:
    """Most sweeps meet none."""

    sources: Sources
    rules: Rules
    _words: list[LineWords] = field(default_factory=list)

    def of(self, decision: Decision) -> LineWord | None:
        """None where the domain waits for no renewal, or there is nothing to say."""
        stands, now = decision.stands, self.sources.clock.now()
        if stands is None or not wants_a_renewal(decision, now):
            return None
        if expiry_stage(stands.not_before, stands.not_after, now) is None:
            return None
        return self._judge().of(decision)

    def hints(self) -> tuple[LineStep, ...]:
        """See LineWords, and left_lines; a CloudError of the ledger where that lists no lines."""
        met = self._words[0].hints() if self._words else ()
        if not self.rules.policy.validates:
            return met
        from certbind.usecases.renew.left_lines import left_lines  # noqa: PLC0415

        return (*met, *left_lines(self.sources, {one.id for one in met}))

    def _judge(self) -> LineWords:
        """One for the sweep; of two threads that make one at once the first one's counts."""
        if not self._words:
            from certbind.usecases.renew.line_words import LineWords  # noqa: PLC0415

            self._words.append(LineWords(self.sources, self.rules))
        return self._words[0]
