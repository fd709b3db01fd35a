"""Which uploaded certificates may go: every reason to keep one, and none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.hygiene.prune import WINDOW, Inventory, Kept, Standing, against
from certbind.domain.hygiene.quotas import HeldEntry
from certbind.domain.model.identity import Domain
from certbind.domain.model.resource import CloudResource
from tests.fakes.values import DAY, NOW, cas_id, certificate

NAME = Domain("shop.example.com")
OLD = replace(certificate(1, NAME, days=20), uploaded=True)
NEW = certificate(2, NAME, days=80)
HERE = Standing("CDN shop.example.com", NAME, NEW.id)
SOUND = Inventory(
    NOW,
    (OLD, NEW),
    (HERE,),
    (),
    seen={NEW.id: WINDOW},
)


def words(inventory: Inventory) -> set[Kept]:
    return {word for word, _ in against(OLD, inventory)}


def test_what_is_superseded_and_used_nowhere_may_go() -> None:
    assert against(OLD, SOUND) == ()
    ended = replace(OLD, not_after=NOW - DAY)
    assert against(ended, replace(SOUND, certificates=(ended, NEW))) == ()


@pytest.mark.parametrize(
    "part",
    [
        {"unread": ("cdn: not now",)},
        {"standing": (HERE, Standing("OSS bucket b / x", NAME, None, is_told=False))},
    ],
)
def test_what_was_not_read_makes_the_answer_no_and_is_named(part: dict[str, object]) -> None:
    found = against(OLD, replace(SOUND, **part))  # type: ignore[arg-type]
    assert {word for word, _ in found} == {Kept.NOT_ALL_READ}
    assert all(told for _, told in found)


def test_what_is_bound_stays_also_under_another_id_and_where_it_was_pasted() -> None:
    bound = Standing("OSS bucket b / x", NAME, OLD.id)
    assert words(replace(SOUND, standing=(HERE, bound))) == {Kept.STILL_BOUND}
    twin = replace(OLD, id=cas_id(7))
    other_id = Standing("OSS bucket b / x", NAME, twin.id)
    every = replace(SOUND, certificates=(OLD, twin, NEW), standing=(HERE, other_id))
    assert words(every) == {Kept.STILL_BOUND}
    pasted = Standing("OSS bucket b / x", NAME, None, frozenset({str(OLD.sha1)}))
    assert words(replace(SOUND, standing=(HERE, pasted))) == {Kept.STILL_BOUND}


def test_what_stands_at_any_product_by_cas_s_list_stays() -> None:
    place = CloudResource(7, "cn-hangzhou", "NEWTHING", NAME, "", OLD.id)
    assert words(replace(SOUND, elsewhere=(place,))) == {Kept.STANDS_ELSEWHERE}
    another = replace(place, certificate=cas_id(9))
    assert words(replace(SOUND, elsewhere=(another,))) == set()


def test_what_a_rollback_or_a_setting_may_want_stays() -> None:
    found = against(OLD, replace(SOUND, needed={OLD.id: "it is the way back of x"}))
    assert found == ((Kept.STILL_NEEDED, "it is the way back of x"),)


def test_without_a_successor_it_is_the_last_one() -> None:
    assert words(replace(SOUND, certificates=(OLD,))) == {Kept.NO_SUCCESSOR}
    narrower = replace(NEW, names=("other.example.com",))
    assert words(replace(SOUND, certificates=(OLD, narrower))) == {Kept.NO_SUCCESSOR}
    ended = replace(NEW, not_after=NOW - DAY), replace(OLD, not_after=NOW - 2 * DAY)
    found = against(ended[1], replace(SOUND, certificates=ended))
    assert {word for word, _ in found} == {Kept.NO_SUCCESSOR}


@pytest.mark.parametrize("seen", [{}, {NEW.id: None}, {NEW.id: WINDOW - timedelta(seconds=1)}])
def test_a_successor_has_to_be_seen_for_two_weeks(seen: dict[object, object]) -> None:
    assert words(replace(SOUND, seen=seen)) == {Kept.SUCCESSOR_NOT_SEEN}  # type: ignore[arg-type]


def test_what_takes_a_place_of_a_product_stays_though_it_serves_nobody() -> None:
    by_id = HeldEntry("e1", "c1", (NAME,), OLD.id)
    by_print = HeldEntry("e2", "", (), None, str(OLD.sha256))
    other = HeldEntry("e3", "", (), cas_id(9), "f" * 64)
    for entry, kept in (
        (by_id, {Kept.TAKES_A_PLACE}),
        (by_print, {Kept.TAKES_A_PLACE}),
        (other, set()),
    ):
        assert words(replace(SOUND, places=(("ESA site a", entry),))) == kept
