"""Whether two things that a target shows are one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.model.identity import (
    CertificateId,
    Domain,
    ProductName,
    Sha1,
    parse_product,
)
from certbind.domain.model.target import (
    UNBOUND,
    Absent,
    Binding,
    BindingSource,
    ScanFailure,
    Target,
    TargetScan,
)
from tests.fakes.values import bound_by_id, cdn, oss

PASTED = Binding(BindingSource.UPLOAD, raw_id="pasted", sha1=Sha1("1" * 40))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (UNBOUND, UNBOUND, True),
        (UNBOUND, PASTED, False),
        (bound_by_id(1), replace(bound_by_id(1), raw_id="", name="renamed"), True),
        (bound_by_id(1), replace(bound_by_id(2), raw_id=bound_by_id(1).raw_id), False),
        (bound_by_id(1), replace(bound_by_id(1), certificate_id=None), False),
        (bound_by_id(1), replace(bound_by_id(1), source=BindingSource.UPLOAD), False),
        (PASTED, replace(PASTED, name="renamed"), True),
        (PASTED, replace(PASTED, raw_id="other"), False),
        (PASTED, replace(PASTED, sha1=Sha1("2" * 40)), False),
        (PASTED, replace(PASTED, source=BindingSource.FREE), False),
    ],
)
def test_an_id_decides_and_without_one_what_was_shown(
    one: Binding, other: Binding, same: bool
) -> None:
    assert one.same_as(other) is same
    assert other.same_as(one) is same


def test_a_place_is_the_same_though_a_message_lacks_its_region() -> None:
    bucket = oss("shop.example.com").target
    assert bucket.same_place(replace(bucket, region=""))
    assert not bucket.same_place(replace(bucket, bucket="other"))
    assert not bucket.same_place(oss("www.example.com").target)
    assert not bucket.same_place(cdn("shop.example.com").target)


def test_a_target_is_read_with_its_product_and_its_place_whatever_the_product() -> None:
    elsewhere = Target(ProductName("alb"), Domain("shop.example.com"))
    assert [
        str(one) for one in (oss("a.example").target, cdn(".b.example").target, elsewhere)
    ] == [
        "OSS bucket assets / a.example",
        "CDN .b.example",
        "ALB shop.example.com",
    ]


def test_scans_of_parts_are_one_scan_of_all_that_each_saw_or_could_not() -> None:
    shop, www = oss("shop.example.com"), cdn("www.example.com")
    failed = ScanFailure("CDN", "throttled", "too many calls", retryable=True)
    absent = Absent("assets", "CERTBIND_BUCKETS", "there is no such bucket")
    joined = TargetScan.joined(
        [TargetScan((shop,), absent=(absent,)), TargetScan((www,), (failed,), limits=("X",))]
    )
    assert joined == TargetScan((shop, www), (failed,), (absent,), ("X",))
    assert TargetScan.joined([]) == TargetScan(())


@pytest.mark.parametrize("text", ["", "o", "OSS", "o s s", "x" * 17, "oss\n"])
def test_a_product_is_named_by_form_and_the_refusal_repeats_nothing(text: str) -> None:
    assert parse_product("oss") == "oss"
    with pytest.raises(ValueError, match="no product's name: 2 to 16") as told:
        parse_product(text)
    assert len(text) < 2 or text not in str(told.value)


@pytest.mark.parametrize(
    "text", ["", "1", "0-cn-hangzhou", "1_cn", "x-cn", "1-CN", "9" * 20 + "-a"]
)
def test_an_id_is_a_number_and_a_region(text: str) -> None:
    assert CertificateId.parse(" 12-cn-hangzhou ") == CertificateId(12, "cn-hangzhou")
    with pytest.raises(ValueError, match="no certificate id"):
        CertificateId.parse(text)
