"""What must hold when days without trouble are over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.simulation.account import Spot, folder_of
from tests.simulation.cloud import QUEUE
from tests.simulation.promises.worth import Worth

if TYPE_CHECKING:
    pass

_SETTLED = timedelta(hours=8)
_MOST_BEHIND = timedelta(minutes=15)
"""OSS takes nothing from a clock that is off by more."""


class Calm(Worth):
    """Everything is as good as CAS makes it, or it is said why not, and that is true."""

    def after_calm(self) -> None:
        """Days without trouble are over: everything is as good as CAS makes it, or it is said why
        not, and that is true.
        """
        self._hit("a calm was examined")
        for spot in self._account.spots:
            self._settled(spot)
            self._nothing_is_open(spot)
            self._damage_is_on_record(spot)
        waits = self._play.cloud.queues.next_visible(QUEUE)
        if waits is not None and waits - self._now > timedelta(days=1):
            self.report("calm", f"a message waits until {waits}")
        if self.broken is not None:
            raise self.broken

    def _settled(self, spot: Spot) -> None:
        if self._is_left_alone(spot) or self._is_past_knowing(spot):
            return
        bound, best = self._account.bound(spot), self._best(spot.domain)
        since = self._now - _SETTLED
        if best is None or best.begin > since or best != self._best(spot.domain, since):
            return  # none, or since the last sweep
        word = self._word_of(spot)
        if not self._account.works(bound, spot.domain):
            is_known = bound in self._account.truths or not bound
            if not is_known or self._is_left_and_told(bound, word):
                return  # CDN's own, or what a person brought
            self.report("calm", f"{spot}: {bound!r} does not work and {best.id} would ({word})")
            return
        truth = self._account.truths[bound]
        if not self._is_better(best, truth, spot):
            return
        if word == "held" and self._was_touched(spot):
            self._hit("a hold held something back")
            return
        self.report("calm", f"{spot}: {truth} stands and {best} would be better ({word})")

    def _is_left_and_told(self, bound: str, word: str) -> bool:
        """What another hand bound and CAS has lost, with a chain at fault: only what ended or
        names others is dead by looks alone (docs/decisions/0009).
        """
        truth = self._account.truths.get(bound)
        is_lost = truth is not None and bound in self._account.deleted and not truth.sound
        if is_lost and word == "bound_by_other_hand":
            self._hit("rare: what another hand bound and CAS lost was left with its bad chain")
            return True
        return False

    def _nothing_is_open(self, spot: Spot) -> None:
        """No change and no look that nobody resumes."""
        newest = self._account.newest(spot.domain)
        state = (newest.get("state") or {}).get("domain") or {}
        place = state.get("place") or {}
        if self._is_left_alone(spot) or place.get("kind") != spot.product:
            return
        since = self._now - datetime.fromisoformat(newest["at"].replace("Z", "+00:00"))
        if since < _SETTLED or not self._account.bound(spot):
            return
        for what in ("change", "look"):
            if state.get(what):
                self.report("calm", f"{spot}: a {what} is open for {since}")

    def _damage_is_on_record(self, spot: Spot) -> None:
        """What was spoilt is set aside, and that is an entry, by a clock that may be behind:
        nobody goes on by it.
        """
        damaged = self._damaged_at.get(folder_of(spot.domain))
        if damaged is None:
            return
        since = (damaged - _MOST_BEHIND).strftime("%Y-%m-%dT%H:%M:%S")
        entries = self._account.journal(spot.domain)
        if not any(e.get("kind") == "quarantined" and e["at"] >= since for e in entries):
            self.report("a damaged entry", f"{spot}: what was spoilt at {since} is not set aside")

    def _word_of(self, spot: Spot) -> str:
        """Of the last sweep that could read."""
        return self._told.get((spot.product, spot.domain), "")
