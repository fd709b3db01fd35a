"""Where else certificates stand, by a list that lags."""

from __future__ import annotations

from dataclasses import replace

from certbind.domain.hygiene.elsewhere import Handled, Radar, radar
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import ExpiryStage
from certbind.domain.model.resource import CloudResource
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn

PRODUCTS = frozenset({"OSS", "CDN"})
WAF = CloudResource(
    7, "cn-hangzhou", "WAF", Domain("waf.example.com"), "", cas_id(1), NOW + 50 * DAY, NOW - DAY
)
ENDS = {cas_id(1): (NOW - 81 * DAY, NOW + 9 * DAY)}


def test_what_stands_at_a_product_that_is_bound_at_is_no_news() -> None:
    mine = replace(WAF, product="CDN")
    assert radar([mine], PRODUCTS, ENDS, (), NOW) == Radar((), NOW - DAY, 0)
    assert radar([], PRODUCTS, ENDS, (), NOW) == Radar()


def test_its_end_is_that_of_cas_s_list_and_else_the_copy_s() -> None:
    (found,) = radar([WAF], PRODUCTS, ENDS, (), NOW).places
    assert (found.ends, found.stage) == (NOW + 9 * DAY, ExpiryStage.URGENT)
    (found,) = radar([WAF], PRODUCTS, {}, (), NOW).places
    assert found.ends == NOW + 50 * DAY
    assert (
        found.told
        == f"1-cn-hangzhou stands at WAF waf.example.com too and ends {found.ends:%Y-%m-%d}"
    )
    (found,) = radar([replace(WAF, ends=None)], PRODUCTS, {}, (), NOW).places
    assert (found.ends, found.stage) == (None, None)
    assert found.told.endswith("its end is not known")


def test_a_place_without_a_certificate_of_cas_is_none() -> None:
    assert radar([replace(WAF, certificate=None)], PRODUCTS, ENDS, (), NOW).places == ()


def test_where_https_is_off_a_job_cannot_help() -> None:
    (found,) = radar([replace(WAF, has_https=False)], PRODUCTS, ENDS, (), NOW).places
    assert found.handled is Handled.BY_HAND
    assert radar([WAF], PRODUCTS, ENDS, (), NOW).places[0].handled is Handled.BY_JOB


def test_what_ends_first_comes_first_and_what_nobody_knows_last() -> None:
    later = replace(WAF, domain=Domain("b.example.com"), certificate=cas_id(2))
    unknown = replace(WAF, product="SLB", instance="lb-1", certificate=cas_id(3), ends=None)
    found = radar([unknown, later, WAF], PRODUCTS, ENDS, (), NOW).places
    assert [str(one.resource) for one in found] == [
        "WAF waf.example.com",
        "WAF b.example.com",
        "SLB lb-1 waf.example.com",
    ]


def test_how_far_the_copy_lags_is_seen_at_what_certbind_reads_itself() -> None:
    shop = cdn("shop.example.com", bound_by_id(2))
    listed = replace(WAF, product="CDN", domain=shop.target.domain)
    assert radar([listed], PRODUCTS, ENDS, (shop,), NOW).contradicted == 1
    agrees = replace(listed, certificate=cas_id(2))
    assert radar([agrees], PRODUCTS, ENDS, (shop,), NOW).contradicted == 0
    inexact = replace(shop, binding_is_exact=False)
    assert radar([listed], PRODUCTS, ENDS, (inexact,), NOW).contradicted == 0
