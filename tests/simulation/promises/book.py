"""What every promise is held against: the account as it truly is, and what was seen before."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.simulation.account import Spot

if TYPE_CHECKING:
    from tests.simulation.play import Play
    from tests.simulation.scheduler import Invocation

ROLLBACK, WISH, ITSELF, HAND = "a rollback", "a wish", "certbind", "a hand"
JOB = "a job of CAS"


class Broken(Exception):  # noqa: N818 - a promise, not an error
    """A promise was broken. name: which; told: how."""

    def __init__(self, name: str, told: str) -> None:
        super().__init__(f"{name}: {told}")
        self.name = name
        self.told = told

    def __reduce__(self) -> tuple[type[Broken], tuple[str, str]]:
        """It comes back from other processes."""
        return Broken, (self.name, self.told)


@dataclass(frozen=True, slots=True)
class Change:
    """A binding that changed, at this moment, by whom."""

    at: datetime
    spot: Spot
    before: str
    after: str
    who: str


class Book:
    """The first promise that is broken counts."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self.broken: Broken | None = None
        self.changes: list[Change] = []
        self._taken_off: dict[Spot, datetime] = {}
        self.stale_at: datetime | None = None
        self._under: set[Change] = set()
        self._damaged: set[str] = set()
        self._damaged_at: dict[str, datetime] = {}
        self._knew_better: dict[str, tuple[Invocation, ...]] = {}
        self._looks: dict[str, list[tuple[datetime, tuple[str, ...]]]] = defaultdict(list)
        self._sent: Counter[int] = Counter()
        self._to_no_end: dict[str, set[int]] = defaultdict(set)
        self._written_on: Counter[int] = Counter()
        self._numbers: set[tuple[str, int]] = set()
        self._letters: Counter[tuple[str, int]] = Counter()
        self._standing_at: dict[Invocation, dict[Spot, str]] = {}
        self._read: dict[Invocation, dict[Spot, str]] = {}
        self._failed_at: dict[str, tuple[datetime, str | None]] = {}
        self._told: dict[tuple[str, str], str] = {}
        self._findings: dict[tuple[str, str], tuple[str, ...]] = {}

    @property
    def _account(self) -> Any:
        return self._play.account

    @property
    def _now(self) -> datetime:
        return self._play.time.now()

    def report(self, name: str, told: str) -> None:
        """A promise is broken; the first counts."""
        if self.broken is None:
            self.broken = Broken(name, told)
            self._play.note(f"BROKEN {name}: {told}")

    def _hit(self, what: str) -> None:
        self._play.markers.hit(what)

    def damaged(self, folder: str) -> None:
        """An entry there is not what was written any more: what it alone told may be lost."""
        self._damaged.add(f"{folder}/")
        self._damaged_at[f"{folder}/"] = self._now
        self._knew_better[f"{folder}/"] = self._play.scheduler.running
