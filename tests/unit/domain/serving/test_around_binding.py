"""What stood of settings before a binding, and what is another after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.serving.around_binding import (
    LOSS_IS_TOLD,
    Lost,
    aged,
    changed_since,
    lost_from_json,
    lost_to_json,
    stood,
    stood_from_json,
    stood_to_json,
    told,
)
from certbind.domain.serving.values import POLICY, Form, SettingChange, SettingsSeen

LOST = Lost((SettingChange("HSTS", '{"enabled": "on"}', None),), timedelta(seconds=7))


def seen(**texts: str) -> SettingsSeen:
    return SettingsSeen("cdn/www.example.com", Form.FUNCTIONS, texts)


def test_what_is_as_it_stood_is_no_change_and_each_other_is_one() -> None:
    before = stood(seen(gzip='{"enable": "on"}', HSTS='{"enabled": "on"}'))
    assert changed_since(before, seen(HSTS='{"enabled": "on"}', gzip='{"enable": "on"}')) == ()
    after = seen(gzip='{"enable": "off"}', brotli='{"enable": "on"}')
    changes = changed_since(before, after)
    assert told(changes) == (
        "HSTS: enabled=on → not set; brotli: not set → enable=on; gzip: enable=on → enable=off"
    )


def test_of_a_policy_only_that_it_is_another_is_kept_and_told() -> None:
    """It may hold anything, and be long."""
    before, none = stood(seen(policy="one, with what nobody may see")), stood(seen())
    assert "nobody" not in str(before)
    assert changed_since(before, seen(policy="one, with what nobody may see")) == ()
    assert told(changed_since(before, seen(policy="two"))) == "policy: another"
    assert told(changed_since(before, seen())) == "policy: taken away"
    assert told(changed_since(none, seen(policy="two"))) == "policy: set now"


def test_a_loss_is_told_for_a_week() -> None:
    assert aged(None, LOSS_IS_TOLD) is None
    later = aged(LOST, timedelta(days=6))
    assert later is not None
    assert later.ago == timedelta(days=6, seconds=7)
    assert aged(later, timedelta(days=1)) is None


def test_both_come_back_from_an_entry_and_are_not_in_it_where_there_is_none() -> None:
    kept = stood(seen(gzip="{}", HSTS="{}"))
    assert stood_from_json(stood_to_json(kept)) == kept
    assert stood_from_json(stood_to_json(())) == ()
    assert stood_to_json(None) == {}
    assert stood_from_json({}) is None
    assert lost_from_json(lost_to_json(LOST)["lost"]) == LOST
    assert lost_to_json(None) == {}
    assert lost_from_json(None) is None


@pytest.mark.parametrize(
    ("spoilt", "problem"),
    [
        ({"stood": {"gzip": 1}}, "a setting is no text"),
        ({"changes": [{"name": 1, "before": None, "after": None}], "ago": 1}, "is no text"),
        ({"changes": [{"name": POLICY, "before": 1, "after": None}], "ago": 1}, "is no text"),
        ({"changes": [], "ago": -1}, "no number of seconds"),
        ({"changes": [], "ago": True}, "no number of seconds"),
    ],
)
def test_what_was_changed_by_hand_is_refused(spoilt: dict[str, Any], problem: str) -> None:
    read = stood_from_json if "stood" in spoilt else lost_from_json
    with pytest.raises((TypeError, ValueError), match=problem):
        read(spoilt)
