"""Buckets as oss2 sees them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import alibabacloud_oss_v2 as oss
import oss2
import pytest
from oss2.exceptions import AccessDenied, NoSuchBucket, ServerError

from localcloud.services.oss.errors import OssRefusal
from tests.localcloud.oss.running import Running

BEIJING = ("cn-beijing", "public")
INTERNAL = ("cn-hangzhou", "internal")
CNAME = oss2.models.PutBucketCnameRequest("www.example.com")


def test_a_bucket_is_created_in_the_region_of_the_endpoint_that_was_asked(cloud: Running) -> None:
    cloud.bucket("b-north", place=BEIJING).create_bucket()
    found = cloud.bucket("b-north", place=BEIJING).get_bucket_info()
    assert found.location == "oss-cn-beijing"
    assert found.acl.grant == "private"
    assert found.owner.id == cloud.kernel.credentials.account_id
    assert cloud.bucket("b-north", place=BEIJING).get_bucket_location().location == found.location


def test_endpoints_are_the_ports_of_the_buckets_own_region(cloud: Running) -> None:
    """Two networks of cn-hangzhou and one of cn-beijing have ports; the rest has real names."""
    for name, region in (("b-1", "cn-hangzhou"), ("b-2", "cn-beijing"), ("b-3", "eu-central-1")):
        cloud.service.world.create_bucket(name, region)
    listed = {bucket.name: bucket for bucket in cloud.oss2_service().list_buckets().buckets}
    assert listed["b-1"].extranet_endpoint == f"127.0.0.1:{cloud.ports['cn-hangzhou', 'public']}"
    assert listed["b-1"].intranet_endpoint == f"127.0.0.1:{cloud.ports[INTERNAL]}"
    assert listed["b-2"].extranet_endpoint == f"127.0.0.1:{cloud.ports[BEIJING]}"
    assert listed["b-2"].intranet_endpoint == "oss-cn-beijing-internal.aliyuncs.com"
    assert listed["b-3"].extranet_endpoint == "oss-eu-central-1.aliyuncs.com"
    assert listed["b-2"].region == "cn-beijing"


def test_120_buckets_take_two_pages_of_the_default_size(cloud: Running) -> None:
    for number in range(120):
        cloud.service.world.create_bucket(f"b-{number:03}", "cn-hangzhou")
    service = cloud.oss2_service()
    first = service.list_buckets()
    assert (len(first.buckets), first.is_truncated, first.next_marker) == (100, True, "b-099")
    second = service.list_buckets(marker=first.next_marker)
    assert [bucket.name for bucket in second.buckets] == [f"b-{n:03}" for n in range(100, 120)]
    assert not second.is_truncated
    every = [bucket.name for bucket in oss2.BucketIterator(service, prefix="b-1", max_keys=7)]
    assert every == [f"b-{n:03}" for n in range(100, 120)]


@pytest.mark.parametrize("size", [0, 1001])
def test_a_page_size_outside_1_to_1000_is_refused(cloud: Running, size: int) -> None:
    with pytest.raises(oss2.exceptions.InvalidArgument) as caught:
        cloud.oss2_service().list_buckets(max_keys=size)
    assert caught.value.details["ArgumentName"] == "max-keys"


def test_a_bucket_with_objects_is_not_deleted(bucket: Any) -> None:
    bucket.put_object("a", b"1")
    with pytest.raises(oss2.exceptions.BucketNotEmpty) as caught:
        bucket.delete_bucket()
    assert (caught.value.status, caught.value.ec) == (409, "0015-00000301")
    bucket.delete_object("a")
    bucket.delete_bucket()
    with pytest.raises(NoSuchBucket) as gone:
        bucket.get_bucket_info()
    assert (gone.value.status, gone.value.ec) == (404, "0015-00000101")


def test_putting_a_bucket_again_keeps_its_content_and_changes_its_acl(bucket: Any) -> None:
    bucket.put_object("a", b"1")
    bucket.delete_bucket_public_access_block()
    bucket.create_bucket(oss2.BUCKET_ACL_PUBLIC_READ)
    assert bucket.get_object("a").read() == b"1"
    assert bucket.get_bucket_acl().acl == "public-read"
    bucket.create_bucket()  # without x-oss-acl
    assert bucket.get_bucket_acl().acl == "public-read"


def test_a_name_taken_in_another_region_is_refused(cloud: Running, bucket: Any) -> None:
    with pytest.raises(ServerError) as caught:
        cloud.bucket("b-1", place=BEIJING).create_bucket()
    assert (caught.value.status, caught.value.code) == (409, "BucketAlreadyExists")


@pytest.mark.parametrize("name", ["ab", "Big", "under_score", "-lead", "trail-", "x" * 64])
def test_a_name_that_oss_does_not_take_is_refused(cloud: Running, name: str) -> None:
    with pytest.raises(OssRefusal, match="InvalidBucketName"):
        cloud.service.world.create_bucket(name, "cn-hangzhou")


def test_another_regions_endpoint_sends_the_client_to_the_right_one(
    cloud: Running, bucket: Any
) -> None:
    with pytest.raises(AccessDenied) as caught:
        cloud.bucket("b-1", place=BEIJING).get_bucket_info()
    error = caught.value
    assert (error.status, error.ec) == (403, "0003-00001403")
    assert error.message.startswith("The bucket you are attempting to access must be addressed")
    port = cloud.ports["cn-hangzhou", "public"]
    assert error.details["Endpoint"] == f"127.0.0.1:{port}"
    assert cloud.bucket("b-1", place=INTERNAL).get_bucket_info().name == "b-1"


def test_a_new_bucket_is_private_and_blocks_what_would_make_it_public(cloud: Running) -> None:
    bucket = cloud.bucket("b-new")
    with pytest.raises(AccessDenied) as caught:
        bucket.create_bucket(oss2.BUCKET_ACL_PUBLIC_READ)
    assert caught.value.message == "Put public bucket acl is not allowed"
    assert cloud.oss2_service().list_buckets().buckets == []
    bucket.create_bucket()
    assert bucket.get_bucket_public_access_block().block_public_access is True
    with pytest.raises(AccessDenied):
        bucket.put_bucket_acl("public-read")
    bucket.put_bucket_public_access_block(False)
    bucket.put_bucket_acl("public-read")
    assert bucket.get_bucket_info().acl.grant == "public-read"


def test_an_acl_makes_a_bucket_that_there_is_not_and_no_acl_sets_nothing(cloud: Running) -> None:
    cloud.bucket("b-new").put_bucket_acl("private")
    bucket = cloud.bucket("b-new")
    assert bucket.get_bucket_acl().acl == "private"
    bucket.delete_bucket_public_access_block()
    bucket.put_bucket_acl("public-read")
    bucket._Bucket__do_bucket("PUT", params={"acl": ""})
    assert bucket.get_bucket_acl().acl == "public-read"
    with pytest.raises(oss2.exceptions.InvalidArgument) as caught:
        bucket.put_bucket_acl("world-writable")
    assert (caught.value.ec, caught.value.details["ArgumentName"]) == (
        "0015-00000204",
        "x-oss-acl",
    )


def test_what_a_bucket_tells_of_itself(cloud: Running) -> None:
    client = cloud.client()
    configuration = oss.CreateBucketConfiguration(storage_class="IA")
    client.put_bucket(
        oss.PutBucketRequest(bucket="b-cold", create_bucket_configuration=configuration)
    )
    info = client.get_bucket_info(oss.GetBucketInfoRequest(bucket="b-cold")).bucket_info
    assert (info.storage_class, info.block_public_access) == ("IA", True)
    assert info.sse_rule.sse_algorithm == "None"
    assert info.resource_group_id.startswith("rg-")
    (listed,) = client.list_buckets(oss.ListBucketsRequest()).buckets
    assert listed.resource_group_id == info.resource_group_id
    classic = cloud.bucket("b-cold").get_bucket_info()
    assert (classic.bucket_encryption_rule.sse_algorithm, classic.comment) == (None, "")


def test_stat_counts_by_storage_class_and_begins_with_nothing(cloud: Running) -> None:
    client, bucket = cloud.client(), cloud.bucket("b-cold")
    configuration = oss.CreateBucketConfiguration(storage_class="IA")
    client.put_bucket(
        oss.PutBucketRequest(bucket="b-cold", create_bucket_configuration=configuration)
    )
    empty = client.get_bucket_stat(oss.GetBucketStatRequest(bucket="b-cold"))
    counters = {k: v for k, v in vars(empty).items() if isinstance(v, int) and k != "status_code"}
    assert set(counters.values()) == {0}
    assert {"last_modified_time", "archive_object_count", "deep_cold_archive_storage"} < set(
        counters
    )
    bucket.put_object("a", b"12345")
    stat = client.get_bucket_stat(oss.GetBucketStatRequest(bucket="b-cold"))
    assert (stat.infrequent_access_storage, stat.infrequent_access_real_storage) == (65536, 5)
    assert (stat.infrequent_access_object_count, stat.standard_object_count) == (1, 0)
    now = cloud.kernel.clock.now().timestamp()
    assert now - 60 < stat.last_modified_time <= now


def test_stat_counts_objects_and_bytes(bucket: Any) -> None:
    bucket.put_object("a", b"12345")
    bucket.put_object("b", b"678")
    stat = bucket.get_bucket_stat()
    assert (stat.object_count, stat.storage_size_in_bytes) == (2, 8)


def test_versioning_shows_nothing_until_it_is_set_and_is_never_unset(bucket: Any) -> None:
    assert bucket.get_bucket_versioning().status is None
    for state in ("Enabled", "Suspended"):
        config = oss2.models.BucketVersioningConfig(state)
        bucket.put_bucket_versioning(config)
        assert bucket.get_bucket_versioning().status == state
    with pytest.raises(oss2.exceptions.MalformedXml):
        bucket.put_bucket_versioning(oss2.models.BucketVersioningConfig("Off"))


def test_tls_versions_are_set_once_each_and_shown(bucket: Any) -> None:
    assert bucket.get_bucket_https_config().tls_enabled is False
    twice = ["TLSv1.3", "TLSv1.2", "TLSv1.2"]
    bucket.put_bucket_https_config(oss2.models.BucketTlsVersion(True, twice))
    found = bucket.get_bucket_https_config()
    assert found.tls_enabled is True
    assert sorted(found.tls_version) == ["TLSv1.2", "TLSv1.3"]


@pytest.mark.parametrize("versions", [[], ["TLSv9"]])
def test_tls_without_known_versions_is_malformed(bucket: Any, versions: list[str]) -> None:
    with pytest.raises(oss2.exceptions.MalformedXml) as caught:
        bucket.put_bucket_https_config(oss2.models.BucketTlsVersion(True, versions))
    assert caught.value.status == 400


def test_an_unknown_acl_is_refused(bucket: Any) -> None:
    with pytest.raises(oss2.exceptions.InvalidArgument):
        bucket.put_bucket_acl("world-writable")
    assert bucket.get_bucket_acl().acl == "private"


@pytest.mark.parametrize(
    ("room", "method", "change"),
    [
        ("objects", "put", lambda bucket: bucket.put_object("a", b"1")),
        ("objects", "append", lambda bucket: bucket.append_object("a", 0, b"1")),
        ("objects", "put", lambda bucket: bucket.copy_object("source", "a", "a")),
        ("cnames", "put", lambda bucket: bucket.put_bucket_cname(CNAME)),
    ],
)
def test_no_bucket_is_deleted_while_something_comes_into_it(
    cloud: Running,
    bucket: Any,
    monkeypatch: pytest.MonkeyPatch,
    room: str,
    method: str,
    change: Callable[[Any], object],
) -> None:
    account = cloud.service.account
    cloud.service.world.create_bucket("source", "cn-hangzhou")
    cloud.bucket("source").put_object("a", b"1")
    token = bucket.create_bucket_cname_token(CNAME.domain).token
    cloud.names.texts[f"_dnsauth.{CNAME.domain}"] = (token,)

    def delete() -> None:
        with contextlib.suppress(OssRefusal):  # BucketNotEmpty
            account.delete_bucket("b-1")

    deleting = threading.Thread(target=delete)
    do = getattr(getattr(account, room), method)

    def meanwhile(*arguments: Any) -> Any:
        deleting.start()
        deleting.join(0.3)
        assert deleting.is_alive()
        return do(*arguments)

    monkeypatch.setattr(getattr(account, room), method, meanwhile)
    change(bucket)
    deleting.join(5)
