"""What operations of OSS need: which action, on which resource, under which conditions."""

from __future__ import annotations

from typing import Any

import oss2
import pytest

from localcloud.control import all_acts
from localcloud.credentials import AccessKey
from localcloud.services.oss.permissions import CERTIFICATE_ACTIONS
from tests.localcloud.ram.account import Account, oss_refusal, policy

CASES: list[tuple[str, str, Any]] = [
    ("oss:PutObject", "shop/a/c", lambda b: b.put_object("a/c", b"2")),
    ("oss:PutObject", "shop/a/d", lambda b: b.append_object("a/d", 0, b"2")),
    ("oss:GetObject", "shop/a/b", lambda b: b.get_object("a/b")),
    ("oss:GetObject", "shop/a/b", lambda b: b.head_object("a/b")),
    ("oss:GetObject", "shop/a/b", lambda b: b.get_object_meta("a/b")),
    ("oss:DeleteObject", "shop/a/b", lambda b: b.delete_object("a/b")),
    ("oss:DeleteObject", "shop/a/b", lambda b: b.batch_delete_objects(["a/b"])),
    ("oss:DeleteObject", "shop/\x01", lambda b: b.batch_delete_objects(["\x01"])),
    (
        "oss:DeleteObjectVersion",
        "shop/a/b",
        lambda b: b.delete_object("a/b", params={"versionId": "null"}),
    ),
    (
        "oss:DeleteObjectVersion",
        "shop/a/b",
        lambda b: b.delete_object_versions(
            oss2.models.BatchDeleteObjectVersionList(
                [oss2.models.BatchDeleteObjectVersion("a/b", "null")]
            )
        ),
    ),
    ("oss:ListObjects", "shop", lambda b: b.list_objects()),
    ("oss:ListObjects", "shop", lambda b: b.list_objects_v2()),
    ("oss:PutObject", "shop/a/c", lambda b: b.init_multipart_upload("a/c")),
    ("oss:PutObject", "shop/a/c", lambda b: b.upload_part("a/c", "id", 1, b"2")),
    (
        "oss:PutObject",
        "shop/a/c",
        lambda b: b.complete_multipart_upload("a/c", "id", [oss2.models.PartInfo(1, "e")]),
    ),
    ("oss:AbortMultipartUpload", "shop/a/c", lambda b: b.abort_multipart_upload("a/c", "id")),
    ("oss:ListParts", "shop/a/c", lambda b: b.list_parts("a/c", "id")),
    ("oss:ListMultipartUploads", "shop", lambda b: b.list_multipart_uploads()),
    ("oss:ListObjectVersions", "shop", lambda b: b.list_object_versions()),
    ("oss:ListLiveChannel", "shop", lambda b: b.list_live_channel()),
    (
        "oss:DeleteObjectVersion",
        "shop/a/b",
        lambda b: b.delete_object("a/b", params={"versionId": "null"}),
    ),
    (
        "oss:GetBucketTransferAcceleration",
        "shop",
        lambda b: b.get_bucket_transfer_acceleration(),
    ),
    (
        "oss:PutBucketTransferAcceleration",
        "shop",
        lambda b: b.put_bucket_transfer_acceleration("true"),
    ),
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
    assert oss_refusal(call, bucket).status == 403
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

    assert oss_refusal(listed, shop.holder()).code == "AccessDenied"
    assert shop.missing() == [f"oss:ListBuckets on acs:oss:*:{shop.id}:*"]
    key = shop.holder(policy(("oss:ListBuckets", f"acs:oss:*:{shop.id}:*")))
    assert [bucket.name for bucket in listed(key).buckets] == ["shop"]


def test_a_listing_may_be_bound_to_a_prefix(shop: Account) -> None:
    document = policy(
        ("oss:ListObjects", f"acs:oss:*:{shop.id}:shop"), StringLike={"oss:Prefix": ["a/*"]}
    )
    bucket = shop.bucket("shop", shop.holder(document))
    assert [found.key for found in bucket.list_objects(prefix="a/").object_list] == ["a/b"]
    assert oss_refusal(bucket.list_objects, prefix="b/").code == "AccessDenied"
    assert oss_refusal(bucket.list_objects).code == "AccessDenied"


def test_each_key_of_a_batch_is_judged(shop: Account) -> None:
    document = policy(("oss:DeleteObject", f"acs:oss:*:{shop.id}:shop/a/*"))
    bucket = shop.bucket("shop", shop.holder(document))
    assert oss_refusal(bucket.batch_delete_objects, ["a/b", "c/d"]).code == "AccessDenied"
    assert shop.bucket("shop", shop.root).object_exists("a/b")
    assert bucket.batch_delete_objects(["a/b"]).deleted_keys == ["a/b"]


def test_a_copy_reads_the_source_that_is_judged(shop: Account) -> None:
    """A question mark in a name is no beginning of a query."""
    shop.bucket("shop", shop.root).put_object("a/b?secret", b"1")
    write = ("oss:PutObject", "acs:oss:*:*:shop/a/c")
    read = ("oss:GetObject", "acs:oss:*:*:shop/a/b")
    bucket = shop.bucket("shop", shop.holder(policy(write, read)))
    bucket.copy_object("shop", "a/b", "a/c")
    assert oss_refusal(bucket.copy_object, "shop", "a/b?secret", "a/c").code == "AccessDenied"


def test_a_copy_reads_its_source(shop: Account) -> None:
    write = ("oss:PutObject", f"acs:oss:*:{shop.id}:shop/*")
    bucket = shop.bucket("shop", shop.holder(policy(write)))
    assert oss_refusal(bucket.copy_object, "shop", "a/b", "a/c").code == "AccessDenied"
    assert shop.missing() == [f"oss:GetObject on acs:oss:*:{shop.id}:shop/a/b"]
    read = ("oss:GetObject", f"acs:oss:*:{shop.id}:shop/a/b")
    shop.bucket("shop", shop.holder(policy(write, read))).copy_object("shop", "a/b", "a/c")


def test_a_copied_part_reads_its_source(shop: Account) -> None:
    owner = shop.bucket("shop", shop.root)
    upload = owner.init_multipart_upload("a/c").upload_id
    write = ("oss:PutObject", f"acs:oss:*:{shop.id}:shop/*")
    bucket = shop.bucket("shop", shop.holder(policy(write)))
    copy = ("shop", "a/b", None, "a/c", upload, 1)
    assert oss_refusal(bucket.upload_part_copy, *copy).code == "AccessDenied"
    assert shop.missing() == [f"oss:GetObject on acs:oss:*:{shop.id}:shop/a/b"]
    read = ("oss:GetObject", f"acs:oss:*:{shop.id}:shop/a/b")
    shop.bucket("shop", shop.holder(policy(write, read))).upload_part_copy(*copy)


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
    assert oss_refusal(bucket.put_bucket_cname, request).code == "AccessDenied"
    assert shop.missing() == [f"{lacking} on *"]
    shop.bucket("shop", shop.holder(policy(put, *rights))).put_bucket_cname(request)
    detach = oss2.models.PutBucketCnameRequest(
        "www.example.com", oss2.models.CertInfo(delete_certificate=True)
    )
    shop.bucket("shop", shop.holder(policy(put))).put_bucket_cname(detach)


def test_a_certificate_that_came_with_its_domain_is_in_cas(shop: Account) -> None:
    """OSS files it there and shows the id that it got; it cannot be deleted while it is bound."""
    acts = all_acts(shop.world)
    acts["domain.map"]("www.example.com", bucket="shop")
    issued = shop.world.authorities.issue(["www.example.com"])
    bucket = shop.bucket("shop", shop.root)
    pair = oss2.models.CertInfo(certificate=issued.chain_pem, private_key=issued.key_pem)
    bucket.put_bucket_cname(oss2.models.PutBucketCnameRequest("www.example.com", pair))
    identifier = bucket.list_bucket_cname().cname[0].certificate.cert_id
    (listed,) = shop.call("CAS", "ListUserCertificateOrder", OrderType="UPLOAD")[
        "CertificateOrderList"
    ]
    assert f"{listed['CertificateId']}-cn-hangzhou" == identifier
    assert listed["CommonName"] == "www.example.com"
    number = listed["CertificateId"]
    assert shop.refused("CAS", "DeleteUserCertificate", CertId=number)[0] == 400
    bucket.put_bucket_cname(
        oss2.models.PutBucketCnameRequest(
            "www.example.com", oss2.models.CertInfo(delete_certificate=True)
        )
    )
    shop.call("CAS", "DeleteUserCertificate", CertId=number)


def test_a_deny_is_told_apart_and_wins(shop: Account) -> None:
    allow = policy(("oss:*", "*"))
    deny = policy(("oss:GetObject", f"acs:oss:*:{shop.id}:shop/a/*"), effect="Deny")
    error = oss_refusal(shop.bucket("shop", shop.holder(allow, deny)).get_object, "a/b")
    assert (error.code, error.ec) == ("AccessDenied", "0003-00000201")


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
        assert oss_refusal(bucket.get_object, "a/b").code == "AccessDenied"
