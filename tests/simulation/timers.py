"""The timers of s.yaml, and which of their ticks are played.

Ticks that can change nothing are passed over, but some of them run all the same and must indeed
change nothing; and where calls fail, only each sixth tick of the short timer runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.simulation.cloud import QUEUE
from tests.simulation.plan import HOUR, MINUTE
from tests.simulation.scheduler import Invocation

if TYPE_CHECKING:
    from tests.simulation.play import Play

EVERY = {"watch": 5 * MINUTE, "recheck": 6 * HOUR}
_CONTROLS, _CONTROLS_IN_YEARS = {"watch": 100, "recheck": 100}, {"watch": 400, "recheck": 100}
"""Of the ticks that are passed over, each so many-th runs all the same."""
_QUIET = {
    "ok",
    "held",
    "expiring",
    "skipped",
    "plan_only",
    "no_certificate",
    "no_https",
    "refused",
    "not_sound",
    "renewal_due",
    "quarantined",
}


class Timers:
    """When each ticks next."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._begin = play.begin
        self._controls = _CONTROLS_IN_YEARS if play.plan.is_long else _CONTROLS
        self._quiet = dict.fromkeys(EVERY, False)
        self._failed = dict.fromkeys(EVERY, False)
        self._ran = dict.fromkeys(EVERY, play.begin)
        self._considered = dict(self._ran)
        self._dated = dict(self._ran)
        self.disturbances = 0

    def next_tick(self, name: str) -> float:
        """When the timer's next tick runs that may change something, or is a control."""
        every = EVERY[name]
        first = self._grid(name, self._considered[name]) + every
        if self._failed[name] and name == "watch":
            return first + 5 * every  # a platform in trouble is late: what fails is seldom news
        if not self._quiet[name]:
            return first
        control = self._grid(name, self._ran[name]) + self._controls[name] * every
        return max(first, min(control, self._threshold(name, self._dated[name])))

    def tick(self, name: str) -> Invocation:
        """Now."""
        play = self._play
        was_quiet = self._quiet[name]
        threshold = self._threshold(name, self._dated[name]) <= play.time.seconds
        self._ran[name] = self._considered[name] = play.time.seconds
        one = play.invocation(name, f"{name}@{play.when()}", b"{}")
        one.seen["control"] = ["yes"] if was_quiet and not threshold else []
        play.result.counts[f"{name}s"] += 1
        return one

    def disturb(self) -> None:
        """Something changed: the next tick of each timer may find work."""
        self.disturbances += 1
        for name, quiet in self._quiet.items():
            if quiet:  # those that were passed over do not come now
                last = self._grid(name, self._play.time.seconds)
                self._considered[name] = max(self._considered[name], last)
        self._quiet = dict.fromkeys(EVERY, False)

    def ended(self, one: Invocation) -> None:
        """A tick is over."""
        name = one.function
        self._quiet[name] = self._is_quiet(one)
        if not _has_failed(one):  # by a clock that is behind some dates have not come yet
            self._dated[name] = self._ran[name] + min(one.skew, 0.0)
        has_failed = _has_failed(one) and not self._quiet[name]
        self._failed[name] = bool(one.troubles) or has_failed

    def _is_quiet(self, one: Invocation) -> bool:
        if one.troubles or not isinstance(one.answer, dict):
            return False
        if one.seen["disturbed"] != [str(self.disturbances)]:
            return False
        if one.function == "watch":
            is_off = bool(one.skew) and one.answer.get("outcome") == "error"
            return is_off or one.answer.get("outcome") == "watched"
        if one.seen.get("sent") or self._is_work_left(one.answer):
            return False
        return set(one.answer.get("counts", {"?": 1})) <= _QUIET

    def _is_work_left(self, answer: dict[str, Any]) -> bool:
        waits = self._play.cloud.queues.next_visible(QUEUE) is not None
        return waits or bool(answer.get("unread"))

    def _grid(self, name: str, moment: float) -> float:
        """The timer's last tick until then."""
        return self._begin + (moment - self._begin) // EVERY[name] * EVERY[name]

    def _threshold(self, name: str, since: float) -> float:
        """The first tick after a moment at which some date begins to say something else."""
        return self._play.watcher.next_date(name, since, EVERY[name])


def _has_failed(one: Invocation) -> bool:
    """A timer's call; one that failed before answers with its error."""
    return not isinstance(one.answer, dict) or one.answer.get("outcome") == "error"
