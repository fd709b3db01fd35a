"""What should happen to one domain: at most one act, and always a word that says why."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import TypeAlias

from certbind.domain.lifecycle.facts import Fact
from certbind.domain.lifecycle.state import Awaited, KnownBinding, Purpose
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.reasons import Finding
from certbind.domain.model.target import Binding, Target
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.reading import Unread
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Bind:
    """Attach the certificate, provided that what stood there before still does.

    bound: how it will stand there. why: a clause.
    is_canary: its chain could not be read, and no domain of the product has it yet: it is claimed
    first (usecases/rotate/rollouts.py), and the others wait for what is seen here.
    """

    certificate: Certificate
    bound: KnownBinding
    before: KnownBinding
    purpose: Purpose
    why: str
    is_canary: bool = False

    @property
    def expects(self) -> Binding:
        """What the write is guarded by."""
        return self.before.binding


@dataclass(frozen=True, slots=True)
class LookNow:
    """Look at every address, and put on record what is served."""


@dataclass(frozen=True, slots=True)
class TakeOff:
    """Take what was replaced out of the place where it still stands beside what replaced it, and
    `keeps` stays. why: a clause.
    """

    old: Binding
    keeps: Binding
    why: str


Act: TypeAlias = Bind | LookNow | TakeOff


class Tone(Enum):
    """What a word asks of whoever reads it."""

    WELL = "well"  # nothing is to be done
    LEFT = "left"  # left alone on purpose: somebody has decided so, or it is not certbind's
    WAITS = "waits"  # time mends it
    PERSON = "person"  # a person must act


@dataclass(frozen=True, slots=True)
class Passed:
    """A certificate that covers the domain, or nearly, and why it is not the one to bind."""

    certificate: CertificateId
    against: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Want:
    """An act, or the reason why there is none. candidate: of a bind. longer: what would outlast
    what stands, and is not bound.
    """

    act: Act | None
    word: str
    detail: str
    tone: Tone = Tone.WELL
    candidate: Assessed | None = None
    also: tuple[Finding, ...] = ()
    again: timedelta | None = None
    longer: Assessed | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """act: what is to be done now, None for nothing. word, detail: why, or why not.

    also: what else speaks against the act. would: the act that is held back.
    again: when to decide anew; None: at the next sweep.
    absorbed: what the world shows and the record lacks, to be written first.
    stands: the certificate that is attached, where CAS holds it.
    passed: every certificate in question that is not bound, each with its reasons.
    unread: what could not be read, where that is why nothing was decided.
    awaits: the deployment job of CAS that is waited for.
    longer: what is at hand to be bound when what stands comes to its end, and is kept back.
    """

    target: Target
    act: Act | None
    word: str
    detail: str
    tone: Tone
    also: tuple[Finding, ...] = ()
    would: Bind | None = None
    again: timedelta | None = None
    absorbed: tuple[Fact, ...] = ()
    stands: Certificate | None = None
    passed: tuple[Passed, ...] = ()
    unread: Unread | None = None
    awaits: Awaited | None = None
    longer: Certificate | None = None

    @property
    def bind(self) -> Bind | None:
        """The bind that is to be made, if one is."""
        return self.act if isinstance(self.act, Bind) else None

    @property
    def is_refusal(self) -> bool:
        """Whether something should change and a person has to do something first."""
        return self.act is None and self.tone is Tone.PERSON

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Every word with its detail, the decisive one first."""
        more = ((one.reason.value, one.detail) for one in self.also)
        return ((self.word, self.detail), *more)
