"""Policies on every call: each product, with and without the permission."""

from __future__ import annotations

import contextlib
import json
import warnings
from collections.abc import Iterator
from typing import Any

import oss2
import pytest
from mns.account import Account as MnsAccount
from mns.mns_exception import MNSServerException
from mns.queue import Message

from localcloud.control import all_acts
from localcloud.credentials import AccessKey
from localcloud.services.cdn import Origin
from localcloud.services.oss.permissions import CERTIFICATE_ACTIONS
from localcloud.world import LocalCloud
from tests.localcloud.ram.account import Account, policy

CNAME_BODY = (
    "<BucketCnameConfiguration><Cname><Domain>www.example.com</Domain>{}</Cname>"
    "</BucketCnameConfiguration>"
)


def refusal(call: Any, *arguments: Any, **parameters: Any) -> Any:
    with pytest.raises(oss2.exceptions.OssError) as caught:
        call(*arguments, **parameters)
    return caught.value


@pytest.fixture
def shop(account: Account) -> Account:
    """With a bucket, a queue, a domain on CDN and one on OSS, and a certificate for both."""
    world = account.world
    world.oss.world.create_bucket("shop", "cn-hangzhou")
    world.mns.model.create_queue("work", {})
    world.cdn.model.add_domain("cdn.example.com", [Origin("ipaddr", "192.0.2.1")])
    world.oss.world.map_domain("shop", "www.example.com")
    account.bucket("shop", account.root).put_object("a/b", b"1")
    return account


def test_root_passes(shop: Account) -> None:
    assert shop.call("CAS", "ListUserCertificateOrder")["TotalCount"] == 0
    assert shop.bucket("shop", shop.root).get_object("a/b").read() == b"1"
    assert shop.missing() == []


def test_a_role_without_policies_may_do_nothing(shop: Account) -> None:
    key = shop.holder()
    assert shop.refused("CAS", "ListUserCertificateOrder", key) == (403, "Forbidden.RAM")
    assert shop.refused("CDN", "DescribeUserDomains", key) == (403, "Forbidden.RAM")
    assert shop.refused("RAM", "ListRoles", key) == (403, "NoPermission")
    error = refusal(shop.bucket("shop", key).get_object, "a/b")
    assert (error.status, error.code, error.ec) == (403, "AccessDenied", "0003-00000001")
    assert "oss:" not in str(error.body)
    assert shop.missing() == [
        "yundun-cert:ListUserCertificateOrder on *",
        "cdn:DescribeUserDomains on *",
        f"ram:ListRoles on acs:ram:*:{shop.id}:role/*",
        f"oss:GetObject on acs:oss:*:{shop.id}:shop/a/b",
    ]
    assert {call.principal for call in shop.denied()} == {"role/worker/c-1"}


def test_a_role_that_was_never_made_may_do_nothing_when_roles_are_strict(shop: Account) -> None:
    key = shop.world.kernel.credentials.issue_role_key("nobody/c-1")
    assert shop.refused("CDN", "DescribeUserDomains", key) == (403, "Forbidden.RAM")


def test_without_strict_roles_only_roles_that_were_made_are_judged() -> None:
    with LocalCloud(delays={"cdn": 0, "oss": 0}) as world:
        account = Account(world)
        key = world.kernel.credentials.issue_role_key("worker/c-1")
        assert account.call("CDN", "DescribeUserDomains", key)["TotalCount"] == 0
        assert world.guard.uses("role/worker") == (("cdn:DescribeUserDomains", "*"),)
        world.ram.set_role("worker", [])
        assert account.refused("CDN", "DescribeUserDomains", key) == (403, "Forbidden.RAM")


def test_policies_work_at_once_for_keys_that_are_out_already(shop: Account) -> None:
    key = shop.holder()
    assert shop.refused("CDN", "DescribeUserDomains", key) == (403, "Forbidden.RAM")
    shop.world.ram.set_role("worker", [policy(("cdn:*", "*"))])
    assert shop.call("CDN", "DescribeUserDomains", key)
    shop.call(
        "RAM",
        "CreatePolicyVersion",
        PolicyName="worker-1",
        PolicyDocument=policy(("oss:*", "*")),
        SetAsDefault="true",
    )
    assert shop.refused("CDN", "DescribeUserDomains", key) == (403, "Forbidden.RAM")


def test_a_name_without_end_is_not_kept_whole(shop: Account) -> None:
    key = shop.holder()
    name = "a" * 50_000
    assert shop.refused("RAM", "GetRole", key, RoleName=name) == (403, "NoPermission")
    ((_, used),) = shop.world.guard.uses("role/worker")
    (call,) = shop.denied()
    assert {len(text) for text in (used, call.resource, call.missing)} == {2000}


