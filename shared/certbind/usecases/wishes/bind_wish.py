"""A person's order to bind one certificate, carried out at once and not by way of the queue."""

from __future__ import annotations

from certbind.domain.decide.decision import Decision
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.target import Target
from certbind.events import step
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.step.take import TakeStep
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class BindByHand:
    """The same step as a message's: recorded, and looked at afterwards. What must be tried again
    is left to the queue, with the wish.
    """

    take_step: TakeStep

    def __call__(self, target: Target, certificate: CertificateId, wish: str) -> Outcome:
        """The outcome of the one step; raises as TakeStep does."""
        return self.take_step(step(target, wish, 0, candidate=certificate, by_hand=True))


def left_alone(decision: Decision) -> Outcome:
    """What is told of a target at which nothing is bound."""
    target = decision.target
    if decision.unread is not None:
        return Outcome(Result.FAILED, target.domain, f"{target}: {decision.detail}", decision.word)
    words = "; ".join(f"{word}: {detail}".rstrip(".") for word, detail in decision.reasons)
    if decision.is_refusal:
        return Outcome(Result.REFUSED, target.domain, f"{target}: {words}.", decision.word)
    message = f"{target}: nothing to do: {decision.word}: {decision.detail.rstrip('.')}."
    return Outcome(Result.NOTHING_TO_DO, target.domain, message, decision.word)
