"""The promises as predicates over the account as it truly is, held against every effect.

To add one: a method that ends in `report`, called where its effect is seen (`wrote` for a binding
that changed, `_written` for an entry, `ended` for a run, `after_calm`).
"""

from __future__ import annotations

import base64
import itertools
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from certbind.domain.model.policy import expiry_stage
from certbind.errors import FAULTS, CertbindError
from localcloud.http import Request, Response
from tests.simulation.account import Spot, Truth, folder_of, read_entry
from tests.simulation.cloud import QUEUE, der_of

if TYPE_CHECKING:
    from tests.simulation.play import Play
    from tests.simulation.scheduler import Invocation

ROLLBACK, WISH, ITSELF = "a rollback", "a wish", "certbind"
LARGEST_MESSAGE, LARGEST_ENTRY = 4_096, 262_144
MESSAGES_A_DAY, ENTRIES_A_DAY, CALLS_A_RUN = 250, 250, 600
"""For each domain; and in one run."""
LETTERS_A_DAY = 3
"""Of one timer: one a day, and one for each time that what it remembers of that is damaged."""
_CONFIRMED = timedelta(seconds=28)
_SETTLED = timedelta(hours=8)
_CHINA = timedelta(hours=8)
_SECRETS = (b"PRIVATE KEY", b"BEGIN CERTIFICATE")
PASSING_WORDS = frozenset(
    {"missed_event", "stuck", "bind_failed", "waiting", "unread", "not_reached", "foreign_change"}
)


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