def test_cdn_is_judged_per_domain(shop: Account) -> None:
    arn = f"acs:cdn:*:{shop.id}:domain/cdn.example.com"
    key = shop.holder(policy(("cdn:DescribeCdnDomainDetail", arn), ("cdn:BatchSet*", arn)))
    detail = "DescribeCdnDomainDetail"
    assert shop.call("CDN", detail, key, DomainName="cdn.example.com")
    assert shop.call("CDN", detail, key, DomainName="CDN.example.com")
    other = shop.refused("CDN", detail, key, DomainName="b.example.com")
    assert other == (403, "Forbidden.RAM")
    batch = {"DomainNames": "cdn.example.com,b.example.com", "Functions": "[]"}
    refused = shop.refused("CDN", "BatchSetCdnDomainConfig", key, **batch)
    assert refused == (403, "Forbidden.RAM")
    assert shop.missing()[-1].endswith("domain/b.example.com")
    assert shop.refused("CDN", detail, key) == (400, "MissingDomainName")
    one = {"CertId": 1, "CertRegion": "cn-hangzhou"}
    by_id = shop.refused("CDN", "DescribeCdnCertificateDetailById", key, **one)
    assert by_id == (403, "Forbidden.RAM")
    assert shop.missing()[-1] == "cdn:DescribeCdnCertificateDetailById on *"


def test_cas_is_judged_on_everything_only(shop: Account) -> None:
    narrow = policy(("yundun-cert:ListUserCertificateOrder", "acs:yundun-cert:*:*:*"))
    refused = shop.refused("CAS", "ListUserCertificateOrder", shop.holder(narrow))
    assert refused == (403, "Forbidden.RAM")
    whole = policy(("yundun-cert:List*", "*"))
    assert shop.call("CAS", "ListUserCertificateOrder", shop.holder(whole))
    wrong_name = policy(("cas:*", "*"))
    refused = shop.refused("CAS", "ListUserCertificateOrder", shop.holder(wrong_name))
    assert refused == (403, "Forbidden.RAM")


CASES: list[tuple[str, str, Any]] = [
    ("oss:PutObject", "shop/a/c", lambda b: b.put_object("a/c", b"2")),
    ("oss:PutObject", "shop/a/d", lambda b: b.append_object("a/d", 0, b"2")),
    ("oss:GetObject", "shop/a/b", lambda b: b.get_object("a/b")),
    ("oss:GetObject", "shop/a/b", lambda b: b.head_object("a/b")),
    ("oss:GetObject", "shop/a/b", lambda b: b.get_object_meta("a/b")),
    ("oss:DeleteObject", "shop/a/b", lambda b: b.delete_object("a/b")),
    ("oss:DeleteObject", "shop/a/b", lambda b: b.batch_delete_objects(["a/b"])),
    ("oss:ListObjects", "shop", lambda b: b.list_objects()),
    ("oss:ListObjects", "shop", lambda b: b.list_objects_v2()),
    ("oss:GetBucketInfo", "shop", lambda b: b.get_bucket_info()),
    ("oss:GetBucketLocation", "shop", lambda b: b.get_bucket_location()),
    ("oss:ListCname", "shop", lambda b: b.list_bucket_cname()),
    (
        "oss:PutCname",
        "shop",
        lambda b: b.put_bucket_cname(oss2.models.PutBucketCnameRequest("www.example.com")),
    ),
    ("oss:DeleteCname", "shop", lambda b: b.delete_bucket_cname("www.example.com")),
    ("oss:CreateCnameToken", "shop", lambda b: b.create_bucket_cname_token("a.example.com")),
    ("oss:PutBucketPolicy", "shop", lambda b: b.put_bucket_policy('{"Version": "1"}')),
    ("oss:PutBucket", "shop", lambda b: b.create_bucket()),
]


@pytest.mark.parametrize(("action", "resource", "call"), CASES)
def test_an_operation_of_oss_needs_its_action_on_its_resource(
    shop: Account, action: str, resource: str, call: Any
) -> None:
    arn = f"acs:oss:*:{shop.id}:{resource}"
    others = policy((action, arn.replace("shop", "other")), (f"{action}X", "*"))
    bucket = shop.bucket("shop", shop.holder(others))
    assert refusal(call, bucket).status == 403
    assert shop.missing() == [f"{action} on {arn}"]
    bucket = shop.bucket("shop", shop.holder(policy((action, arn))))
    try:
        call(bucket)
    except oss2.exceptions.ServerError as error:
        assert error.status != 403  # noqa: PT017 - let through, and refused for its own reasons
    assert len(shop.missing()) == 1


