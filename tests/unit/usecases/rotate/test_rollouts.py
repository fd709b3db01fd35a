"""One domain a product first: claimed once, proven, failed, handed on; nothing freezes others."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.lifecycle.rollout import RolloutStage
from certbind.domain.lifecycle.state import DomainState, KnownBinding, Purpose, Seen, SeenAs
from certbind.domain.lifecycle.state_json import state_to_json
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.identity import CertificateId, ProductName
from certbind.domain.situation.reading import Known, Unread
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import LedgerConflictError, PermissionDeniedError
from certbind.events import step
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.overview.report import DomainHealth
from certbind.usecases.rotate.rollouts import Rollouts, RolloutsKept
from tests.unit.usecases.account import (
    CrashError,
    CrashPoint,
    Interleaved,
    bound_to,
    install,
    with_binding,
)
from tests.unit.usecases.rollouts import CDN, EVERY, OSS, Shop

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PRODUCT = ProductName("oss")


def test_one_a_product_goes_first_and_all_follow_in_no_more_messages_than_ever(
    anchors: TrustAnchors,
) -> None:
    shop = Shop(anchors)
    shop.tell()
    shop.play(MINUTE)
    assert shop.who_has() == {OSS[0].domain, CDN[0].domain}
    handled = shop.play(HOUR)
    assert shop.who_has() == {one.domain for one in EVERY}
    assert {shop.kinds(one.domain)[-1] for one in EVERY} == {EntryKind.VERIFIED}
    assert shop.rollout() == shop.rollout("cdn") == ["intent", "verified"]
    assert handled <= 3 * len(EVERY)


def test_the_first_good_look_is_enough(anchors: TrustAnchors) -> None:
    shop = Shop(anchors, *OSS)
    shop.tell()
    shop.play(MINUTE)
    assert shop.rollout() == ["intent", "verified"]
    assert shop.state(OSS[0].domain).seen is None, "its own looks go on"


def test_one_that_is_on_record_as_served_well_goes_first(anchors: TrustAnchors) -> None:
    shop = Shop(anchors, *OSS)
    seen = DomainState(
        place=OSS[2],
        standing=KnownBinding(bound_to(shop.old)),
        seen=Seen(SeenAs.VERIFIED),
    )
    shop.write(OSS[2].domain, state_to_json(seen, shop.clock.now()))
    shop.tell()
    shop.play(timedelta())
    assert shop.who_has() == {OSS[2].domain}


def test_at_fault_it_meets_one_domain_a_product_and_goes_by_itself(anchors: TrustAnchors) -> None:
    shop = Shop(anchors)
    shop.spoil_new()
    shop.tell()
    handled = shop.play(12 * HOUR)
    assert shop.who_has() == set()
    assert [bool(shop.bound_at(one)) for one in OSS] == [True, False, False]
    assert [bool(shop.bound_at(one)) for one in CDN] == [True, False, False]
    assert shop.rollout() == shop.rollout("cdn") == ["intent", "not_verified"]
    first = shop.state(OSS[0].domain)
    assert first.ours is not None
    assert first.ours.purpose is Purpose.RETURN
    assert shop.kinds(OSS[0].domain)[-1] is EntryKind.VERIFIED
    assert handled <= 12 * len(EVERY)
    for target in (*OSS[1:], *CDN[1:]):
        newest = shop.entries(target.domain)[-1].record
        assert (newest.kind, newest.reason) == (EntryKind.REFUSED, "canary_failed")
    told = {one.target.domain: one.word for one in PlanAccount(shop.sources, shop.rules)().refused}
    assert told == {one.domain: "canary_failed" for one in (*OSS[1:], *CDN[1:])}
    report = Sweep(*shop.connected)()
    assert shop.queue.waiting() == []
    assert report.counts == {SweepFinding.REFUSED.value: len(EVERY)}


def test_it_is_told_while_it_waits(anchors: TrustAnchors) -> None:
    shop = Shop(anchors, *OSS)
    plan = PlanAccount(shop.sources, shop.rules)()
    assert [one.word for one in plan.decisions] == ["lasts_longer", *["canary_first"] * 2]
    assert len(plan.to_do) == 3
    shop.dark = True
    shop.tell()
    shop.play(5 * MINUTE)
    rows = ReadAccount(shop.sources, shop.rules)().domains
    assert {one.target.domain: one.health for one in rows}[OSS[1].domain] is DomainHealth.WAITS
    newest = shop.entries(OSS[1].domain)[-1].record
    assert (newest.kind, newest.reason) == (EntryKind.KEPT, "canary_first")
    assert newest.message.startswith(f"{OSS[1]}: waits: 2-cn-hangzhou")
    report = Sweep(*shop.connected)()
    found = {one.domain: dict(one.findings) for one in report.domains}
    assert SweepFinding.WAITING in found[OSS[1].domain]


@pytest.mark.parametrize("hours", [6, 30])
def test_nothing_freezes_them_where_nobody_can_look(anchors: TrustAnchors, hours: int) -> None:
    """At most one more an hour, and after a day all; the messages stay bounded."""
    shop = Shop(anchors, *OSS)
    shop.dark = True
    shop.tell()
    handled = 0
    for hour in range(1, hours + 1):
        handled += shop.play(HOUR)
        if hour % 6 == 0:
            Sweep(*shop.connected)()
    begun = sorted(at for one in OSS for at in shop.bound_at(one))
    assert len(begun) == len(OSS)
    for earlier, later in itertools.pairwise(begun):
        assert later - earlier >= 55 * MINUTE
    assert handled <= 60 * len(OSS)


def test_after_a_day_nobody_waits(anchors: TrustAnchors) -> None:
    shop = Shop(anchors, *OSS)
    kept = Rollouts(shop.journal, shop.clock, RolloutsKept())
    kept.claim(shop.new.id, PRODUCT, OSS[0].domain)
    for _ in range(23):
        shop.clock.advance(HOUR)
        kept.claim(shop.new.id, PRODUCT, OSS[0].domain)
    assert shop.handle(step(OSS[1], "x", 0)).reason == "canary_first"
    shop.clock.advance(HOUR)
    for target in OSS[1:]:
        assert shop.handle(step(target, "later", 0)).result.value == "bound"
    ours = shop.state(OSS[1].domain).ours
    assert ours is not None
    assert not ours.is_canary


def test_two_instances_at_once_have_one_winner_whatever_edge_they_meet_at(
    anchors: TrustAnchors,
) -> None:
    edges = CrashPoint(0)
    shop = Shop(anchors, *OSS)
    install(shop, edges)
    shop.handle(step(OSS[0], "x", 0))
    assert edges.passed > 20
    for at in range(1, edges.passed + 1):
        shop = Shop(anchors, *OSS)
        other = partial(shop.handle, step(OSS[1], "x", 0))
        install(shop, Interleaved(at, other))
        shop.handle(step(OSS[0], "x", 0))
        assert len(shop.who_has()) == 1, f"at edge {at}"
        assert shop.rollout() == ["intent"]


class Writes(CrashPoint):
    """Notes the edges of what a step writes."""

    def __init__(self) -> None:
        super().__init__(0)
        self.edges: list[int] = []

    def _edge(self, method: str) -> None:
        super()._edge(method)
        if method in ("append", "bind", "send"):
            self.edges.append(self.passed)


@pytest.mark.parametrize("comes_again", [True, False])
def test_a_crash_at_any_write_freezes_nothing(
    anchors: TrustAnchors,
    comes_again: bool,
) -> None:
    """The message comes again, or it is lost: then the next has its turn after the hour."""
    writes = Writes()
    shop = Shop(anchors, *OSS[:2])
    install(shop, writes)
    shop.handle(step(OSS[0], "x", 0))
    assert len(writes.edges) == 10, "claim, intent, write, result and message, before and after"
    for at in writes.edges:
        shop = Shop(anchors, *OSS[:2])
        install(shop, CrashPoint(at))
        with pytest.raises(CrashError):
            shop.handle(step(OSS[0], "x", 0))
        install(shop, CrashPoint(0))
        shop.queue.take_due()
        if comes_again:
            shop.queue.send(step(OSS[0], "x", 0), timedelta(seconds=15))
        shop.queue.send(step(OSS[1], "x", 0), 2 * MINUTE)
        shop.play(HOUR)
        Sweep(*shop.connected)()
        shop.play(HOUR)
        assert shop.who_has() == {one.domain for one in OSS[:2]}, f"at edge {at}"


@pytest.mark.parametrize("lost", range(1, 8))
def test_a_lost_message_costs_no_more_than_a_sweep(anchors: TrustAnchors, lost: int) -> None:
    shop = Shop(anchors, *OSS)
    shop.tell()
    shop.play(2 * HOUR, lose=[lost])
    for _ in range(2):
        Sweep(*shop.connected)()
        shop.play(6 * HOUR)
    assert shop.who_has() == {one.domain for one in OSS}


def test_a_claim_whose_bind_is_refused_is_handed_on_after_its_hour(anchors: TrustAnchors) -> None:
    shop = Shop(anchors, *OSS)
    denied = PermissionDeniedError("no", service="oss", action="PutCname")
    shop.targets.trouble.before("bind", denied, times=1)
    shop.queue.send(step(OSS[0], "x", 0))
    shop.play(timedelta())
    shop.queue.take_due()
    assert shop.handle(step(OSS[1], "x", 0)).reason == "canary_first"
    shop.clock.advance(HOUR)
    assert shop.handle(step(OSS[2], "x", 0)).result.value == "bound"


@pytest.mark.parametrize(
    ("dark", "seen", "was_good"),
    [
        (False, None, True),
        (True, None, False),
        (True, SeenAs.VERIFIED, True),
        (True, SeenAs.PARTLY, False),
        (False, SeenAs.PARTLY, True),
    ],
)
def test_how_visitors_were_served_before_is_known_from_the_record_or_a_look(
    anchors: TrustAnchors,
    dark: bool,
    seen: SeenAs | None,
    was_good: bool,
) -> None:
    shop = Shop(anchors, *OSS)
    shop.dark = dark
    shop.serve()
    if seen is not None:
        standing = KnownBinding(bound_to(shop.old))
        before = DomainState(place=OSS[0], standing=standing, seen=Seen(seen))
        shop.write(OSS[0].domain, state_to_json(before, shop.clock.now()))
    looks = shop.probe.trouble.calls["observe"]
    assert shop.handle(step(OSS[0], "x", 0)).result.value == "bound"
    ours = shop.state(OSS[0].domain).ours
    assert ours is not None
    assert ours.was_good is was_good
    asked = shop.probe.trouble.calls["observe"] - looks
    assert asked == (0 if seen is SeenAs.VERIFIED else 1)


@pytest.mark.parametrize("dark", [False, True])
def test_what_was_seen_of_a_target_before_it_was_off_is_looked_at_again(
    anchors: TrustAnchors, dark: bool
) -> None:
    """Its edges begin with nothing, so that what they show later need not be this binding's."""
    shop = Shop(anchors, *OSS)
    shop.dark = dark
    shop.serve()
    standing, seen = KnownBinding(bound_to(shop.old)), Seen(SeenAs.VERIFIED)
    before = DomainState(place=OSS[0], standing=standing, seen=seen, said="target_offline")
    shop.write(OSS[0].domain, state_to_json(before, shop.clock.now()))
    looks = shop.probe.trouble.calls["observe"]
    assert shop.handle(step(OSS[0], "x", 0)).result.value == "bound"
    assert shop.probe.trouble.calls["observe"] == looks + 1
    ours = shop.state(OSS[0].domain).ours
    assert ours is not None
    assert ours.was_good is not dark


