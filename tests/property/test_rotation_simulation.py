"""A year of an account in random order: events twice, late or lost, crashes, lost answers, a
list that cannot be read, hands, timers.

Whatever happened, no step of certbind makes visitors worse off, the journal stays whole, and once
things calm down every domain has the best certificate that a person has not taken off it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from functools import partial
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import Stage
from certbind.domain.lifecycle.state_json import state_from_json
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import UNBOUND, Binding, BoundTarget, Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import UnavailableError
from certbind.events import Event, EventType, certificate_event
from certbind.requests import RollbackRequest
from certbind.usecases.account import plan as plan_module
from certbind.usecases.account import sweep as sweep_module
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.certificates import certificate_event as event_module
from certbind.usecases.certificates.watch import WatchCertificates
from certbind.usecases.wishes.rollback import Rollback
from tests.fakes.clock import NOON
from tests.fakes.targets import FakeTargets
from tests.unit.usecases.account import (
    Account,
    CrashError,
    CrashPoint,
    bound_to,
    certificate,
    install,
    unbound,
)
from tests.unit.usecases.authority import ROOT_PEM, chain_of

NAMES = ("www.shop.example", "cdn.shop.example")
TARGETS = (
    Target(ProductName("oss"), Domain(NAMES[0]), "assets", "cn-hangzhou"),
    Target(ProductName("cdn"), Domain(NAMES[1])),
)
BEHIND = Target(ProductName("oss"), Domain(NAMES[1]), "origin", "cn-hangzhou")
"""The bucket that CDN accelerates, with the same custom domain."""

ANCHORS = TrustAnchors.from_pem(ROOT_PEM)
NO_CRASH = 0
CRASHES = st.just(NO_CRASH) | st.integers(1, 30) | st.integers(12, 20)  # around the write


SIDE_BY_SIDE = (sweep_module, plan_module, event_module)


def _one_by_one(work: Callable[[BoundTarget], object], targets: Iterable[BoundTarget]) -> object:
    """Threads would end in another order each time, and a crash at another edge."""
    return tuple(map(work, targets))


class Who(Enum):
    """Whose change it was."""

    CERTBIND = "certbind"
    ROLLBACK = "rollback"
    HAND = "hand"


@dataclass(frozen=True)
class Made:
    """One change of a target's binding. None: no certificate."""

    target: Target
    before: CertificateId | None
    after: CertificateId | None
    who: Who


class RecordingTargets(FakeTargets):
    """Remembers who changed what."""

    def __init__(self, *targets: BoundTarget) -> None:
        super().__init__(*targets)
        self.changes: list[Made] = []
        self.who = Who.CERTBIND

    def rebind_by_hand(self, target: Target, binding: Binding) -> None:
        before = self._targets[target].binding.certificate_id
        super().rebind_by_hand(target, binding)
        self.changes.append(Made(target, before, binding.certificate_id, Who.HAND))

    def _change(self, target: Target, wanted: Binding, expects: Binding) -> str:
        before = self._targets[target].binding.certificate_id
        request_id = super()._change(target, wanted, expects)
        if before != wanted.certificate_id:
            self.changes.append(Made(target, before, wanted.certificate_id, self.who))
        return request_id


