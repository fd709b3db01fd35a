"""Where a domain stands, as its newest journal entry tells: enough to go on without the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.target import Binding, Target

REMEMBERED_CAUSES = 32
"""How many finished causes an entry carries; older duplicates are caught by the plan itself."""


class Phase(Enum):
    """The step that the newest entry left the domain at."""

    IDLE = "idle"  # nothing under way
    INTENT = "intent"  # a bind was about to be made; whether it took effect is not known
    BOUND = "bound"  # bound, visitors not seen to get it yet
    VERIFIED = "verified"  # every address served it
    NOT_VERIFIED = "not_verified"  # bound, but visitors do not get it and waiting will not help


@dataclass(frozen=True, slots=True)
class KnownBinding:
    """A binding with what is needed to recognise it on the edge and to bind it again.

    leaf: None where the certificate is none of CAS's.
    """

    binding: Binding
    leaf: LeafIdentity | None = None
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class DomainState:
    """What is known of one domain.

    current: what certbind bound last, or accepted from another hand.
    previous: what stood there before `current`; the way back.
    bound_sequence: the entry that recorded `current`; verification refers to it.
    intent_*: set in phase INTENT only; `rest_phase` is the phase to return to without a result.
    intent_at: when it was begun; None when it is over and its answer was lost.
    intent_by_hand: the intent is a rollback's.
    looks, good_rounds, good_since: of the verification under way.
    held_to: the end of what a person took off the domain (domain/hold.py).
    rolled_back: the last binding was made by a rollback.
    handled: causes whose outcome is recorded, oldest first.
    """

    phase: Phase = Phase.IDLE
    target: Target | None = None
    current: KnownBinding | None = None
    previous: KnownBinding | None = None
    bound_sequence: int = 0
    bound_at: datetime | None = None
    intent_cause: str = ""
    intent_certificate: CertificateId | None = None
    intent_at: datetime | None = None
    intent_before: KnownBinding | None = None
    intent_by_hand: bool = False
    rest_phase: Phase = Phase.IDLE
    looks: int = 0
    good_rounds: int = 0
    good_since: datetime | None = None
    verify_deadline: datetime | None = None
    held_to: datetime | None = None
    rolled_back: bool = False
    handled: tuple[str, ...] = ()

    def has_handled(self, cause: str) -> bool:
        """Whether the outcome of this cause is recorded."""
        return cause in self.handled

    def with_handled(self, cause: str) -> DomainState:
        """With one more finished cause, the oldest forgotten."""
        if cause in self.handled:
            return self
        return replace(self, handled=(*self.handled, cause)[-REMEMBERED_CAUSES:])

    def is_leased(self, now: datetime, lease: timedelta) -> bool:
        """Whether a function may be at work on the intent still."""
        if self.phase is not Phase.INTENT or self.intent_at is None:
            return False
        return now - self.intent_at < lease

    def at_rest(self) -> DomainState:
        """With the intent, if there is one, withdrawn: the phase is what it was before it."""
        if self.phase is not Phase.INTENT:
            return self
        return replace(
            self,
            phase=self.rest_phase,
            intent_cause="",
            intent_certificate=None,
            intent_at=None,
            intent_before=None,
            intent_by_hand=False,
        )