def test_a_sweep_that_sees_it_served_well_proves_it(anchors: TrustAnchors) -> None:
    """Bound by a hand, or by an earlier version: those that wait are told at once."""
    shop = Shop(anchors, *OSS)
    shop.targets.rebind_by_hand(OSS[0], bound_to(shop.new))
    kept = Rollouts(shop.journal, shop.clock, RolloutsKept())
    kept.claim(shop.new.id, PRODUCT, OSS[1].domain)
    shop.serve()
    Sweep(*shop.connected)()
    assert shop.rollout() == ["intent", "verified"]
    shop.play(MINUTE)
    assert shop.who_has() == {one.domain for one in OSS}


def test_what_is_dead_goes_before_everybody(anchors: TrustAnchors) -> None:
    shop = Shop(anchors, *OSS)
    kept = Rollouts(shop.journal, shop.clock, RolloutsKept())
    kept.claim(shop.new.id, PRODUCT, OSS[0].domain)
    gone = replace(shop.old, id=CertificateId(9, "cn-hangzhou"), status=CertificateStatus.REVOKED)
    shop.hold(gone)
    shop.targets.add(with_binding(OSS[2], gone))
    assert shop.handle(step(OSS[2], "x", 0)).result.value == "bound"
    assert shop.handle(step(OSS[1], "x", 0)).reason == "canary_first"


