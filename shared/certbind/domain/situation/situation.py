"""Everything that a decision about one domain at one target is made from. Nothing is decided here.

Who asks (an event, a sweep, `plan`) is no part of it, so it cannot matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum

from certbind.domain.lifecycle.pause import Times
from certbind.domain.lifecycle.rollout import Rollout
from certbind.domain.lifecycle.state import DomainState, KnownBinding
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.job import Job
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding
from certbind.domain.model.target import Binding, BoundTarget, ScanFailure, Target
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.reading import (
    UNASKED,
    Ask,
    Known,
    NeedsError,
    Part,
    Read,
    Unread,
)
from certbind.domain.trust.verdict import Verdict
from certbind.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Every target that the domain has. unread: parts of the account where it may be as well.

    shown: the names that DNS leads through, looked up only where several edges have the domain.
    """

    targets: tuple[BoundTarget, ...]
    unread: tuple[ScanFailure, ...] = ()
    shown: tuple[str, ...] = ()

    def at(self, target: Target) -> BoundTarget | None:
        """The target as it was read; None where the account does not have it."""
        return next((one for one in self.targets if one.target.same_place(target)), None)


@dataclass(frozen=True, slots=True)
class Memory:
    """The domain's state, aged to this moment, and the number of the entry that it stands in.

    skew: this machine's clock less the ledger's. is_broken: the newest entry is damaged, and that
    is not on record yet.
    """

    state: DomainState
    entry: int
    skew: timedelta = timedelta()
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Served:
    """One look at every address. elsewhere: where DNS leads instead of the target, if it does.

    cname_chain: the names that the look-up passed through.
    """

    verdict: Verdict
    elsewhere: Finding | None = None
    cname_chain: tuple[str, ...] = ()


class WishKind(Enum):
    """What a person can ask for."""

    BIND = "bind"  # this certificate
    BEST = "best"  # whatever the loop would bind, now
    BACK = "back"  # what stood before, or a named one in its place


@dataclass(frozen=True, slots=True)
class Wish:
    """A person's order for one domain; carried out once (by its id), and void after a day.

    certificate: for BIND, and for BACK to a named one. back_to: what stood at the time that the
    person means; None: what the record says. only_ours: not where another hand was since.
    force: also where it is worse, as long as it can be bound at all.
    """

    kind: WishKind
    id: str
    certificate: CertificateId | None = None
    back_to: KnownBinding | None = None
    only_ours: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """One domain at one target.

    standing: what is attached, exactly.
    served: a fresh look; UNASKED where nobody has looked now (the record says what was seen).
    rollouts: at the target's product, of certificates whose chain could not be read.
    jobs: of CAS's own deployment, those that are under way.
    """

    target: Target
    now: datetime
    policy: Policy
    times: Times
    place: Read[Place]
    memory: Read[Memory]
    standing: Read[Binding]
    certificates: Read[Certificates]
    served: Read[Served] = UNASKED
    wish: Wish | None = None
    rollouts: Mapping[CertificateId, Read[Rollout]] = field(default_factory=dict)
    jobs: Read[tuple[Job, ...]] = UNASKED

    @property
    def domain(self) -> Domain:
        """The target's."""
        return self.target.domain

    def need_served(self) -> Read[Served]:
        """The look; NeedsError where there is none yet."""
        if self.served is UNASKED:
            raise NeedsError(Ask(Part.SERVED))
        return self.served

    def need_rollout(self, certificate: CertificateId) -> Known[Rollout] | Unread:
        """How it does at this product; NeedsError where nobody has asked yet."""
        found = self.rollouts.get(certificate, UNASKED)
        if found is UNASKED:
            raise NeedsError(Ask(Part.ROLLOUT, certificate))
        return found

    def need_jobs(self) -> Known[tuple[Job, ...]] | Unread:
        """CAS's own work; NeedsError where nobody has asked yet."""
        if self.jobs is UNASKED:
            raise NeedsError(Ask(Part.JOBS))
        return self.jobs

    def need_certificates(self) -> Certificates:
        """Only after `sight` has passed, which says so when they could not be read."""
        if not isinstance(self.certificates, Known):
            raise TypeError("sight lets nothing unread pass")
        return self.certificates.value
