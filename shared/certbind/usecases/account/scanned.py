"""The targets of one scan: each decided on its own, and the message that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from certbind.domain.decide.decision import Decision
from certbind.domain.model.target import BoundTarget, TargetScan
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Place, Situation, Wish
from certbind.events import Step, step
from certbind.usecases.rotate.gather import Gather

T = TypeVar("T")

WORKERS = 16
"""Domains read side by side; the CDN read rate (100/s) is the bound in sight."""


def situation_of(
    gather: Gather, bound: BoundTarget, scan: TargetScan, wish: Wish | None = None
) -> Situation:
    """A target of a scan of the whole account."""
    same = tuple(one for one in scan.targets if one.target.domain == bound.target.domain)
    place = Place(same, scan.failures)
    return gather.situation(bound.target, Known(place), gather.remember(bound.target), wish)


def step_for(situation: Situation, decision: Decision, cause: str, *, look: bool = False) -> Step:
    """The message that makes somebody look at the target again, and do what should be done.

    That nothing stands in front of the target is told with it where the scan has shown that.
    """
    place, memory, bind = situation.place, situation.memory, decision.bind
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


def in_parallel(work: Callable[[BoundTarget], T], targets: Iterable[BoundTarget]) -> tuple[T, ...]:
    """Each target on its own, in the order in which they were given."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return tuple(pool.map(work, targets))
