"""Which of the targets that carry a domain is the one that visitors meet."""

from __future__ import annotations

import itertools

import pytest

from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget, ScanFailure, TargetScan, TargetState
from certbind.domain.situation.routing import in_order, is_provider_name, other_in_front
from tests.fakes.values import bound_by_id, cdn, dcdn, oss, vod


def hidden(*targets: BoundTarget, shown: tuple[str, ...] = ()) -> list[str]:
    """Those that something stands in front of; the same for every order."""
    answers = [
        {str(one.target) for one in order if other_in_front(one, order, shown) is not None}
        for order in itertools.permutations(targets)
    ]
    assert all(answer == answers[0] for answer in answers)
    return sorted(answers[0])


def test_a_mapped_domain_gets_its_certificate_on_oss() -> None:
    assert hidden(oss("static.example.com"), cdn("other.example.com")) == []


def test_an_accelerated_domain_gets_it_on_cdn_also_when_it_is_mapped() -> None:
    accelerated = cdn("static.example.com")
    mapped = oss("static.example.com")
    assert hidden(mapped, accelerated) == ["OSS bucket assets / static.example.com"]
    assert other_in_front(mapped, (mapped, accelerated)) == (accelerated, False)


def test_a_cdn_domain_that_is_being_configured_still_stands_in_front() -> None:
    busy = cdn("a.example.com", state=TargetState.CONFIGURING)
    assert hidden(oss("a.example.com"), busy) == ["OSS bucket assets / a.example.com"]


def test_a_stopped_cdn_domain_does_not_stand_in_front() -> None:
    assert hidden(oss("a.example.com"), cdn("a.example.com", state=TargetState.OFFLINE)) == []


def test_two_buckets_of_one_name_do_not_stand_before_each_other() -> None:
    assert hidden(oss("a.example.com", bucket="one"), oss("a.example.com", bucket="two")) == []


def test_a_cdn_wildcard_over_a_mapped_domain_stops_nothing() -> None:
    """Where DNS points decides which is met: a sweep tells that."""
    assert hidden(oss("a.img.example.com"), cdn(".img.example.com")) == []


NAME = "www.example.com"
AT_CDN = cdn(NAME, cname=f"{NAME}.w.kunlunsl.com")
AT_DCDN = dcdn(NAME, cname=f"{NAME}.w.kunluncan.com")
MAPPED = oss(NAME)


@pytest.mark.parametrize(
    ("shown", "met"),
    [
        ((f"{NAME}.w.kunlunsl.com",), AT_CDN),
        ((f"{NAME}.w.kunluncan.com",), AT_DCDN),
        (("balance.example.net", f"{NAME}.w.kunlunsl.com", "x.kunlunsl.com"), AT_CDN),
        # By way of both: visitors meet the first.
        ((f"{NAME}.w.kunlunsl.com", f"{NAME}.w.kunluncan.com"), AT_CDN),
    ],
)
def test_of_two_edges_dns_tells_which_visitors_meet(
    shown: tuple[str, ...], met: BoundTarget
) -> None:
    other = AT_DCDN if met is AT_CDN else AT_CDN
    expected = sorted([str(MAPPED.target), str(other.target)])
    assert hidden(MAPPED, AT_CDN, AT_DCDN, shown=shown) == expected
    assert other_in_front(MAPPED, (MAPPED, AT_CDN, AT_DCDN), shown) == (met, True)


@pytest.mark.parametrize("shown", [(), ("other.w.kunlunsl.com",), ("",)])
def test_where_dns_does_not_tell_the_one_that_is_furthest_out_counts(
    shown: tuple[str, ...],
) -> None:
    """A name of the family of suffixes is nobody's own; and no Cname is no answer."""
    nameless = dcdn(NAME)
    assert hidden(AT_CDN, nameless, shown=shown) == ["CDN www.example.com"]
    assert other_in_front(AT_CDN, (AT_CDN, nameless), shown) == (nameless, False)


def test_of_two_alike_the_first_by_name_counts_in_every_order() -> None:
    assert hidden(AT_CDN, vod(NAME)) == ["VOD www.example.com"]


def test_an_edge_that_is_offline_is_behind_one_that_is_not() -> None:
    stopped = dcdn(NAME, state=TargetState.OFFLINE)
    assert hidden(AT_CDN, stopped) == ["DCDN www.example.com"]
    assert hidden(cdn(NAME, state=TargetState.OFFLINE), stopped) == []


@pytest.mark.parametrize(
    ("name", "is_its"),
    [
        ("assets.oss-cn-hangzhou.aliyuncs.com", True),
        ("myaliyuncs.com", False),
        ("aliyuncs.com.example", False),
    ],
)
def test_the_provider_s_own_names_are_known(name: str, is_its: bool) -> None:
    assert is_provider_name(Domain(name)) is is_its


def test_targets_come_sorted_and_each_once_though_a_page_was_read_twice() -> None:
    targets = (
        oss("b.example.com", bucket="two"),
        oss("b.example.com", bucket="one"),
        cdn("b.example.com"),
        oss("a.example.com", bound_by_id(1)),
    )
    assert [str(one.target) for one in in_order(TargetScan((*targets, *targets)))] == [
        "OSS bucket assets / a.example.com",
        "CDN b.example.com",
        "OSS bucket one / b.example.com",
        "OSS bucket two / b.example.com",
    ]


def test_a_target_that_changed_between_two_pages_is_taken_once_and_the_same_in_any_order() -> None:
    seen = (oss("a.example.com", bound_by_id(1)), oss("a.example.com", bound_by_id(2)))
    found = in_order(TargetScan(seen))
    assert len(found) == 1
    assert in_order(TargetScan(seen[::-1])) == found


def test_a_part_that_could_not_be_read_hides_no_target() -> None:
    target = oss("a.example.com")
    scan = TargetScan((target,), (ScanFailure("CDN", "Throttling", "later"),))
    assert in_order(scan) == (target,)
