"""To plain HTTP in the right order, left so by the loop, and the ordered way back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import Going
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Target,
    TargetState,
)
from certbind.domain.serving.bucket_policy import denies_plain_http, denying
from certbind.domain.serving.functions import Measure
from certbind.domain.serving.values import POLICY
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt
from certbind.errors import LedgerConflictError
from certbind.events import step
from certbind.requests import RollbackRequest
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.domain_journal import subject_of
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.wishes.rollback import Rollback
from tests.fakes.clock import FakeClock
from tests.fakes.journal import FakeJournal
from tests.unit.usecases.account import CDN, STATIC, WWW, CrashError, CrashPoint, certificate
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.serving.protecting import BACKUP, BACKUP_CHAIN, CHAIN, HTTPS, Scene

FORCED = '{"enable": "on", "https_rewrite": "301"}'
HSTS = '{"enabled": "on", "https_hsts_max_age": "86400"}'
DENIED = denying(None, "assets")
SET = {CDN: {"https_force": FORCED, "HSTS": HSTS}, WWW: {POLICY: DENIED}}
both = pytest.mark.parametrize("target", [CDN, WWW], ids=["cdn", "oss"])


def hardened(anchors: TrustAnchors, target: Target) -> Scene:
    scene = Scene(anchors)
    for name, text in SET[target].items():
        scene.settings.set_by_hand(target, name, text)
    return scene


@both
def test_a_dry_run_says_the_order_and_what_browsers_remember(
    anchors: TrustAnchors, target: Target
) -> None:
    scene = hardened(anchors, target)
    planned = scene.downgrade(target, dry_run=True)
    assert planned.result is Result.PLANNED
    lifted = "policy: taken away" if target is WWW else "https_force: enable=on"
    assert planned.message.index(lifted) < planned.message.index("HTTPS off")
    assert ("keep to HTTPS until 2026-" in planned.message) == (target is CDN)
    assert planned.reason == ("hsts_remembered" if target is CDN else "")
    assert not scene.account.binding(target).is_empty
    assert scene.texts(target) == SET[target]
    assert scene.account.kinds(target.domain) == []


def test_what_looks_like_a_secret_in_a_policy_is_not_recorded_and_comes_back(
    anchors: TrustAnchors,
) -> None:
    """The record holds it no more, so only the denial is put back, into what stands."""
    scene, secret = Scene(anchors), "LTAI5tAbCdEfGhIjKlMnOpQr"
    other = {"Effect": "Allow", "Action": ["oss:GetObject"], "Principal": [secret]}
    theirs = json.dumps({"Version": "1", "Statement": [{**other, "Resource": ["*"]}]})
    scene.settings.set_by_hand(WWW, POLICY, denying(theirs, "assets"))
    scene.downgrade(WWW)
    assert not denies_plain_http(scene.texts(WWW)[POLICY], "assets")
    entries = scene.account.journal.entries(subject_of(WWW.domain))
    assert secret not in str(entries)
    assert scene.restore(WWW).result is Result.SETTINGS_CHANGED
    after = scene.texts(WWW)[POLICY]
    assert denies_plain_http(after, "assets")
    assert json.loads(after)["Statement"][0]["Principal"] == [secret]


def test_what_could_not_come_back_from_the_record_is_not_taken_away(anchors: TrustAnchors) -> None:
    scene, secret = Scene(anchors), "LTAI5tAbCdEfGhIjKlMnOpQr"
    theirs = json.dumps({"Version": "1", "Statement": [], "Id": secret})
    scene.settings.set_by_hand(WWW, POLICY, denying(theirs, "assets"))
    before = scene.texts(WWW)
    told = scene.downgrade(WWW)
    assert (told.result, told.reason) == (Result.REFUSED, "policy_unreadable")
    assert (scene.texts(WWW), scene.account.binding(WWW).is_empty) == (before, False)
    assert scene.downgrade(WWW, force=True).result is Result.SETTINGS_CHANGED


@both
def test_down_and_back_to_exactly_what_stood(anchors: TrustAnchors, target: Target) -> None:
    scene = hardened(anchors, target)
    scene.settings.busy = 2
    down = scene.downgrade(target)
    assert (down.result, down.reason) == (Result.SETTINGS_CHANGED, "downgraded")
    assert scene.account.binding(target).is_empty
    assert scene.texts(target) == {}
    assert scene.account.kinds(target.domain) == [
        EntryKind.DOWNGRADE_INTENT,
        EntryKind.SETTINGS_CHANGED,
        EntryKind.DOWNGRADED,
    ]
    again = scene.downgrade(target)
    assert (again.result, again.reason) == (Result.NOTHING_TO_DO, "downgraded")
    scene.account.clock.advance(timedelta(days=3))
    planned = scene.restore(target, dry_run=True)
    assert planned.result is Result.PLANNED
    assert f"bind {HTTPS.id}" in planned.message
    assert scene.account.binding(target).is_empty
    back = scene.restore(target)
    assert (back.result, back.reason) == (Result.SETTINGS_CHANGED, "")
    assert scene.account.binding(target).certificate_id == HTTPS.id
    assert scene.texts(target) == SET[target]
    assert scene.account.state(target.domain).downgrade is None
    assert scene.account.kinds(target.domain)[3:] == [
        EntryKind.RETURN_INTENT,
        EntryKind.INTENT,
        EntryKind.BOUND,
        EntryKind.SETTINGS_CHANGED,
        EntryKind.RETURNED,
    ]
    more = scene.restore(target)
    assert (more.result, more.reason) == (Result.NOTHING_TO_DO, "not_downgraded")


@both
@pytest.mark.parametrize("way", ["down", "back"])
def test_a_crash_at_any_point_keeps_nobody_out_and_leaves_a_way_on(
    anchors: TrustAnchors, target: Target, way: str
) -> None:
    """The process dies at every edge of every call in turn; the same is said again."""

    def made() -> tuple[Scene, Callable[[], object]]:
        scene = hardened(anchors, target)
        if way == "down":
            return scene, partial(scene.downgrade, target)
        scene.downgrade(target)
        return scene, partial(scene.restore, target)

    scene, work = made()
    point = CrashPoint(0)
    scene.install(point)
    work()
    assert point.passed >= 20
    for at in range(1, point.passed + 1):
        scene, work = made()
        scene.install(CrashPoint(at))
        with pytest.raises(CrashError):
            work()
        where = f"crash at edge {at}"
        assert scene.keeps_nobody_out(target), where
        Sweep(*scene.account.connected)()
        scene.account.clock.advance(timedelta(minutes=6))
        work()
        assert scene.account.binding(target).is_empty is (way == "down"), where
        assert scene.texts(target) == ({} if way == "down" else SET[target]), where
        if way == "down":
            down = scene.account.state(target.domain).downgrade
            assert down is not None, where
            assert down.going is Going.OFF, where
            assert down.before.binding.certificate_id == HTTPS.id, where
            scene.restore(target)
        assert scene.texts(target) == SET[target], where
        assert scene.account.binding(target).certificate_id == HTTPS.id, where
        assert scene.account.state(target.domain).downgrade is None, where


@both
def test_the_loop_leaves_it_so_and_tells_it(anchors: TrustAnchors, target: Target) -> None:
    """Sweeps, events of a renewal, a person's orders: only the way back brings HTTPS back."""
    scene = Scene(anchors)
    scene.downgrade(target)
    account = scene.account
    for number in range(3):
        account.clock.advance(timedelta(days=1))
        report = Sweep(*account.connected)()
        (row,) = [one for one in report.domains if one.domain == target.domain]
        assert [finding for finding, _ in row.findings] == [SweepFinding.DOWNGRADED]
        assert row.queued == ()
        asked = account.handle(step(target, f"renewed-{number}", 0, candidate=BACKUP.id))
        assert asked.reason == "downgraded"
    named = account.handle(step(target, "cli-1", 0, candidate=HTTPS.id, by_hand=True))
    assert (named.result, named.reason) == (Result.REFUSED, "downgraded")
    assert account.binding(target).is_empty
    assert EntryKind.FOREIGN_CHANGE not in account.kinds(target.domain)


