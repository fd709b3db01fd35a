"""The way back to exactly what stood, whoever was there in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certbind.domain.serving.bucket_policy import UnreadablePolicyError, denying
from certbind.domain.serving.plain_http import (
    against_plain_http,
    brought_back,
    denies,
    lifted,
    remembered_until,
)
from certbind.domain.serving.record import (
    Kept,
    kept_from_json,
    kept_to_json,
    remember,
    undone,
)
from certbind.domain.serving.values import POLICY, Form, SettingChange, SettingsSeen

CDN = SettingsSeen("cdn/www.example.com", Form.FUNCTIONS)
OSS = SettingsSeen("oss/assets", Form.BUCKET)
READ = (
    '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:GetObject",'
    ' "Principal": "3017", "Resource": "acs:oss:*:*:assets/*"}]}'
)
DENIED = denying(None, "assets")
NOW = datetime(2026, 11, 30, tzinfo=timezone.utc)

texts = st.one_of(st.none(), st.sampled_from("abc"))


@given(texts, st.lists(st.tuples(st.booleans(), texts), max_size=6))
def test_undone_is_what_stood_before_the_last_hand_that_was_not_ours(
    first: str | None, moves: list[tuple[bool, str | None]]
) -> None:
    """A hand that sets what certbind set cannot be told from it, so hands write their own."""
    stands, before = first, first
    kept: tuple[Kept, ...] = ()
    for number, (is_ours, text) in enumerate(moves):
        if is_ours:
            kept = remember(kept, [SettingChange("x", stands, text)])
            stands = text
        else:
            before = stands = f"hand {number}"
    seen = replace(CDN, texts={} if stands is None else {"x": stands})
    back = undone(kept, seen, "")
    if not moves or moves[-1][0]:
        assert back.left == ()
        after = back.changes[0].after if back.changes else stands
        assert after == before
    assert kept_from_json(kept_to_json(kept)) == kept


def test_what_another_hand_changed_since_stays() -> None:
    back = undone((Kept("gzip", None, "on"),), replace(CDN, texts={"gzip": "other"}), "")
    assert back.changes == ()
    assert [one.reason.value for one in back.left] == ["settings_changed_since"]
    assert undone((Kept("gzip", None, "on"),), CDN, "") == undone((), CDN, "")


def test_of_a_policy_that_others_added_to_ours_alone_is_taken_out() -> None:
    added = denying(READ, "assets")
    back = undone((Kept(POLICY, None, DENIED),), replace(OSS, texts={POLICY: added}), "assets")
    (change,) = back.changes
    assert (change.before, change.after is not None and "3017" in change.after) == (added, True)
    assert "only the denial" in back.left[0].detail


@pytest.mark.parametrize("policy", [READ, "{"])
def test_a_policy_without_ours_stays(policy: str) -> None:
    back = undone((Kept(POLICY, None, DENIED),), replace(OSS, texts={POLICY: policy}), "assets")
    assert (back.changes, len(back.left)) == ((), 1)


def test_a_policy_that_is_gone_stays_so() -> None:
    back = undone((Kept(POLICY, READ, denying(READ, "assets")),), OSS, "assets")
    assert (back.changes, len(back.left)) == ((), 1)


@pytest.mark.parametrize(
    "state",
    [
        {"version": 2, "settings": {}},
        {"settings": {}},
        {"version": 1, "settings": []},
        {"version": 1, "settings": {"x": {"before": 1, "wrote": None}}},
        {"version": 1, "settings": {"x": {"before": None}}},
    ],
)
def test_what_is_no_record_is_refused(state: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        kept_from_json(state)


def test_no_entry_is_no_record() -> None:
    assert kept_from_json({}) == ()


def test_of_a_bucket_the_denial_is_lifted_and_comes_back() -> None:
    stands = replace(OSS, texts={POLICY: DENIED})
    changes = lifted(stands, "assets")
    assert changes == (SettingChange(POLICY, DENIED, None),)
    kept = remember((), changes)
    back = brought_back(kept, OSS, "assets")
    assert back.changes == (SettingChange(POLICY, None, DENIED),)
    assert denies(back.changes)
    assert brought_back(kept, stands, "assets").changes == ()


def test_into_a_policy_that_others_wrote_meanwhile_the_denial_alone_comes_back() -> None:
    kept = (Kept(POLICY, DENIED, None),)
    (change,) = brought_back(kept, replace(OSS, texts={POLICY: READ}), "assets").changes
    assert change == SettingChange(POLICY, READ, denying(READ, "assets"))
    with pytest.raises(UnreadablePolicyError):
        brought_back(kept, replace(OSS, texts={POLICY: "{"}), "assets")


def test_of_cdn_what_another_hand_set_meanwhile_stays() -> None:
    on = '{"enable": "on"}'
    stands = replace(CDN, texts={"https_force": on})
    kept = remember((), lifted(stands, ""))
    assert brought_back(kept, CDN, "").changes == (SettingChange("https_force", None, on),)
    back = brought_back(kept, replace(CDN, texts={"https_force": "{}"}), "")
    assert (back.changes, len(back.left)) == ((), 1)
    assert brought_back(kept, stands, "") == brought_back((), stands, "")
    assert not denies(lifted(stands, ""))


def test_nothing_is_lifted_where_nothing_denies() -> None:
    assert lifted(OSS, "assets") == ()
    assert lifted(replace(OSS, texts={POLICY: READ}), "assets") == ()


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        (DENIED.replace("oss:*", "oss:GetObject"), ["http_denied"]),
        ("{", ["policy_unreadable"]),
        (DENIED, []),
    ],
)
def test_what_keeps_visitors_out_all_the_same(policy: str, reason: list[str]) -> None:
    found = against_plain_http(replace(OSS, texts={POLICY: policy}), "assets")
    assert [one.reason.value for one in found] == reason
    assert against_plain_http(CDN, "") == ()


def test_https_stays_where_nobody_sees_what_browsers_were_told() -> None:
    (found,) = against_plain_http(replace(CDN, takes={"https_force": frozenset({"enable"})}), "")
    assert "HSTS" in found.told


def test_until_when_browsers_keep_to_https() -> None:
    hsts = replace(CDN, texts={"HSTS": '{"enabled": "on", "https_hsts_max_age": "60"}'})
    assert remembered_until(hsts, NOW) == NOW + timedelta(minutes=1)
    assert remembered_until(CDN, NOW) is None
    assert remembered_until(OSS, NOW) is None
