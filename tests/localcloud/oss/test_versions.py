"""What clients empty a bucket by: its versions, its uploads, its live channels."""

from __future__ import annotations

from typing import Any

import alibabacloud_oss_v2 as oss
import oss2
import pytest

from tests.localcloud.oss.running import Running

KEYS = ["a", "d/1", "d/2", "läger/a b+c"]


@pytest.fixture
def filled(bucket: Any) -> Any:
    for key in KEYS:
        bucket.put_object(key, key.encode())
    return bucket


def test_a_bucket_without_versioning_lists_one_null_version_a_key(filled: Any) -> None:
    found = filled.list_object_versions()
    assert [(v.key, v.versionid, v.is_latest) for v in found.versions] == [
        (key, "null", True) for key in KEYS
    ]
    assert (found.delete_marker, found.is_truncated, found.name) == ([], False, "b-1")
    first = found.versions[0]
    assert (first.size, first.type, first.etag) == (1, "Normal", filled.get_object("a").etag)


def test_a_bucket_with_versioning_lists_the_version_that_stands(filled: Any) -> None:
    setting = oss2.models.BucketVersioningConfig()
    setting.status = "Enabled"
    filled.put_bucket_versioning(setting)
    stored = filled.put_object("a", b"2").versionid
    filled.put_object("a", b"3")
    shown = {v.key: v.versionid for v in filled.list_object_versions().versions}
    assert shown["d/1"] == "null"
    assert shown["a"] not in ("null", stored)  # no history is kept here


def test_versions_are_listed_page_by_page_and_in_groups(filled: Any) -> None:
    page = filled.list_object_versions(delimiter="/", max_keys=2)
    assert ([v.key for v in page.versions], page.common_prefix) == (["a"], ["d/"])
    assert (page.is_truncated, page.next_key_marker) == (True, "d/")
    rest = filled.list_object_versions(
        delimiter="/", key_marker="d/", versionid_marker=page.next_versionid_marker
    )
    assert ([v.key for v in rest.versions], rest.common_prefix) == ([], ["läger/"])
    under = filled.list_object_versions(prefix="d/", max_keys=1)
    assert (under.next_key_marker, under.next_versionid_marker) == ("d/1", "null")


def test_a_version_is_deleted_if_it_is_the_one_that_stands(filled: Any) -> None:
    filled.delete_object("a", params={"versionId": "CAEQother"})
    assert filled.object_exists("a")
    gone = filled.delete_object("a", params={"versionId": "null"})
    assert gone.versionid == "null"
    assert not filled.object_exists("a")
    filled.delete_object("a", params={"versionId": "null"})


def test_there_are_no_live_channels(bucket: Any) -> None:
    found = bucket.list_live_channel("prefix")
    assert (found.channels, found.is_truncated, found.prefix) == ([], False, "prefix")


def test_oss2_empties_a_bucket(filled: Any) -> None:
    filled.upload_part("up", filled.init_multipart_upload("up").upload_id, 1, b"x")
    for upload in oss2.MultipartUploadIterator(filled):
        filled.abort_multipart_upload(upload.key, upload.upload_id)
    for channel in oss2.LiveChannelIterator(filled):
        filled.delete_live_channel(channel.name)
    versions = filled.list_object_versions().versions
    for version in versions:
        filled.delete_object(version.key, params={"versionId": version.versionid})
    filled.delete_bucket()


def test_the_second_sdk_empties_a_bucket(cloud: Running, filled: Any) -> None:
    client = cloud.client()
    begin = oss.InitiateMultipartUploadRequest(bucket="b-1", key="läger/up")
    client.initiate_multipart_upload(begin)
    uploads = client.list_multipart_uploads_paginator().iter_page(
        oss.ListMultipartUploadsRequest(bucket="b-1")
    )
    for upload in [each for page in uploads for each in page.uploads or []]:
        client.abort_multipart_upload(
            oss.AbortMultipartUploadRequest(
                bucket="b-1", key=upload.key, upload_id=upload.upload_id
            )
        )
    versions = client.list_object_versions(oss.ListObjectVersionsRequest(bucket="b-1")).version
    assert [each.key for each in versions] == KEYS
    for each in versions:
        client.delete_object(
            oss.DeleteObjectRequest(bucket="b-1", key=each.key, version_id=each.version_id)
        )
    client.delete_bucket(oss.DeleteBucketRequest(bucket="b-1"))