@both
def test_a_way_that_stopped_in_the_middle_is_told(anchors: TrustAnchors, target: Target) -> None:
    scene = hardened(anchors, target)
    scene.settings.trouble.before("turn_off", CrashError())
    with pytest.raises(CrashError):
        scene.downgrade(target)
    words = {row.domain: row.word for row in Sweep(*scene.account.connected)().domains}
    assert words[target.domain] == "downgrade_unfinished"
    scene.downgrade(target)
    scene.settings.trouble.before("change", CrashError())
    with pytest.raises(CrashError):
        scene.restore(target)
    scene.account.run_queue()
    words = {row.domain: row.word for row in Sweep(*scene.account.connected)().domains}
    assert words[target.domain] == "return_unfinished"
    assert scene.restore(target).result is Result.SETTINGS_CHANGED


def test_nothing_comes_back_before_visitors_get_https(anchors: TrustAnchors) -> None:
    scene = hardened(anchors, CDN)
    scene.downgrade(CDN)
    scene.account.probe.fail(CDN.domain, Attempt.SNI_UNKNOWN)
    waits = scene.restore(CDN)
    assert (waits.result, waits.reason) == (Result.PENDING, "https_not_seen")
    assert scene.texts(CDN) == {}
    scene.waited = lambda: scene.account.probe.serve(CDN.domain, CHAIN)
    assert scene.restore(CDN).result is Result.SETTINGS_CHANGED
    assert scene.texts(CDN) == SET[CDN]


