"""Objects as oss2 sees them."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import oss2
import pytest
import time_machine
from oss2.exceptions import (
    NoSuchKey,
    NotModified,
    PositionNotEqualToLength,
    PreconditionFailed,
    ServerError,
)

from tests.localcloud.oss.running import Running, ask, make_public

ODD_KEY = "läger/a b+c%20d?e&f=g~(x)'!*"
FORBID = {"x-oss-forbid-overwrite": "true"}


@pytest.mark.parametrize("version", ["v1", "v4"])
@pytest.mark.parametrize("key", ["plain", "a/b/c.json", ODD_KEY])
def test_what_is_put_is_got(cloud: Running, bucket: Any, version: str, key: str) -> None:
    client = cloud.bucket("b-1", version)
    headers = {"Content-Type": "text/x-odd", "Cache-Control": "no-store", "x-oss-meta-a": "1"}
    stored = client.put_object(key, b"123456789", headers=headers)
    assert stored.etag == "25F9E794323B453885F5181F1B624D0B"
    assert stored.crc == 11051210869376104954
    got = client.get_object(key)
    assert got.read() == b"123456789"
    assert got.headers["x-oss-hash-crc64ecma"] == "11051210869376104954"
    assert got.headers["Content-Type"] == "text/x-odd"
    assert got.headers["Cache-Control"] == "no-store"
    assert got.headers["x-oss-meta-a"] == "1"
    head = client.head_object(key)
    assert (head.content_length, head.etag, head.object_type) == (9, stored.etag, "Normal")
    assert client.get_object_meta(key).content_length == 9
    assert len(got.request_id) == 24


def test_a_put_overwrites_and_an_empty_body_is_an_object(bucket: Any) -> None:
    bucket.put_object("a", b"first", headers={"x-oss-meta-a": "1"})
    bucket.put_object("a", b"")
    got = bucket.get_object("a")
    assert got.read() == b""
    assert "x-oss-meta-a" not in got.headers


def test_a_missing_object_has_its_own_error_with_and_without_a_body(bucket: Any) -> None:
    with pytest.raises(NoSuchKey) as got:
        bucket.get_object("nope")
    assert (got.value.status, got.value.ec) == (404, "0026-00000001")
    assert got.value.headers["x-oss-ec"] == "0026-00000001"
    assert len(got.value.request_id) == 24
    assert got.value.details["HostId"] == "127.0.0.1"
    with pytest.raises(NoSuchKey) as head:
        bucket.head_object("nope")
    assert head.value.details["RequestId"] == head.value.request_id
    assert not bucket.object_exists("nope")


def test_an_error_that_names_what_no_document_can_hold_is_a_document(
    cloud: Running, bucket: Any
) -> None:
    with pytest.raises(NoSuchKey) as got:
        bucket.get_object("a\x01b")
    assert got.value.details["Key"] == "a\ufffdb"
    assert ask("GET", cloud.url() + "/b%00?policy", {"Host": "\x02"}).code == "NoSuchBucket"


def test_a_body_that_does_not_match_its_md5_is_not_stored(bucket: Any) -> None:
    with pytest.raises(ServerError) as caught:
        bucket.put_object("a", b"body", headers={"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="})
    assert caught.value.code == "InvalidDigest"
    assert not bucket.object_exists("a")


@pytest.mark.parametrize("header", ["If-Match", "If-None-Match", "If-Unmodified-Since"])
def test_a_conditional_put_is_not_implemented(bucket: Any, header: str) -> None:
    """EC page 0017-00000245: PutObject cannot be guarded by the object's state."""
    bucket.put_object("a", b"old")
    with pytest.raises(oss2.exceptions.NotImplemented) as caught:
        bucket.put_object("a", b"new", headers={header: "*"})
    error = caught.value
    assert (error.status, error.ec, error.details["Header"]) == (400, "0017-00000245", header)
    assert bucket.get_object("a").read() == b"old"