def test_list_buckets_is_judged_on_all_of_them(shop: Account) -> None:
    def listed(key: AccessKey) -> Any:
        auth = oss2.StsAuth(key.key_id, key.secret, key.token)
        return oss2.Service(auth, shop.world.env()["OSS_ENDPOINT"]).list_buckets()

    assert refusal(listed, shop.holder()).code == "AccessDenied"
    assert shop.missing() == [f"oss:ListBuckets on acs:oss:*:{shop.id}:*"]
    key = shop.holder(policy(("oss:ListBuckets", f"acs:oss:*:{shop.id}:*")))
    assert [bucket.name for bucket in listed(key).buckets] == ["shop"]


def test_a_listing_may_be_bound_to_a_prefix(shop: Account) -> None:
    document = policy(
        ("oss:ListObjects", f"acs:oss:*:{shop.id}:shop"), StringLike={"oss:Prefix": ["a/*"]}
    )
    bucket = shop.bucket("shop", shop.holder(document))
    assert [found.key for found in bucket.list_objects(prefix="a/").object_list] == ["a/b"]
    assert refusal(bucket.list_objects, prefix="b/").code == "AccessDenied"
    assert refusal(bucket.list_objects).code == "AccessDenied"


def test_each_key_of_a_batch_is_judged(shop: Account) -> None:
    document = policy(("oss:DeleteObject", f"acs:oss:*:{shop.id}:shop/a/*"))
    bucket = shop.bucket("shop", shop.holder(document))
    assert refusal(bucket.batch_delete_objects, ["a/b", "c/d"]).code == "AccessDenied"
    assert shop.bucket("shop", shop.root).object_exists("a/b")
    assert bucket.batch_delete_objects(["a/b"]).deleted_keys == ["a/b"]


def test_a_copy_reads_the_source_that_is_judged(shop: Account) -> None:
    """A question mark in a name is no beginning of a query."""
    shop.bucket("shop", shop.root).put_object("a/b?secret", b"1")
    write = ("oss:PutObject", "acs:oss:*:*:shop/a/c")
    read = ("oss:GetObject", "acs:oss:*:*:shop/a/b")
    bucket = shop.bucket("shop", shop.holder(policy(write, read)))
    bucket.copy_object("shop", "a/b", "a/c")
    assert refusal(bucket.copy_object, "shop", "a/b?secret", "a/c").code == "AccessDenied"


def test_a_copy_reads_its_source(shop: Account) -> None:
    write = ("oss:PutObject", f"acs:oss:*:{shop.id}:shop/*")
    bucket = shop.bucket("shop", shop.holder(policy(write)))
    assert refusal(bucket.copy_object, "shop", "a/b", "a/c").code == "AccessDenied"
    assert shop.missing() == [f"oss:GetObject on acs:oss:*:{shop.id}:shop/a/b"]
    read = ("oss:GetObject", f"acs:oss:*:{shop.id}:shop/a/b")
    shop.bucket("shop", shop.holder(policy(write, read))).copy_object("shop", "a/b", "a/c")


@pytest.mark.parametrize("lacking", CERTIFICATE_ACTIONS)
def test_attaching_a_certificate_needs_the_right_to_read_it(shop: Account, lacking: str) -> None:
    acts = all_acts(shop.world)
    issued = acts["certificate.issue"](["www.example.com"])
    request = oss2.models.PutBucketCnameRequest(
        "www.example.com", oss2.models.CertInfo(issued["identifier"])
    )
    put = ("oss:PutCname", f"acs:oss:*:{shop.id}:shop")
    rights = [(action, "*") for action in CERTIFICATE_ACTIONS]
    fewer = [right for right in rights if right[0] != lacking]
    bucket = shop.bucket("shop", shop.holder(policy(put, *fewer)))
    assert refusal(bucket.put_bucket_cname, request).code == "AccessDenied"
    assert shop.missing() == [f"{lacking} on *"]
    shop.bucket("shop", shop.holder(policy(put, *rights))).put_bucket_cname(request)
    detach = oss2.models.PutBucketCnameRequest(
        "www.example.com", oss2.models.CertInfo(delete_certificate=True)
    )
    shop.bucket("shop", shop.holder(policy(put))).put_bucket_cname(detach)