def test_what_stood_there_is_gone_and_the_best_comes_back(anchors: TrustAnchors) -> None:
    """A certificate that was deleted meanwhile."""
    scene = hardened(anchors, CDN)
    scene.downgrade(CDN)
    scene.account.inventory.remove(HTTPS.id)
    assert scene.restore(CDN).result is Result.SETTINGS_CHANGED
    assert scene.account.binding(CDN).certificate_id == BACKUP.id


def test_a_rollback_after_the_return_goes_to_what_stood_before_plain_http(
    anchors: TrustAnchors,
) -> None:
    scene = hardened(anchors, CDN)
    scene.downgrade(CDN)
    scene.account.inventory.remove(HTTPS.id)
    scene.restore(CDN)
    assert scene.account.binding(CDN).certificate_id == BACKUP.id
    scene.account.inventory.add(HTTPS, CHAIN)
    outcome = rolled_back(scene)
    assert outcome.result is Result.BOUND, outcome.message
    assert scene.account.binding(CDN).certificate_id == HTTPS.id


def test_where_itself_came_back_a_rollback_goes_to_what_it_replaced(
    anchors: TrustAnchors,
) -> None:
    scene = Scene(anchors, Policy(backups=((CDN.domain, BACKUP.id),)))
    begun = scene.account.clock.now()
    assert scene.fail_over(CDN).result is Result.BOUND
    bound = scene.account.clock.now() + timedelta(seconds=1)
    scene.account.clock.advance(timedelta(days=1))
    scene.account.probe.serve(CDN.domain, BACKUP_CHAIN)
    scene.downgrade(CDN)
    scene.restore(CDN)
    assert scene.account.binding(CDN).certificate_id == BACKUP.id
    # At that time the backup stood there already, and it does now.
    assert rolled_back(scene, since=bound).reason == "already_bound"
    assert rolled_back(scene, since=begun, dry_run=True).result is Result.PLANNED
    assert rolled_back(scene).result is Result.BOUND
    assert scene.account.binding(CDN).certificate_id == HTTPS.id


def rolled_back(scene: Scene, **more: Any) -> Outcome:
    if "since" not in more:
        more["domain"] = CDN.domain
    request = RollbackRequest(**{"dry_run": False, "request_id": f"hand-{len(more)}", **more})
    found = Rollback(*scene.account.connected)(request).outcomes
    return next(one for one in found if one.subject in (CDN.domain, ""))


