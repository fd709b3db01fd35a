"""Quotas that certificates fill, and when they will be full at the present rate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from certbind.domain.hygiene.quotas import (
    Forecast,
    HeldEntry,
    Quota,
    Shortage,
    forecasts,
    is_below,
    uploads_of,
)
from certbind.domain.model.identity import Domain, ProductName, Sha256
from certbind.domain.model.target import UNBOUND, Binding, BindingSource, BoundTarget, Target
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, certificate

ESA = ProductName("esa")
ZONE = "shop.example"


def target(name: str, binding: Binding = UNBOUND, *names: str) -> BoundTarget:
    others = tuple(map(Domain, names))
    return BoundTarget(Target(ESA, Domain(name)), binding, names=others)


def entry(number: int, *names: str, **more: Any) -> HeldEntry:
    values = {"ends": NOW + 30 * DAY, "added": NOW - 300 * DAY, **more}
    return HeldEntry(f"e{number}", f"c{number}", names, cas_id(number), **values)


def site(most: int, *entries: HeldEntry, used: int | None = None) -> Quota:
    count = len(entries) if used is None else used
    return Quota(f"ESA site {ZONE}", most, count, entries, ZONE)


def told(quota: Quota, *targets: BoundTarget, is_whole: bool = True) -> Forecast:
    (found,) = forecasts([quota], targets, NOW, is_whole=is_whole)
    return found


WWW = target("www.shop.example", bound_by_id(1))


def test_a_full_quota_is_none_where_all_is_replaced_in_place() -> None:
    found = told(site(2, entry(1, "www.shop.example"), entry(2, "a.shop.example")), WWW)
    assert (found.short, found.full_on) == (None, NOW)
    assert (
        found.told == "ESA site shop.example has 2 of 2 places taken; serving nobody is c2 "
        f"(e2, until {NOW + 30 * DAY:%Y-%m-%d})"
    )


def test_what_waits_for_a_place_is_counted_before_it_is_bound() -> None:
    bare, other = target("b.shop.example"), target("b.other.example")
    found = told(
        site(2, entry(1, "www.shop.example"), entry(2, "*.shop.example")), WWW, bare, other
    )
    assert (found.short, found.wanting) == (Shortage.FULL, ("b.shop.example",))
    assert "without a place is b.shop.example" in found.told
    roomy = told(site(3, entry(1, "www.shop.example"), entry(2, "*.shop.example")), WWW, bare)
    assert (roomy.short, roomy.wanting) == (None, ("b.shop.example",))


def test_the_rate_of_the_last_ninety_days_tells_when_it_is_full() -> None:
    lately = [entry(number, ZONE, added=NOW - 10 * DAY) for number in (1, 2, 3)]
    found = told(site(5, *lately))
    assert (found.short, found.a_month, found.full_on) == (None, 1.0, NOW + 60 * DAY)
    assert f"full by {NOW + 60 * DAY:%Y-%m-%d} at the rate of the last 90 days" in found.told
    assert told(site(4, *lately)).short is Shortage.SOON
    never = told(site(4, entry(1, ZONE), entry(2, ZONE, added=None)))
    assert (never.short, never.full_on, never.a_month) == (None, None, 0.0)


def test_what_may_serve_somebody_is_never_said_to_serve_nobody() -> None:
    ended = entry(5, "www.shop.example", ends=NOW - DAY)
    covers = entry(6, "www.shop.example")
    pasted = HeldEntry("e7", "", (), None, "a" * 64)
    nameless = HeldEntry("e8", "", ())
    by_print = Binding(BindingSource.UPLOAD, raw_id="a" * 64, sha256=Sha256("a" * 64))
    wild = target("b.shop.example", by_print, "www.shop.example")
    held = site(9, entry(1, "x.example"), ended, covers, pasted, nameless)
    assert told(held, WWW, wild).idle == (ended,)
    assert told(held, WWW, wild, is_whole=False).idle == ()
    assert [one.id for one in told(held, WWW).idle] == ["e5", "e7"]


def test_uploads_have_no_quota_and_a_rate() -> None:
    sold = certificate(1, ZONE)
    uploads = [replace(certificate(n, ZONE), uploaded=True) for n in (2, 3)]
    (quota,) = uploads_of([sold, *uploads])
    found = told(quota, target(ZONE))
    assert (quota.used, quota.most, found.short, found.wanting) == (2, None, None, ())
    assert found.idle == ()
    assert found.told == (
        "CAS cn-hangzhou, uploads that have not ended, number 2; "
        "0.7 a month of late; no quota is published"
    )


def test_the_fullest_comes_first_and_a_long_list_is_cut() -> None:
    full = replace(site(1, entry(1, "a.b")), where="ESA site z")
    bare = [target(f"{number}.shop.example") for number in range(7)]
    roomy = site(99)
    first, second = forecasts([roomy, full], bare, NOW, is_whole=True)
    assert (first.quota, second.quota) == (full, roomy)
    assert "4.shop.example and 2 more" in first.told


def test_a_name_is_below_a_zone_by_whole_labels() -> None:
    assert is_below(ZONE, ZONE)
    assert is_below(ZONE, ".shop.example")
    assert not is_below(ZONE, "myshop.example")
    assert not is_below("", ZONE)


def test_an_entry_without_an_end_says_none() -> None:
    assert str(HeldEntry("e1", "", ())) == "unnamed (e1)"
