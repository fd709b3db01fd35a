"""Promises of each write at a target."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from certbind.adapters.cas.facts import STATUS_SECONDS
from certbind.adapters.oss.rows import KEPT_SECONDS
from tests.simulation.account import Spot, Truth, folder_of
from tests.simulation.promises.book import HAND, ITSELF, JOB, ROLLBACK, WISH, Change
from tests.simulation.promises.worth import Worth

if TYPE_CHECKING:
    from tests.simulation.scheduler import Invocation


_A_DAY = timedelta(days=1)
_MOST_BINDS = 2


class Bindings(Worth):
    """A change of what stands at a target."""

    def wrote(self, one: Invocation, before: dict[Spot, str]) -> None:
        """After a write at a target, answered or not."""
        who = ITSELF
        if one.by_hand:
            who = ROLLBACK if one.function == "rollback" else WISH
        for spot in self._account.spots:
            self._bound_the_same(one, spot, before[spot])
        self.changed(before, who, one)

    def _bound_the_same(self, one: Invocation, spot: Spot, stood: str) -> None:
        """A hand had just bound what certbind meant to bind itself: nobody tells the two apart."""
        newest = self._account.newest(spot.domain) if spot in self._taken_off else None
        if not newest or newest.get("kind") != "intent":
            return
        begun = (newest.get("state", {}).get("domain") or {}).get("change") or {}
        number = f"domain/{spot.domain} #{newest.get('sequence')}"
        if str(begun.get("certificate")) == stood and number in one.seen.get("own", ()):
            del self._taken_off[spot]

    def changed(self, before: dict[Spot, str], who: str, one: Invocation | None) -> None:
        """What stands now that did not stand before."""
        for spot, now in self._account.standing().items():
            if now == before[spot]:
                continue
            change = Change(self._now, spot, before[spot], now, who)
            if who == ROLLBACK:
                self._hit("a rollback was carried out")
            self._play.note(f"  {spot}: {change.before or 'nothing'} → {now or 'nothing'}, {who}")
            if one is not None and not self._went_under(change, one):
                self._never_worse(change, one)
                self._left_alone(change, one)
                self._always_a_way_back(change, one)
                self._once(change)
                self._no_hand_overridden(change)
                self._no_flapping(change)
            self.changes.append(change)
            self._stands_again(change)
            self._play.timers.disturbances += 1

    def _went_under(self, change: Change, one: Invocation) -> bool:
        """Edges compare nothing on their side: what came between the last read, against which a
        write is guarded, and that write. OSS compares by itself.
        """
        if change.spot.product == "oss":
            return False
        read = self._read.get(one, {}).get(change.spot)
        if read is None or read == change.before:
            return False
        self._hit("a hand's binding went under between a read and a write")
        self._under.add(change)
        return True

    def _never_worse(self, change: Change, one: Invocation) -> None:
        domain = change.spot.domain
        works = self._account.works(change.before, domain)
        if change.after not in self._account.truths:
            self._account.learn()
        after: Truth | None = self._account.truths.get(change.after)
        if after is None:
            self.report("never worse", f"{change.spot}: {change.after} is no certificate of CAS")
            return
        if not after.fit or not self._account.works(change.after, domain):
            if self._was_revoked_meanwhile(change.after, one):
                return
            if not self._was_unseen(after, one):
                self.report("never worse", f"{change}: what was bound does not work")
            return
        self._is_no_earlier(change, after, works=works)

    def _is_no_earlier(self, change: Change, after: Truth, *, works: bool) -> None:
        truths = self._account.truths
        is_held = change.who is ITSELF or change.before not in self._account.deleted
        is_held = is_held and change.who is not ROLLBACK
        if works and is_held and after.end < truths[change.before].end:
            if self._is_past_comparing(change):
                return
            self.report("never worse", f"{change}: it ends earlier")
        if change.before and not works:
            self._hit("what was dead was replaced")
        if not change.before:
            self._hit("nothing was attached, and it was turned on")
        if change.before in self._account.deleted:
            self._hit("what CAS has lost was replaced")

    def _is_past_comparing(self, change: Change) -> bool:
        """CAS has lost it, no record knew its end, and visitors were not seen to get it yet."""
        newest = self._account.newest(change.spot.domain)
        begun = (newest.get("state", {}).get("domain") or {}).get("change") or {}
        known = (begun.get("before") or {}).get("not_after")
        if change.before not in self._account.deleted or known is not None:
            return False
        self._hit("rare: what CAS has lost was replaced by what ends earlier: nobody knew its end")
        return True

    def _was_revoked_meanwhile(self, bound: str, one: Invocation) -> bool:
        """An instance may have asked for it just before (docs/decisions/0023)."""
        when = self._account.revoked.get(bound)
        began = datetime.fromisoformat(one.seen["began"][0])
        return when is not None and when + timedelta(seconds=STATUS_SECONDS) >= began

    def _was_unseen(self, after: Truth, one: Invocation) -> bool:
        """Its chain alone is wrong, nobody could read it, and the policy lets it be tried."""
        strict = dict(self._play.plan.environment)["CERTBIND_REQUIRE_CHAIN_SEEN"] == "true"
        now = self._now
        if strict or after.fit or not (after.begin <= now < after.end) or not one.troubles:
            return False
        self._hit("a certificate was bound although its chain was not seen")
        return True

    def _left_alone(self, change: Change, one: Invocation) -> None:
        """Out of scope, stopped, behind CDN, without a way back: not changed by itself."""
        if change.who is not ITSELF:
            return
        if one.seen.get("scope") == ["none"]:
            self.report("left alone", f"{change}: CERTBIND_BIND was none")
        if self._was_stopped_before(change.spot, one):
            self.report("left alone", f"{change}: it is stopped")
        before = one.seen.get("offline", [])
        fronts = [str(spot) for spot in self._fronts(change.spot)]
        was_stopped = any(front in before for front in fronts)
        if self._is_behind_another(change.spot) and not was_stopped and not one.troubles:
            self.report("left alone", f"{change}: another stands in front of it")
        free = self._account.free.get(change.before)
        if free is not None and free > self._now:
            self.report("left alone", f"{change}: {change.before} has no way back")

    def _was_stopped_before(self, spot: Spot, one: Invocation) -> bool:
        """It is off, and was when the instance last asked; rows of OSS are kept for a moment
        (docs/decisions/0023).
        """
        since = self._account.offline.get(spot)
        asked = datetime.fromisoformat(one.seen["began"][0])
        if spot.product == "oss":
            asked -= timedelta(seconds=KEPT_SECONDS)
        return since is not None and since <= asked

    def _always_a_way_back(self, change: Change, one: Invocation) -> None:
        """The newest entry says what is about to stand, and what stood before."""
        newest = self._account.newest(change.spot.domain)
        if not newest or folder_of(change.spot.domain) in self._damaged:
            return
        open_change = (newest.get("state", {}).get("domain") or {}).get("change") or {}
        told = (open_change.get("certificate"), self._certificate_in(open_change.get("before")))
        number = f"domain/{change.spot.domain} #{newest.get('sequence')}"
        if newest.get("kind") != "intent" or str(told[0]) != change.after:
            self.report("always a way back", f"{change}: its intent is not on record: {told}")
        elif number not in one.seen.get("own", ()):
            self.report("always a way back", f"{change}: by another's intent, {number}")
        elif told[1] != change.before.removesuffix("-free"):
            self.report("always a way back", f"{change}: {told[1]!r} is recorded as before")

    def _once(self, change: Change) -> None:
        """Nothing is bound anew after certbind took it off, but for what was bound too early."""
        mine = [c for c in self.changes if c.spot == change.spot][-1:]
        if not mine or mine[0].who is not ITSELF or change.who is not ITSELF:
            return
        if mine[0].before != change.after or self._was_early(mine[0]) or mine[0] in self._under:
            return
        if self._account.works(mine[0].after, change.spot.domain):
            self.report("once", f"{change} takes back {mine[0]}")

    def _was_early(self, change: Change) -> bool:
        """What was taken off was not valid yet."""
        truth = self._account.truths.get(change.before)
        return truth is not None and truth.begin > change.at

    def _no_flapping(self, change: Change) -> None:
        """Against CAS's own jobs: the same certificate at most twice in a day, and once more for
        each job that bound another; unless a person had a part in it.
        """
        since = self._now - _A_DAY
        here = [c for c in self.changes if c.spot == change.spot and c.at > since]
        mine = [c for c in here if c.who is ITSELF and c.after == change.after]
        jobs = sum(c.who is JOB for c in here)
        if change.who is not ITSELF or len(mine) < max(_MOST_BINDS, jobs + 1):
            return
        if all(c.who in (ITSELF, JOB) for c in here):
            self.report("no flapping", f"{change}, {len(mine) + 1} times in a day")

    def _no_hand_overridden(self, change: Change) -> None:
        """What a person took off comes back only with something that ends later."""
        mine = [c for c in self.changes if c.spot == change.spot][-1:]
        if change.who is not ITSELF or not mine or mine[0].who in (ITSELF, WISH):
            return
        limit = self._taken_off.get(change.spot)
        is_back = mine[0].who is ROLLBACK and mine[0] not in self._under
        if is_back and mine[0].before in self._account.truths:
            limit = self._account.truths[mine[0].before].end
        before, after = (self._account.truths.get(x) for x in (change.before, change.after))
        if limit is None or before is None or after is None:
            return
        if not self._account.works(change.before, change.spot.domain):
            return
        is_lost = change.before in self._account.deleted
        is_about_to_end = before.is_about_to_end(self._now, is_lost=is_lost)
        if folder_of(change.spot.domain) in self._damaged or is_about_to_end:
            return
        if after.end <= limit and not self._stood_elsewhere(change, mine[0], limit):
            self.report("a hand is not fought", f"{change}: taken off was what ends {limit}")

    def _stood_elsewhere(self, change: Change, since: Change, limit: datetime) -> bool:
        """A hold ends when what was taken off stands again: at another target of the domain, which
        had nothing, while this one was stopped.
        """
        return any(
            one.spot.domain == change.spot.domain
            and one.spot != change.spot
            and one.at > since.at
            and one.after in self._account.truths
            and self._account.truths[one.after].end >= limit
            for one in self.changes
        )

    def _stands_again(self, change: Change) -> None:
        """What ends as late as all that hands took off, or later: nothing is off any more."""
        limit, bound = self._taken_off.get(change.spot), self._account.truths.get(change.after)
        if change.who is ITSELF and limit and bound and bound.end >= limit:
            del self._taken_off[change.spot]

    def _detached_by_hand(self, spot: Spot) -> str | None:
        """What a person took off by the change before, whose next is what comes in its place."""
        last = [c for c in self.changes if c.spot == spot][-1:]
        return last[0].before if last and last[0].who is HAND and not last[0].after else None

    def hand(self, spot: Spot, after: str) -> None:
        """A person is about to bind `after`: what is on record as standing is taken off. That it
        did not serve the domain anyway is no reason to hold anything.
        """
        newest = self._account.newest(spot.domain)
        state = newest.get("state", {}).get("domain") or {}
        standing = self._certificate_in(state.get("standing")) or self._detached_by_hand(spot)
        place = state.get("place") or {}
        if not standing or not self._account.works(standing, spot.domain):
            return
        if after and place.get("kind") == spot.product:
            end = self._account.truths[standing].end
            self._taken_off[spot] = max(end, self._taken_off.get(spot, end))
