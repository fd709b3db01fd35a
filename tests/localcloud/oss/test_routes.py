"""The route table: complete, unambiguous, loud about what is not built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from oss2.exceptions import ServerError

from localcloud.services.oss import NOT_BUILT, ROUTES
from localcloud.services.oss.routes import Level, find_route
from localcloud.services.oss.service import HANDLERS
from tests.localcloud.oss.running import Running


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
        ("GET", Level.OBJECT, {"response-content-type": "x", "unknown": ""}, "GetObject"),
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


def test_a_method_that_oss_lacks_is_not_allowed_and_does_nothing(
    cloud: Running, bucket: Any
) -> None:
    with pytest.raises(ServerError) as caught:
        bucket._Bucket__do_bucket("DELETE", params={"stat": ""})
    assert (caught.value.status, caught.value.code) == (405, "MethodNotAllowed")
    assert bucket.get_bucket_info().name == "b-1"
    assert cloud.kernel.calls.calls()[0].action == "Unknown"