def test_forbid_overwrite_creates_once(bucket: Any) -> None:
    bucket.put_object("a", b"first", headers=FORBID)
    with pytest.raises(ServerError) as caught:
        bucket.put_object("a", b"second", headers=FORBID)
    assert (caught.value.status, caught.value.code) == (409, "FileAlreadyExists")
    assert bucket.get_object("a").read() == b"first"
    bucket.put_object("a", b"third", headers={"x-oss-forbid-overwrite": "false"})
    assert bucket.get_object("a").read() == b"third"


@pytest.mark.parametrize("state", ["Enabled", "Suspended"])
def test_forbid_overwrite_has_no_effect_with_versioning(bucket: Any, state: str) -> None:
    bucket.put_object("a", b"first")
    bucket.put_bucket_versioning(oss2.models.BucketVersioningConfig(state))
    stored = bucket.put_object("a", b"second", headers=FORBID)
    assert bucket.get_object("a").read() == b"second"
    assert stored.versionid == "null" if state == "Suspended" else len(stored.versionid) > 20


def test_ranges_inside_are_cut_and_ranges_outside_have_no_effect(bucket: Any) -> None:
    bucket.put_object("a", b"0123456789")
    got = bucket.get_object("a", byte_range=(2, 4))
    assert (got.status, got.read()) == (206, b"234")
    assert got.headers["Content-Range"] == "bytes 2-4/10"
    assert bucket.get_object("a", byte_range=(None, 3)).read() == b"789"
    assert bucket.get_object("a", byte_range=(7, None)).read() == b"789"
    whole = bucket.get_object("a", byte_range=(5, 99))
    assert (whole.status, whole.read()) == (200, b"0123456789")


def test_standard_range_behaviour_follows_http(bucket: Any) -> None:
    bucket.put_object("a", b"0123456789")
    standard = {"x-oss-range-behavior": "standard"}
    cut = bucket.get_object("a", byte_range=(5, 99), headers=standard)
    assert (cut.status, cut.read()) == (206, b"56789")
    with pytest.raises(ServerError) as caught:
        bucket.get_object("a", byte_range=(10, 99), headers=standard)
    assert (caught.value.status, caught.value.code) == (416, "InvalidRange")


def test_conditional_reads(bucket: Any, cloud: Running) -> None:
    etag = bucket.put_object("a", b"x").etag
    quoted = f'"{etag}"'
    assert bucket.get_object("a", headers={"If-Match": quoted}).read() == b"x"
    assert bucket.get_object("a", headers={"If-None-Match": '"0"'}).read() == b"x"
    with pytest.raises(NotModified):
        bucket.get_object("a", headers={"If-None-Match": quoted})
    with pytest.raises(NotModified):
        bucket.head_object("a", headers={"If-None-Match": quoted})
    for call in (bucket.get_object, bucket.head_object):
        with pytest.raises(PreconditionFailed) as caught:
            call("a", headers={"If-Match": '"0"'})
        assert (caught.value.status, caught.value.ec) == (412, "0017-00001001")
    earlier = format_datetime(cloud.kernel.clock.now() - timedelta(hours=1), usegmt=True)
    for call in (bucket.get_object, bucket.head_object):
        with pytest.raises(PreconditionFailed):
            call("a", headers={"If-Unmodified-Since": earlier})
        assert call("a", headers={"If-Modified-Since": earlier}).status == 200
    later = format_datetime(cloud.kernel.clock.now() + timedelta(hours=1), usegmt=True)
    with pytest.raises(NotModified):
        bucket.get_object("a", headers={"If-Modified-Since": later})
    assert bucket.get_object("a", headers={"If-Unmodified-Since": later}).read() == b"x"


TEXT = b"0123456789abcdef" * 64


