"""Versions, delete markers and odd names in what takes objects away."""

from __future__ import annotations

from typing import Any

import alibabacloud_oss_v2 as oss
import oss2
import pytest
from oss2.exceptions import AccessDenied, NoSuchKey, ServerError
from oss2.models import BatchDeleteObjectVersion, BatchDeleteObjectVersionList

from localcloud.services.oss.deletion import Wanted, read
from tests.localcloud.oss.running import Running
from tests.localcloud.oss.test_access import policy

CONTROL = "".join(chr(code) for code in range(1, 32))


def set_versioning(bucket: Any, state: str) -> None:
    bucket.put_bucket_versioning(oss2.models.BucketVersioningConfig(state))


def delete_versions(bucket: Any, *pairs: tuple[str, str]) -> Any:
    wanted = [BatchDeleteObjectVersion(key, version) for key, version in pairs]
    return bucket.delete_object_versions(BatchDeleteObjectVersionList(wanted)).delete_versions


def test_of_many_objects_only_the_version_that_is_asked_for_goes(bucket: Any) -> None:
    set_versioning(bucket, "Enabled")
    first = bucket.put_object("a", b"1").versionid
    second = bucket.put_object("a", b"2").versionid
    bucket.put_object("b", b"3")
    gone = delete_versions(bucket, ("a", first), ("b", "CAEQnever"))
    assert [(each.key, each.versionid) for each in gone] == [("a", first), ("b", "CAEQnever")]
    assert not any(each.delete_marker for each in gone)
    assert bucket.get_object("a").read() == b"2"
    assert bucket.get_object("b").read() == b"3"
    delete_versions(bucket, ("a", second))
    assert not bucket.object_exists("a")
    assert bucket.delete_object("b", params={"versionId": "CAEQnever"}).status == 204
    assert bucket.object_exists("b")


def test_the_version_of_an_object_without_versioning_is_null(bucket: Any) -> None:
    bucket.put_object("a", b"1")
    bucket.delete_object("a", params={"versionId": "CAEQother"})
    assert bucket.object_exists("a")
    answer = bucket.delete_object("a", params={"versionId": "null"})
    assert (answer.versionid, answer.delete_marker) == ("null", None)
    assert not bucket.object_exists("a")


@pytest.mark.parametrize("version", ["", "a\r\nb", "ä"])
def test_a_version_id_that_no_header_can_hold_is_refused(bucket: Any, version: str) -> None:
    bucket.put_object("a", b"1")
    with pytest.raises(ServerError) as caught:
        bucket.delete_object("a", params={"versionId": version})
    assert (caught.value.status, caught.value.code) == (400, "InvalidArgument")
    assert bucket.object_exists("a")


@pytest.mark.parametrize("state", ["Enabled", "Suspended"])
def test_with_versioning_a_deletion_puts_a_marker_that_reads_tell(bucket: Any, state: str) -> None:
    set_versioning(bucket, state)
    bucket.put_object("a", b"1")
    gone = bucket.delete_object("a")
    assert gone.delete_marker is True
    assert gone.versionid == "null" if state == "Suspended" else len(gone.versionid) > 20
    for call in (bucket.get_object, bucket.head_object, bucket.get_object_meta):
        with pytest.raises(NoSuchKey) as caught:
            call("a")
        assert caught.value.headers["x-oss-delete-marker"] == "true"
        assert caught.value.headers["x-oss-version-id"] == gone.versionid
    removed = bucket.delete_object("a", params={"versionId": gone.versionid})
    assert (removed.delete_marker, removed.versionid) == (True, gone.versionid)
    with pytest.raises(NoSuchKey) as caught:
        bucket.get_object("a")
    assert "x-oss-delete-marker" not in caught.value.headers


def test_a_marker_goes_when_something_is_put_in_its_place(bucket: Any) -> None:
    set_versioning(bucket, "Enabled")
    marker = bucket.batch_delete_objects(["a"]).delete_versions[0].delete_marker_versionid
    assert len(marker) > 20
    bucket.put_object("a", b"1")
    bucket.delete_object("a", params={"versionId": marker})
    assert bucket.get_object("a").read() == b"1"