class Rotation(RuleBasedStateMachine):
    """One account with an OSS and a CDN domain."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = [
            patch.object(module, "in_parallel", _one_by_one) for module in SIDE_BY_SIDE
        ]
        for one in self.patches:
            one.start()
        self.account = Account(anchors=ANCHORS)
        self.targets = RecordingTargets(*unbound(*TARGETS, BEHIND))
        self.account.targets = self.targets
        self.issued: dict[CertificateId, tuple[Certificate, tuple[bytes, ...]]] = {}
        self.deleted: set[CertificateId] = set()
        self.hands = 0
        self.again: list[Event] = []
        self.ends: dict[Domain, datetime | None] = {t.domain: None for t in TARGETS}
        self.taken_off: dict[Domain, datetime | None] = dict(self.ends)
        self.seen_changes = 0

    @initialize()
    def take_the_baseline(self) -> None:
        self._watch()

    @rule(days=st.integers(5, 200))
    def cas_issues(self, days: int) -> None:
        """A certificate for both domains; what ends when is random."""
        number = len(self.issued) + 1
        past = (self.account.clock.now() - NOON).days
        held, chain = chain_of(
            certificate(number, *NAMES, days_left=past + days, issued_days_ago=1 - past)
        )
        self.issued[held.id] = held, chain
        self.account.inventory.add(held, chain)

    @precondition(lambda self: self._held())
    @rule(which=st.integers(0, 50))
    def somebody_deletes_a_certificate(self, which: int) -> None:
        """It goes on being served where it is bound; the ledger may never have known its end."""
        held = self._held()
        gone = held[which % len(held)]
        self.account.inventory.remove(gone.id)
        self.deleted.add(gone.id)

    @rule(crash=CRASHES)
    def the_short_timer_ticks(self, crash: int) -> None:
        self._do(self._watch, crash)

    @rule(crash=CRASHES)
    def the_long_timer_ticks(self, crash: int) -> None:
        self._do(Sweep(*self.account.connected), crash)

    @rule(crash=CRASHES, twice=st.booleans(), lost=st.booleans())
    def messages_arrive(self, crash: int, twice: bool, lost: bool) -> None:
        """All that are due; after a crash the queue brings a message again."""
        for event in self.account.queue.take_due():
            if twice:
                self.again.append(event)
            if not self._do(partial(self.account.handle, event), crash, lost=lost):
                self.again.append(event)

    @rule(hidden=st.booleans())
    def cdn_can_be_listed_or_not(self, hidden: bool) -> None:
        if hidden:
            self.targets.hide("cdn", "throttled")
        else:
            self.targets.show("cdn")

    @rule(named=st.booleans())
    def the_owner_changes_the_scope(self, named: bool) -> None:
        """CERTBIND_BIND: none, and back."""
        policy = Policy(scope=None if named else ())
        self.account.rules = replace(self.account.rules, policy=policy)

    @rule(which=st.integers(0, 5))
    def an_old_message_arrives_again(self, which: int) -> None:
        if self.again:
            event = self.again.pop(which % len(self.again))
            self._do(lambda: self.account.handle(event), NO_CRASH)

    @rule()
    def messages_are_lost(self) -> None:
        self.account.queue.take_due()

    @precondition(lambda self: self.issued)
    @rule(which=st.integers(0, 50))
    def an_event_comes_from_elsewhere(self, which: int) -> None:
        event = certificate_event(EventType.ISSUED, list(self.issued)[which % len(self.issued)])
        self._do(lambda: self.account.handle(event), NO_CRASH)

    @precondition(lambda self: self._held())
    @rule(which=st.integers(0, 50), at=st.sampled_from(TARGETS))
    def somebody_rebinds_by_hand(self, which: int, at: Target) -> None:
        held = self._held()
        self._by_hand(at, bound_to(held[which % len(held)]))

    @rule(at=st.sampled_from(TARGETS))
    def somebody_detaches(self, at: Target) -> None:
        self._by_hand(at, UNBOUND)

    def _by_hand(self, at: Target, binding: Binding) -> None:
        standing = self._on_record(at)
        if standing is not None and not binding.is_empty:
            self._take_off(at, self.issued[standing][0].not_after)
        self.targets.rebind_by_hand(at, binding)
        self.ends[at.domain] = self._working_end(at)

    def _on_record(self, at: Target) -> CertificateId | None:
        """What certbind believes to stand there; what it bound itself it must know. What stood at
        the domain's other place nobody took off here.
        """
        state = self.account.state(at.domain)
        is_here = state.standing is not None and state.place == at
        known = state.standing.binding.certificate_id if state.standing and is_here else None
        changes = [c for c in self.targets.changes if c.target == at]
        is_settled = state.change is None and state.place == at
        if is_settled and changes and changes[-1].who is not Who.HAND:
            assert known == changes[-1].after, f"{at}: bound, not on record"
        return known

    def _take_off(self, at: Target, end: datetime) -> None:
        self.taken_off[at.domain] = max(self.taken_off[at.domain] or end, end)

    @rule(at=st.sampled_from(TARGETS), crash=CRASHES, lost=st.booleans())
    def somebody_rolls_back(self, at: Target, crash: int, lost: bool) -> None:
        """A rollback may shorten what is left, for that is what it is asked for."""
        self.hands += 1
        name = f"hand-{self.hands}"
        request = RollbackRequest(domain=at.domain, dry_run=False, request_id=name)
        self.targets.who = Who.ROLLBACK
        self._do(lambda: Rollback(*self.account.connected)(request), crash, lost=lost)
        self.targets.who = Who.CERTBIND
        self.ends[at.domain] = self._working_end(at)

    @rule(at=st.sampled_from(TARGETS))
    def somebody_tries_a_rollback(self, at: Target) -> None:
        """A dry run leaves no trace."""
        written, sent = self._written(), len(self.account.queue.bodies)
        Rollback(*self.account.connected)(RollbackRequest(domain=at.domain))
        assert (self._written(), len(self.account.queue.bodies)) == (written, sent)

    def _written(self) -> int:
        journal = self.account.journal
        return sum(len(journal.entries(subject)) for subject in journal.subjects(""))

    @rule(hours=st.sampled_from([0.02, 0.1, 1, 24, 24 * 9]))
    def time_passes(self, hours: float) -> None:
        self.account.clock.advance(timedelta(hours=hours))

    @invariant()
    def nobody_is_worse_off(self) -> None:
        """A certificate that works is never replaced by one that does not, or ends earlier."""
        for target in TARGETS:
            before, now = self.ends[target.domain], self.account.clock.now()
            after = self._working_end(target)
            if before is not None and before > now:
                assert after is not None, f"{target}: a working certificate was replaced"
                assert after >= before, f"{target}: replaced by one that ends earlier"
            self.ends[target.domain] = after

    @invariant()
    def no_hand_is_overridden(self) -> None:
        """What a person took off (by rollback or at the console) does not come back by itself:
        over what works and is not in its last 48 hours only what ends later is bound.
        """
        for number in range(self.seen_changes, len(self.targets.changes)):
            made = self.targets.changes[number]
            earlier = [c for c in self.targets.changes[:number] if c.target == made.target]
            if made.who is not Who.CERTBIND or not earlier or earlier[-1].who is Who.CERTBIND:
                continue
            taken_off = self.taken_off.get(made.target.domain)
            if earlier[-1].who is Who.ROLLBACK and earlier[-1].before is not None:
                taken_off = self.issued[earlier[-1].before][0].not_after
            if taken_off is None or made.before is None or made.after is None:
                continue
            if self._is_about_to_end(made.before):
                continue
            end = self.issued[made.after][0].not_after
            assert end > taken_off, f"{made}: a hand was overridden"
        self.seen_changes = len(self.targets.changes)

    def _is_about_to_end(self, certificate: CertificateId) -> bool:
        held = self.issued[certificate][0]
        left = held.not_after - self.account.clock.now()
        return left <= min(timedelta(hours=48), (held.not_after - held.not_before) / 10)

    @invariant()
    def every_journal_is_whole(self) -> None:
        for target in TARGETS:
            self.account.entries(target.domain)

    def teardown(self) -> None:
        """Things calm down: no crash, no loss, three sweeps."""
        try:
            self._calm_down()
        finally:
            for one in self.patches:
                one.stop()

    def _calm_down(self) -> None:
        install(self.account, CrashPoint(NO_CRASH))
        self.targets.show("cdn")
        self.the_owner_changes_the_scope(named=True)
        for _ in range(3):
            self.account.clock.advance(timedelta(minutes=20))
            self._serve_what_is_bound()
            Sweep(*self.account.connected)()
            self.account.run_queue(steps=300)
            self.no_hand_is_overridden()
        self._serve_what_is_bound()
        plan = PlanAccount(self.account.sources, self.account.rules)()
        decisions = {decision.target: decision for decision in plan.decisions}
        for target in TARGETS:
            self._expect_the_best(target, decisions[target])
            self._expect_a_way_back(target)

    def _expect_the_best(self, target: Target, decision: Decision) -> None:
        """What works and lasts longest, unless a person's hand holds it back: then by word."""
        now = self.account.clock.now()
        state = self.account.state(target.domain)
        assert decision.act is None, f"{target}: left undone: {decision}"
        # One for the bucket behind CDN stays open until the domain is bound the next time.
        assert state.stage is Stage.RESTING or state.place != target, f"{target}: {state.stage}"
        usable = [c.not_after for c in self._held() if c.not_after > now + timedelta(days=1)]
        if not usable:
            return
        best, end = max(usable), self._working_end(target)
        assert end is not None, f"{target}: nothing that works is bound"
        if end < best - timedelta(days=1):
            assert decision.word == Reason.HELD.value, f"{target}: {decision}"
            assert state.hold is not None, f"{target}: held by nobody"
            assert best <= state.hold.end + timedelta(days=1), f"{target}: held for no reason"

    def _expect_a_way_back(self, target: Target) -> None:
        """What stood before the last binding that certbind made is on record, unless visitors
        were seen not to get it: then what stood before that.
        """
        changes = [c for c in self.targets.changes if c.target == target]
        if not changes or changes[-1].who is Who.HAND:
            return
        last = changes[-1]
        state = self.account.state(target.domain)
        assert state.standing is not None
        bound = state.standing.binding.certificate_id
        assert bound == last.after, f"{target}: bound, not on record"
        assert state.way_back is not None
        way_back = state.way_back.binding.certificate_id
        if way_back != last.before:
            kept = self._seen_not_to_work(target, last.before)
            assert kept == way_back, f"{target}: the way back is lost"

    def _seen_not_to_work(
        self, target: Target, certificate: CertificateId | None
    ) -> CertificateId | None:
        """The way back from a binding that ended as not verified; None when none did."""
        for entry in reversed(self.account.entries(target.domain)):
            state = state_from_json(entry.record.state, entry.at)
            bound = state.standing.binding.certificate_id if state.standing else None
            if entry.record.kind is EntryKind.NOT_VERIFIED and bound == certificate:
                return state.way_back.binding.certificate_id if state.way_back else None
        return None

    def _held(self) -> list[Certificate]:
        return [held for held, _ in self.issued.values() if held.id not in self.deleted]

    def _working_end(self, target: Target) -> datetime | None:
        binding = self.targets.read(target).binding
        if binding.certificate_id is None:
            return None
        held, _ = self.issued[binding.certificate_id]
        return held.not_after if held.not_after > self.account.clock.now() else None

    def _serve_what_is_bound(self) -> None:
        for target in TARGETS:
            binding = self.targets.read(target).binding
            if binding.certificate_id is not None:
                self.account.probe.serve(target.domain, self.issued[binding.certificate_id][1])

    def _watch(self) -> None:
        account = self.account
        WatchCertificates(account.clock, account.inventory, account.queue, account.journal)()

    def _do(self, step: Callable[[], object], crash: int, *, lost: bool = False) -> bool:
        """Run a step, which dies at its edge number `crash`; whether it came to its end.

        lost: the first write at a target is done, and its answer does not arrive.
        """
        self._serve_what_is_bound()
        trouble = CrashPoint(crash)
        if lost:
            trouble.after("bind", UnavailableError("no answer", service="oss", action="bind"))
        install(self.account, trouble)
        try:
            step()
        except CrashError:
            return False
        finally:
            install(self.account, CrashPoint(NO_CRASH))
        return True


TestRotation = Rotation.TestCase
TestRotation.settings = settings(
    max_examples=120,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
pytestmark = pytest.mark.timeout(300)


def test_a_year_with_a_rollback_and_a_hand_ends_with_both_respected() -> None:
    """The rules played by hand once: chance seldom rolls back what was verified."""
    year = Rotation()
    year.take_the_baseline()
    for days in (60, 100):
        year.cas_issues(days)
        year.the_long_timer_ticks(NO_CRASH)
        for _ in range(6):
            year.messages_arrive(NO_CRASH, twice=False, lost=False)
            year.time_passes(0.1)
    year.somebody_rolls_back(TARGETS[0], NO_CRASH, lost=False)
    year.somebody_rebinds_by_hand(0, TARGETS[1])
    assert [made.who for made in year.targets.changes[-2:]] == [Who.ROLLBACK, Who.HAND]
    year.no_hand_is_overridden()
    year.teardown()
    assert year.targets.changes[-1].who is Who.HAND
