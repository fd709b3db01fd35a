"""Multipart uploads as oss2 makes them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import oss2
import pytest
from oss2.exceptions import NoSuchKey, NoSuchUpload, ServerError
from oss2.models import PartInfo

from tests.localcloud.oss.running import Running, ask, make_public, running

SMALLEST = 100 * 1024
ODD_KEY = "läger/a b+c%20d?e&f=g"
FIRST, SECOND, LAST = b"1" * SMALLEST, b"2" * (SMALLEST + 1), b"3"


def refusal(call: Callable[[], Any]) -> tuple[int, str, str]:
    with pytest.raises(ServerError) as caught:
        call()
    return caught.value.status, caught.value.code, caught.value.ec


def begun(bucket: Any, key: str = "a", *bodies: bytes, **headers: str) -> tuple[str, list[Any]]:
    """An upload with these parts."""
    upload = bucket.init_multipart_upload(key, headers=headers).upload_id
    parts = []
    for number, body in enumerate(bodies, 1):
        stored = bucket.upload_part(key, upload, number, body)
        parts.append(PartInfo(number, stored.etag, size=len(body), part_crc=stored.crc))
    return upload, parts


@pytest.mark.parametrize("version", ["v1", "v4"])
@pytest.mark.parametrize("key", ["a", ODD_KEY])
def test_parts_become_an_object(cloud: Running, bucket: Any, version: str, key: str) -> None:
    client = cloud.bucket("b-1", version)
    upload, parts = begun(
        client, key, FIRST, SECOND, LAST, **{"x-oss-meta-a": "1", "Content-Type": "text/x"}
    )
    assert parts[0].etag == hashlib.md5(FIRST).hexdigest().upper()  # noqa: S324
    with pytest.raises(NoSuchKey):
        client.get_object(key)
    made = client.complete_multipart_upload(key, upload, parts)  # compares the CRC itself
    digests = b"".join(bytes.fromhex(part.etag) for part in parts)
    assert made.etag == hashlib.md5(digests).hexdigest().upper() + "-3"  # noqa: S324
    got = client.get_object(key)
    assert got.read() == FIRST + SECOND + LAST
    assert (got.headers["x-oss-object-type"], got.headers["x-oss-meta-a"]) == ("Multipart", "1")
    assert got.headers["Content-Type"] == "text/x"
    (listed,) = client.list_objects().object_list
    assert (listed.key, listed.type, listed.etag) == (key, "Multipart", made.etag)
    with pytest.raises(NoSuchUpload):
        client.complete_multipart_upload(key, upload, parts)
    assert client.list_multipart_uploads().upload_list == []


def test_parts_are_replaced_left_out_and_numbered_with_gaps(bucket: Any) -> None:
    upload, _ = begun(bucket)
    for number, body in ((7, FIRST), (3, SECOND), (9, LAST), (7, SECOND)):
        bucket.upload_part("a", upload, number, body)
    held = {part.part_number: part for part in bucket.list_parts("a", upload).parts}
    assert [(n, part.size) for n, part in held.items()] == [
        (3, len(SECOND)), (7, len(SECOND)), (9, 1),
    ]  # fmt: skip
    bucket.complete_multipart_upload("a", upload, [held[3], held[9]])
    assert bucket.get_object("a").read() == SECOND + LAST


def test_all_parts_are_taken_without_naming_them(bucket: Any) -> None:
    upload, _ = begun(bucket, "a", FIRST, LAST)
    every = {"x-oss-complete-all": "yes"}
    with_list = refusal(
        lambda: bucket.complete_multipart_upload("a", upload, [PartInfo(1, "E")], headers=every)
    )
    assert with_list[:2] == (400, "InvalidArgument")
    made = bucket.complete_multipart_upload("a", upload, None, headers=every)
    assert made.etag.endswith("-2")
    assert bucket.get_object("a").read() == FIRST + LAST


@pytest.mark.parametrize(
    ("choose", "expected"),
    [
        (lambda parts: [parts[0], parts[0]], (400, "InvalidPartOrder", "0042-00000209")),
        (lambda parts: [PartInfo(1, "0" * 32)], (400, "InvalidPart", "0042-99999999")),
        (lambda parts: [PartInfo(5, parts[0].etag)], (400, "InvalidPart", "0042-99999999")),
        (lambda parts: [], (400, "MalformedXML", "0016-99999999")),
        (lambda parts: parts, (400, "EntityTooSmall", "0042-00000213")),
    ],
)
def test_a_list_of_parts_that_does_not_fit_changes_nothing(
    bucket: Any, choose: Callable[[list[Any]], list[Any]], expected: tuple[int, str, str]
) -> None:
    upload, parts = begun(bucket, "a", b"x" * (SMALLEST - 1), LAST)
    complete = bucket.complete_multipart_upload
    assert refusal(lambda: complete("a", upload, choose(parts))) == expected
    assert [part.part_number for part in bucket.list_parts("a", upload).parts] == [1, 2]
    assert not bucket.object_exists("a")
    complete("a", upload, parts[:1])  # the only part is the last one
    assert bucket.get_object_meta("a").content_length == SMALLEST - 1


def test_a_part_of_the_smallest_size_is_enough(bucket: Any) -> None:
    upload, parts = begun(bucket, "a", FIRST, FIRST)
    bucket.complete_multipart_upload("a", upload, parts)
    assert bucket.get_object("a").read() == FIRST * 2


@pytest.mark.parametrize("number", [0, 10_001, -1])
def test_parts_have_numbers_from_1_to_10000(cloud: Running, bucket: Any, number: int) -> None:
    upload, _ = begun(bucket)
    answer = refusal(lambda: bucket.upload_part("a", upload, number, b"x"))
    assert answer[:2] == (400, "InvalidArgument")
    bucket.upload_part("a", upload, 10_000, b"x")


def test_a_part_is_held_to_its_digest(bucket: Any) -> None:
    upload, _ = begun(bucket)
    wrong = {"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="}
    answer = refusal(lambda: bucket.upload_part("a", upload, 1, b"x", headers=wrong))
    assert answer[:2] == (400, "InvalidDigest")


def test_an_upload_belongs_to_one_object_and_ends_once(bucket: Any) -> None:
    upload, parts = begun(bucket, "a", LAST)
    other: list[Callable[[], Any]] = [
        lambda: bucket.upload_part("b", upload, 1, b"x"),
        lambda: bucket.list_parts("b", upload),
        lambda: bucket.abort_multipart_upload("b", upload),
        lambda: bucket.complete_multipart_upload("b", upload, parts),
        lambda: bucket.upload_part("a", upload + "0", 1, b"x"),
    ]
    for call in other:
        assert refusal(call)[:2] == (404, "NoSuchUpload")
    bucket.abort_multipart_upload("a", upload)
    assert refusal(lambda: bucket.abort_multipart_upload("a", upload))[1] == "NoSuchUpload"
    assert refusal(lambda: bucket.upload_part("a", upload, 1, b"x"))[1] == "NoSuchUpload"


def test_overwriting_is_forbidden_at_the_beginning_and_at_the_end(bucket: Any) -> None:
    once = {"x-oss-forbid-overwrite": "true"}
    upload, parts = begun(bucket, "a", LAST)
    bucket.put_object("a", b"there")
    assert refusal(lambda: bucket.init_multipart_upload("a", headers=once))[:2] == (
        409, "FileAlreadyExists",
    )  # fmt: skip
    complete = bucket.complete_multipart_upload
    assert refusal(lambda: complete("a", upload, parts, headers=once))[1] == "FileAlreadyExists"
    assert bucket.get_object("a").read() == b"there"
    complete("a", upload, parts)
    assert bucket.get_object("a").read() == LAST


@pytest.mark.parametrize(
    ("given", "copied"),
    [
        ((0, SMALLEST - 1), FIRST),
        ((SMALLEST, SMALLEST), b"3"),
        ((SMALLEST, 10**9), FIRST + LAST),  # out of the source: no range
        (None, FIRST + LAST),
    ],
)
def test_a_part_is_copied_from_an_object(
    bucket: Any, given: tuple[int, int] | None, copied: bytes
) -> None:
    bucket.put_object(ODD_KEY, FIRST + LAST)
    upload, _ = begun(bucket, "copy")
    stored = bucket.upload_part_copy("b-1", ODD_KEY, given, "copy", upload, 1)
    assert stored.etag == hashlib.md5(copied).hexdigest().upper()  # noqa: S324
    bucket.complete_multipart_upload("copy", upload, [PartInfo(1, stored.etag)])
    assert bucket.get_object("copy").read() == copied


def test_a_part_is_copied_on_conditions_and_from_what_is_there(bucket: Any) -> None:
    bucket.put_object("src", LAST)
    upload, _ = begun(bucket, "copy")

    def copy(key: str = "src", **headers: str) -> Any:
        return bucket.upload_part_copy("b-1", key, None, "copy", upload, 1, headers=headers)

    assert refusal(lambda: copy(**{"x-oss-copy-source-if-match": "0" * 32}))[0] == 412
    assert refusal(lambda: copy("nope"))[:2] == (404, "NoSuchKey")
    assert bucket.list_parts("copy", upload).parts == []


def test_parts_are_listed_page_by_page(bucket: Any) -> None:
    upload, _ = begun(bucket, ODD_KEY, *(b"x" * n for n in range(1, 8)))
    page = bucket.list_parts(ODD_KEY, upload, marker="2", max_parts=3)
    assert [part.part_number for part in page.parts] == [3, 4, 5]
    assert (page.is_truncated, page.next_marker) == (True, "5")
    every = list(oss2.PartIterator(bucket, ODD_KEY, upload, max_parts=2))
    assert [(part.part_number, part.size) for part in every] == [(n, n) for n in range(1, 8)]


def test_uploads_are_listed_by_key_and_age_page_by_page(bucket: Any) -> None:
    ids = {key: [begun(bucket, key)[0] for _ in range(2)] for key in ("b", "a", "c", ODD_KEY)}
    every = [(each.key, each.upload_id) for each in bucket.list_multipart_uploads().upload_list]
    assert every == [(key, each) for key in sorted(ids) for each in ids[key]]
    paged = list(oss2.MultipartUploadIterator(bucket, max_uploads=3))
    assert [(each.key, each.upload_id) for each in paged] == every
    after = bucket.list_multipart_uploads(key_marker="b")
    assert {each.key for each in after.upload_list} == {"c", ODD_KEY}
    within = bucket.list_multipart_uploads(key_marker="b", upload_id_marker=ids["b"][0])
    assert [each.upload_id for each in within.upload_list][:2] == [ids["b"][1], ids["c"][0]]
    assert next(iter(oss2.ObjectUploadIterator(bucket, "c"))).upload_id == ids["c"][0]


def test_uploads_are_listed_in_groups(bucket: Any) -> None:
    for key in ("x", "d/1", "d/2", "e/1", "e/2/3", "f"):
        begun(bucket, key)
    page = bucket.list_multipart_uploads(delimiter="/")
    assert ([u.key for u in page.upload_list], page.prefix_list) == (["f", "x"], ["d/", "e/"])
    page = bucket.list_multipart_uploads(prefix="e/", delimiter="/")
    assert ([u.key for u in page.upload_list], page.prefix_list) == (["e/1"], ["e/2/"])
    found, marker = [], ""
    while True:
        page = bucket.list_multipart_uploads(delimiter="/", max_uploads=1, key_marker=marker)
        found += [u.key for u in page.upload_list] + page.prefix_list
        if not page.is_truncated:
            break
        marker = page.next_key_marker
    assert found == ["d/", "e/", "f", "x"]


@pytest.mark.parametrize("name", ["max-uploads", "max-parts", "part-number-marker"])
@pytest.mark.parametrize("value", ["0", "1001", "x", "-1"])
def test_limits_are_numbers_in_their_range(bucket: Any, name: str, value: str) -> None:
    if (name, value) in (("part-number-marker", "0"), ("part-number-marker", "1001")):
        bucket.list_parts("a", begun(bucket)[0], marker=value)
        return
    upload, _ = begun(bucket)
    query = {"uploads": "", name: value} if name == "max-uploads" else {name: value}
    if name == "max-uploads":
        call = lambda: bucket.list_multipart_uploads(max_uploads=value)  # noqa: E731
    elif name == "max-parts":
        call = lambda: bucket.list_parts("a", upload, max_parts=value)  # noqa: E731
    else:
        call = lambda: bucket.list_parts("a", upload, marker=value)  # noqa: E731
    assert refusal(call)[:2] == (400, "InvalidArgument"), query


@pytest.mark.parametrize("threads", [1, 4])
def test_a_file_is_uploaded_resumably_and_comes_back(
    bucket: Any, tmp_path: Path, threads: int
) -> None:
    content = os.urandom(5 * SMALLEST + 17)
    (tmp_path / "f").write_bytes(content)
    oss2.resumable_upload(
        bucket, ODD_KEY, str(tmp_path / "f"), multipart_threshold=SMALLEST, part_size=SMALLEST,
        num_threads=threads, store=oss2.ResumableStore(root=str(tmp_path)),
    )  # fmt: skip
    assert bucket.head_object(ODD_KEY).headers["x-oss-object-type"] == "Multipart"
    assert bucket.get_object(ODD_KEY).read() == content
    oss2.resumable_download(
        bucket, ODD_KEY, str(tmp_path / "g"), multiget_threshold=SMALLEST, part_size=SMALLEST,
        num_threads=threads, store=oss2.ResumableDownloadStore(root=str(tmp_path)),
    )  # fmt: skip
    assert (tmp_path / "g").read_bytes() == content


def test_an_interrupted_upload_goes_on_where_it_stopped(
    cloud: Running, bucket: Any, tmp_path: Path
) -> None:
    content = os.urandom(4 * SMALLEST)
    (tmp_path / "f").write_bytes(content)
    seen: list[int] = []

    def interrupt(consumed: int, _total: int) -> None:
        seen.append(consumed)
        if consumed >= 2 * SMALLEST:
            raise KeyboardInterrupt

    def upload(progress: Callable[[int, int], None] | None) -> None:
        oss2.resumable_upload(
            bucket, "a", str(tmp_path / "f"), multipart_threshold=1, part_size=SMALLEST,
            num_threads=1, store=oss2.ResumableStore(root=str(tmp_path)),
            progress_callback=progress,
        )  # fmt: skip

    with pytest.raises(KeyboardInterrupt):
        upload(interrupt)
    (left,) = bucket.list_multipart_uploads().upload_list
    done = len(bucket.list_parts("a", left.upload_id).parts)
    assert 1 <= done < 4
    cloud.kernel.calls.reset()
    upload(None)
    assert bucket.get_object("a").read() == content
    assert cloud.kernel.calls.counts()["oss.UploadPart"] == 4 - done


@pytest.mark.parametrize(("reading", "refused"), [("refuse", True), ("accept", False)])
def test_whether_a_bucket_with_open_uploads_is_deleted_is_a_switch(
    cloud: Running, bucket: Any, reading: str, refused: bool
) -> None:
    cloud.switches.set("oss.delete_bucket_with_uploads", reading)
    upload, _ = begun(bucket, "a", LAST)
    assert bucket.get_bucket_stat().multi_part_upload_count == 1
    if refused:
        assert refusal(bucket.delete_bucket)[:2] == (409, "BucketNotEmpty")
        bucket.abort_multipart_upload("a", upload)
    bucket.delete_bucket()
    bucket.create_bucket()
    assert bucket.list_multipart_uploads().upload_list == []


def test_an_upload_that_many_end_at_once_ends_once(cloud: Running, bucket: Any) -> None:
    upload, parts = begun(bucket, "a", FIRST, LAST)

    def end(number: int) -> str:
        client = cloud.bucket("b-1")
        try:
            if number % 2:
                client.abort_multipart_upload("a", upload)
                return "aborted"
            client.complete_multipart_upload("a", upload, parts)
        except NoSuchUpload:
            return "late"
        return "completed"

    with ThreadPoolExecutor(8) as pool:
        ends = sorted(pool.map(end, range(8)))
    assert ends in (["aborted"] + ["late"] * 7, ["completed"] + ["late"] * 7)
    assert bucket.object_exists("a") == ("completed" in ends)
    assert bucket.list_multipart_uploads().upload_list == []


def test_uploads_survive_a_restart_and_leave_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with running(path) as first:
        first.service.world.create_bucket("b-1", "cn-hangzhou")
        client = first.bucket("b-1")
        upload, parts = begun(client, "a", FIRST, LAST)
        ended, _ = begun(client, "b", LAST)
        client.abort_multipart_upload("b", ended)
    with running(path) as second:
        client = second.bucket("b-1")
        assert [u.upload_id for u in client.list_multipart_uploads().upload_list] == [upload]
        client.complete_multipart_upload("a", upload, parts)
        assert client.get_object("a").read() == FIRST + LAST
        assert second.service.account.uploads.of_bucket("b-1") == ()
    with running(path) as third:
        store = third.service.account.uploads._store
        assert store.blob_keys("oss-part/") == ()
        assert len(store.blob_keys("oss/")) == 1


def test_a_new_account_uploads_no_parts_at_a_public_endpoint(cloud: Running, bucket: Any) -> None:
    cloud.service.world.set_forbids_public_endpoint(True)
    answer = refusal(lambda: bucket.init_multipart_upload("a"))
    assert answer == (400, "PublicEndpointForbidden", "0048-00000401")
    inside = cloud.bucket("b-1", place=("cn-hangzhou", "internal"))
    upload, parts = begun(inside, "a", LAST)
    inside.complete_multipart_upload("a", upload, parts)


def test_strangers_upload_parts_to_a_public_bucket_only(cloud: Running, bucket: Any) -> None:
    stranger = cloud.anonymous("b-1")
    assert refusal(lambda: stranger.init_multipart_upload("a"))[:2] == (403, "AccessDenied")
    make_public(bucket, "public-read-write")
    upload, parts = begun(stranger, "a", LAST)
    assert refusal(stranger.list_multipart_uploads)[:2] == (403, "AccessDenied")
    stranger.complete_multipart_upload("a", upload, parts)
    assert ask("GET", f"{cloud.url()}/b-1/a").body == LAST