def test_a_late_failure_stops_the_rest(anchors: TrustAnchors) -> None:
    """Served well at the first look, at fault at the next two."""
    shop = Shop(anchors, *OSS)
    shop.queue.send(step(OSS[0], "x", 0))
    shop.play(MINUTE)
    assert shop.rollout() == ["intent", "verified"]
    shop.spoil_new()
    shop.play(10 * MINUTE)
    assert shop.rollout() == ["intent", "verified", "not_verified"]
    assert shop.handle(step(OSS[1], "x", 0)).reason == "canary_failed"


def test_it_is_read_once_in_30_s_however_many_ask(anchors: TrustAnchors) -> None:
    shop = Shop(anchors, *OSS)
    kept = Rollouts(shop.journal, shop.clock, RolloutsKept())
    for _ in range(3):
        found = kept.read(shop.new.id, PRODUCT)
        assert isinstance(found, Known)
        assert found.value.stage is RolloutStage.UNTRIED
    assert shop.journal.trouble.calls["head"] == 1
    other = Rollouts(shop.journal, shop.clock, RolloutsKept())
    other.claim(shop.new.id, PRODUCT, OSS[0].domain)
    shop.clock.advance(timedelta(seconds=29))
    found = kept.read(shop.new.id, PRODUCT)
    assert isinstance(found, Known)
    assert found.value.stage is RolloutStage.UNTRIED, "as it was read"
    with pytest.raises(LedgerConflictError):
        kept.claim(shop.new.id, PRODUCT, OSS[1].domain)
    again = kept.read(shop.new.id, PRODUCT)
    assert isinstance(again, Known)
    assert (again.value.domain, again.value.ago) == (OSS[0].domain, timedelta(seconds=29))
    shop.clock.advance(timedelta(seconds=30))
    read = shop.journal.trouble.calls["head"]
    kept.read(shop.new.id, PRODUCT)
    assert shop.journal.trouble.calls["head"] == read + 1


