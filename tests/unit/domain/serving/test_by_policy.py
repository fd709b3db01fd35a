"""Whose a difference from CERTBIND_HARDEN is to mend."""

from __future__ import annotations

import pytest

from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.serving.by_policy import Drift, drift
from certbind.domain.serving.record import Kept, kept_from_json, kept_to_json, undone_from_json
from certbind.domain.serving.values import SettingChange

WANTED = SettingChange("gzip", None, "on")
NONE: frozenset[str] = frozenset()


def told(*kept: Kept, undone: frozenset[str] = NONE, is_interrupted: bool = False) -> Drift:
    return drift((WANTED,), kept, undone, is_interrupted=is_interrupted)


@pytest.mark.parametrize(
    ("kept", "is_interrupted", "is_left"),
    [
        ((), False, False),
        ((Kept("brotli", None, "on"),), False, False),
        ((Kept("gzip", "off", None),), False, False),  # it stands as certbind left it
        ((Kept("gzip", None, "on"),), False, True),  # set by certbind, taken away since
        ((Kept("gzip", None, "on"),), True, False),  # the write was never made
        ((Kept("gzip", "off", "on"),), True, True),  # neither stands: another hand's
    ],
)
def test_what_certbind_set_and_does_not_stand_is_another_hands(
    kept: tuple[Kept, ...], is_interrupted: bool, is_left: bool
) -> None:
    found = told(*kept, is_interrupted=is_interrupted)
    assert bool(found.left) is is_left
    assert bool(found.changes) is not is_left


def test_what_a_person_undid_is_left_and_said_so() -> None:
    found = told(undone=frozenset({"gzip"}))
    assert found.changes == ()
    assert str(found.left[0]).endswith("gzip: a person undid it, and it is left so")


def test_what_would_have_to_be_taken_away_is_a_persons() -> None:
    """CDN takes no redirect to HTTPS beside one from it, even where that is off."""
    both = (SettingChange("https_force", None, "on"), SettingChange("http_force", "off", None))
    found = drift(both, (), NONE, is_interrupted=False)
    assert found.changes == ()
    assert "only a person's `certbind harden` takes it away" in str(found.left[1])


def test_who_chose_about_one_redirect_chose_about_both() -> None:
    both = (SettingChange("https_force", None, "on"), SettingChange("http_force", "on", None))
    kept = (Kept("https_force", None, "on"),)
    found = drift((*both, WANTED), kept, NONE, is_interrupted=False)
    assert found.changes == (WANTED,)
    assert len(found.left) == 2


def test_what_was_undone_comes_back_from_an_entry() -> None:
    state = kept_to_json((Kept("gzip", None, "on"),), frozenset({"b", "a"}))
    assert undone_from_json(state) == {"a", "b"}
    assert kept_from_json(state) == (Kept("gzip", None, "on"),)
    assert undone_from_json({}) == undone_from_json({"version": 1, "settings": {}}) == NONE


@pytest.mark.parametrize("names", ["gzip", [1]])
def test_what_was_undone_by_no_names_is_refused(names: object) -> None:
    with pytest.raises(TypeError, match="no list of names"):
        undone_from_json({"undone": names})


def test_settings_are_kept_where_a_person_says_so() -> None:
    one, other = Domain("a.example"), Domain("b.example")
    assert not Policy().hardens
    assert Policy(harden=None).may_harden(one)
    named = Policy(harden=(one,))
    assert (named.hardens, named.may_harden(one), named.may_harden(other)) == (True, True, False)
