"""What should stand at a domain, and when some date begins to say something else."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Any

from certbind.domain.model.policy import expiry_stage
from tests.simulation.account import Spot, Truth
from tests.simulation.edges import der_of
from tests.simulation.promises.book import ITSELF, Book

if TYPE_CHECKING:
    pass

_CHINA = timedelta(hours=8)


class Worth(Book):
    """Judged by the certificates' own dates, names and chains."""

    def _best(self, domain: str, now: datetime | None = None) -> Truth | None:
        """What should stand there: the first by rank of what may be bound."""
        now = now or self._now
        usable = self._account.usable(domain)
        return max(usable, key=lambda truth: _rank(truth, domain, now), default=None)

    def _is_unwell(self, spot: Spot) -> bool:
        """Nothing that works is attached, or something that is surely better is there."""
        bound = self._account.bound(spot)
        if self._is_past_knowing(spot):
            return False
        if not self._account.works(bound, spot.domain):
            return bound in self._account.truths or not bound
        best = self._best(spot.domain)
        return best is not None and self._is_better(best, self._account.truths[bound], spot)

    def _is_better(self, one: Truth, stands: Truth, spot: Spot) -> bool:
        """It lasts longer, and is no wildcard beside what names the domain itself, whoever put
        that there.
        """
        ranks = [_rank(truth, spot.domain, self._now) for truth in (one, stands)]
        return one.end > stands.end and ranks[0] > ranks[1]

    def _is_past_knowing(self, spot: Spot) -> bool:
        """Revoked, and gone from CAS before a sweep could put it on record; no CA is asked."""
        bound = self._account.bound(spot)
        if bound not in self._account.revoked or bound not in self._account.deleted:
            return False
        state = self._account.newest(spot.domain).get("state", {}).get("domain") or {}
        refused = state.get("refused_here") or ()
        is_known = any(f"{one['certificate']}" == bound for one in refused)
        if is_known:
            self._hit("rare: what was revoked and deleted is known from the record")
        return not is_known

    def _is_left_alone(self, spot: Spot) -> bool:
        """Not for certbind to bind."""
        if spot in self._account.offline:
            return True
        return self._is_behind_another(spot)

    def _is_behind_another(self, spot: Spot) -> bool:
        """A stopped domain stands in front of nothing."""
        return any(front not in self._account.offline for front in self._fronts(spot))

    def _fronts(self, spot: Spot) -> tuple[Spot, ...]:
        """The edges that fetch from a bucket."""
        if spot.product != "oss":
            return ()
        others = (one for one in self._account.spots if one.domain == spot.domain)
        return tuple(one for one in others if one != spot)

    def _was_touched(self, spot: Spot) -> bool:
        """A hand, or a rollback, took something off here."""
        return any(c.spot.domain == spot.domain and c.who != ITSELF for c in self.changes)

    @staticmethod
    def _certificate_in(known: dict[str, Any] | None) -> str:
        binding = (known or {}).get("binding", {})
        return str(binding.get("certificate") or binding.get("raw_id", ""))

    def _leaf(self, one: str) -> str:
        if one not in self._account.chains:
            self._account.learn()
        chain = self._account.chains.get(one)
        return der_of(chain)[0].hex()[-24:] if chain else "?"

    def next_date(self, name: str, since: float, every: float) -> float:
        """The first tick of a timer after which some date says to it something else than at
        `since`. `watch` tells how near each end is; to `recheck` only what is attached comes
        nearer to its end, and of the others it matters when they begin.
        A date can lie on a tick, as those of a list that tells days alone do; then the next
        tick counts as well, for what ends then has not ended yet.
        """
        play, then = self._play, datetime.fromtimestamp(since, self._now.tzinfo)
        bound = set(self._account.standing().values())
        by_days = dict(play.plan.environment)["CERTBIND_CAS_LIST"] == "orders"
        found = []
        for truth in self._account.truths.values():
            if truth.id in bound:
                moments = _dates(truth, by_days, _LIVES)
            elif truth.id in self._account.deleted:
                continue
            elif name == "watch":
                moments = _dates(truth, by_days, _OWN_LIFE)
            else:
                moments = _begins(truth, by_days)
            found += [moment for moment in moments if moment >= then]
        if not found:
            return float("inf")
        at = play.time.at(min(found))
        tick = play.begin + ceil((at - play.begin) / every) * every
        return float(tick if tick > since else tick + every)


_OWN_LIFE = (None,)
_LIVES = (None, timedelta(days=90))
"""Certificates are compared by how near the end of a life of ninety days is."""


@lru_cache(maxsize=1024)
def _dates(
    truth: Truth, by_days: bool, lives: tuple[timedelta | None, ...]
) -> tuple[datetime, ...]:
    """When it begins and ends, and when its end begins to be called near, nearer, very near
    (domain/model/policy.py); by_days: also by the days alone that a list of orders tells.
    """
    day = timedelta(days=1)
    last = _midnight(truth.end)
    moments = [truth.end, last, last + day] if by_days else [truth.end]
    begins = _begins(truth, by_days)
    for begin, end, one in itertools.product(begins, tuple(moments), lives):
        life = one or end - begin
        lead = life / 3 if life >= 10 * day else life / 2
        lead = 30 * day if life >= 90 * day else lead
        moments += [end - lead, end - min(life / 6, lead / 2), end - min(2 * day, life / 10)]
    return (*begins, *moments)


def _begins(truth: Truth, by_days: bool) -> tuple[datetime, ...]:
    return (truth.begin, _midnight(truth.begin)) if by_days else (truth.begin,)


def _midnight(moment: datetime) -> datetime:
    """In China, whose days CAS tells."""
    there = moment + _CHINA
    return there.replace(hour=0, minute=0, second=0) - _CHINA


def _rank(truth: Truth, domain: str, now: datetime) -> tuple[int, bool, datetime]:
    """One that names the domain itself before a wildcard, unless it is near its end; of those, the
    one that ends last.
    """
    stages = [None, "approaching", "urgent", "emergency", "expired"]
    stage = expiry_stage(truth.end - timedelta(days=90), truth.end, now)
    near = stages.index(stage.value if stage else None)
    return (-near, domain in truth.names, truth.end)
