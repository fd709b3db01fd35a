"""Hardening: recorded before it is done, done once, undone to exactly what stood."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.target import UNBOUND, BoundTarget, Target
from certbind.domain.serving.functions import Measure
from certbind.domain.serving.values import POLICY, TLS_VERSIONS
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt
from certbind.domain.words.sentences import said
from certbind.errors import LedgerConflictError, RejectedError, UnavailableError
from certbind.usecases.rotate.outcome import Result
from certbind.views.telling import step_of
from tests.unit.usecases.account import (
    CDN,
    STATIC,
    WWW,
    CrashError,
    CrashPoint,
    Interleaved,
    with_binding,
)
from tests.unit.usecases.serving.protecting import HTTPS, Scene

BACK = '{"enable": "off", "http_rewrite": "301"}'
GZIP = '{"enable": "off"}'
HSTS = '{"enabled": "on", "https_hsts_max_age": "60"}'


def kinds(scene: Scene, place: str) -> list[EntryKind]:
    entries = scene.account.journal.history(f"settings/{place}")
    return [one.record.kind for one in reversed(entries) if isinstance(one, Entry)]


def test_a_dry_run_says_all_and_writes_nothing(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    report = scene.harden(CDN.domain, WWW.domain, dry_run=True)
    assert report.to_json()["outcome"] == "hardened_planned"
    assert [one.result for one in report.outcomes] == [Result.PLANNED] * 2
    assert "https_force: not set → enable=on" in report.outcomes[0].message
    assert "is refused then" in report.outcomes[1].message
    assert (scene.texts(CDN), scene.texts(WWW)) == ({}, {})
    assert scene.account.journal.subjects("") == []


def test_a_bucket_behind_cdn_is_hardened_where_visitors_go(anchors: TrustAnchors) -> None:
    """The domain of the bucket is accelerated: its visitors meet CDN, and CDN alone is changed."""
    scene = Scene(anchors)
    before = scene.texts(WWW)
    in_front = Target(CDN.kind, WWW.domain)
    scene.account.targets.add(with_binding(in_front, HTTPS))
    (done,) = scene.harden(WWW.domain).outcomes
    assert done.result is Result.SETTINGS_CHANGED
    assert "https_force" in scene.texts(in_front)
    assert scene.texts(WWW) == before


def test_it_is_done_once_and_undone_to_exactly_what_stood(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    for name, text in (("http_force", BACK), ("gzip", GZIP)):
        scene.settings.set_by_hand(CDN, name, text)
    before = scene.texts(CDN)
    (done,) = scene.harden(CDN.domain, measures=frozenset(Measure), hsts_days=30).outcomes
    assert done.result is Result.SETTINGS_CHANGED
    assert "for 30 days" in done.message
    assert "http_force" not in scene.texts(CDN)
    assert kinds(scene, f"cdn/{CDN.domain}") == [
        *(EntryKind.SETTINGS_INTENT, EntryKind.SETTINGS_CHANGED),
        *(EntryKind.SETTINGS_INTENT, EntryKind.SETTINGS_CHANGED),
    ]
    (again,) = scene.harden(CDN.domain).outcomes
    assert (again.result, again.reason) == (Result.NOTHING_TO_DO, "as_wanted")
    assert scene.harden(CDN.domain, undo=True).to_json()["outcome"] == "unhardened"
    assert scene.texts(CDN) == before
    (more,) = scene.harden(CDN.domain, undo=True).outcomes
    assert (more.result, more.reason) == (Result.NOTHING_TO_DO, "as_wanted")


def test_a_bucket_is_hardened_for_all_its_domains(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    (done,) = scene.harden(WWW.domain).outcomes
    assert done.details == {"settings": [TLS_VERSIONS, POLICY]}
    assert scene.texts(WWW).keys() == {TLS_VERSIONS, POLICY}
    scene.account.targets.add(BoundTarget(STATIC, UNBOUND))
    scene.harden(WWW.domain, undo=True)
    (refused,) = scene.harden(WWW.domain).outcomes
    assert (refused.result, refused.reason) == (Result.REFUSED, "locks_out")
    assert STATIC.domain in refused.message
    assert scene.texts(WWW) == {}


def test_what_cannot_be_seen_refuses_a_policy(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.account.targets.hide("elsewhere")
    (failed,) = scene.harden(WWW.domain).outcomes
    assert (failed.result, failed.reason) == (Result.FAILED, "domain_unread")
    (done,) = scene.harden(WWW.domain, measures=frozenset({Measure.TLS})).outcomes
    assert done.result is Result.SETTINGS_CHANGED


def test_nothing_is_forced_on_visitors_who_have_no_https(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.account.probe.fail(CDN.domain, Attempt.SNI_UNKNOWN)
    (refused,) = scene.harden(CDN.domain).outcomes
    assert (refused.result, refused.reason) == (Result.REFUSED, "https_not_seen")


def test_a_domain_on_plain_http_is_left_so(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.downgrade(CDN)
    (refused,) = scene.harden(CDN.domain).outcomes
    assert (refused.result, refused.reason) == (Result.REFUSED, "downgraded")


def test_one_that_is_not_there_stops_no_other(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    other = Target(CDN.kind, CDN.domain.replace("cdn", "gone"))  # type: ignore[arg-type]
    first, second = scene.harden(other.domain, CDN.domain).outcomes
    assert (first.result, first.reason) == (Result.FAILED, "unknown_domain")
    assert second.result is Result.SETTINGS_CHANGED
    scene.account.targets.remove(CDN)
    scene.account.targets.hide("cdn")
    (unread,) = scene.harden(CDN.domain).outcomes
    assert unread.reason == "domain_unread"


def test_a_busy_target_is_waited_for(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.settings.busy = 3
    (done,) = scene.harden(CDN.domain).outcomes
    assert done.result is Result.SETTINGS_CHANGED
    scene.harden(CDN.domain, undo=True)
    scene.settings.busy = 99
    (failed,) = scene.harden(CDN.domain).outcomes
    assert (failed.result, failed.reason) == (Result.FAILED, "target_busy")
    assert kinds(scene, f"cdn/{CDN.domain}")[-1] is EntryKind.SETTINGS_FAILED
    scene.settings.busy = 0
    assert scene.harden(CDN.domain).is_complete


def test_a_refusal_is_recorded_and_what_was_done_can_be_undone(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.settings.set_by_hand(CDN, "http_force", BACK)
    refusal = RejectedError("no", service="cdn", action="BatchSet", subject="x")
    # the first write takes http_force away, the second is refused
    scene.settings.trouble.act_before("change", lambda: None)
    scene.settings.trouble.before("change", refusal)
    (failed,) = scene.harden(CDN.domain).outcomes
    assert failed.result is Result.FAILED
    assert scene.texts(CDN) == {}
    scene.harden(CDN.domain, undo=True)
    assert scene.texts(CDN) == {"http_force": BACK}


def test_what_another_hand_changed_since_stays_and_is_told(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.harden(CDN.domain, measures=frozenset({Measure.GZIP}))
    scene.settings.set_by_hand(CDN, "gzip", GZIP)
    (left,) = scene.harden(CDN.domain, undo=True).outcomes
    assert (left.result, left.reason) == (Result.REFUSED, "settings_changed_since")
    scene.harden(CDN.domain, measures=frozenset({Measure.BROTLI}))
    (done,) = scene.harden(CDN.domain, undo=True).outcomes
    assert "Another hand has changed gzip since" in done.message
    assert scene.texts(CDN) == {"gzip": GZIP}


def test_the_name_of_what_another_hand_changed_keeps_its_capitals(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.harden(CDN.domain, measures=frozenset({Measure.HSTS}), hsts_days=30)
    scene.settings.set_by_hand(CDN, "HSTS", HSTS)
    scene.harden(CDN.domain, measures=frozenset({Measure.BROTLI}))
    (done,) = scene.harden(CDN.domain, undo=True).outcomes
    assert "Another hand has changed HSTS since; it stays so." in done.message


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no policy", "it is no JSON, or says one thing twice"),
        ('{"Version": "2"}', 'it is no object of Version "1"'),
        ('{"Version": "1", "Statement": {}}', "its Statement is no list of statements"),
    ],
)
def test_a_policy_that_is_not_ours_and_not_understood_is_left_and_tls_goes_without_it(
    anchors: TrustAnchors, text: str, why: str
) -> None:
    scene = Scene(anchors)
    scene.settings.set_by_hand(WWW, POLICY, text)
    (refused,) = scene.harden(WWW.domain).outcomes
    assert (refused.result, refused.reason) == (Result.REFUSED, "policy_unreadable")
    assert f"the policy of assets cannot be added to: {why}" in refused.message
    assert "策略无法追加语句" in said(refused.message, "zh")
    step = step_of("policy_unreadable", WWW.domain)
    assert f"`certbind harden {WWW.domain} --only tls --apply`" in step
    (done,) = scene.harden(WWW.domain, measures=frozenset({Measure.TLS})).outcomes
    assert done.result is Result.SETTINGS_CHANGED
    assert scene.texts(WWW)[POLICY] == text


def test_a_secret_in_a_policy_is_not_recorded(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    text = '{"Version": "1", "Statement": [], "Id": "LTAI5tAbCdEfGhIjKlMnOpQr"}'
    scene.settings.set_by_hand(WWW, POLICY, text)
    (refused,) = scene.harden(WWW.domain).outcomes
    assert (refused.result, refused.reason) == (Result.REFUSED, "policy_unreadable")
    assert scene.texts(WWW) == {POLICY: text}


def test_a_damaged_record_is_told_and_nothing_is_changed(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.harden(CDN.domain, measures=frozenset({Measure.GZIP}))
    subject = f"settings/cdn/{CDN.domain}"
    newest = scene.account.journal.newest(subject)
    assert newest is not None
    scene.account.journal.put(subject, newest.sequence, b"{")
    (failed,) = scene.harden(CDN.domain).outcomes
    assert (failed.result, failed.reason) == (Result.FAILED, "ledger_unreadable")
    assert scene.texts(CDN).keys() == {"gzip"}


def test_a_race_is_decided_anew_and_given_up_in_the_end(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.settings.trouble.act_before(
        "change", lambda: scene.settings.set_by_hand(CDN, "gzip", GZIP)
    )
    assert scene.harden(CDN.domain, measures=frozenset({Measure.GZIP})).is_complete
    scene.harden(CDN.domain, undo=True)
    assert scene.texts(CDN) == {"gzip": GZIP}, "what the other hand set in between"
    scene.account.journal.trouble.before("append", LedgerConflictError("taken"), times=4)
    (failed,) = scene.harden(CDN.domain).outcomes
    assert (failed.result, failed.reason) == (Result.FAILED, "stale_plan")


@pytest.mark.parametrize("target", [CDN, WWW])
@pytest.mark.parametrize("undo", [False, True])
def test_a_crash_at_any_point_leaves_a_way_on_and_a_way_back(
    anchors: TrustAnchors, target: Target, *, undo: bool
) -> None:
    def made() -> Scene:
        scene = Scene(anchors)
        if not target.bucket:
            scene.settings.set_by_hand(target, "http_force", BACK)
        if undo:
            scene.harden(target.domain)
        return scene

    before = Scene(anchors)
    if not target.bucket:
        before.settings.set_by_hand(target, "http_force", BACK)
    stood = before.texts(target)
    first = made()
    whole = edges_of_scene(first, partial(first.harden, target.domain, undo=undo))
    wanted = first.texts(target)
    for at in whole:
        scene = made()
        scene.install(CrashPoint(at))
        with pytest.raises(CrashError):
            scene.harden(target.domain, undo=undo)
        assert scene.harden(target.domain, undo=undo).is_complete, f"crash at {at}"
        assert scene.texts(target) == wanted, f"crash at {at}"
        scene.harden(target.domain, undo=True)
        assert scene.texts(target) == stood, f"crash at {at}"


def test_two_at_once_end_in_what_both_wanted(anchors: TrustAnchors) -> None:
    first = Scene(anchors)
    for at in edges_of_scene(first, partial(first.harden, CDN.domain)):
        scene = Scene(anchors)
        scene.install(Interleaved(at, partial(scene.harden, CDN.domain)))
        scene.harden(CDN.domain)
        assert scene.texts(CDN) == first.texts(CDN), f"second at {at}"
        scene.harden(CDN.domain, undo=True)
        assert scene.texts(CDN) == {}, f"second at {at}"


def edges_of_scene(scene: Scene, work: Callable[[], object]) -> range:
    point = CrashPoint(0)
    scene.install(point)
    work()
    assert point.passed >= 14, f"{point.passed} edges"
    return range(1, point.passed + 1)


def test_a_lost_answer_is_told_and_found_by_the_next(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    lost = UnavailableError("lost", service="cdn", action="change")
    scene.settings.trouble.after("change", lost)
    (failed,) = scene.harden(CDN.domain).outcomes
    assert failed.result is Result.FAILED
    (again,) = scene.harden(CDN.domain).outcomes
    assert again.result is Result.NOTHING_TO_DO
    scene.harden(CDN.domain, undo=True)
    assert scene.texts(CDN) == {}
