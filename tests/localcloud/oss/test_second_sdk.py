"""The new SDK (alibabacloud-oss-v2), signature version 4, unmodified."""

from __future__ import annotations

from typing import Any

import alibabacloud_oss_v2 as oss
import pytest

from tests.localcloud.oss.running import Running, ask

DOMAIN = "www.example.com"


@pytest.fixture
def client(cloud: Running) -> Any:
    made = cloud.client()
    made.put_bucket(oss.PutBucketRequest(bucket="b-1"))
    return made


def error_of(call: Any) -> Any:
    with pytest.raises(oss.exceptions.OperationError) as caught:
        call()
    return caught.value.unwrap()


def test_objects_come_back_as_they_went(client: Any) -> None:
    for key in ("a/b é+c", "x%20y"):
        client.put_object(oss.PutObjectRequest(bucket="b-1", key=key, body=b"hi"))
        got = client.get_object(oss.GetObjectRequest(bucket="b-1", key=key))
        assert got.body.content == b"hi"
        head = client.head_object(oss.HeadObjectRequest(bucket="b-1", key=key))
        assert (head.content_length, head.object_type) == (2, "Normal")
    listed = client.list_objects_v2(oss.ListObjectsV2Request(bucket="b-1"))
    assert [each.key for each in listed.contents] == ["a/b é+c", "x%20y"]
    many = oss.DeleteMultipleObjectsRequest(
        bucket="b-1", objects=[oss.DeleteObject(key="a/b é+c"), oss.DeleteObject(key="x%20y")]
    )
    assert len(client.delete_multiple_objects(many).deleted_objects) == 2
    assert not client.is_object_exist("b-1", "x%20y")


def test_appends_and_forbidden_overwrites(client: Any) -> None:
    append = oss.AppendObjectRequest(bucket="b-1", key="log", position=0, body=b"one")
    assert client.append_object(append).next_position == 3
    late = error_of(lambda: client.append_object(append))
    assert (late.status_code, late.code) == (409, "PositionNotEqualToLength")
    put = oss.PutObjectRequest(bucket="b-1", key="once", body=b"1", forbid_overwrite=True)
    client.put_object(put)
    error = error_of(lambda: client.put_object(put))
    assert (error.status_code, error.code) == (409, "FileAlreadyExists")


def test_buckets_page_by_page(cloud: Running, client: Any) -> None:
    for number in range(120):
        cloud.service.world.create_bucket(f"c-{number:03}", "cn-beijing")
    pages = client.list_buckets_paginator().iter_page(oss.ListBucketsRequest(max_keys=50))
    names = [bucket.name for page in pages for bucket in page.buckets]
    assert names == ["b-1", *(f"c-{number:03}" for number in range(120))]


def test_a_domain_from_its_token_to_its_release(cloud: Running, client: Any) -> None:
    wanted = oss.BucketCnameConfiguration(cname=oss.Cname(domain=DOMAIN))
    token = client.create_cname_token(
        oss.CreateCnameTokenRequest(bucket="b-1", bucket_cname_configuration=wanted)
    ).cname_token
    assert token.expire_time.endswith("GMT")
    again = client.get_cname_token(oss.GetCnameTokenRequest(bucket="b-1", cname=DOMAIN))
    assert again.cname_token.token == token.token
    cloud.names.texts[f"_dnsauth.{DOMAIN}"] = (token.token,)
    cloud.certificates.issue(1)
    with_certificate = oss.BucketCnameConfiguration(
        cname=oss.Cname(
            domain=DOMAIN,
            certificate_configuration=oss.CertificateConfiguration(cert_id="1-cn-hangzhou"),
        )
    )
    client.put_cname(
        oss.PutCnameRequest(bucket="b-1", bucket_cname_configuration=with_certificate)
    )
    shown = client.list_cname(oss.ListCnameRequest(bucket="b-1")).cnames
    assert [(each.domain, each.certificate.cert_id) for each in shown] == [
        (DOMAIN, "1-cn-hangzhou")
    ]
    conflict = oss.BucketCnameConfiguration(
        cname=oss.Cname(
            domain=DOMAIN,
            certificate_configuration=oss.CertificateConfiguration(
                cert_id="1-cn-hangzhou", previous_cert_id="2-cn-hangzhou", force=False
            ),
        )
    )
    error = error_of(
        lambda: client.put_cname(
            oss.PutCnameRequest(bucket="b-1", bucket_cname_configuration=conflict)
        )
    )
    assert (error.status_code, error.ec) == (400, "0018-00000209")
    client.delete_cname(oss.DeleteCnameRequest(bucket="b-1", bucket_cname_configuration=wanted))
    assert not client.list_cname(oss.ListCnameRequest(bucket="b-1")).cnames


def test_settings_of_a_bucket(client: Any) -> None:
    client.put_bucket_public_access_block(
        oss.PutBucketPublicAccessBlockRequest(
            bucket="b-1",
            public_access_block_configuration=oss.PublicAccessBlockConfiguration(
                block_public_access=True
            ),
        )
    )
    block = client.get_bucket_public_access_block(
        oss.GetBucketPublicAccessBlockRequest(bucket="b-1")
    )
    assert block.public_access_block_configuration.block_public_access is True
    info = client.get_bucket_info(oss.GetBucketInfoRequest(bucket="b-1")).bucket_info
    assert (info.location, info.block_public_access) == ("oss-cn-hangzhou", True)


def test_a_signed_url(cloud: Running, client: Any) -> None:
    client.put_object(oss.PutObjectRequest(bucket="b-1", key="a b", body=b"hi"))
    signed = client.presign(oss.GetObjectRequest(bucket="b-1", key="a b"))
    assert ask("GET", signed.url).body == b"hi"


def test_a_wrong_region_in_the_signature(cloud: Running, client: Any) -> None:
    config = oss.config.load_default()
    config.credentials_provider = oss.credentials.StaticCredentialsProvider(
        cloud.root.key_id, cloud.root.secret
    )
    config.region, config.endpoint, config.retry_max_attempts = "cn-beijing", cloud.url(), 1
    request = oss.GetBucketInfoRequest(bucket="b-1")
    error = error_of(lambda: oss.Client(config).get_bucket_info(request))
    assert (error.status_code, error.ec) == (400, "0002-00000226")