@pytest.mark.parametrize("accepted", ["gzip", "deflate, gzip;q=0.5"])
def test_a_text_of_a_kilobyte_comes_in_gzip_where_that_is_accepted(
    bucket: Any, accepted: str
) -> None:
    bucket.put_object("a", TEXT, headers={"Content-Type": "text/plain; charset=utf-8"})
    got = bucket.get_object("a", headers={"Accept-Encoding": accepted})
    assert (got.headers["Content-Encoding"], got.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert {"ETag", "Content-Length", "Accept-Ranges"}.isdisjoint(got.headers)
    assert got.read() == TEXT
    head = bucket.head_object("a", headers={"Accept-Encoding": accepted})
    assert head.headers["Content-Encoding"] == "gzip"
    assert "ETag" not in head.headers


@pytest.mark.parametrize(
    ("accepted", "kind", "size", "more"),
    [
        ("identity", "text/plain", 1024, {}),
        ("gzip;q=0", "text/plain", 1024, {}),
        ("x-gzip", "text/plain", 1024, {}),
        ("gzip", "text/plain", 1023, {}),
        ("gzip", "image/png", 1024, {}),
        ("gzip", "text/plain", 1024, {"Content-Encoding": "identity"}),
    ],
)
def test_everything_else_comes_as_it_is(
    bucket: Any, accepted: str, kind: str, size: int, more: dict[str, str]
) -> None:
    etag = bucket.put_object("a", TEXT[:size], headers={"Content-Type": kind, **more}).etag
    got = bucket.get_object("a", headers={"Accept-Encoding": accepted})
    assert got.headers["Content-Length"] == str(size)
    assert (got.etag, got.read()) == (etag, TEXT[:size])
    assert "Vary" not in got.headers


def test_a_range_is_not_compressed(bucket: Any) -> None:
    bucket.put_object("a", TEXT, headers={"Content-Type": "text/plain"})
    got = bucket.get_object("a", byte_range=(0, 9), headers={"Accept-Encoding": "gzip"})
    assert (got.status, got.read()) == (206, TEXT[:10])


def test_the_query_may_replace_content_headers(bucket: Any) -> None:
    bucket.put_object("a", b"x")
    params = {"response-content-type": "text/odd", "response-content-disposition": "inline"}
    headers = bucket.get_object("a", params=params).headers
    assert (headers["Content-Type"], headers["Content-Disposition"]) == ("text/odd", "inline")


def test_a_header_from_the_query_cannot_break_the_answer_apart(
    cloud: Running, bucket: Any
) -> None:
    bucket.put_object("a", b"x")
    name = bucket.get_object("a", params={"response-content-disposition": "läger"})
    assert name.headers["Content-Disposition"].encode("latin-1").decode() == "läger"
    with pytest.raises(oss2.exceptions.InvalidArgument):
        bucket.get_object("a", params={"response-content-type": "a\r\nX-Evil: 1"})


@pytest.mark.parametrize(
    "header", ["x-oss-object-acl", "x-oss-tagging", "x-oss-server-side-encryption"]
)
def test_a_header_that_would_change_what_is_stored_is_not_ignored(
    bucket: Any, header: str
) -> None:
    with pytest.raises(ServerError, match=f"PutObject with {header}"):
        bucket.put_object("a", b"x", headers={header: "private"})
    assert not bucket.object_exists("a")


def test_a_copy_keeps_or_replaces_what_is_known_of_the_source(bucket: Any) -> None:
    bucket.put_object("a b", b"x", headers={"x-oss-meta-m": "1", "Content-Type": "text/odd"})
    copied = bucket.copy_object("b-1", "a b", "kept")
    assert copied.etag == bucket.head_object("a b").etag
    assert bucket.head_object("kept").headers["x-oss-meta-m"] == "1"
    replace = {"x-oss-metadata-directive": "REPLACE", "x-oss-meta-n": "2"}
    bucket.copy_object("b-1", "a b", "new", headers=replace)
    headers = bucket.head_object("new").headers
    assert headers["x-oss-meta-n"] == "2"
    assert "x-oss-meta-m" not in headers


def test_a_copys_condition_is_on_the_source(bucket: Any) -> None:
    etag = bucket.put_object("a", b"x").etag
    good = {"x-oss-copy-source-if-match": etag}
    bucket.copy_object("b-1", "a", "b", headers=good)
    with pytest.raises(PreconditionFailed):
        bucket.copy_object("b-1", "a", "c", headers={"x-oss-copy-source-if-match": "0"})
    with pytest.raises(NotModified):
        bucket.copy_object("b-1", "a", "c", headers={"x-oss-copy-source-if-none-match": etag})
    with pytest.raises(ServerError, match="FileAlreadyExists"):
        bucket.copy_object("b-1", "a", "b", headers=FORBID)
    assert not bucket.object_exists("c")


@pytest.mark.parametrize("header", ["If-Match", "If-Modified-Since"])
def test_a_copy_has_no_regard_for_a_condition_that_is_not_on_its_source(
    bucket: Any, header: str
) -> None:
    bucket.put_object("a", b"x")
    bucket.copy_object("b-1", "a", "b", headers={header: "Tue, 01 Jan 2030 00:00:00 GMT"})
    assert bucket.get_object("b").read() == b"x"


def test_a_copys_plain_condition_read_the_other_way_is_on_the_source(
    cloud: Running, bucket: Any
) -> None:
    cloud.switches.set("oss.copy_plain_conditions", "source")
    etag = bucket.put_object("a", b"x").etag
    with pytest.raises(PreconditionFailed) as caught:
        bucket.copy_object("b-1", "a", "b", headers={"If-Match": "foo-bar"})
    assert caught.value.details["Condition"] == "If-Match"
    with pytest.raises(NotModified):
        bucket.copy_object("b-1", "a", "b", headers={"If-None-Match": etag})
    bucket.copy_object("b-1", "a", "b", headers={"If-Match": etag})
    assert bucket.object_exists("b")


@pytest.mark.parametrize("condition", ["modified-since", "unmodified-since"])
def test_a_copys_condition_may_be_on_the_age_of_the_source(
    cloud: Running, bucket: Any, condition: str
) -> None:
    bucket.put_object("a", b"x")
    now = cloud.kernel.clock.now()
    later, earlier = (
        format_datetime(now + timedelta(hours=hours), usegmt=True) for hours in (1, -1)
    )
    fails, holds = (later, earlier) if condition == "modified-since" else (earlier, later)
    error = NotModified if condition == "modified-since" else PreconditionFailed
    name = f"x-oss-copy-source-if-{condition}"
    with pytest.raises(error):
        bucket.copy_object("b-1", "a", "b", headers={name: fails})
    bucket.copy_object("b-1", "a", "b", headers={name: holds})
    assert bucket.object_exists("b")


def test_a_copy_takes_two_words_for_what_becomes_of_the_metadata(bucket: Any) -> None:
    bucket.put_object("a", b"x")
    with pytest.raises(oss2.exceptions.InvalidArgument):
        bucket.copy_object("b-1", "a", "b", headers={"x-oss-metadata-directive": "MERGE"})
    assert not bucket.object_exists("b")


def test_a_copy_does_not_cross_regions(cloud: Running, bucket: Any) -> None:
    cloud.service.world.create_bucket("b-north", "cn-beijing")
    bucket.put_object("a", b"x")
    with pytest.raises(oss2.exceptions.AccessDenied):
        cloud.bucket("b-north", place=("cn-beijing", "public")).copy_object("b-1", "a", "a")


def test_an_append_counts_only_at_the_length(bucket: Any) -> None:
    first = bucket.append_object("log", 0, b"one", headers={"x-oss-meta-m": "1"})
    assert first.next_position == 3
    second = bucket.append_object("log", 3, b"two", headers={"x-oss-meta-m": "2"})
    assert (second.next_position, bucket.get_object("log").read()) == (6, b"onetwo")
    with pytest.raises(PositionNotEqualToLength) as caught:
        bucket.append_object("log", 3, b"late")
    assert (caught.value.status, caught.value.ec) == (409, "0026-00000016")
    assert caught.value.next_position == 6
    head = bucket.head_object("log")
    assert (head.object_type, head.headers["x-oss-next-append-position"]) == ("Appendable", "6")
    assert head.headers["x-oss-meta-m"] == "1"
    assert head.headers["x-oss-hash-crc64ecma"] == str(second.crc)


def test_an_append_to_nothing_begins_at_0(bucket: Any) -> None:
    with pytest.raises(PositionNotEqualToLength) as caught:
        bucket.append_object("log", 5, b"x")
    assert caught.value.next_position == 0


def test_a_normal_object_takes_no_append_and_a_put_ends_appending(bucket: Any) -> None:
    bucket.append_object("log", 0, b"x")
    bucket.put_object("log", b"x")
    with pytest.raises(oss2.exceptions.ObjectNotAppendable) as caught:
        bucket.append_object("log", 1, b"y")
    assert caught.value.status == 409


def test_deleting_is_quiet_about_what_is_not_there(bucket: Any) -> None:
    bucket.put_object("a", b"x")
    assert bucket.delete_object("a").status == 204
    assert bucket.delete_object("a").status == 204
    for key in ("a", ODD_KEY, "c"):
        bucket.put_object(key, b"x")
    deleted = bucket.batch_delete_objects(["a", ODD_KEY, "missing"]).deleted_keys
    assert deleted == ["a", ODD_KEY, "missing"]
    assert [each.key for each in oss2.ObjectIterator(bucket)] == ["c"]


def test_a_name_that_oss_does_not_take_is_refused(bucket: Any) -> None:
    with pytest.raises(ServerError, match="InvalidObjectName"):
        bucket.put_object("x" * 1024, b"")


def test_a_signed_url_works_for_a_stranger_until_it_expires(cloud: Running, bucket: Any) -> None:
    bucket.put_object(ODD_KEY, b"x")
    for version in ("v1", "v4"):
        client = cloud.bucket("b-1", version)
        assert ask("GET", client.sign_url("GET", ODD_KEY, 600)).body == b"x"
        assert ask("GET", client.sign_url("GET", "other", 600)).code == "NoSuchKey"
        forged = client.sign_url("GET", "other", 600).replace("other", "stolen")
        assert ask("GET", forged).code == "SignatureDoesNotMatch"


@pytest.mark.parametrize(("version", "ec"), [("v1", "0002-00000069"), ("v4", "0002-00000236")])
def test_a_signed_url_that_is_over_says_so(
    cloud: Running, bucket: Any, version: str, ec: str
) -> None:
    bucket.put_object("a", b"x")
    with time_machine.travel(cloud.kernel.clock.now() - timedelta(hours=1)):
        url = cloud.bucket("b-1", version).sign_url("GET", "a", 600)
    late = ask("GET", url)
    assert (late.status, late.code, late.headers["x-oss-ec"]) == (403, "AccessDenied", ec)


@pytest.mark.parametrize("seconds", [0, 604_801])
def test_a_url_of_version_4_is_good_for_seven_days_at_most(
    cloud: Running, bucket: Any, seconds: int
) -> None:
    bucket.put_object("a", b"x")
    client = cloud.bucket("b-1", "v4")
    refused = ask("GET", client.sign_url("GET", "a", seconds))
    assert (refused.status, refused.code) == (403, "AccessDenied")
    assert refused.headers["x-oss-ec"] == "0002-00000232"
    assert ask("GET", client.sign_url("GET", "a", 604_800)).body == b"x"
    longer = cloud.bucket("b-1", "v1").sign_url("GET", "a", 604_801)
    assert ask("GET", longer).body == b"x"


@pytest.mark.parametrize(
    "headers",
    [
        {"If-Modified-Since": "Mon, 01 Jan 2026 00:00:00 +9999999999999999"},
        {"If-Unmodified-Since": "yesterday"},
        {"Range": "bytes=" + "9" * 5000 + "-"},
    ],
)
def test_a_condition_that_cannot_be_read_is_as_if_it_was_not_sent(
    cloud: Running, bucket: Any, headers: dict[str, str]
) -> None:
    bucket.put_object("a", b"x")
    make_public(bucket)
    answer = ask("GET", f"{cloud.url()}/b-1/a", headers)
    assert (answer.status, answer.body) == (200, b"x")


@pytest.mark.parametrize("position", ["²", "-1", "9" * 5000, ""])
def test_a_position_that_is_no_number_is_refused(bucket: Any, position: str) -> None:
    with pytest.raises(ServerError) as caught:
        bucket.append_object("a", position, b"x")
    assert (caught.value.status, caught.value.code) == (400, "InvalidArgument")
