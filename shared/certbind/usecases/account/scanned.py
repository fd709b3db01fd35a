"""The targets of one scan: each decided on its own, and the message that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

from certbind.domain.decide.decision import Decision
from certbind.domain.model.target import BoundTarget, TargetScan
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Place, Situation, Wish
from certbind.events import Step, step
from certbind.usecases.account.canaries import waiting
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
    """The message that makes somebody look at the target again, and do what should be done."""
    place, memory = situation.place, situation.memory
    bind = decision.bind or waiting(decision)
    is_whole = isinstance(place, Known) and not place.value.unread
    return step(
        decision.target,
        cause,
        memory.value.entry if isinstance(memory, Known) else 0,
        candidate=bind.certificate.id if bind else None,
        look=look,
        scanned_at=situation.now if is_whole else None,
    )


def pause_of(decision: Decision) -> timedelta:
    """After which its message is due: what only waits need not be asked about before."""
    again = decision.again if waiting(decision) is not None else None
    return again or timedelta()


def in_parallel(work: Callable[[BoundTarget], T], targets: Iterable[BoundTarget]) -> tuple[T, ...]:
    """Each target on its own, in the order in which they were given."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return tuple(pool.map(work, targets))