def test_a_bucket_with_a_marker_is_not_empty_and_the_listing_has_it(bucket: Any) -> None:
    set_versioning(bucket, "Enabled")
    kept = bucket.put_object("b", b"1").versionid
    gone = bucket.delete_object("a").versionid
    with pytest.raises(oss2.exceptions.BucketNotEmpty):
        bucket.delete_bucket()
    first = bucket.list_object_versions(max_keys=1)
    assert [(m.key, m.versionid, m.is_latest) for m in first.delete_marker] == [("a", gone, True)]
    assert (first.versions, first.next_key_marker, first.next_versionid_marker) == ([], "a", gone)
    rest = bucket.list_object_versions(key_marker="a", versionid_marker=gone)
    assert [(v.key, v.versionid) for v in rest.versions] == [("b", kept)]
    assert rest.delete_marker == []
    assert [each.key for each in oss2.ObjectIterator(bucket)] == ["b"]
    delete_versions(bucket, ("a", gone), ("b", kept))
    bucket.delete_bucket()


def test_without_versioning_there_is_no_marker(bucket: Any) -> None:
    bucket.put_object("a", b"1")
    gone = bucket.delete_object("a")
    assert (gone.delete_marker, gone.versionid) == (None, None)
    assert not bucket.batch_delete_objects(["a"]).delete_versions[0].delete_marker


def test_a_deletion_of_a_version_is_an_action_of_its_own(cloud: Running, bucket: Any) -> None:
    bucket.put_object("a", b"1")
    bucket.put_bucket_policy(policy(Action=["oss:DeleteObjectVersion"]))
    client = cloud.bucket("b-1", key=cloud.kernel.credentials.issue_role_key("fc"))
    with pytest.raises(AccessDenied):
        delete_versions(client, ("a", "null"))
    with pytest.raises(AccessDenied):
        client.delete_object("a", params={"versionId": "null"})
    assert bucket.object_exists("a")
    client.delete_object("a")
    assert not bucket.object_exists("a")


@pytest.mark.parametrize("code", [1, 9, 10, 12, 31])
def test_oss2_deletes_names_with_control_characters(bucket: Any, code: int) -> None:
    key = f"a{chr(code)}b"
    bucket.put_object(key, b"1")
    bucket.put_object("kept", b"1")
    assert bucket.batch_delete_objects([key]).deleted_keys == [key]
    assert not bucket.object_exists(key)
    assert bucket.object_exists("kept")


def test_the_new_sdk_deletes_names_with_every_control_character(
    cloud: Running, bucket: Any
) -> None:
    key = f"a{CONTROL}&<b>"
    bucket.put_object(key, b"1")
    request = oss.DeleteMultipleObjectsRequest(
        bucket="b-1", encoding_type="url", objects=[oss.DeleteObject(key=key)]
    )
    deleted = cloud.client().delete_multiple_objects(request).deleted_objects
    assert [each.key for each in deleted] == [key]
    assert not bucket.object_exists(key)


def test_names_of_the_private_planes_are_their_own(bucket: Any) -> None:
    bucket.put_object("a\U000f0001", b"1")
    assert bucket.batch_delete_objects(["a\U000f0001"]).deleted_keys == ["a\U000f0001"]


@pytest.mark.parametrize(
    ("body", "objects"),
    [
        (b"<Delete><Object><Key>&#1;&#x1F;\x02</Key></Object></Delete>", ("\x01\x1f\x02", "")),
        (b"<Delete><Object><Key>&#38;&#60;</Key></Object></Delete>", ("&<", "")),
        (
            b"<Delete><Object><VersionId> v </VersionId><Key>a</Key></Object></Delete>",
            ("a", "v"),
        ),
    ],
)
def test_the_document_is_read(body: bytes, objects: tuple[str, str]) -> None:
    deletion = read(body)
    assert deletion is not None
    assert (deletion.objects, deletion.quiet) == ((Wanted(*objects),), False)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<Other/>",
        b"<Delete>&#0;</Delete>",
        b"<Delete>\x00</Delete>",
        b"\xff",
        b"<!DOCTYPE a>",
    ],
)
def test_another_document_is_none(body: bytes) -> None:
    assert read(body) is None
