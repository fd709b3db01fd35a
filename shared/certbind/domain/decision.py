"""What a plan says of a target: bind, keep, or cannot, always with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.reasons import Finding
from certbind.domain.model.target import Binding, Target


@dataclass(frozen=True, slots=True)
class Bind:
    """Attach the certificate, provided that `expects` still stands there.

    reason: why, in a clause for people.
    """

    target: Target
    certificate: Certificate
    expects: Binding
    reason: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Leave the target as it is, and nothing is wrong with that.

    certificate: what stands there, where it is known.
    """

    target: Target
    finding: Finding
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Cannot:
    """Something should or could change here, and these are all the reasons why it does not."""

    target: Target
    findings: tuple[Finding, ...]


Decision: TypeAlias = Bind | Keep | Cannot


@dataclass(frozen=True, slots=True)
class Plan:
    """One decision for each target, in the order of the routed targets."""

    decisions: tuple[Decision, ...]

    @property
    def binds(self) -> tuple[Bind, ...]:
        """The changes."""
        return tuple(one for one in self.decisions if isinstance(one, Bind))

    @property
    def keeps(self) -> tuple[Keep, ...]:
        """What stays as it is."""
        return tuple(one for one in self.decisions if isinstance(one, Keep))

    @property
    def cannots(self) -> tuple[Cannot, ...]:
        """What should be done and is not."""
        return tuple(one for one in self.decisions if isinstance(one, Cannot))