def test_a_deny_is_told_apart_and_wins(shop: Account) -> None:
    allow = policy(("oss:*", "*"))
    deny = policy(("oss:GetObject", f"acs:oss:*:{shop.id}:shop/a/*"), effect="Deny")
    error = refusal(shop.bucket("shop", shop.holder(allow, deny)).get_object, "a/b")
    assert (error.code, error.ec) == ("AccessDenied", "0003-00000201")


def bucket_policy(account: Account, effect: str, principal: str = "") -> str:
    statement = {
        "Effect": effect,
        "Action": ["oss:GetObject"],
        "Principal": [principal or f"arn:sts::{account.id}:assumed-role/worker/*"],
        "Resource": [f"acs:oss:*:{account.id}:shop/*"],
    }
    return json.dumps({"Version": "1", "Statement": [statement]})


def test_a_bucket_s_policy_may_grant_what_the_role_s_does_not_mention(shop: Account) -> None:
    root = shop.bucket("shop", shop.root)
    bucket = shop.bucket("shop", shop.holder())
    assert refusal(bucket.get_object, "a/b").ec == "0003-00000001"
    root.put_bucket_policy(bucket_policy(shop, "Allow"))
    assert bucket.get_object("a/b").read() == b"1"
    assert refusal(bucket.put_object, "a/b", b"2").ec == "0003-00000001"
    deny = policy(("oss:GetObject", "*"), effect="Deny")
    assert refusal(shop.bucket("shop", shop.holder(deny)).get_object, "a/b").ec == "0003-00000201"


def test_a_bucket_s_policy_may_deny_what_the_role_s_allows(shop: Account) -> None:
    shop.bucket("shop", shop.root).put_bucket_policy(bucket_policy(shop, "Deny"))
    bucket = shop.bucket("shop", shop.holder(policy(("oss:*", "*"))))
    assert refusal(bucket.get_object, "a/b").ec == "0003-00000101"


def test_a_bucket_s_policy_may_deny_one_session_or_one_user(shop: Account) -> None:
    everything = policy(("oss:*", "*"))
    session, ann = shop.holder(everything), shop.user(everything)
    user = shop.world.ram.find_user("ann")
    assert user is not None
    for key, denied in (
        (session, f"arn:sts::{shop.id}:assumed-role/worker/c-1"),
        (ann, user.id),
    ):
        assert shop.bucket("shop", key).get_object("a/b").read() == b"1"
        shop.bucket("shop", shop.root).put_bucket_policy(bucket_policy(shop, "Deny", denied))
        assert refusal(shop.bucket("shop", key).get_object, "a/b").ec == "0003-00000101"


def test_conditions_see_the_request(shop: Account) -> None:
    everything = ("oss:GetObject", "*")
    for condition in (
        {"IpAddress": {"acs:SourceIp": "127.0.0.0/8"}},
        {"Bool": {"acs:SecureTransport": "false"}},
        {"DateLessThan": {"acs:CurrentTime": "2099-01-01T00:00:00Z"}},
    ):
        shop.bucket("shop", shop.holder(policy(everything, **condition))).get_object("a/b")
    for condition in (
        {"NotIpAddress": {"acs:SourceIp": "127.0.0.0/8"}},
        {"Bool": {"acs:SecureTransport": "true"}},
        {"DateGreaterThan": {"acs:CurrentTime": "2099-01-01T00:00:00Z"}},
    ):
        bucket = shop.bucket("shop", shop.holder(policy(everything, **condition)))
        assert refusal(bucket.get_object, "a/b").code == "AccessDenied"


@pytest.mark.parametrize("reading", ["no", "yes"])
def test_binding_a_certificate_of_cas_may_need_its_permission(shop: Account, reading: str) -> None:
    shop.world.switches.set("cdn.needs_cas_permission", reading)
    cdn = ("cdn:SetCdnDomainSSLCertificate", f"acs:cdn:*:{shop.id}:domain/www.example.com")
    cas = ("yundun-cert:GetUserCertificateDetail", "*")
    wanted = {"DomainName": "www.example.com", "SSLProtocol": "on", "CertType": "cas", "CertId": 1}

    def refused(*grants: tuple[str, str]) -> tuple[int, str]:
        key = shop.holder(policy(*grants))
        return shop.refused("CDN", "SetCdnDomainSSLCertificate", key, **wanted)

    forbidden, found = (403, "Forbidden.RAM"), (404, "InvalidDomain.NotFound")
    assert refused(cdn) == (forbidden if reading == "yes" else found)
    assert refused(cas) == forbidden
    assert refused(cdn, cas) == found


