"""Multipart uploads of the new SDK (alibabacloud-oss-v2): call by call, and by its uploader."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import alibabacloud_oss_v2 as oss
import pytest

from tests.localcloud.oss.running import Running

SMALLEST = 100 * 1024
KEY = "läger/a b+c"


@pytest.fixture
def client(cloud: Running) -> Any:
    made = cloud.client()
    made.put_bucket(oss.PutBucketRequest(bucket="b-1"))
    return made


def begun(client: Any, key: str = KEY, **settings: Any) -> str:
    wanted = oss.InitiateMultipartUploadRequest(bucket="b-1", key=key, **settings)
    return str(client.initiate_multipart_upload(wanted).upload_id)


def part(client: Any, upload: str, number: int, body: bytes, key: str = KEY) -> Any:
    wanted = oss.UploadPartRequest(
        bucket="b-1", key=key, upload_id=upload, part_number=number, body=body
    )
    return oss.UploadPart(part_number=number, etag=client.upload_part(wanted).etag)


def complete(client: Any, upload: str, parts: list[Any] | None, **settings: Any) -> Any:
    listed = oss.CompleteMultipartUpload(parts=parts) if parts is not None else None
    wanted = oss.CompleteMultipartUploadRequest(
        bucket="b-1", key=KEY, upload_id=upload, complete_multipart_upload=listed, **settings
    )
    return client.complete_multipart_upload(wanted)


def body(client: Any, key: str = KEY) -> bytes:
    got = client.get_object(oss.GetObjectRequest(bucket="b-1", key=key))
    return bytes(got.body.content)


def code_of(call: Any) -> tuple[int, str]:
    with pytest.raises(oss.exceptions.OperationError) as caught:
        call()
    error = caught.value.unwrap()
    return error.status_code, error.code


def test_parts_become_an_object(client: Any) -> None:
    upload = begun(client, metadata={"a": "1"}, content_type="text/x")
    parts = [part(client, upload, n, str(n).encode() * SMALLEST) for n in (1, 2)]
    made = complete(client, upload, parts)
    assert (made.bucket, made.key) == ("b-1", KEY)
    assert made.etag.strip('"').endswith("-2")
    head = client.head_object(oss.HeadObjectRequest(bucket="b-1", key=KEY))
    assert (head.object_type, head.content_type, head.metadata["a"]) == (
        "Multipart", "text/x", "1",
    )  # fmt: skip
    assert made.hash_crc64 == head.hash_crc64
    assert body(client) == b"1" * SMALLEST + b"2" * SMALLEST


def test_all_parts_are_taken_without_naming_them(client: Any) -> None:
    upload = begun(client)
    for number in (2, 1):
        part(client, upload, number, str(number).encode() * SMALLEST)
    complete(client, upload, None, complete_all="yes")
    assert body(client)[:1] + body(client)[-1:] == b"12"


def test_refusals_have_their_codes(client: Any) -> None:
    upload = begun(client)
    parts = [part(client, upload, n, b"x") for n in (1, 2)]
    assert code_of(lambda: complete(client, upload, parts)) == (400, "EntityTooSmall")
    assert code_of(lambda: complete(client, upload, parts[::-1])) == (400, "InvalidPartOrder")
    wrong = oss.UploadPart(part_number=1, etag="0" * 32)
    assert code_of(lambda: complete(client, upload, [wrong])) == (400, "InvalidPart")
    assert code_of(lambda: complete(client, "nope", parts)) == (404, "NoSuchUpload")


def test_parts_are_copied_and_listed(client: Any) -> None:
    client.put_object(oss.PutObjectRequest(bucket="b-1", key="src", body=b"0123456789"))
    upload = begun(client)
    copied = client.upload_part_copy(
        oss.UploadPartCopyRequest(
            bucket="b-1", key=KEY, upload_id=upload, part_number=1, source_bucket="b-1",
            source_key="src", source_range="bytes=2-4",
        )
    )  # fmt: skip
    pages = client.list_parts_paginator().iter_page(
        oss.ListPartsRequest(bucket="b-1", key=KEY, upload_id=upload, max_parts=1)
    )
    (listed,) = [each for page in pages for each in page.parts]
    assert (listed.part_number, listed.size, listed.etag) == (1, 3, copied.etag)
    complete(client, upload, [oss.UploadPart(part_number=1, etag=copied.etag)])
    assert body(client) == b"234"


def test_uploads_are_listed_page_by_page(client: Any) -> None:
    made = [(key, begun(client, key)) for key in ("a", "a", "b/1", "b/2", "c")]
    pages = list(
        client.list_multipart_uploads_paginator().iter_page(
            oss.ListMultipartUploadsRequest(bucket="b-1", max_uploads=2)
        )
    )
    assert len(pages) == 3
    assert [(u.key, u.upload_id) for page in pages for u in page.uploads] == made


@pytest.mark.parametrize("at_once", [1, 3])
def test_its_uploader_and_downloader_bring_a_file_there_and_back(
    client: Any, tmp_path: Path, at_once: int
) -> None:
    content = os.urandom(5 * SMALLEST + 17)
    (tmp_path / "f").write_bytes(content)
    uploader = client.uploader(part_size=SMALLEST, parallel_num=at_once)
    wanted = oss.PutObjectRequest(bucket="b-1", key=KEY)
    result = uploader.upload_file(wanted, str(tmp_path / "f"))
    assert result.etag.strip('"').endswith("-6")
    assert body(client) == content
    downloader = client.downloader(part_size=SMALLEST, parallel_num=at_once)
    asked = oss.GetObjectRequest(bucket="b-1", key=KEY)
    downloader.download_file(asked, str(tmp_path / "g"))
    assert (tmp_path / "g").read_bytes() == content


def test_its_uploader_leaves_nothing_behind_when_a_part_fails(
    cloud: Running, client: Any, tmp_path: Path
) -> None:
    from localcloud.faults import FaultKind, FaultRule  # noqa: PLC0415

    (tmp_path / "f").write_bytes(b"x" * 3 * SMALLEST)
    cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, "oss", "UploadPart", status=403, code="AccessDenied", skip=1)
    )
    uploader = client.uploader(part_size=SMALLEST, parallel_num=1)
    with pytest.raises(oss.exceptions.BaseError):
        uploader.upload_file(oss.PutObjectRequest(bucket="b-1", key=KEY), str(tmp_path / "f"))
    listed = client.list_multipart_uploads(oss.ListMultipartUploadsRequest(bucket="b-1"))
    assert not listed.uploads
    assert not client.is_object_exist("b-1", KEY)


def test_its_copier_copies_by_parts(client: Any) -> None:
    content = os.urandom(3 * SMALLEST)
    client.put_object(oss.PutObjectRequest(bucket="b-1", key="src", body=content))
    copier = client.copier(part_size=SMALLEST, multipart_copy_threshold=SMALLEST)
    wanted = oss.CopyObjectRequest(bucket="b-1", key=KEY, source_bucket="b-1", source_key="src")
    copier.copy(
        wanted, part_size=SMALLEST, multipart_copy_threshold=SMALLEST, disable_shallow_copy=True
    )
    assert body(client) == content
