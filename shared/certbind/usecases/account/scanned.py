"""The targets of one scan: each decided on its own, and the message that follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.state import Awaited
from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget, TargetScan
from certbind.domain.situation.reading import Known, Read
from certbind.domain.situation.situation import Memory, Place, Situation, Wish
from certbind.events import Step, step
from certbind.usecases.account.canaries import waiting
from certbind.usecases.rotate.gather import Gather
from certbind.values import dataclass

T = TypeVar("T")

WORKERS = 16
"""Domains read side by side; the CDN read rate (100/s) is the bound in sight."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan of the whole account, indexed so that no domain looks at every target."""

    scan: TargetScan
    targets: Mapping[Domain, tuple[BoundTarget, ...]]

    @classmethod
    def of(cls, scan: TargetScan) -> Scanned:
        """Once a scan."""
        found: defaultdict[Domain, list[BoundTarget]] = defaultdict(list)
        for one in scan.targets:
            for domain in (one.target.domain, *one.names):
                found[domain].append(one)
        return cls(scan, {domain: tuple(some) for domain, some in found.items()})

    def place(self, domain: Domain) -> Place:
        """Every target that the domain has, and where it may be as well."""
        return Place(self.targets.get(domain, ()), self.scan.failures)


def situation_of(
    gather: Gather,
    bound: BoundTarget,
    scanned: Scanned,
    wish: Wish | None = None,
    memory: Read[Memory] | None = None,
) -> Situation:
    """A target of a scan of the whole account. memory: where it was read already."""
    place = scanned.place(bound.target.domain)
    known = gather.remember(bound.target) if memory is None else memory
    return gather.situation(bound.target, Known(place), known, wish)


def step_for(situation: Situation, decision: Decision, cause: str, *, look: bool = False) -> Step:
    """The message that makes somebody look at the target again, and do what should be done.

    That nothing stands in front of the target is told with it where the scan has shown that.
    """
    place, memory = situation.place, situation.memory
    bind = decision.bind or waiting(decision)
    is_alone = (
        isinstance(place, Known) and not place.value.unread and len(place.value.targets) == 1
    )
    return step(
        decision.target,
        cause,
        memory.value.entry if isinstance(memory, Known) else 0,
        candidate=bind.certificate.id if bind else None,
        look=look,
        scanned_at=situation.now if is_alone else None,
    )


def pause_of(decision: Decision) -> timedelta:
    """After which its message is due: what only waits need not be asked about before."""
    again = decision.again if waiting(decision) is not None else None
    return again or timedelta()


def in_parallel(work: Callable[[BoundTarget], T], targets: Iterable[BoundTarget]) -> tuple[T, ...]:
    """Each target on its own, in the order in which they were given."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return tuple(pool.map(work, targets))


def is_awaited(situation: Situation, awaits: Awaited) -> bool:
    """Whether its own message brings the domain back."""
    memory = situation.memory.value if isinstance(situation.memory, Known) else None
    known = memory.state.awaits if memory is not None else None
    return known is not None and (known.job, known.certificates) == (
        awaits.job,
        awaits.certificates,
    )