def test_a_damaged_entry_costs_a_claim_and_freezes_nobody(anchors: TrustAnchors) -> None:
    shop = Shop(anchors, *OSS)
    kept = Rollouts(shop.journal, shop.clock, RolloutsKept())
    kept.claim(shop.new.id, PRODUCT, OSS[0].domain)
    shop.journal.put(f"rollout/oss-{shop.new.id}", 1, b"{")
    assert shop.handle(step(OSS[1], "x", 0)).result.value == "bound"
    assert shop.rollout() == ["intent"]


def test_one_of_a_later_version_is_told_and_nothing_bound(anchors: TrustAnchors) -> None:
    shop = Shop(anchors, *OSS)
    kept = Rollouts(shop.journal, shop.clock, RolloutsKept())
    kept.claim(shop.new.id, PRODUCT, OSS[0].domain)
    subject = f"rollout/oss-{shop.new.id}"
    newest = shop.journal.newest(subject)
    later = Record(EntryKind.INTENT, "rollout", state={"version": 2})
    shop.journal.append(seal(subject, newest, shop.clock.now(), later))
    found = Rollouts(shop.journal, shop.clock, RolloutsKept()).read(shop.new.id, PRODUCT)
    assert isinstance(found, Unread)
    assert found.code == "newer_ledger"
    assert shop.handle(step(OSS[1], "x", 0)).reason == "newer_ledger"
    assert shop.who_has() == set()