def test_without_any_certificate_it_stays_on_plain_http_and_says_why(
    anchors: TrustAnchors,
) -> None:
    scene = hardened(anchors, CDN)
    scene.downgrade(CDN)
    for one in (HTTPS, BACKUP):
        scene.account.inventory.remove(one.id)
    refused = scene.restore(CDN)
    assert refused.result is Result.REFUSED
    assert "has no certificate" in refused.message
    assert scene.texts(CDN) == {}


def test_what_keeps_both_from_coming_back_is_said_once(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    right = scene.account.clock
    scene.account.journal = FakeJournal(right)
    scene.downgrade(CDN)
    scene.account.clock = FakeClock(right.now() + timedelta(days=10))
    refused = scene.restore(CDN)
    assert (refused.result, refused.reason) == (Result.REFUSED, "clock_off")
    assert refused.message.count("this machine's clock") == 1


def test_a_target_that_takes_no_certificate_yet_is_waited_for(anchors: TrustAnchors) -> None:
    scene = hardened(anchors, CDN)
    scene.downgrade(CDN)
    configuring = scene.account.targets
    busy = replace(configuring.read(CDN), state=TargetState.CONFIGURING)
    configuring.add(busy)
    scene.waited = lambda: configuring.add(
        replace(configuring.read(CDN), state=TargetState.ONLINE)
    )
    assert scene.restore(CDN).result is Result.SETTINGS_CHANGED
    assert scene.account.binding(CDN).certificate_id == HTTPS.id


def test_a_target_that_takes_none_for_long_is_left_to_a_later_order(anchors: TrustAnchors) -> None:
    scene = hardened(anchors, CDN)
    scene.downgrade(CDN)
    configuring = scene.account.targets
    configuring.add(replace(configuring.read(CDN), state=TargetState.CONFIGURING))
    waits = scene.restore(CDN)
    assert waits.result is Result.DEFERRED
    assert "Say the same again" in waits.message


def test_a_policy_that_would_keep_another_domain_out_waits_for_it(anchors: TrustAnchors) -> None:
    scene = hardened(anchors, WWW)
    scene.downgrade(WWW)
    scene.account.targets.add(BoundTarget(STATIC, UNBOUND))
    waits = scene.restore(WWW)
    assert (waits.result, waits.reason) == (Result.REFUSED, "still_on_http")
    assert STATIC.domain in waits.message
    assert not scene.account.binding(WWW).is_empty
    assert scene.texts(WWW) == {}
    scene.account.targets.hide("elsewhere")
    assert scene.restore(WWW).reason == "domain_unread"
    scene.account.targets.show("elsewhere")
    scene.account.targets.remove(STATIC)
    assert scene.restore(WWW).result is Result.SETTINGS_CHANGED
    assert scene.texts(WWW) == SET[WWW]


def test_a_policy_that_denies_otherwise_is_not_touched_and_refuses(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    statement = json.loads(DENIED)["Statement"][0]
    narrow = {**statement, "Action": ["oss:GetObject"]}
    for policy, reason in (
        (json.dumps({"Version": "1", "Statement": [narrow]}), "http_denied"),
        ("no policy", "policy_unreadable"),
    ):
        scene.settings.set_by_hand(WWW, POLICY, policy)
        refused = scene.downgrade(WWW)
        assert (refused.result, refused.reason) == (Result.REFUSED, reason)
        assert scene.texts(WWW) == {POLICY: policy}
        assert not scene.account.binding(WWW).is_empty


def test_a_policy_that_became_unreadable_waits_for_a_person(anchors: TrustAnchors) -> None:
    scene = hardened(anchors, WWW)
    scene.downgrade(WWW)
    scene.settings.set_by_hand(WWW, POLICY, "no policy")
    assert scene.restore(WWW).reason == "policy_unreadable"
    scene.settings.set_by_hand(WWW, POLICY, None)
    assert scene.restore(WWW).result is Result.SETTINGS_CHANGED


def test_what_another_hand_set_meanwhile_stays(anchors: TrustAnchors) -> None:
    scene = hardened(anchors, CDN)
    scene.downgrade(CDN)
    other = '{"enable": "on", "https_rewrite": "308"}'
    scene.settings.set_by_hand(CDN, "https_force", other)
    back = scene.restore(CDN)
    assert "Another hand has changed https_force since" in back.message
    assert scene.texts(CDN) == {"https_force": other, "HSTS": HSTS}


def test_what_could_not_be_bound_again_is_taken_off_by_force_alone(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    free = Binding(BindingSource.FREE, name="free-1")
    scene.account.targets.rebind_by_hand(CDN, free)
    refused = scene.downgrade(CDN)
    assert (refused.result, refused.reason) == (Result.REFUSED, "binding_not_restorable")
    assert scene.downgrade(CDN, force=True).result is Result.SETTINGS_CHANGED
    planned = scene.restore(CDN, dry_run=True)
    assert "order: bind;" in planned.message
    assert scene.restore(CDN).result is Result.SETTINGS_CHANGED
    assert scene.account.binding(CDN).certificate_id == HTTPS.id


def test_without_https_there_is_nothing_to_take_off(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.account.targets.rebind_by_hand(CDN, UNBOUND)
    nothing = scene.downgrade(CDN)
    assert (nothing.result, nothing.reason) == (Result.NOTHING_TO_DO, "no_https")


def test_a_function_at_work_is_waited_for(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    renewed, chain = chain_of(certificate(9, CDN.domain, days_left=200))
    scene.account.inventory.add(renewed, chain)
    scene.account.targets.trouble.before("bind", CrashError())
    with pytest.raises(CrashError):
        scene.account.handle(step(CDN, "cli-1", 0, candidate=renewed.id, by_hand=True))
    refused = scene.downgrade(CDN)
    assert (refused.result, refused.reason) == (Result.REFUSED, "busy_domain")
    scene.account.clock.advance(timedelta(minutes=6))
    assert scene.downgrade(CDN).result is Result.SETTINGS_CHANGED


def test_a_race_is_begun_anew_and_given_up_in_the_end(anchors: TrustAnchors) -> None:
    scene = hardened(anchors, CDN)
    scene.account.journal.trouble.before("append", LedgerConflictError("taken"), times=2)
    assert scene.downgrade(CDN).result is Result.SETTINGS_CHANGED
    scene.account.journal.trouble.before("append", LedgerConflictError("taken"), times=4)
    failed = scene.restore(CDN)
    assert (failed.result, failed.reason) == (Result.FAILED, "stale_plan")
    assert "goes on where it stopped" in failed.message


def test_down_again_on_the_way_back_keeps_what_stood_at_first(anchors: TrustAnchors) -> None:
    scene = hardened(anchors, CDN)
    scene.downgrade(CDN)
    scene.account.probe.fail(CDN.domain, Attempt.SNI_UNKNOWN)
    scene.restore(CDN)
    scene.downgrade(CDN)
    assert scene.account.binding(CDN).is_empty
    scene.account.probe.serve(CDN.domain, CHAIN)
    assert scene.restore(CDN).result is Result.SETTINGS_CHANGED
    assert scene.texts(CDN) == SET[CDN]


def test_hardening_is_undone_after_the_way_back_as_if_nothing_had_been(
    anchors: TrustAnchors,
) -> None:
    scene = Scene(anchors)
    scene.harden(CDN.domain, measures=frozenset({Measure.REDIRECT, Measure.HSTS}), hsts_days=1)
    stood = scene.texts(CDN)
    scene.downgrade(CDN)
    scene.restore(CDN)
    assert scene.texts(CDN) == stood
    scene.harden(CDN.domain, undo=True)
    assert scene.texts(CDN) == {}


def test_one_that_is_not_there_is_told(anchors: TrustAnchors) -> None:
    scene = Scene(anchors, Policy(scope=()))
    scene.account.targets.remove(CDN)
    failed = scene.downgrade(CDN)
    assert (failed.result, failed.reason) == (Result.FAILED, "unknown_domain")