class Watcher:
    """Sees every effect, and remembers the first promise that was broken."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self.broken: Broken | None = None
        self.changes: list[Change] = []
        self._taken_off: dict[Spot, datetime] = {}
        self._damaged: set[str] = set()
        self._looks: dict[str, list[tuple[datetime, tuple[str, ...]]]] = defaultdict(list)
        self._sent: Counter[int] = Counter()
        self._written_on: Counter[int] = Counter()
        self._numbers: set[tuple[str, int]] = set()
        self._letters: Counter[tuple[str, int]] = Counter()
        self._standing_at: dict[Invocation, dict[Spot, str]] = {}
        self._told: dict[tuple[str, str], str] = {}

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

    # ------------------------------------------------------------------ runs

    def begins(self, one: Invocation) -> None:
        """Of an invocation."""
        self._standing_at[one] = self._account.standing()
        one.seen["began"] = [self._now.isoformat()]
        one.seen["scope"] = [self._play.scope]
        one.seen["offline"] = [str(spot) for spot in self._account.offline]
        if one.function == "recheck":
            one.seen["unwell"] = [
                str(spot) for spot in self._account.spots if self._is_unwell(spot)
            ]
        if one.skew:
            self._hit("a clock was ahead" if one.skew > 0 else "a clock was behind")

    def ended(self, one: Invocation) -> None:
        """Every run ends in an outcome that says why, in an error of ours, or dies."""
        before = self._standing_at.pop(one)
        if one.is_dead:
            if one.function == "recheck":
                self._hit("a sweep died in the middle")
            return
        if one.error is not None:
            self._own_error(one)
        elif isinstance(one.answer, dict):
            self._outcome(one, one.answer)
            if one.function == "recheck":
                self._never_silent(one, one.answer)
        if one.calls > CALLS_A_RUN:
            self.report("bounded", f"{one.key} made {one.calls} calls")
        if one.seen.get("control"):
            self._control(one, before)

    def _own_error(self, one: Invocation) -> None:
        error = one.error
        if not isinstance(error, CertbindError) or error.code in FAULTS:
            self.report("only our errors", f"{one.key} raised {type(error).__name__}: {error}")
        elif not one.troubles and not one.skew and not self._damaged:
            self.report("only our errors", f"{one.key} raised without any trouble: {error}")
        if isinstance(error, CertbindError):
            self._hit(f"word: {error.code}")
        if one.function in ("watch", "recheck"):
            day = int((self._play.time.seconds - self._play.begin) // 86_400)
            self._letters[one.function, day] += 1
            if self._letters[one.function, day] > LETTERS_A_DAY:
                self.report(
                    "bounded", f"{one.function} made {LETTERS_A_DAY + 1} dead letters in a day"
                )

    def _outcome(self, one: Invocation, answer: dict[str, Any]) -> None:
        outcome = answer.get("outcome")
        self._hit(f"outcome: {outcome}")
        for word in (answer.get("reason"), *(f.get("word") for f in answer.get("findings", ()))):
            if word:
                self._hit(f"word: {word}")
        if one.function == "certificate_event" and not answer.get("message"):
            self.report("always a reason", f"{one.key} ended as {outcome} and says nothing")
        if outcome == "duplicate":
            self._hit("rare: a message found its end on record")
        if answer.get("reason") == "not_found" and "unknown" in str(answer.get("message")):
            self._hit("an event of an unknown certificate")
        if one.by_hand and outcome == "bound":
            self._hit("a wish was carried out")

    def _control(self, one: Invocation, before: dict[Spot, str]) -> None:
        """A tick that was to change nothing."""
        self._hit("a control tick ran")
        entries = [e for e in one.seen.get("entries", ()) if e.startswith("domain/")]
        if one.seen.get("sent") or entries or before != self._account.standing():
            sent = one.seen.get("sent", []) + entries
            self._play.result.counts["controls that found work"] += 1
            self.report("control", f"{one.key} was passed over wrongly: {sent}")

    # ------------------------------------------------------------------ calls

    def answered(self, one: Invocation, call: str, request: Request, answer: Response) -> None:
        """A call that was done, whether or not its answer arrives."""
        if call == "mns.SendMessage":
            self._message(one, request)
        elif call == "oss.PutObject":
            self._written(one, request)
        elif call == "cas.ListCertificates" and one.function == "certificate_event":
            self._hit("rare: the list of CAS was read for want of a snapshot")

    def _message(self, one: Invocation, request: Request) -> None:
        body = request.body
        one.seen.setdefault("sent", []).append(_event_in(body))
        self._play.result.counts["messages"] += 1
        if len(body) > LARGEST_MESSAGE:
            self.report("bounded", f"a message of {len(body)} bytes")
        self._no_secret(body, "a message")
        if not one.seen.get("tried") and one.function == "recheck":
            self.report("entry before message", f"{one.key} sent before it wrote")
        self._bound(self._sent, MESSAGES_A_DAY, "messages")

    def _written(self, one: Invocation, request: Request) -> None:
        """An entry of the ledger."""
        entry = read_entry(request.body)
        kind, subject = entry.get("kind"), str(entry.get("subject", ""))
        one.seen.setdefault("entries", []).append(f"{subject} {kind}")
        self._play.result.counts["entries"] += 1
        self._hit(f"entry: {kind}")
        if len(request.body) > LARGEST_ENTRY:
            self.report("bounded", f"an entry of {len(request.body)} bytes")
        self._no_secret(request.body, "an entry")
        self._chain_is_whole(subject, entry)
        if subject.startswith("domain/"):
            self._bound(self._written_on, ENTRIES_A_DAY, "entries")
            self._entry_of_a_domain(one, subject.removeprefix("domain/"), entry)

    def _chain_is_whole(self, subject: str, entry: dict[str, Any]) -> None:
        """It follows the entry before it, and nothing lay in its place."""
        number, folder = entry["sequence"], _folder(subject)
        if (subject, number) in self._numbers:
            self.report("one journal", f"{subject} #{number} was written twice")
        self._numbers.add((subject, number))
        keys = self._account.keys(folder)
        if folder in self._damaged or len(keys) < 2:
            return
        before = read_entry(self._account.read(keys[1]))
        if (number, entry["previous_hash"]) != (before["sequence"] + 1, before["hash"]):
            self.report("one journal", f"{subject} #{number} does not follow what is before it")

    def _entry_of_a_domain(self, one: Invocation, domain: str, entry: dict[str, Any]) -> None:
        kind = entry["kind"]
        state = entry["state"]["domain"]
        self._play.note(
            f"  {one.key} writes {domain} #{entry['sequence']} {kind} "
            f"{entry['reason']} {entry['message'][:120]}"
        )
        if kind == "bound":
            self._way_back_is_kept(domain, state)
        if kind == "verified":
            self._done_means_served(one, domain, state)
        if kind in ("kept", "refused") and not entry["message"]:
            self.report("always a reason", f"{domain}: {kind} without a word")
        if entry["reason"]:
            self._hit(f"word: {entry['reason']}")
        if kind == "quarantined":
            self._hit("rare: a damaged entry was set aside")
            if "No sound entry" in entry["message"]:
                self._hit("rare: no sound entry was left")
        if kind == "bound" and "found" in json.dumps(entry["details"]):
            self._hit("rare: a lost answer, and what was wanted stood there")

    def _bound(self, counted: Counter[int], most: int, what: str) -> None:
        day = int((self._play.time.seconds - self._play.begin) // 86_400)
        counted[day] += 1
        allowed = most * len(self._account.spots)
        if counted[day] > allowed:
            self.report("bounded", f"more than {allowed} {what} on day {day}")

    def _no_secret(self, data: bytes, what: str) -> None:
        secret = self._play.cloud.kernel.credentials.root.secret.encode()
        if any(shape in data for shape in (*_SECRETS, secret)):
            self.report("no secret moves", f"{what} holds a secret")

    # ------------------------------------------------------------------ looks

    def looked(self, one: Invocation, domain: str, seen: Any) -> None:
        """What the addresses of a domain truly showed."""
        leaves = tuple(a.chain[0].hex()[-24:] if a.chain else "" for a in seen.addresses)
        self._looks[domain].append((self._now, leaves))
        del self._looks[domain][:-60]
        if len(set(leaves)) > 1:
            self._hit("visitors saw two certificates at once")

    def _done_means_served(self, one: Invocation, domain: str, state: dict[str, Any]) -> None:
        """Two looks, some time apart, at every address: each showed what is bound."""
        bound = self._certificate_in(state["standing"])
        wanted = self._leaf(bound)
        good = [at for at, leaves in self._looks[domain] if leaves and set(leaves) == {wanted}]
        if not good or self._looks[domain][-1][0] != good[-1]:
            self.report("done means served", f"{domain}: {bound} was not seen everywhere at last")
        elif good[-1] - good[0] < _CONFIRMED:
            self.report("done means served", f"{domain}: {bound} was seen once")

    def _leaf(self, one: str) -> str:
        chain = self._account.chains.get(one)
        return der_of(chain)[0].hex()[-24:] if chain else "?"

    @staticmethod
    def _certificate_in(known: dict[str, Any] | None) -> str:
        binding = (known or {}).get("binding", {})
        return str(binding.get("certificate") or binding.get("raw_id", ""))

    # ------------------------------------------------------------------ bindings

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
            self._play.note(f"  {spot}: {change.before or 'nothing'} → {now or 'nothing'}, {who}")
            if one is not None:
                self._never_worse(change, one)
                self._left_alone(change, one)
                self._always_a_way_back(change, one)
                self._once(change)
                self._no_hand_overridden(change)
            self.changes.append(change)
            self._play.disturbances += 1

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
        if works and change.who is not ROLLBACK and after.end < truths[change.before].end:
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
        if self._is_behind_cdn(change.spot) and not one.troubles:
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

    def _way_back_is_kept(self, domain: str, state: dict[str, Any]) -> None:
        """After a bind the record holds what to go back to, and that is not what was bound."""
        bound, back = (self._certificate_in(state[name]) for name in ("standing", "way_back"))
        is_lost = state["way_back"] is None or (back and back == bound)
        if is_lost and folder_of(domain) not in self._damaged:
            self.report("always a way back", f"{domain}: {bound} is bound, {back!r} behind it")

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

    def damaged(self, folder: str) -> None:
        """An entry there is not what was written any more: what it alone told may be lost."""
        self._damaged.add(f"{folder}/")

    # ------------------------------------------------------------------ sweeps

    def _never_silent(self, one: Invocation, answer: dict[str, Any]) -> None:
        """What is unwell is told, by every sweep that could read."""
        if one.troubles or one.skew or answer.get("unread"):
            return
        if answer["domains"] != len(self._account.spots):
            self.report("never silent", f"{one.key}: {answer['domains']} domains examined")
        told = {
            (found["target"].split()[0].lower(), found["domain"]): found
            for found in answer.get("findings", ())
        }
        self._told = {place: str(found["word"]) for place, found in told.items()}
        for spot in self._account.spots:
            found = told.get((spot.product, spot.domain))
            if found is not None and not found["word"]:
                self.report("always a reason", f"{spot}: a finding without a word")
            was_unwell = str(spot) in one.seen["unwell"] and self._is_unwell(spot)
            if found is None and was_unwell and not self._is_left_alone(spot):
                self.report("never silent", f"{spot}: {self._account.bound(spot)!r}, told as well")

    def _is_unwell(self, spot: Spot) -> bool:
        """Nothing that works is attached, or something that surely lasts longer is there."""
        bound = self._account.bound(spot)
        if not self._account.works(bound, spot.domain):
            return bound in self._account.truths or not bound
        best = self._best(spot.domain)
        return best is not None and best.end > self._account.truths[bound].end

    def _is_left_alone(self, spot: Spot) -> bool:
        """Not for certbind to bind."""
        if spot in self._account.offline:
            return True
        return self._is_behind_cdn(spot)

    def _is_behind_cdn(self, spot: Spot) -> bool:
        return spot.product == "oss" and Spot("cdn", spot.domain) in self._account.spots

    def _best(self, domain: str, now: datetime | None = None) -> Truth | None:
        """What should stand there: one that names the domain itself before a wildcard, unless it
        is near its end; of those, the one that ends last.
        """
        now = now or self._now
        usable = self._account.usable(domain)
        stages = [None, "approaching", "urgent", "emergency", "expired"]

        def rank(truth: Truth) -> tuple[int, bool, datetime]:
            stage = expiry_stage(truth.end - timedelta(days=90), truth.end, now)
            near = stages.index(stage.value if stage else None)
            return (-near, domain in truth.names, truth.end)

        return max(usable, key=rank, default=None)

    # ------------------------------------------------------------------ calm

    def after_calm(self) -> None:
        """Days without trouble are over: everything is as good as CAS makes it, or it is said why
        not, and that is true.
        """
        self._hit("a calm was examined")
        for spot in self._account.spots:
            self._settled(spot)
            self._nothing_is_open(spot)
        waits = self._play.cloud.queues.next_visible(QUEUE)
        if waits is not None and waits - self._now > timedelta(days=1):
            self.report("calm", f"a message waits until {waits}")
        if self.broken is not None:
            raise self.broken

    def _settled(self, spot: Spot) -> None:
        if self._is_left_alone(spot):
            return
        bound, best = self._account.bound(spot), self._best(spot.domain)
        if best is None or best != self._best(spot.domain, self._now - _SETTLED):
            return  # none, or since the last sweep
        word = self._word_of(spot)
        if not self._account.works(bound, spot.domain):
            if bound not in self._account.truths and bound:
                return  # CDN's own, or what a person brought
            self.report("calm", f"{spot}: {bound!r} does not work and {best.id} would ({word})")
            return
        truth = self._account.truths[bound]
        if truth.end >= best.end or best.begin > self._now - _SETTLED:
            return
        if word == "held" and self._was_touched(spot):
            self._hit("a hold held something back")
            return
        self.report("calm", f"{spot}: {truth} stands and {best} would be better ({word})")

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
        if self._word_of(spot) == "no_certificate":
            return  # a look that was open stays so: nobody is served, and that is told
        for what in ("change", "look"):
            if state.get(what):
                self.report("calm", f"{spot}: a {what} is open for {since}")

    def _word_of(self, spot: Spot) -> str:
        """Of the last sweep that could read."""
        return self._told.get((spot.product, spot.domain), "")

    def _was_touched(self, spot: Spot) -> bool:
        """A hand, or a rollback, took something off here."""
        return any(c.spot.domain == spot.domain and c.who != ITSELF for c in self.changes)

    # ------------------------------------------------------------------ dates

    def next_date(self, since: float, every: float) -> float:
        """The first tick after which some date says something else than at `since`."""
        play, then = self._play, datetime.fromtimestamp(since, self._now.tzinfo)
        found = []
        bound = set(self._account.standing().values())
        knows_days_alone = dict(play.plan.environment)["CERTBIND_CAS_LIST"] == "orders"
        for truth in self._account.truths.values():
            if truth.id in self._account.deleted and truth.id not in bound:
                continue
            moments = (truth.begin, truth.end, *_stages(truth, knows_days_alone))
            found += [moment for moment in moments if moment >= then]
        if not found:
            return float("inf")
        at = play.time.at(min(found))
        ticks = (at - play.begin) // every + 1
        return float(play.begin + ticks * every)

    def _hit(self, what: str) -> None:
        self._play.markers.hit(what)


@lru_cache(maxsize=512)
def _stages(truth: Truth, by_days: bool) -> tuple[datetime, ...]:
    """When its end begins to be called near, nearer, very near (domain/model/policy.py): of its
    own life and of the one of ninety days by which certificates are compared; by its dates and,
    by_days, by the days alone that a list of orders tells.
    """
    day = timedelta(days=1)
    first, last = (_midnight(moment) for moment in (truth.begin, truth.end))
    moments = [last, last + day] if by_days else []
    begins = (truth.begin, first) if by_days else (truth.begin,)
    ends = (truth.end, last, last + day) if by_days else (truth.end,)
    for begin, end in itertools.product(begins, ends):
        for life in (end - begin, 90 * day):
            lead = life / 3 if life >= 10 * day else life / 2
            lead = 30 * day if life >= 90 * day else lead
            moments += [end - lead, end - min(life / 6, lead / 2), end - min(2 * day, life / 10)]
    return tuple(moments)


def _folder(subject: str) -> str:
    kind, _, name = subject.partition("/")
    return folder_of(name) if kind == "domain" else f"certbind/{subject}/"


def _event_in(message: bytes) -> str:
    """The id of the event that a message carries."""
    body = message.partition(b"<MessageBody>")[2].partition(b"</MessageBody>")[0]
    try:
        return str(json.loads(base64.b64decode(body))["id"])
    except (ValueError, KeyError):
        return "?"


def _midnight(moment: datetime) -> datetime:
    """In China, whose days CAS tells."""
    there = moment + _CHINA
    return there.replace(hour=0, minute=0, second=0) - _CHINA