@contextlib.contextmanager
def queue_of(account: Account, key: AccessKey) -> Iterator[Any]:
    endpoint = account.world.env()["MNS_ENDPOINT"]
    client = MnsAccount(endpoint, key.key_id, key.secret, key.token)
    try:
        yield client.get_queue("work")
    finally:
        client.mns_client.close_connection()


def attributes(queue: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the client sets its own counters
        queue.get_attributes()


def test_a_deny_on_a_queue_holds_however_its_name_is_written(shop: Account) -> None:
    arn = f"acs:mns:cn-hangzhou:{shop.id}:/queues/work/messages"
    allowed = policy(("mns:*", "*"))
    denied = policy(("mns:SendMessage", arn), effect="Deny")
    with queue_of(shop, shop.holder(allowed, denied)) as queue:
        queue.queue_name = "%77ork"
        with pytest.raises(MNSServerException) as caught:
            queue.send_message(Message("x"))
    assert caught.value.type == "AccessDenied"
    assert shop.missing() == [f"mns:SendMessage on {arn}"]


@pytest.mark.parametrize(
    ("action", "path", "call"),
    [
        ("SendMessage", "/messages", lambda q: q.send_message(Message("x"))),
        ("ReceiveMessage", "/messages", lambda q: q.receive_message(0)),
        ("PeekMessage", "/messages", lambda q: q.peek_message()),
        ("DeleteMessage", "/messages", lambda q: q.delete_message("1-a")),
        ("GetQueueAttributes", "", attributes),
        ("DeleteQueue", "", lambda q: q.delete()),
    ],
)
def test_a_call_of_mns_needs_its_action_on_the_queue(
    shop: Account, action: str, path: str, call: Any
) -> None:
    with queue_of(shop, shop.root) as queue:
        queue.send_message(Message("first"))
    arn = f"acs:mns:cn-hangzhou:{shop.id}:/queues/work{path}"
    key = shop.holder(policy((f"mns:{action}", arn.replace("work", "other"))))
    with queue_of(shop, key) as queue, pytest.raises(MNSServerException) as caught:
        call(queue)
    assert caught.value.type == "AccessDenied"
    assert shop.missing() == [f"mns:{action} on {arn}"]
    try:
        with queue_of(shop, shop.holder(policy((f"mns:{action}", arn)))) as queue:
            call(queue)
    except MNSServerException as error:
        assert error.type != "AccessDenied"  # noqa: PT017 - let through


def test_a_user_is_judged_by_its_own_policies(shop: Account) -> None:
    ann = shop.user(policy(("cdn:DescribeUserDomains", "*")))
    assert shop.call("CDN", "DescribeUserDomains", ann)
    assert shop.refused("CAS", "ListUserCertificateOrder", ann) == (403, "Forbidden.RAM")
    assert shop.denied()[0].principal == "user/ann"
    bob = shop.user(name="bob")
    assert shop.refused("CDN", "DescribeUserDomains", bob) == (403, "Forbidden.RAM")


def test_ram_is_judged_by_role_and_policy(shop: Account) -> None:
    shop.call("RAM", "CreatePolicy", PolicyName="p", PolicyDocument=policy(("oss:*", "*")))
    shop.world.ram.set_role("target", [])
    arn = f"acs:ram:*:{shop.id}:role/target"
    attach = {"PolicyName": "p", "PolicyType": "Custom", "RoleName": "target"}
    ann = shop.user(policy(("ram:AttachPolicyToRole", arn)))
    assert shop.refused("RAM", "AttachPolicyToRole", ann, **attach) == (403, "NoPermission")
    assert shop.missing() == [f"ram:AttachPolicyToRole on acs:ram:*:{shop.id}:policy/p"]
    ann = shop.user(policy(("ram:AttachPolicyToRole", f"acs:ram:*:{shop.id}:*")))
    shop.call("RAM", "AttachPolicyToRole", ann, **attach)


def test_a_bad_signature_is_refused_before_any_permission(shop: Account) -> None:
    key = shop.holder()
    forged = AccessKey(key.key_id, "x" * 44, key.principal, key.token, key.expires)
    refused = shop.refused("CDN", "DescribeUserDomains", forged)
    assert refused == (400, "SignatureDoesNotMatch")
    assert shop.missing() == []


def test_calls_that_nobody_has_ask_for_no_permission(shop: Account) -> None:
    key = shop.holder()
    assert shop.refused("CDN", "DescribeThing", key) == (404, "InvalidApi.NotFound")
    assert shop.refused("CDN", "AddFCTrigger", key) == (501, "NotBuiltInLocalCloud")
    assert shop.missing() == []
