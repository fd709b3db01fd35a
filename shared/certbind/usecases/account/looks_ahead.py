"""Looks at the domains of a sweep, many side by side, before each is decided on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from certbind.domain.model.target import BoundTarget, Target
from certbind.domain.situation.situation import Situation
from certbind.usecases.account.scanned import Scanned, in_parallel, situation_of
from certbind.usecases.rotate.gather import Gather

PART = 256
"""Domains that are read, then looked at, then decided. If every edge of them hangs, they still end
within what a sweep keeps of its time (sweep_turn.py).
"""


class LooksAhead:
    """What was read and seen of one part of the targets. Whatever failed here is done again for
    its own domain, where it is told as that domain's trouble.
    """

    def __init__(self, gather: Gather, scanned: Scanned, is_over: Callable[[], bool]) -> None:
        """is_over: whether no further one is to be begun."""
        self._gather = gather
        self._scanned = scanned
        self._is_over = is_over
        self._known: dict[Target, Situation] = {}
        self._late: set[Target] = set()

    def in_parts(self, targets: Sequence[BoundTarget]) -> Iterator[Sequence[BoundTarget]]:
        """Part by part, each looked at."""
        for begin in range(0, len(targets), PART):
            part = targets[begin : begin + PART]
            self._look_at(part)
            yield part

    def is_late(self, bound: BoundTarget) -> bool:
        """Whether the time was up when it was its turn. Who was begun in time is brought on."""
        return bound.target in self._late

    def situation(self, bound: BoundTarget) -> Situation:
        """With a look where there can be one; raises what reading or looking does."""
        known = self._known.pop(bound.target, None)
        situation = known or situation_of(self._gather, bound, self._scanned)
        if self._gather.can_be_looked_at(situation):
            situation = self._gather.look_now(situation)
        return situation

    def _look_at(self, part: Sequence[BoundTarget]) -> None:
        read = in_parallel(self._read, part)
        self._known = {
            bound.target: one for bound, one in zip(part, read, strict=True) if one is not None
        }
        if not self._gather.can_look:
            return
        wanted = (one for one in self._known.values() if self._gather.can_be_looked_at(one))
        with suppress(Exception):  # of one domain, which comes again when that one is decided
            for one in self._gather.look_at_all(tuple(wanted)):
                self._known[one.target] = one

    def _read(self, bound: BoundTarget) -> Situation | None:
        if self._is_over():
            self._late.add(bound.target)
            return None
        try:
            return situation_of(self._gather, bound, self._scanned)
        except Exception:  # noqa: BLE001 - see LooksAhead
            return None
