"""Which of the targets that carry a domain is the one to bind to."""

from __future__ import annotations

import itertools

from certbind.domain.decide.routing import route
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import BoundTarget, ScanFailure, TargetScan, TargetState
from tests.fakes.values import bound_by_id, cdn, oss


def skips(*targets: BoundTarget) -> dict[str, Reason | None]:
    """Why each target is left alone, by its written form; the same for every order."""
    answers = [
        {str(one.bound.target): one.skip.reason if one.skip else None for one in route(scan)}
        for scan in map(TargetScan, itertools.permutations(targets))
    ]
    assert all(answer == answers[0] for answer in answers)
    return answers[0]


def test_a_mapped_domain_gets_its_certificate_on_oss() -> None:
    assert skips(oss("static.example.com")) == {"OSS bucket assets / static.example.com": None}


def test_an_accelerated_domain_gets_it_on_cdn_also_when_it_is_mapped() -> None:
    assert skips(oss("static.example.com"), cdn("static.example.com")) == {
        "CDN static.example.com": None,
        "OSS bucket assets / static.example.com": Reason.CDN_IN_FRONT,
    }


def test_a_cdn_domain_that_is_being_configured_still_stands_in_front() -> None:
    answer = skips(oss("a.example.com"), cdn("a.example.com", state=TargetState.CONFIGURING))
    assert answer["OSS bucket assets / a.example.com"] is Reason.CDN_IN_FRONT


def test_a_stopped_cdn_domain_does_not_stand_in_front() -> None:
    assert skips(oss("a.example.com"), cdn("a.example.com", state=TargetState.OFFLINE)) == {
        "CDN a.example.com": Reason.TARGET_OFFLINE,
        "OSS bucket assets / a.example.com": None,
    }


def test_the_provider_s_own_names_are_left_alone() -> None:
    answer = skips(oss("assets.oss-cn-hangzhou.aliyuncs.com"), oss("myaliyuncs.com"))
    assert list(answer.values()) == [Reason.PROVIDER_DOMAIN, None]


def test_a_cdn_wildcard_over_a_mapped_domain_stops_nothing() -> None:
    """Where DNS points decides which is met: recheck tells that."""
    answer = skips(oss("a.img.example.com"), cdn(".img.example.com"))
    assert list(answer.values()) == [None, None]


def test_targets_come_sorted_and_each_once_though_a_page_was_read_twice() -> None:
    targets = (
        oss("b.example.com", bucket="two"),
        oss("b.example.com", bucket="one"),
        cdn("b.example.com"),
        oss("a.example.com", bound_by_id(1)),
    )
    routed = route(TargetScan((*targets, *targets)))
    assert [str(one.bound.target) for one in routed] == [
        "OSS bucket assets / a.example.com",
        "CDN b.example.com",
        "OSS bucket one / b.example.com",
        "OSS bucket two / b.example.com",
    ]


def test_a_target_that_changed_between_two_pages_is_taken_once_and_the_same_in_any_order() -> None:
    seen = (oss("a.example.com", bound_by_id(1)), oss("a.example.com", bound_by_id(2)))
    routed = route(TargetScan(seen))
    assert len(routed) == 1
    assert route(TargetScan(seen[::-1])) == routed


def test_a_part_that_could_not_be_read_hides_no_target() -> None:
    scan = TargetScan((oss("a.example.com"),), (ScanFailure("CDN", "Throttling", "later"),))
    assert [one.skip for one in route(scan)] == [None]
