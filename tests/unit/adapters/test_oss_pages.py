"""Lists of OSS that end where they should not."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.calls.oss.buckets import OssBuckets
from certbind.adapters.calls.oss.pages import read_pages
from certbind.adapters.ledger.journal import OssJournal
from certbind.errors import UnavailableError
from tests.unit.adapters.scripted import once, oss_at
from tests.unit.adapters.servers import answer_http, listening

BUCKETS = """<ListAllMyBucketsResult><Owner><ID>1</ID><DisplayName>1</DisplayName></Owner>
<Prefix></Prefix><Marker></Marker><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated>
<NextMarker>{}</NextMarker><Buckets></Buckets></ListAllMyBucketsResult>"""
KEYS = """<ListBucketResult><Name>b</Name><Prefix></Prefix><MaxKeys>2</MaxKeys>
<IsTruncated>true</IsTruncated><KeyCount>0</KeyCount>
<NextContinuationToken>{}</NextContinuationToken></ListBucketResult>"""


@pytest.fixture(params=["", "the-same"])
def marker(request: pytest.FixtureRequest) -> str:
    """What every page says of the next."""
    return str(request.param)


@pytest.fixture
def api(marker: str) -> Iterator[OssApi]:
    asked: list[str] = []

    def script(connection: socket.socket) -> None:
        line = connection.recv(65536).decode().split(" ")[1]
        asked.append(line)
        assert len(asked) < 4, "it would ask for ever"
        is_bucket = "list-type" in parse_qs(urlsplit(line).query)
        answer_http(connection, (KEYS if is_bucket else BUCKETS).format(marker))

    with listening(script) as port:
        yield oss_at(port)


def test_buckets_that_are_cut_without_an_end_are_unavailable(api: OssApi) -> None:
    with pytest.raises(UnavailableError, match=r"ListBuckets.*where it goes on"):
        OssBuckets(api, once()).list()


def test_a_ledger_that_is_cut_without_an_end_is_unavailable(api: OssApi) -> None:
    journal = OssJournal(api, "ledger-b", "certbind/", once())
    with pytest.raises(UnavailableError, match=r"ListObjectsV2.*where it goes on"):
        journal.subjects("domain/")


def test_pages_are_read_to_the_last_one() -> None:
    markers = {"": "b", "b": "c", "c": ""}

    def page(marker: str) -> SimpleNamespace:
        return SimpleNamespace(is_truncated=marker != "c", next_marker=markers[marker], at=marker)

    pages = read_pages(page, lambda one: one.next_marker, "ListBuckets", "OSS")
    assert [one.at for one in pages] == ["", "b", "c"]
