"""Every target goes to its product."""

from __future__ import annotations

import pytest

from certbind.adapters.targets import AllTargets, Unopened
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import UNBOUND, ScanFailure, Target, TargetScan
from certbind.errors import NotFoundError, NotOpenedError, OutOfScopeError, UnknownProductError
from tests.fakes.targets import FakeTargets
from tests.fakes.values import cas_id, cdn, oss

MAPPED, EDGE = oss("a.example"), cdn("a.example")
OSS, CDN = ProductName("oss"), ProductName("cdn")
BOTH = AllTargets({OSS: lambda: FakeTargets(MAPPED), CDN: lambda: FakeTargets(EDGE)})


def test_a_target_is_read_at_its_own_product() -> None:
    assert BOTH.read(EDGE.target).stands_in_front
    assert not BOTH.read(MAPPED.target).stands_in_front
    assert {bound.target for bound in BOTH.scan().targets} == {EDGE.target, MAPPED.target}


def test_a_target_of_a_product_that_this_build_has_not_is_not_told_as_gone() -> None:
    elsewhere = Target(ProductName("alb"), EDGE.target.domain)
    for call in (BOTH.read, lambda target: BOTH.bind(target, cas_id(1), UNBOUND)):
        with pytest.raises(UnknownProductError, match="it knows cdn, oss") as caught:
            call(elsewhere)
        assert not isinstance(caught.value, NotFoundError)
        assert caught.value.subject == "ALB a.example"


class Closed(FakeTargets):
    """A product that the account has not opened."""

    asked = 0

    def scan(self) -> TargetScan:
        self.asked += 1
        raise NotOpenedError("not opened", service="vod", action="DescribeVodUserDomains")


class Clock:
    """A monotonic one."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


VOD = ProductName("vod")
EMPTY = TargetScan(())


def test_a_product_that_is_not_opened_is_empty_and_asked_again_after_an_hour() -> None:
    closed, clock = Closed(), Clock()
    unopened = Unopened(clock)
    for hour in range(2):
        for _ in range(3):  # each an invocation of the same instance
            assert AllTargets({VOD: lambda: closed}, (VOD,), "me", unopened).scan() == EMPTY
        assert closed.asked == hour + 1
        clock.now += 3601
    AllTargets({VOD: lambda: closed}, (VOD,), "another", unopened).scan()
    assert closed.asked == 3


def test_a_product_that_denies_its_list_is_out_of_sight_only_where_nobody_named_it() -> None:
    denying = FakeTargets()
    denying.hide("VOD")
    failure = ScanFailure("VOD", "permission_denied", "VOD may not be read.")
    assert AllTargets({VOD: lambda: denying}, (VOD,)).scan() == TargetScan(
        (), limits=("CERTBIND_PRODUCTS",)
    )
    assert AllTargets({VOD: lambda: denying}).scan() == TargetScan((), (failure,))
    denying.hide("another part", "throttled")
    assert len(AllTargets({VOD: lambda: denying}, (VOD,)).scan().failures) == 2


def test_a_product_that_settings_leave_out_is_out_of_scope_and_not_gone() -> None:
    narrow = AllTargets({OSS: lambda: FakeTargets(MAPPED)}, left_out=(CDN, VOD))
    scan = narrow.scan()
    assert [one.target for one in scan.targets] == [MAPPED.target]
    assert scan.limits == ("CERTBIND_PRODUCTS",)
    with pytest.raises(OutOfScopeError, match="CERTBIND_PRODUCTS"):
        narrow.read(EDGE.target)
