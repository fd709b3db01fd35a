"""The net under a binding, in random order: certificates whose chain nobody can read, sound ones
and such as only edges show to be at fault; edges that lag, probers that see nothing, crashes, lost
and doubled messages, two instances that remember, hands and wishes.

Before a certificate is proven at a product, one domain an hour gets it; what visitors are worse
off with goes back once, on evidence; and when things calm down every domain is bound, or says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.lifecycle.state import DomainState, Purpose, SeenAs
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt
from certbind.domain.words.index import WORDS
from certbind.events import Event, EventType, certificate_event, step
from certbind.usecases.account import plan as plan_module
from certbind.usecases.account import sweep as sweep_module
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.certificates import certificate_event as event_module
from certbind.usecases.certificates.watch import WatchCertificates
from certbind.usecases.rotate.domain_journal import state_of
from certbind.usecases.rotate.rollouts import RolloutsKept
from certbind.usecases.rotate.world import Sources
from tests.fakes.clock import NOON
from tests.unit.usecases.account import (
    Account,
    CrashError,
    CrashPoint,
    bound_to,
    certificate,
    install,
    with_binding,
)
from tests.unit.usecases.authority import ROOT_PEM, chain_of

TARGETS = (
    *(
        Target(ProductName("oss"), Domain(f"{n}.shop.example"), "assets", "cn-hangzhou")
        for n in "abc"
    ),
    *(Target(ProductName("cdn"), Domain(f"{n}.shop.example")) for n in "xy"),
)
NAMES = tuple(one.domain for one in TARGETS)
ANCHORS = TrustAnchors.from_pem(ROOT_PEM)
NO_CRASH = 0
CRASHES = st.just(NO_CRASH) | st.integers(1, 40) | st.integers(14, 26)
HOUR = timedelta(hours=1)
LAST_HOURS = timedelta(hours=48)
SOUND, CUT, STUCK = "sound", "cut", "stuck"
"""What edges make of a certificate: served well; without what is above its leaf; not at all."""


@dataclass(frozen=True)
class Held:
    """A certificate, what edges serve of it, and whether its chain can be read before binding."""

    certificate: Certificate
    chain: tuple[bytes, ...]
    how: str
    is_read: bool


@dataclass(frozen=True)
class Made:
    """A bind that certbind began. protects: what stood there worked, and was not about to end."""

    at: datetime
    target: Target
    before: CertificateId | None
    after: CertificateId
    purpose: Purpose
    entry: int
    is_canary: bool
    was_good: bool
    protects: bool


class Shop(Account):
    """Two instances take turns, each with what it read of rollouts lately."""

    def __init__(self) -> None:
        self.kept = [RolloutsKept(), RolloutsKept()]
        super().__init__(anchors=ANCHORS)

    @property
    def sources(self) -> Sources:
        """Of the instance whose turn it is."""
        self.kept.reverse()
        return replace(super().sources, rollouts=self.kept[0])


class Net(RuleBasedStateMachine):
    """Three OSS domains and two of CDN, all served well at the beginning."""

    def __init__(self) -> None:
        super().__init__()
        modules = (sweep_module, plan_module, event_module)
        self.patches = [
            patch.object(one, "in_parallel", lambda work, some: tuple(map(work, some)))
            for one in modules
        ]
        for one in self.patches:
            one.start()
        self.shop = Shop()
        self.held: dict[CertificateId, Held] = {}
        self.lagging: dict[Target, CertificateId] = {}
        self.dark: set[Target] = set()
        self.again: list[Event] = []
        self.wishes = 0
        self.seen_entries = dict.fromkeys(TARGETS, 0)
        self.made: list[Made] = []

    @initialize()
    def all_is_well(self) -> None:
        first = self._issue(60, SOUND, is_read=True)
        for target in TARGETS:
            self.shop.targets.add(with_binding(target, first.certificate))
        self._do(self._watch, NO_CRASH)

    def _issue(self, days: int, how: str, *, is_read: bool) -> Held:
        past = (self.shop.clock.now() - NOON).days
        number = len(self.held) + 1
        issued = certificate(number, *NAMES, days_left=past + days, issued_days_ago=1 - past)
        made, chain = chain_of(issued)
        held = Held(made, chain, how, is_read)
        self.held[made.id] = held
        self.shop.inventory.add(made, chain if is_read else None)
        return held

    @precondition(lambda self: len(self.held) < 5)
    @rule(days=st.integers(50, 200), how=st.sampled_from([SOUND, SOUND, CUT, STUCK]))
    def cas_issues_what_nobody_can_read(self, days: int, how: str) -> None:
        self._issue(days, how, is_read=False)

    @precondition(lambda self: len(self.held) < 5)
    @rule(days=st.integers(50, 200))
    def cas_issues_what_can_be_read(self, days: int) -> None:
        self._issue(days, SOUND, is_read=True)

    @rule(crash=CRASHES)
    def the_short_timer_ticks(self, crash: int) -> None:
        self._do(self._watch, crash)

    @rule(crash=CRASHES)
    def the_long_timer_ticks(self, crash: int) -> None:
        self._do(Sweep(*self.shop.connected), crash)

    @rule(crash=CRASHES, twice=st.booleans())
    def messages_arrive(self, crash: int, twice: bool) -> None:
        for event in self.shop.queue.take_due():
            if twice:
                self.again.append(event)
            if not self._do(partial(self.shop.handle, event), crash):
                self.again.append(event)

    @precondition(lambda self: self.again)
    @rule(which=st.integers(0, 5))
    def an_old_message_arrives_again(self, which: int) -> None:
        event = self.again.pop(which % len(self.again))
        self._do(lambda: self.shop.handle(event), NO_CRASH)

    @rule()
    def messages_are_lost(self) -> None:
        self.shop.queue.take_due()

    @precondition(lambda self: len(self.held) > 1)
    @rule(which=st.integers(0, 9))
    def an_event_comes(self, which: int) -> None:
        about = list(self.held)[which % len(self.held)]
        event = certificate_event(EventType.ISSUED, about)
        self._do(lambda: self.shop.handle(event), NO_CRASH)

    @rule(at=st.sampled_from(TARGETS))
    def edges_lag_or_follow(self, at: Target) -> None:
        served = self.shop.binding(at).certificate_id
        if at in self.lagging or served is None:
            self.lagging.pop(at, None)
        else:
            self.lagging[at] = served

    @rule(at=st.sampled_from(TARGETS))
    def a_domain_is_seen_or_not(self, at: Target) -> None:
        self.dark ^= {at}

    @rule(at=st.sampled_from(TARGETS), which=st.integers(0, 9))
    def somebody_rebinds_by_hand(self, at: Target, which: int) -> None:
        sound = [one for one in self.held.values() if one.how == SOUND]
        self.shop.targets.rebind_by_hand(at, bound_to(sound[which % len(sound)].certificate))

    @rule(at=st.sampled_from(TARGETS), which=st.integers(0, 9))
    def somebody_wishes_one(self, at: Target, which: int) -> None:
        self.wishes += 1
        named = list(self.held)[which % len(self.held)]
        wish = step(at, f"hand-{self.wishes}", 0, candidate=named, by_hand=True)
        self._do(lambda: self.shop.handle(wish), NO_CRASH)

    @rule(minutes=st.sampled_from([1, 1, 2, 2, 5, 30, 61, 60 * 7]))
    def time_passes(self, minutes: int) -> None:
        self.shop.clock.advance(timedelta(minutes=minutes))

    @invariant()
    def the_laws_hold(self) -> None:
        for target in TARGETS:
            entries = self.shop.entries(target.domain)
            for entry in entries[self.seen_entries[target] :]:
                self._check(target, entry, entries)
            self.seen_entries[target] = len(entries)

    def _check(self, target: Target, entry: Entry, entries: tuple[Entry, ...]) -> None:
        if entry.record.kind is not EntryKind.INTENT:
            return
        change = state_of(entry).change
        assert change is not None
        made = Made(
            entry.at,
            target,
            change.before.binding.certificate_id,
            change.certificate,
            change.purpose,
            entry.sequence,
            change.is_canary,
            change.was_good,
            self._protects(state_of(entry), entry.at),
        )
        if change.was_good:
            seen = state_of(entry).seen
            is_known = seen is not None and seen.verdict is SeenAs.VERIFIED
            assert is_known or target not in self.dark, f"{made}: nobody saw what was before"
        if change.purpose is Purpose.RETURN:
            self._goes_back_on_evidence(made, entries)
        if change.purpose is Purpose.AUTOMATIC:
            self._goes_to_one_an_hour(made)
            self._does_not_come_back(made)
        self.made.append(made)

    def _goes_back_on_evidence(self, made: Made, entries: tuple[Entry, ...]) -> None:
        """Of certbind's own will, once a binding; two looks in a row that saw it at fault at half
        of the addresses; what stood before was seen to be served well.
        """
        ours = [e for e in entries[: made.entry - 1] if e.record.kind is EntryKind.BOUND]
        binding = state_of(ours[-1])
        assert binding.ours is not None
        assert binding.ours.purpose is Purpose.AUTOMATIC, f"{made}: a wish was undone"
        assert binding.ours.was_good, f"{made}: nobody saw that it was better before"
        since = entries[ours[-1].sequence : made.entry - 1]
        looks = [e for e in since if "outcome" in e.record.details]
        assert len(looks) >= 2, f"{made}: on {len(looks)} look(s)"
        for look in looks[-2:]:
            sights = [a["sight"] for a in look.record.details["addresses"]]
            assert 2 * sights.count("wrong") >= len(sights), f"{made}: nothing was seen wrong"
        assert looks[-1].at - looks[-2].at >= timedelta(seconds=30)
        assert looks[-1].record.kind is EntryKind.NOT_VERIFIED
        tried = [e for e in since if e.record.kind is EntryKind.INTENT and _is_return(e)]
        settled = [e for e in since if e.record.kind is EntryKind.REPLANNED]
        assert len(tried) <= len(settled), f"{made}: a second try"
        held = self.held[made.after]
        assert held.how == SOUND, f"{made}: something worse was put back"
        assert held.certificate.not_after > made.at

    def _goes_to_one_an_hour(self, made: Made) -> None:
        held = self.held[made.after]
        if held.is_read or not made.protects:
            return
        subject = f"rollout/{made.target.kind}-{made.after}"
        told = [e for e in self.shop.journal.history(subject) if isinstance(e, Entry)]
        assert not any(e.record.kind is EntryKind.NOT_VERIFIED and e.at < made.at for e in told)
        if any(e.record.kind is EntryKind.VERIFIED and e.at <= made.at for e in told):
            assert held.how == SOUND, f"{made}: proven, and edges cannot serve it"
            return
        first = min((e.at for e in told), default=made.at)
        if made.at - first >= timedelta(hours=24):
            return
        assert made.is_canary
        for other in self.made:
            is_same = (other.after, other.target.kind) == (made.after, made.target.kind)
            if is_same and other.is_canary and other.target != made.target:
                assert made.at - other.at >= timedelta(minutes=55), f"{made} after {other}"

    def _does_not_come_back(self, made: Made) -> None:
        """What went back by itself is bound there again by name only."""
        here = [one for one in self.made if one.target == made.target]
        for number, other in enumerate(here):
            if other.purpose is Purpose.RETURN and other.before == made.after:
                named = [one for one in here[number:] if one.purpose is Purpose.WISH]
                assert made.after in {one.after for one in named}, f"{made}: after {other}"

    def _protects(self, intent: DomainState, at: datetime) -> bool:
        assert intent.change is not None
        before = intent.change.before.binding.certificate_id
        if before is None:
            return False
        seen = intent.seen
        is_refused = seen is not None and seen.verdict in (SeenAs.BROKEN, SeenAs.DEAD)
        return self.held[before].certificate.not_after - at > LAST_HOURS and not is_refused

    @invariant()
    def what_edges_cannot_serve_is_never_proven(self) -> None:
        for held in self.held.values():
            for product in ("oss", "cdn"):
                newest = self.shop.journal.newest(f"rollout/{product}-{held.certificate.id}")
                if newest is not None and held.how != SOUND:
                    assert isinstance(newest, Entry)
                    assert newest.record.kind is not EntryKind.VERIFIED
                if newest is not None and held.is_read:
                    raise AssertionError("its chain was read, and yet it was tried")

    def teardown(self) -> None:
        try:
            self._calm_down()
        finally:
            for one in self.patches:
                one.stop()

    def _calm_down(self) -> None:
        """Nothing crashes, everything is seen; a day and a half of sweeps."""
        self.lagging.clear()
        self.dark.clear()
        for _ in range(6):
            self._do(Sweep(*self.shop.connected), NO_CRASH)
            self._run(timedelta(hours=6))
            self.the_laws_hold()
        plan = PlanAccount(self.shop.sources, self.shop.rules)()
        for decision in plan.decisions:
            self._expect_the_best_or_a_word(decision.target, decision.word, decision.reasons)
            assert decision.act is None, f"left undone: {decision}"

    def _expect_the_best_or_a_word(
        self, target: Target, word: str, reasons: tuple[tuple[str, str], ...]
    ) -> None:
        now = self.shop.clock.now()
        stands = self.shop.binding(target).certificate_id
        assert stands is not None
        ends = [h.certificate.not_after for h in self.held.values() if h.how == SOUND]
        best = max(ends)
        if best <= now + LAST_HOURS:
            return
        state = self.shop.state(target.domain)
        if self.held[stands].how != SOUND:
            # Over what did not work before nothing can be blamed; the record says `not_verified`.
            is_on_record = state.seen is not None and state.seen.verdict is not SeenAs.VERIFIED
            assert is_on_record, f"{target}: {reasons}"
            return
        if self.held[stands].certificate.not_after >= best - timedelta(days=1):
            return
        assert word in WORDS
        assert word in ("held", "canary_failed", "rollback_failed") or "refused_here" in {
            one for one, _ in reasons
        }, f"{target}: {word}: {reasons}"

    def _run(self, span: timedelta) -> None:
        end = self.shop.clock.now() + span
        for _ in range(400):
            for event in self.shop.queue.take_due():
                self._do(partial(self.shop.handle, event), NO_CRASH)
            waiting = self.shop.queue.waiting()
            if not waiting or waiting[0][0] > end:
                self.shop.clock.advance(max(end - self.shop.clock.now(), timedelta()))
                return
            self.shop.clock.advance(max(waiting[0][0] - self.shop.clock.now(), timedelta()))
        raise AssertionError(f"still busy: {self.shop.queue.waiting()}")

    def _serve(self) -> None:
        for target in TARGETS:
            served = self.lagging.get(target) or self.shop.binding(target).certificate_id
            if target in self.dark:
                self.shop.probe.fail(target.domain, Attempt.CONNECT_TIMEOUT)
            elif served is not None and self.held[served].how == STUCK:
                self.shop.probe.fail(target.domain, Attempt.SERVER_ERROR)
            elif served is not None:
                held = self.held[served]
                chain = held.chain[:1] if held.how == CUT else held.chain
                self.shop.probe.serve(target.domain, chain)

    def _watch(self) -> None:
        shop = self.shop
        WatchCertificates(shop.clock, shop.inventory, shop.queue, shop.journal)()

    def _do(self, work: Callable[[], object], crash: int) -> bool:
        self._serve()
        install(self.shop, CrashPoint(crash))
        try:
            work()
        except CrashError:
            return False
        finally:
            install(self.shop, CrashPoint(NO_CRASH))
        return True


def _is_return(intent: Entry) -> bool:
    change = state_of(intent).change
    return change is not None and change.purpose is Purpose.RETURN


TestNet = Net.TestCase
TestNet.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
pytestmark = pytest.mark.timeout(300)
