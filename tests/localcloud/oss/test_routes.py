"""The route table: complete, unambiguous, loud about what is not built."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from typing import Any

import oss2
import pytest
from alibabacloud_oss_v2 import operations
from alibabacloud_oss_v2.signer.v1 import SignerV1
from oss2.exceptions import ServerError

from localcloud.services.oss import NOT_BUILT, ROUTES
from localcloud.services.oss.routes import Level, find_route
from localcloud.services.oss.service import HANDLERS
from localcloud.services.oss.signature_v1 import SIGNED_PARAMETERS
from tests.localcloud.oss.running import Running

POLICY = (
    '{"Version":"1","Statement":[{"Effect":"Deny","Action":["oss:PutBucketWebsite"],'
    '"Principal":["*"],"Resource":["acs:oss:*:*:b-1"]}]}'
)


def test_every_built_operation_has_a_handler_and_no_other() -> None:
    assert set(HANDLERS) == {route.action for route in ROUTES}


def test_every_operation_has_a_request_of_its_own() -> None:
    every = ROUTES + NOT_BUILT
    forms = Counter((r.method, r.level, frozenset(r.needs), r.header) for r in every)
    names = Counter(route.action for route in every)
    assert [form for form, count in forms.items() if count > 1] == []
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("route", ROUTES + NOT_BUILT, ids=lambda route: route.action)
def test_an_operations_own_request_leads_to_it(route: Any) -> None:
    query = dict(need.partition("=")[::2] for need in route.needs)
    assert find_route(route.method, route.level, query, {route.header}) == route


@pytest.mark.parametrize(
    ("method", "level", "query", "action"),
    [
        ("GET", Level.BUCKET, {"prefix": "a", "max-keys": "3"}, "ListObjects"),
        ("GET", Level.BUCKET, {"list-type": "2", "prefix": ""}, "ListObjectsV2"),
        ("GET", Level.BUCKET, {"cname": "a.example.com", "comp": "token"}, "GetCnameToken"),
        ("GET", Level.BUCKET, {"cname": ""}, "ListCname"),
        ("GET", Level.OBJECT, {"response-content-type": "x"}, "GetObject"),
        ("GET", Level.OBJECT, {"response-content-type": "x", "unknown": ""}, None),
        ("GET", Level.OBJECT, {"x-oss-signature": "a", "x-oss-expires": "9"}, "GetObject"),
        ("GET", Level.BUCKET, {"Signature": "a", "OSSAccessKeyId": "b"}, "ListObjects"),
        ("PUT", Level.BUCKET, {"style": "", "styleName": "a"}, "PutStyle"),
        ("DELETE", Level.BUCKET, {"stat": ""}, None),
        ("PUT", Level.BUCKET, {"location": ""}, None),
        ("POST", Level.BUCKET, {"cname": "", "comp": "other"}, None),
        ("PATCH", Level.OBJECT, {}, None),
    ],
)
def test_requests_are_named(
    method: str, level: Level, query: dict[str, str], action: str | None
) -> None:
    route = find_route(method, level, query, set())
    assert (route.action if route else None) == action


def test_what_is_not_built_is_refused_by_its_name(cloud: Running, bucket: Any) -> None:
    calls: list[tuple[Callable[[], Any], str]] = [
        (bucket.get_bucket_lifecycle, "GetBucketLifecycle"),
        (lambda: bucket.restore_object("a"), "RestoreObject"),
        (lambda: bucket.get_object_acl("a"), "GetObjectACL"),
    ]
    for call, name in calls:
        with pytest.raises(ServerError) as caught:
            call()
        assert caught.value.status == 501
        expected = "this operation exists in OSS but is not built in the local cloud: " + name
        assert caught.value.message == expected
        assert cloud.kernel.calls.calls()[-1].action == name


LEFT_OVER = [
    ("DELETE", "", {"qosRequester": "1"}, "qosRequester"),
    ("DELETE", "", {"policy": "", "comp": "callback"}, "comp"),
    ("PUT", "", {"qos": ""}, "qos"),
    ("PUT", "", {"acl": "", "frobnicate": ""}, "frobnicate"),
    ("GET", "", {"img": ""}, "img"),
    ("GET", "", {"bucketInfo": "", "acl": ""}, "acl"),
    ("GET", "", {"prefix": "a", "list-type": "3"}, "list-type"),
    ("POST", "", {"cname": "", "comp": "other"}, "cname, comp"),
    ("POST", "", {"delete": "", "versionId": "1"}, "versionId"),
    ("PUT", "a", {"vod": ""}, "vod"),
    ("PUT", "a", {"callback": "e30="}, "callback"),
    ("PUT", "a", {"x-oss-traffic-limit": "819200"}, "x-oss-traffic-limit"),
    ("GET", "a", {"x-oss-traffic-limit": "819200"}, "x-oss-traffic-limit"),
    ("GET", "a", {"x-oss-ac-source-ip": "10.0.0.1"}, "x-oss-ac-source-ip"),
    ("HEAD", "a", {"x-oss-process": "image/info"}, "x-oss-process"),
    ("HEAD", "a", {"response-content-type": "a/b"}, "response-content-type"),
    ("DELETE", "a", {"X-Amz-Expires": "1"}, "X-Amz-Expires"),
    ("POST", "a", {"append": "", "position": "0", "group": ""}, "group"),
]


@pytest.mark.parametrize("version", ["v1", "v4"])
@pytest.mark.parametrize(("method", "key", "params", "named"), LEFT_OVER)
def test_what_no_built_operation_takes_is_refused_by_its_name_and_does_nothing(
    cloud: Running,
    bucket: Any,
    version: str,
    method: str,
    key: str,
    params: dict[str, str],
    named: str,
) -> None:
    bucket.put_bucket_policy(POLICY)
    bucket.put_object("a", b"kept")
    client = cloud.bucket("b-1", version)
    with pytest.raises(ServerError) as caught:
        client._do(method, "b-1", key, params=params)
    assert (caught.value.status, caught.value.code) == (501, "NotImplemented")
    assert caught.value.message.endswith(f" with {named}")
    assert bucket.get_bucket_policy().policy == POLICY
    assert bucket.get_object("a").read() == b"kept"
    assert bucket.get_bucket_acl().acl == "private"


@pytest.mark.parametrize("params", [{"qos": ""}, {"style": ""}, {"styleName": "a"}, {"a": "b"}])
def test_no_bucket_comes_into_being_by_a_sub_resource(
    cloud: Running, params: dict[str, str]
) -> None:
    with pytest.raises(ServerError) as caught:
        cloud.bucket("b-new")._do("PUT", "b-new", "", params=params)
    assert caught.value.status == 501
    assert cloud.oss2_service().list_buckets().buckets == []


@pytest.mark.parametrize(
    ("method", "params"), [("GET", {"qos": ""}), ("PUT", {"a": ""}), ("GET", {"tag-key": "a"})]
)
def test_the_service_takes_no_unknown_parameter_either(
    cloud: Running, method: str, params: dict[str, str]
) -> None:
    with pytest.raises(ServerError) as caught:
        cloud.oss2_service()._do(method, "", "", params=params)
    assert (caught.value.status, caught.value.message.split()[-1]) == (501, *params)


@pytest.mark.parametrize(
    ("method", "params", "name"),
    [
        ("PUT", {"style": "", "styleName": "a"}, "PutStyle"),
        ("PUT", {"overwriteConfig": ""}, "PutBucketOverwriteConfig"),
        ("PUT", {"rtc": ""}, "PutBucketRTC"),
        ("PUT", {"objectWorm": ""}, "PutBucketObjectWormConfiguration"),
        ("DELETE", {"requesterQosInfo": "", "qosRequester": "1"}, "DeleteBucketRequesterQosInfo"),
        ("GET", {"qosInfo": ""}, "GetBucketQosInfo"),
    ],
)
@pytest.mark.parametrize("signed", [True, False], ids=["signed", "not-signed"])
def test_an_operation_that_is_not_built_comes_under_its_own_name_whoever_signs_what(
    cloud: Running,
    bucket: Any,
    monkeypatch: pytest.MonkeyPatch,
    signed: bool,
    method: str,
    params: dict[str, str],
    name: str,
) -> None:
    """Clients of signature version 1 differ in which sub-resources they sign."""
    signs = frozenset(params) if signed else frozenset()
    monkeypatch.setattr(oss2.ProviderAuth, "_subresource_key_set", signs)
    with pytest.raises(ServerError) as caught:
        bucket._do(method, "b-1", "", params=params)
    assert (caught.value.status, caught.value.message.split()[-1]) == (501, name)


def test_all_that_clients_sign_with_version_1_is_signed_here() -> None:
    signed = {*oss2.ProviderAuth._subresource_key_set, *SignerV1._subresource_key_set}
    for module in pkgutil.iter_modules(operations.__path__):
        source = inspect.getsource(import_module(f"{operations.__name__}.{module.name}"))
        for names in re.findall(r"'sub-resource': \[(.*?)\]", source, re.DOTALL):
            signed.update(re.findall(r"[\w-]+", names))
    assert {"objectWorm", "rtc", "seal", "qosRequester"} < signed
    assert signed - SIGNED_PARAMETERS == set()


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda b: b.put_object("a", b"", {"x-oss-traffic-limit": "819200"}), "traffic-limit"),
        (lambda b: b.get_object("a", headers={"x-oss-traffic-limit": "819200"}), "traffic-limit"),
        (lambda b: b.put_object("a", b"", {"x-oss-callback": "e30="}), "callback"),
        (lambda b: b.head_object("a", {"x-oss-unheard-of": "1"}), "unheard-of"),
        (lambda b: b.delete_object("a", headers={"x-oss-meta-a": "1"}), "meta-a"),
        (
            lambda b: b.create_bucket(headers={"x-oss-server-side-encryption": "AES256"}),
            "server-side-encryption",
        ),
        (lambda b: b.copy_object("b-1", "a", "b", {"x-oss-tagging": "a=b"}), "tagging"),
    ],
)
def test_a_header_of_oss_that_the_operation_does_not_take_is_not_dropped(
    bucket: Any, call: Callable[[Any], object], name: str
) -> None:
    bucket.put_object("a", b"kept")
    with pytest.raises(oss2.exceptions.OssError) as caught:
        call(bucket)
    assert (caught.value.status, caught.value.code) == (501, "NotImplemented")
    assert caught.value.message.endswith(f" with x-oss-{name}")
    assert bucket.get_object("a").read() == b"kept"


def test_a_header_whose_value_changes_nothing_is_taken(bucket: Any) -> None:
    payer = {"x-oss-request-payer": "requester"}
    bucket.put_object("a", b"x", headers={**payer, "x-oss-storage-class": "Standard"})
    assert bucket.get_object("a", headers=payer).read() == b"x"


def test_a_method_that_oss_lacks_is_not_allowed_and_does_nothing(
    cloud: Running, bucket: Any
) -> None:
    with pytest.raises(ServerError) as caught:
        bucket._Bucket__do_bucket("DELETE", params={"stat": ""})
    assert (caught.value.status, caught.value.code) == (405, "MethodNotAllowed")
    assert caught.value.details["ResourceType"] == "stat"
    assert bucket.get_bucket_info().name == "b-1"
    assert cloud.kernel.calls.calls()[0].action == "Unknown"
