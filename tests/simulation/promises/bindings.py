"""Promises of each write at a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation.account import Spot, Truth, folder_of
from tests.simulation.promises.book import ITSELF, ROLLBACK, WISH, Change
from tests.simulation.promises.worth import Worth

if TYPE_CHECKING:
    from tests.simulation.scheduler import Invocation


class Bindings(Worth):
    """A change of what stands at a target."""

    def wrote(self, one: Invocation, before: dict[Spot, str]) -> None:
        """After a write at a target, answered or not."""
        who = ITSELF
        if one.by_hand:
            who = ROLLBACK if one.function == "rollback" else WISH
        self.changed(before, who, one)

    def changed(self, before: dict[Spot, str], who: str, one: Invocation | None) -> None:
        """What stands now that did not stand before."""
        for spot, now in self._account.standing().items():
            if now == before[spot]:
                continue
            change = Change(self._now, spot, before[spot], now, who)
            if who == ROLLBACK:
                self._hit("a rollback was carried out")
            self._play.note(f"  {spot}: {change.before or 'nothing'} → {now or 'nothing'}, {who}")
            if one is not None:
                self._never_worse(change, one)
                self._left_alone(change, one)
                self._always_a_way_back(change, one)
                self._once(change)
                self._no_hand_overridden(change)
            self.changes.append(change)
            self._play.timers.disturbances += 1

    def _never_worse(self, change: Change, one: Invocation) -> None:
        domain = change.spot.domain
        truths = self._account.truths
        works = self._account.works(change.before, domain)
        after: Truth | None = truths.get(change.after)
        if after is None:
            self.report("never worse", f"{change.spot}: {change.after} is no certificate of CAS")
            return
        if not self._account.works(change.after, domain):
            if not self._was_unseen(after, one):
                self.report("never worse", f"{change}: what was bound does not work")
            return
        is_held = change.who is ITSELF or change.before not in self._account.deleted
        is_held = is_held and change.who is not ROLLBACK
        if works and is_held and after.end < truths[change.before].end:
            self.report("never worse", f"{change}: it ends earlier")
        if change.before and not works:
            self._hit("what was dead was replaced")
        if not change.before:
            self._hit("nothing was attached, and it was turned on")
        if change.before in self._account.deleted:
            self._hit("what CAS has lost was replaced")

    def _was_unseen(self, after: Truth, one: Invocation) -> bool:
        """Its chain alone is wrong, nobody could read it, and the policy lets it be tried."""
        strict = dict(self._play.plan.environment)["CERTBIND_REQUIRE_CHAIN_SEEN"] == "true"
        now = self._now
        if strict or after.sound or not (after.begin <= now < after.end) or not one.troubles:
            return False
        self._hit("a certificate was bound although its chain was not seen")
        return True

    def _left_alone(self, change: Change, one: Invocation) -> None:
        """Out of scope, stopped, behind CDN, without a way back: not changed by itself."""
        if change.who is not ITSELF:
            return
        if one.seen.get("scope") == ["none"]:
            self.report("left alone", f"{change}: CERTBIND_BIND was none")
        before = one.seen.get("offline", [])
        if str(change.spot) in before and change.spot in self._account.offline:
            self.report("left alone", f"{change}: it is stopped")
        was_stopped = f"cdn {change.spot.domain}" in before
        if self._is_behind_cdn(change.spot) and not was_stopped and not one.troubles:
            self.report("left alone", f"{change}: CDN stands in front of it")
        free = self._account.free.get(change.before)
        if free is not None and free > self._now:
            self.report("left alone", f"{change}: {change.before} has no way back")

    def _always_a_way_back(self, change: Change, one: Invocation) -> None:
        """The newest entry says what is about to stand, and what stood before."""
        newest = self._account.newest(change.spot.domain)
        if not newest or folder_of(change.spot.domain) in self._damaged:
            return
        open_change = (newest.get("state", {}).get("domain") or {}).get("change") or {}
        told = (open_change.get("certificate"), self._certificate_in(open_change.get("before")))
        if newest.get("kind") != "intent" or str(told[0]) != change.after:
            self.report("always a way back", f"{change}: its intent is not on record: {told}")
        elif told[1] != change.before.removesuffix("-free"):
            if change.spot.product == "cdn" and self._was_touched_since(change.spot, one):
                # CDN compares nothing on its side: between our read and our write is a gap.
                self._hit("a hand's binding went under between a read and a write")
                return
            self.report("always a way back", f"{change}: {told[1]!r} is recorded as before")

    def _was_touched_since(self, spot: Spot, one: Invocation) -> bool:
        began = one.seen["began"][0]
        mine = [c for c in self.changes if c.spot == spot and c.who == "a hand"]
        return bool(mine) and mine[-1].at.isoformat() >= began

    def _once(self, change: Change) -> None:
        """Nothing is bound anew a moment after the same was taken off by ourselves."""
        mine = [c for c in self.changes if c.spot == change.spot][-1:]
        if not mine or mine[0].who is not ITSELF or change.who is not ITSELF:
            return
        if mine[0].before == change.after and self._account.works(
            mine[0].after, change.spot.domain
        ):
            self.report("once", f"{change} takes back {mine[0]}")

    def _no_hand_overridden(self, change: Change) -> None:
        """What a person took off comes back only with something that ends later."""
        mine = [c for c in self.changes if c.spot == change.spot][-1:]
        if change.who is not ITSELF or not mine or mine[0].who in (ITSELF, WISH):
            return
        limit = self._taken_off.get(change.spot)
        if mine[0].who is ROLLBACK and mine[0].before in self._account.truths:
            limit = self._account.truths[mine[0].before].end
        before, after = (self._account.truths.get(x) for x in (change.before, change.after))
        if limit is None or before is None or after is None:
            return
        if not self._account.works(change.before, change.spot.domain):
            return
        if folder_of(change.spot.domain) in self._damaged or before.is_about_to_end(self._now):
            return
        if after.end <= limit:
            self.report("a hand is not fought", f"{change}: taken off was what ends {limit}")

    def hand(self, spot: Spot, after: str) -> None:
        """A person is about to bind `after`: what is on record as standing is taken off."""
        newest = self._account.newest(spot.domain)
        state = newest.get("state", {}).get("domain") or {}
        standing = self._certificate_in(state.get("standing"))
        place = state.get("place") or {}
        if standing in self._account.truths and after and place.get("kind") == spot.product:
            end = self._account.truths[standing].end
            self._taken_off[spot] = max(end, self._taken_off.get(spot, end))
