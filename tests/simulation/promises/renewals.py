"""Promises of what is due: it is ordered, or it is said why not."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.model.policy import renewal_lead
from tests.simulation.account import Spot, Truth
from tests.simulation.promises.calm import Calm

_SETTLED = timedelta(hours=8)
"""A sweep, and the time that its messages take."""
_NO_REASON = frozenset({"ok", "expiring", "skipped"})


class Renewals(Calm):
    """Where certbind may order, nothing comes to its end in silence."""

    def after_calm(self) -> None:
        """What is due is under way, or each domain that it serves is told with a reason."""
        for spot in self._account.spots if self._play.plan.world.renews else ():
            truth = self._due(spot)
            if truth is None or self._is_under_way(truth):
                continue
            said = self._findings.get((spot.product, spot.domain), ())
            self._hit("a due renewal was told, and not under way after calm")
            if not set(said) - self._no_reasons(truth):
                told = f"{spot}: {truth.id} ends {truth.end}, nothing is ordered, told: {said}"
                self.report("due and silent", told)
        super().after_calm()

    def _due(self, spot: Spot) -> Truth | None:
        """What stands there, long enough, and is due since the last sweep at least."""
        truth: Truth | None = self._account.truths.get(self._account.bound(spot))
        if truth is None or self._is_left_alone(spot):
            return None
        if not self._account.works(truth.id, spot.domain):
            return None  # as Calm asks
        since = self._now - _SETTLED
        if any(one.spot == spot and one.at > since for one in self.changes):
            return None
        lead = renewal_lead(truth.end - truth.begin)
        is_due = truth.end - since <= lead
        usable = self._account.usable(spot.domain)
        is_longer_there = any(one.end > truth.end for one in usable)
        return truth if is_due and not is_longer_there else None

    def _no_reasons(self, truth: Truth) -> frozenset[str]:
        """What CAS has lost has no line that it knows of: it is told as expiring, with that."""
        is_lost = truth.id in self._account.deleted
        return _NO_REASON - {"expiring"} if is_lost else _NO_REASON

    def _is_under_way(self, truth: Truth) -> bool:
        names = set(truth.names)
        return any(set(one) == names for one in self._play.course.applied_for())
