"""Whoever names a certificate that CAS does not have is told which one he may mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.errors import UnavailableError
from certbind.usecases.certificates.near import meant
from tests.fakes import FakeClock, FakeInventory
from tests.fakes.clock import NOON
from tests.fakes.values import certificate

SHOP = replace(certificate(20480001, "www.shop.example"), name="shop-2026", instance_id="cas-iv-9")
BLOG = replace(certificate(31, "blog.other.example"), name="")


@pytest.fixture
def cas() -> FakeInventory:
    return FakeInventory(FakeClock(NOON), SHOP, BLOG)


@pytest.mark.parametrize(
    "said",
    [
        "shop-2026",
        " shop-2026",
        "cas-iv-9",
        "20480001",
        "20480001-ap-southeast-1",
        "20480081-cn-hangzhou",
        "shop-2025",
    ],
)
def test_a_name_an_instance_a_number_or_a_slip_leads_to_the_id(
    cas: FakeInventory, said: str
) -> None:
    assert meant(lambda: cas, said) == " Did you mean 20480001-cn-hangzhou (shop-2026)?"


def test_a_certificate_without_a_name_is_told_by_its_id_alone(cas: FakeInventory) -> None:
    assert meant(lambda: cas, "31") == " Did you mean 31-cn-hangzhou?"


def test_nothing_is_said_where_none_is_near_or_cas_cannot_be_read(cas: FakeInventory) -> None:
    assert meant(lambda: cas, "anything") == ""
    down = UnavailableError("gone away", service="cas", action="List", subject="CAS")
    cas.trouble.before("list_certificates", down)
    assert meant(lambda: cas, "shop-2026") == ""
