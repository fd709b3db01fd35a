"""Who may ask: signatures, keys, tokens, clocks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import oss2
import pytest
import time_machine
from oss2.exceptions import ServerError

from localcloud.credentials import STS_LIFETIME, AccessKey
from tests.localcloud.oss.running import Running, ask

VERSIONS = pytest.mark.parametrize("version", ["v1", "v4"])


def refusal(client: Any) -> ServerError:
    with pytest.raises(ServerError) as caught:
        client.get_bucket_info()
    return caught.value


def changed(key: AccessKey, **fields: str) -> AccessKey:
    values = {"key_id": key.key_id, "secret": key.secret, "token": key.token, **fields}
    return AccessKey(values["key_id"], values["secret"], key.principal, values["token"])


@VERSIONS
def test_a_wrong_secret_does_not_match(cloud: Running, bucket: Any, version: str) -> None:
    error = refusal(cloud.bucket("b-1", version, key=changed(cloud.root, secret="wrong")))
    assert (error.status, error.code) == (403, "SignatureDoesNotMatch")
    assert error.ec == "0002-00000040"
    assert cloud.root.secret not in str(error.body)


@VERSIONS
def test_an_unknown_key_is_not_in_the_records(cloud: Running, bucket: Any, version: str) -> None:
    error = refusal(cloud.bucket("b-1", version, key=changed(cloud.root, key_id="LTAInobody")))
    assert (error.status, error.code, error.ec) == (403, "InvalidAccessKeyId", "0002-00000902")


@VERSIONS
def test_a_bucket_that_there_is_not_is_told_before_the_signature_is_looked_at(
    cloud: Running, version: str
) -> None:
    for wrong in ({"secret": "wrong"}, {"key_id": "LTAInobody"}):
        client = cloud.bucket("b-none", version, key=changed(cloud.root, **wrong))
        for call in (
            client.get_bucket_info,
            client.list_objects,
            lambda c=client: c.get_object("a"),
        ):
            with pytest.raises(ServerError) as caught:
                call()
            assert (caught.value.status, caught.value.code) == (404, "NoSuchBucket")
        for call in (client.create_bucket, lambda c=client: c.put_bucket_acl("private")):
            with pytest.raises(ServerError) as caught:
                call()
            assert caught.value.status == 403
    assert cloud.service.world.buckets() == ()


@VERSIONS
def test_a_temporary_key_works_with_its_token(cloud: Running, bucket: Any, version: str) -> None:
    key = cloud.kernel.credentials.issue_role_key("fc")
    client = cloud.bucket("b-1", version, key=key)
    client.put_object("a", b"x")
    assert client.get_object("a").read() == b"x"
    assert {call.principal for call in cloud.kernel.calls.calls()} == {"role/fc"}


@VERSIONS
def test_a_temporary_key_without_its_token_is_unknown(
    cloud: Running, bucket: Any, version: str
) -> None:
    key = cloud.kernel.credentials.issue_role_key("fc")
    error = refusal(cloud.bucket("b-1", version, key=changed(key, token="")))
    assert error.code == "InvalidAccessKeyId"


@VERSIONS
def test_a_wrong_token_is_invalid(cloud: Running, bucket: Any, version: str) -> None:
    key = cloud.kernel.credentials.issue_role_key("fc")
    error = refusal(cloud.bucket("b-1", version, key=changed(key, token="CAIS-other")))
    assert (error.status, error.code) == (403, "InvalidSecurityToken")


@VERSIONS
def test_a_temporary_key_ends_with_the_worlds_time(
    cloud: Running, bucket: Any, version: str
) -> None:
    key = cloud.kernel.credentials.issue_role_key("fc")
    cloud.kernel.clock.advance(STS_LIFETIME)
    error = refusal(cloud.bucket("b-1", version, key=key))
    assert (error.status, error.code) == (403, "SecurityTokenExpired")


@VERSIONS
def test_a_moved_world_accepts_the_machines_clock_and_its_own(
    cloud: Running, bucket: Any, version: str
) -> None:
    client = cloud.bucket("b-1", version)
    cloud.kernel.clock.advance(timedelta(days=30))
    assert client.get_bucket_info().name == "b-1"
    # The server's thread would travel too, so only the headers are made in the other time.
    with time_machine.travel(cloud.kernel.clock.now(), tick=True):
        headers = signed_headers(client, version)
    assert ask("GET", cloud.url() + "/b-1/?bucketInfo", headers).status == 200


@VERSIONS
@pytest.mark.parametrize("minutes", [-16, 16])
def test_more_than_15_minutes_from_both_clocks_is_too_skewed(
    cloud: Running, bucket: Any, version: str, minutes: int
) -> None:
    client = cloud.bucket("b-1", version)
    moment = cloud.kernel.clock.now() + timedelta(minutes=minutes)
    with time_machine.travel(moment, tick=True):
        headers = signed_headers(client, version)
    answer = ask("GET", cloud.url() + "/b-1/?bucketInfo", headers)
    assert (answer.status, answer.code) == (403, "RequestTimeTooSkewed")
    near = cloud.kernel.clock.now() + timedelta(minutes=minutes) * 14 / 16
    with time_machine.travel(near, tick=True):
        headers = signed_headers(client, version)
    assert ask("GET", cloud.url() + "/b-1/?bucketInfo", headers).status == 200


def signed_headers(client: Any, version: str) -> dict[str, str]:
    """What oss2 would send with GetBucketInfo now."""
    request = oss2.http.Request(
        "GET",
        "http://unused",
        params={"bucketInfo": ""},
        region="cn-hangzhou",
        product="oss",
    )
    client.auth._sign_request(request, "b-1", "")
    return {name: value for name, value in request.headers.items() if value}


def test_version_4_is_bound_to_the_endpoints_region(cloud: Running, bucket: Any) -> None:
    client = oss2.Bucket(cloud.auth("v4"), cloud.url(), "b-1", region="cn-beijing")
    error = refusal(client)
    assert (error.status, error.code) == (400, "InvalidArgument")
    assert error.ec == "0002-00000226"


def test_a_signature_covers_method_resource_and_headers(cloud: Running, bucket: Any) -> None:
    cloud.service.world.create_bucket("b-2", "cn-hangzhou")
    for version in ("v1", "v4"):
        headers = signed_headers(cloud.bucket("b-1", version), version)
        url = cloud.url()
        assert ask("GET", f"{url}/b-1/?bucketInfo", headers).status == 200
        for method, target, extra in (
            ("GET", "/b-1/?acl", {}),
            ("GET", "/b-2/?bucketInfo", {}),
            ("PUT", "/b-1/?acl", {}),
            ("GET", "/b-1/?bucketInfo", {"x-oss-extra": "1"}),
        ):
            answer = ask(method, url + target, {**headers, **extra})
            assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch"), target


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Authorization": "OSS nocolon"}, 400, "InvalidArgument"),
        ({"Authorization": "Bearer x"}, 400, "InvalidArgument"),
        ({"Authorization": "OSS4-HMAC-SHA256 Credential=a/b,Signature=c"}, 400, "InvalidArgument"),
        ({"Authorization": "OSS2 AccessKeyId:a,Signature:b"}, 501, "NotImplemented"),
        ({"Authorization": "OSS a:b"}, 403, "AccessDenied"),
        ({"Authorization": "OSS a:b", "Date": "yesterday"}, 403, "AccessDenied"),
        ({}, 403, "AccessDenied"),
    ],
)
def test_what_is_no_signature_is_refused(
    cloud: Running, bucket: Any, headers: dict[str, str], status: int, code: str
) -> None:
    answer = ask("GET", cloud.url() + "/b-1/?bucketInfo", headers)
    assert (answer.status, answer.code) == (status, code)
    assert len(answer.headers["x-oss-request-id"]) == 24
    assert answer.headers["x-oss-ec"]


def test_a_method_that_oss_does_not_have_is_not_allowed(cloud: Running, bucket: Any) -> None:
    answer = ask("PATCH", f"{cloud.url()}/b-1/a")
    assert (answer.status, answer.code) == (405, "MethodNotAllowed")


@pytest.mark.parametrize("until", ["%C2%B2", "99999999999999999", "9" * 5000, "-1", "now"])
def test_a_time_that_no_calendar_has_is_refused(cloud: Running, bucket: Any, until: str) -> None:
    url = f"{cloud.url()}/b-1/a"
    stamp = "20261124T000000Z"
    first = f"{url}?OSSAccessKeyId=a&Signature=b&Expires={until}"
    fourth = (
        f"{url}?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-signature=b&x-oss-date={stamp}"
        "&x-oss-credential=a/20261124/cn-hangzhou/oss/aliyun_v4_request"
        f"&x-oss-expires={until}"
    )
    date = {"Authorization": "OSS a:b", "Date": "Mon, 01 Jan 2026 00:00:00 +9999999999999999"}
    for answer in (ask("GET", first), ask("GET", fourth), ask("GET", url, date)):
        assert (answer.status, answer.code) == (403, "AccessDenied")


def test_additional_headers_are_part_of_a_version_4_signature(cloud: Running, bucket: Any) -> None:
    request = oss2.http.Request(
        "GET", "http://unused", params={"bucketInfo": ""}, region="cn-hangzhou", product="oss"
    )
    request.headers["x-extra"] = "1"
    bucket_auth = cloud.auth("v4")
    bucket_auth._sign_request(request, "b-1", "", in_additional_headers={"x-extra"})
    headers = {name: value for name, value in request.headers.items() if value}
    url = cloud.url() + "/b-1/?bucketInfo"
    assert ask("GET", url, headers).status == 200
    assert ask("GET", url, {**headers, "x-extra": "2"}).code == "SignatureDoesNotMatch"


def test_a_body_that_cannot_be_read_is_refused_with_an_error_document(cloud: Running) -> None:
    for sent, status, code in (
        ({"Transfer-Encoding": "gzip"}, 501, "NotImplemented"),
        ({"Content-Length": "x"}, 400, "BadRequest"),
        ({"Content-Length": str(2**40)}, 413, "EntityTooLarge"),
    ):
        answer = ask("PUT", cloud.url() + "/b-1/a", sent)
        assert (answer.status, answer.code) == (status, code)
        assert len(answer.headers["x-oss-request-id"]) == 24
