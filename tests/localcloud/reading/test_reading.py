"""What strangers write is read, or is None: it never raises."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from localcloud import reading


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_a_whole_number(text: str, number: int) -> None:
    assert reading.whole(text) == number


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "+1", " 1", "1_0", "1.0", "9" * 19])
def test_what_is_no_whole_number(text: str) -> None:
    assert reading.whole(text) is None


@pytest.mark.parametrize("zone", ["GMT", "+0000", ""])
def test_a_date_is_in_utc(zone: str) -> None:
    expected = datetime(2026, 11, 24, 2, 5, 49, tzinfo=timezone.utc)
    assert reading.http_date(f"Tue, 24 Nov 2026 02:05:49 {zone}") == expected
    assert reading.http_date("Tue, 24 Nov 2026 03:05:49 +0100") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Mon, 01 Jan 2026 00:00:00 +9999999999999999",
        "Mon, 01 Jan 2026 00:00:00 +9999",
        "Mon, 01 Jan 99999 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -1200",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert reading.http_date(text) is None


@pytest.mark.parametrize("text", ["", "[", "[" * 9000, '{"a": "\\ud800"}', "null", "1" * 5000])
def test_what_is_no_json_document(text: str) -> None:
    assert reading.json_document(text) is None


@pytest.mark.parametrize("levels", [2, 50, 52, 400, 950])
@pytest.mark.parametrize("ends", [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_a_document_of_more_than_fifty_levels_is_none(levels: int, ends: tuple[str, str]) -> None:
    times = levels // len(ends[1])
    document = reading.json_document(ends[0] * times + "1" + ends[1] * times)
    assert (document is None) is (levels > 50)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_is_read_in_its_encoding(encoding: str) -> None:
    root = reading.xml("<a>é</a>".encode(encoding))
    assert root is not None
    assert root.text == "é"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<a>",
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
        b'<?xml version="1.0" encoding="gbk"?><a/>',
        b"<!DOCTYPE a><a/>",
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
        b"<a>&#xD800;</a>",
    ],
)
def test_what_is_no_document_or_has_a_doctype(body: bytes) -> None:
    assert reading.xml(body) is None
