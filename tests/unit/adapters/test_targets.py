"""Every target goes to its product."""

from __future__ import annotations

import pytest

from certbind.adapters.targets import AllTargets
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import UNBOUND, Target
from certbind.errors import NotFoundError, UnknownProductError
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
