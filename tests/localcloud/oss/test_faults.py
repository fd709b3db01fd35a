"""Trouble by rule, as OSS's clients meet it."""

from __future__ import annotations

from typing import Any

import oss2
import pytest
from oss2.exceptions import RequestError, ServerError
from oss2.models import CertInfo, PutBucketCnameRequest

from localcloud.faults import FaultKind, FaultRule
from tests.localcloud.oss.running import Running

DOMAIN = "www.example.com"


def strike(cloud: Running, kind: FaultKind, action: str = "*", resource: str = "") -> None:
    cloud.kernel.faults.add(FaultRule(kind, "oss", action, resource))


def test_a_stale_listing_is_the_one_before_the_last_write(cloud: Running, bucket: Any) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    cloud.certificates.issue(1)
    strike(cloud, FaultKind.STALE_READ, "ListCname")
    bucket.put_bucket_cname(PutBucketCnameRequest(DOMAIN, CertInfo(cert_id="1-cn-hangzhou")))
    assert bucket.list_bucket_cname().cname[0].certificate is None
    assert bucket.list_bucket_cname().cname[0].certificate.cert_id == "1-cn-hangzhou"


def test_objects_are_never_stale(cloud: Running, bucket: Any) -> None:
    bucket.put_object("a", b"old")
    bucket.put_object("a", b"new")
    strike(cloud, FaultKind.STALE_READ)
    assert bucket.get_object("a").read() == b"new"


def test_a_lost_response_was_done(cloud: Running, bucket: Any) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    cloud.certificates.issue(1)
    strike(cloud, FaultKind.LOST_RESPONSE, "PutCname", f"b-1/{DOMAIN}")
    with pytest.raises(RequestError):
        bucket.put_bucket_cname(PutBucketCnameRequest(DOMAIN, CertInfo(cert_id="1-cn-hangzhou")))
    assert bucket.list_bucket_cname().cname[0].certificate.cert_id == "1-cn-hangzhou"


@pytest.mark.parametrize("kind", [FaultKind.THROTTLE, FaultKind.UNAVAILABLE, FaultKind.HTML])
def test_a_refusal_by_trouble_changes_nothing(
    cloud: Running, bucket: Any, kind: FaultKind
) -> None:
    strike(cloud, kind, "PutObject", "b-1/a")
    with pytest.raises(ServerError) as caught:
        bucket.put_object("a", b"x")
    assert caught.value.status == (502 if kind is FaultKind.HTML else 503)
    assert not bucket.object_exists("a")
    if kind is not FaultKind.HTML:
        assert caught.value.code
        assert caught.value.headers["x-oss-ec"] == caught.value.ec


def test_an_error_of_ones_own_choice_has_the_form_of_oss(cloud: Running, bucket: Any) -> None:
    rule = FaultRule(FaultKind.ERROR, "oss", "GetBucketInfo", status=500, code="InternalError")
    cloud.kernel.faults.add(rule)
    with pytest.raises(oss2.exceptions.ServerError) as caught:
        bucket.get_bucket_info()
    error = caught.value
    assert (error.status, error.code, len(error.request_id)) == (500, "InternalError", 24)
    assert error.ec


def test_calls_are_recorded_by_their_documented_names(cloud: Running, bucket: Any) -> None:
    cloud.service.world.map_domain("b-1", DOMAIN)
    bucket.put_bucket_cname(PutBucketCnameRequest(DOMAIN))
    bucket.append_object("log/1", 0, b"x")
    assert not bucket.object_exists("nope")
    calls = [(call.action, call.resource, call.code) for call in cloud.kernel.calls.calls()]
    assert calls == [
        ("PutCname", f"b-1/{DOMAIN}", ""),
        ("AppendObject", "b-1/log/1", ""),
        ("GetObjectMeta", "b-1/nope", "NoSuchKey"),
    ]
