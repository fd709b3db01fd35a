"""Bucket policy, ACL, public access block, and the closed public endpoint."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import oss2
import pytest
from oss2.exceptions import AccessDenied, ServerError

from localcloud.credentials import AccessKey
from localcloud.services.oss.policy import Access, Effect, parse_policy, verdict
from tests.localcloud.oss.running import Running, make_public

RESOURCES = ["acs:oss:*:*:b-1", "acs:oss:*:*:b-1/*"]


def policy(**changes: Any) -> str:
    """A Deny of everything to everybody, changed."""
    statement = {"Effect": "Deny", "Action": ["oss:*"], "Principal": ["*"], "Resource": RESOURCES}
    merged = {**statement, **changes}
    return json.dumps({"Version": "1", "Statement": [merged]})


def role(cloud: Running) -> AccessKey:
    return cloud.kernel.credentials.issue_role_key("fc")


def test_a_policy_is_kept_to_the_byte_and_taken_away(bucket: Any) -> None:
    with pytest.raises(oss2.exceptions.NoSuchBucketPolicy) as caught:
        bucket.get_bucket_policy()
    assert caught.value.status == 404
    text = " " + policy(Action=["oss:PutBucketReferer"]) + "\n"
    bucket.put_bucket_policy(text)
    assert bucket.get_bucket_policy().policy == text
    assert bucket.delete_bucket_policy().status == 204
    with pytest.raises(oss2.exceptions.NoSuchBucketPolicy):
        bucket.get_bucket_policy()


@pytest.mark.parametrize("value", [["false"], "false", [False], "False"])
def test_https_only_locks_out_the_owner_over_plain_http(
    cloud: Running, bucket: Any, value: object
) -> None:
    """With a condition `*` takes the owner in."""
    cloud.service.account.switches.set("oss.ports_stand_for", "http")
    bucket.put_object("a", b"x")
    bucket.put_bucket_policy(policy(Condition={"Bool": {"acs:SecureTransport": value}}))
    calls: list[Callable[[], Any]] = [
        lambda: bucket.get_object("a"),
        bucket.list_bucket_cname,
        bucket.delete_bucket_policy,
        lambda: cloud.bucket("b-1", key=role(cloud)).get_bucket_info(),
    ]
    for call in calls:
        with pytest.raises(AccessDenied) as caught:
            call()
        assert caught.value.status == 403
    cloud.service.world.clear_policy("b-1")
    assert bucket.get_object("a").read() == b"x"


def test_https_only_does_not_touch_who_calls_by_https(bucket: Any) -> None:
    bucket.put_bucket_policy(policy(Condition={"Bool": {"acs:SecureTransport": ["false"]}}))
    assert bucket.get_bucket_info().name == "b-1"


def test_a_deny_of_secure_transport_does_not_touch_plain_http(cloud: Running, bucket: Any) -> None:
    cloud.service.account.switches.set("oss.ports_stand_for", "http")
    bucket.put_bucket_policy(policy(Condition={"Bool": {"acs:SecureTransport": ["true"]}}))
    assert bucket.get_bucket_info().name == "b-1"


def test_everybody_without_a_condition_leaves_the_owner_out(cloud: Running, bucket: Any) -> None:
    bucket.put_bucket_policy(policy())
    assert bucket.get_bucket_info().name == "b-1"
    with pytest.raises(AccessDenied):
        cloud.bucket("b-1", key=role(cloud)).get_bucket_info()


def test_a_deny_of_one_action_leaves_the_others(cloud: Running, bucket: Any) -> None:
    """How a test makes a bucket that the role may not read among others that it may."""
    bucket.put_bucket_policy(policy(Action=["oss:ListCname"]))
    client = cloud.bucket("b-1", key=role(cloud))
    with pytest.raises(AccessDenied):
        client.list_bucket_cname()
    assert client.get_bucket_info().name == "b-1"


def test_a_deny_under_a_prefix_holds_for_each_key_of_a_batch(cloud: Running, bucket: Any) -> None:
    for key in ("keep/a", "b"):
        bucket.put_object(key, b"x")
    bucket.put_bucket_policy(
        policy(Action=["oss:DeleteObject"], Resource=["acs:oss:*:*:b-1/keep/*"])
    )
    client = cloud.bucket("b-1", key=role(cloud))
    with pytest.raises(AccessDenied):
        client.batch_delete_objects(["b", "keep/a"])
    assert client.object_exists("b")
    client.batch_delete_objects(["b"])
    assert not client.object_exists("b")


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[" * 3000,
        "[]",
        '{"Version":"2","Statement":[]}',
        '{"Version":"1","Statement":[]}',
        policy(Effect="Maybe"),
        policy(Action=[]),
        policy(Principal=None),
        policy(Condition={"Bool": {"acs:SecureTransport": ["perhaps"]}}),
    ],
)
def test_what_is_no_policy_is_refused(bucket: Any, text: str) -> None:
    with pytest.raises(ServerError) as caught:
        bucket.put_bucket_policy(text)
    assert (caught.value.status, caught.value.code) == (400, "InvalidPolicyDocument")


@pytest.mark.parametrize(
    "text",
    [
        policy(Condition={"IpAddress": {"acs:SourceIp": ["10.0.0.0/8"]}}),
        policy(Condition={"Bool": {"acs:MFAPresent": ["true"]}}),
        policy(NotResource=["x"]),
    ],
)
def test_a_policy_that_is_not_understood_is_refused_by_name(bucket: Any, text: str) -> None:
    with pytest.raises(ServerError) as caught:
        bucket.put_bucket_policy(text)
    assert caught.value.status == 501
    assert "not built in the local cloud" in caught.value.message


def test_an_explicit_deny_wins_over_an_allow() -> None:
    allow = parse_policy(policy(Effect="Allow"))
    deny = parse_policy(policy(Action=["oss:Put*"]))
    put = Access("anonymous", "1", "oss:PutObject", "b-1/a", secure=False)
    get = Access("anonymous", "1", "oss:GetObject", "b-1/a", secure=False)
    elsewhere = Access("anonymous", "1", "oss:GetObject", "b-2/a", secure=False)
    assert verdict(allow + deny, put) is Effect.DENY
    assert verdict(allow + deny, get) is Effect.ALLOW
    assert verdict(allow + deny, elsewhere) is None


@pytest.mark.parametrize(
    ("principal", "who", "concerned"),
    [
        ("1", "root", True),
        ("2", "root", False),
        ("arn:sts::1:assumed-role/fc/*", "role/fc", True),
        ("arn:sts::1:assumed-role/other/*", "role/fc", False),
        ("arn:sts::1:assumed-role/fc/s", "role/fc/s", True),
        ("arn:sts::1:assumed-role/fc/s", "role/fc/t", False),
        ("arn:sts::1:assumed-role/fc/*", "role/fc/s", True),
        ("3017", "user/ann", True),
        ("3018", "user/ann", False),
        ("1", "user/ann", False),
        ("*", "role/fc", True),
    ],
)
def test_principals_are_accounts_and_assumed_roles(
    principal: str, who: str, concerned: bool
) -> None:
    statements = parse_policy(policy(Principal=[principal]))
    access = Access(who, "1", "oss:GetObject", "b-1/a", secure=False, user_id="3017")
    assert (verdict(statements, access) is Effect.DENY) is concerned


def test_brackets_in_a_resource_stand_for_themselves() -> None:
    statements = parse_policy(policy(Resource=["acs:oss:*:*:b-1/[a]/*"]))
    inside = Access("anonymous", "1", "oss:GetObject", "b-1/[a]/x", secure=False)
    outside = Access("anonymous", "1", "oss:GetObject", "b-1/a/x", secure=False)
    assert verdict(statements, inside) is Effect.DENY
    assert verdict(statements, outside) is None


def test_strangers_read_objects_of_a_public_bucket_and_nothing_else(
    cloud: Running, bucket: Any
) -> None:
    bucket.put_object("a", b"x")
    stranger = cloud.anonymous("b-1")
    with pytest.raises(AccessDenied) as caught:
        stranger.get_object("a")
    assert caught.value.ec == "0003-00000001"
    make_public(bucket)
    assert stranger.get_object("a").read() == b"x"
    assert stranger.head_object("a").content_length == 1
    calls: list[Callable[[], Any]] = [
        lambda: stranger.put_object("b", b"x"),
        stranger.list_objects,
        stranger.list_bucket_cname,
        lambda: stranger.copy_object("b-1", "a", "b"),
    ]
    for call in calls:
        with pytest.raises(AccessDenied):
            call()
    bucket.put_bucket_acl("public-read-write")
    stranger.put_object("b", b"y")
    assert bucket.get_object("b").read() == b"y"


def test_a_stranger_cannot_copy_out_of_a_private_bucket(cloud: Running, bucket: Any) -> None:
    bucket.put_object("secret", b"x")
    cloud.service.world.create_bucket("open", "cn-hangzhou")
    make_public(cloud.bucket("open"), "public-read-write")
    with pytest.raises(AccessDenied):
        cloud.anonymous("open").copy_object("b-1", "secret", "stolen")


def test_a_policy_can_open_what_the_acl_closes(cloud: Running, bucket: Any) -> None:
    bucket.put_object("a", b"x")
    bucket.delete_bucket_public_access_block()
    bucket.put_bucket_policy(policy(Effect="Allow", Action=["oss:GetObject"]))
    assert cloud.anonymous("b-1").get_object("a").read() == b"x"


def test_the_public_access_block_closes_what_acl_and_policy_open(
    cloud: Running, bucket: Any
) -> None:
    stranger = cloud.anonymous("b-1")
    bucket.put_object("a", b"x")
    make_public(bucket)
    bucket.put_bucket_policy(policy(Effect="Allow", Action=["oss:GetObject"]))
    assert bucket.get_bucket_public_access_block().block_public_access is False
    bucket.put_bucket_public_access_block(True)
    assert bucket.get_bucket_public_access_block().block_public_access is True
    with pytest.raises(AccessDenied):
        stranger.get_object("a")
    calls: list[Callable[[], Any]] = [
        lambda: bucket.put_bucket_acl("public-read"),
        lambda: bucket.create_bucket("public-read"),
        lambda: bucket.put_bucket_policy(policy(Effect="Allow")),
    ]
    for call in calls:
        with pytest.raises(AccessDenied):
            call()
    bucket.put_bucket_policy(policy(Condition={"Bool": {"acs:SecureTransport": ["false"]}}))
    bucket.delete_bucket_public_access_block()
    assert stranger.get_object("a").read() == b"x"


def test_a_newer_account_has_no_objects_at_mainland_public_endpoints(
    cloud: Running, bucket: Any
) -> None:
    """Bucket operations go on; the internal endpoint and other regions are open."""
    cloud.service.world.set_forbids_public_endpoint(True)
    calls: list[Callable[[], Any]] = [
        lambda: bucket.put_object("a", b"x"),
        bucket.list_objects,
        lambda: bucket.batch_delete_objects(["a"]),
    ]
    for call in calls:
        with pytest.raises(ServerError) as caught:
            call()
        assert (caught.value.status, caught.value.code) == (400, "PublicEndpointForbidden")
        assert caught.value.ec == "0048-00000401"
    assert bucket.list_bucket_cname().cname == []
    cloud.bucket("b-1", place=("cn-hangzhou", "internal")).put_object("a", b"x")
    cloud.service.world.create_bucket("b-sg", "ap-southeast-1")
    cloud.bucket("b-sg", place=("ap-southeast-1", "public")).put_object("a", b"x")
    cloud.service.world.set_forbids_public_endpoint(False)
    assert bucket.get_object("a").read() == b"x"
