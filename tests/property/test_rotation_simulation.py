"""A year of an account in random order: events twice, late or lost, crashes, lost answers, a
list that cannot be read, hands, timers.

Whatever happened, no step of certbind makes visitors worse off, the journal stays whole, and once
things calm down every domain has the best certificate that a person has not taken off it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Binding, BoundTarget, Target
from certbind.domain.state import Phase
from certbind.domain.state_json import state_from_json
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import StalePlanError, UnavailableError
from certbind.events import Event, EventType, certificate_event
from certbind.requests import RollbackRequest
from certbind.usecases.recheck import Recheck
from certbind.usecases.rollback import Rollback
from certbind.usecases.watch_certificates import WatchCertificates
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


class RecordingTargets(FakeTargets):
    """Remembers who changed what: target, before, after, by hand."""

    def __init__(self, *targets: BoundTarget) -> None:
        super().__init__(*targets)
        self.changes: list[tuple[Target, CertificateId | None, CertificateId | None, bool]] = []

    def rebind_by_hand(self, target: Target, binding: Binding) -> None:
        before = self._targets[target].binding.certificate_id
        super().rebind_by_hand(target, binding)
        self.changes.append((target, before, binding.certificate_id, True))

    def _change(self, target: Target, wanted: Binding, expects: Binding) -> str:
        before = self._targets[target].binding.certificate_id
        request_id = super()._change(target, wanted, expects)
        if before != wanted.certificate_id:
            self.changes.append((target, before, wanted.certificate_id, False))
        return request_id


class Rotation(RuleBasedStateMachine):
    """One account with an OSS and a CDN domain."""

    def __init__(self) -> None:
        super().__init__()
        self.account = Account(anchors=ANCHORS)
        self.targets = RecordingTargets(*unbound(*TARGETS, BEHIND))
        self.account.targets = self.targets
        self.number = 0
        self.hands = 0
        self.again: list[Event] = []
        self.ends: dict[Domain, datetime | None] = {t.domain: None for t in TARGETS}

    @initialize()
    def take_the_baseline(self) -> None:
        self._watch()

    @rule(days=st.integers(5, 200))
    def cas_issues(self, days: int) -> None:
        """A certificate for both domains; what ends when is random."""
        self.number += 1
        past = (self.account.clock.now() - NOON).days
        held, chain = chain_of(
            certificate(self.number, *NAMES, days_left=past + days, issued_days_ago=1 - past)
        )
        self.account.inventory.add(held, chain)

    @rule(crash=CRASHES)
    def the_short_timer_ticks(self, crash: int) -> None:
        self._do(self._watch, crash)

    @rule(crash=CRASHES)
    def the_long_timer_ticks(self, crash: int) -> None:
        self._do(Recheck(self.account.ports, self.account.rules), crash)

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

    @rule(which=st.integers(0, 5))
    def an_old_message_arrives_again(self, which: int) -> None:
        if self.again:
            event = self.again.pop(which % len(self.again))
            self._do(lambda: self.account.handle(event), NO_CRASH)

    @rule()
    def messages_are_lost(self) -> None:
        self.account.queue.take_due()

    @precondition(lambda self: self.number > 0)
    @rule(which=st.integers(1, 50))
    def an_event_comes_from_elsewhere(self, which: int) -> None:
        number = 1 + which % self.number
        event = certificate_event(EventType.ISSUED, CertificateId(number, "cn-hangzhou"))
        self._do(lambda: self.account.handle(event), NO_CRASH)

    @precondition(lambda self: self.number > 0)
    @rule(which=st.integers(1, 50), at=st.sampled_from(TARGETS))
    def somebody_rebinds_by_hand(self, which: int, at: Target) -> None:
        number = 1 + which % self.number
        held = self.account.inventory.certificate(CertificateId(number, "cn-hangzhou"))
        self.account.targets.rebind_by_hand(at, bound_to(held))
        self.ends[at.domain] = self._working_end(at)

    @rule(at=st.sampled_from(TARGETS), crash=CRASHES, lost=st.booleans())
    def somebody_rolls_back(self, at: Target, crash: int, lost: bool) -> None:
        """A rollback may shorten what is left, for that is what it is asked for."""
        self.hands += 1
        name = f"hand-{self.hands}"
        request = RollbackRequest(domain=at.domain, dry_run=False, request_id=name)

        def roll_back() -> None:
            Rollback(self.account.ports, self.account.rules)(request)

        self._do(roll_back, crash, lost=lost)
        self.ends[at.domain] = self._working_end(at)

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
    def every_journal_is_whole(self) -> None:
        for target in TARGETS:
            self.account.entries(target.domain)

    def teardown(self) -> None:
        """Things calm down: no crash, no loss, three sweeps."""
        install(self.account, CrashPoint(NO_CRASH))
        self.targets.show("cdn")
        for _ in range(3):
            self.account.clock.advance(timedelta(minutes=20))
            self._serve_what_is_bound()
            Recheck(self.account.ports, self.account.rules)()
            self.account.run_queue(steps=300)
        self._serve_what_is_bound()
        for target in TARGETS:
            self._expect_the_best(target)

    def _expect_the_best(self, target: Target) -> None:
        now = self.account.clock.now()
        state = self.account.state(target.domain)
        usable = [c for c in self._certificates() if c.not_after > now + timedelta(days=1)]
        if state.held_to is not None:
            usable = [c for c in usable if c.not_after > state.held_to + timedelta(days=1)]
        if not usable:
            return
        best = max(c.not_after for c in usable)
        end = self._working_end(target)
        assert end is not None, f"{target}: nothing that works is bound"
        assert end >= best - timedelta(days=1), f"{target}: bound until {end}, best {best}"
        # One for the bucket behind CDN stays open until the domain is bound the next time.
        is_open = state.phase is Phase.INTENT and state.target == target
        assert not is_open, f"{target}: an open intent"
        self._expect_a_way_back(target)

    def _expect_a_way_back(self, target: Target) -> None:
        """What stood before the last binding that certbind made is on record, unless visitors
        were seen not to get it: then what stood before that.
        """
        changes = [c for c in self.targets.changes if c[0] == target]
        if not changes or changes[-1][3]:  # the last one was a hand's
            return
        _, before, after, _ = changes[-1]
        state = self.account.state(target.domain)
        assert state.current is not None
        assert state.current.binding.certificate_id == after, f"{target}: bound, not on record"
        assert state.previous is not None
        way_back = state.previous.binding.certificate_id
        if way_back != before:
            kept = self._seen_not_to_work(target, before)
            assert kept == way_back, f"{target}: the way back is lost"

    def _seen_not_to_work(
        self, target: Target, certificate: CertificateId | None
    ) -> CertificateId | None:
        """The way back from a binding that ended as not verified; None when none did."""
        for entry in reversed(self.account.entries(target.domain)):
            state = state_from_json(entry.record.state)
            bound = state.current.binding.certificate_id if state.current else None
            if entry.record.kind is EntryKind.NOT_VERIFIED and bound == certificate:
                return state.previous.binding.certificate_id if state.previous else None
        return None

    def _certificates(self) -> list[Certificate]:
        return [
            self.account.inventory.certificate(CertificateId(n, "cn-hangzhou"))
            for n in range(1, self.number + 1)
        ]

    def _working_end(self, target: Target) -> datetime | None:
        binding = self.account.targets.read(target).binding
        if binding.certificate_id is None:
            return None
        held = self.account.inventory.certificate(binding.certificate_id)
        return held.not_after if held.not_after > self.account.clock.now() else None

    def _serve_what_is_bound(self) -> None:
        for target in TARGETS:
            binding = self.account.targets.read(target).binding
            if binding.certificate_id is not None:
                chain = self.account.inventory.chain(binding.certificate_id)
                assert chain is not None
                self.account.probe.serve(target.domain, chain)

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
        except StalePlanError:
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
