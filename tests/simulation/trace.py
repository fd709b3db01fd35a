"""A seed that breaks a promise, made short enough to read.

First lines and windows of the plan are left out as long as the same promise breaks; then single
troubles, of those that still strike. Draws depend on what they are for alone (clockwork.Chance),
so what is left does as before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from tests.simulation.plan import Plan
from tests.simulation.play import play
from tests.simulation.results import Allowed, Result

T = TypeVar("T")
MOST_RUNS = 120


def shorten(plan: Plan, broken: Result, most: int = MOST_RUNS) -> tuple[Plan, Result]:
    """A plan that breaks the same promise with less, and its run."""
    name = broken.broken.name if broken.broken else ""
    left = [most]
    best = [broken]

    def still(smaller: Plan, allowed: Allowed | None = None) -> bool:
        if left[0] <= 0:
            return False
        left[0] -= 1
        result = play(smaller, allowed)
        if result.broken is None or result.broken.name != name:
            return False
        best[0] = result
        return True

    calm = replace(plan, skews=(), lines=plan.lines)
    plan = calm if plan.skews and still(calm) else plan
    plan = replace(
        plan, windows=_less(plan.windows, lambda some: still(replace(plan, windows=tuple(some))))
    )
    plan = replace(
        plan, lines=_less(plan.lines, lambda some: still(replace(plan, lines=tuple(some))))
    )
    if plan.width > 1 and still(replace(plan, width=1)):
        plan = replace(plan, width=1)
    _less(tuple(best[0].struck), lambda some: still(plan, Allowed(troubles=frozenset(some))))
    return plan, best[0]


def _less(items: Sequence[T], holds: Callable[[Sequence[T]], bool]) -> tuple[T, ...]:
    """Without whatever can be left out, in ever smaller pieces."""
    kept = list(items)
    if kept and holds([]):
        return ()
    size = max(len(kept) // 2, 1)
    while kept:
        position = 0
        while position < len(kept):
            fewer = kept[:position] + kept[position + size :]
            if holds(fewer):
                kept = fewer
            else:
                position += size
        if size == 1:
            return tuple(kept)
        size = max(size // 2, 1)
    return tuple(kept)


def told(plan: Plan, result: Result, lines: int = 60) -> str:
    """For a person: the account, what was done to it, and the last of what happened."""
    quiet = [one for one in result.trace if not one.endswith(": watched ")]
    return "\n".join(
        (
            f"seed {plan.seed}: {result.broken}",
            f"settings: {', '.join(f'{n}={v}' for n, v in plan.environment)}",
            f"targets: {', '.join(map(str, plan.spots))}",
            *(f"window: {one}" for one in plan.windows),
            *(f"clock: {one}" for one in plan.skews),
            *(f"plan: {one}" for one in plan.lines),
            f"the last {min(lines, len(quiet))} of {len(quiet)} lines of its trace:",
            *quiet[-lines:],
        )
    )
