"""Deleting a ledger that does not get smaller."""

from __future__ import annotations

import socket

import pytest

from certbind.adapters.ledger.keeper import OssLedgerKeeper
from certbind.errors import UnavailableError
from tests.unit.adapters.scripted import once, oss_at
from tests.unit.adapters.servers import answer_http, listening

PAGE = """<ListBucketResult><Name>b</Name><Prefix></Prefix><MaxKeys>2</MaxKeys>
<IsTruncated>false</IsTruncated><KeyCount>1</KeyCount><Contents><Key>certbind/a</Key>
<LastModified>2026-11-24T12:00:00.000Z</LastModified><ETag>"1"</ETag><Type>Normal</Type>
<Size>1</Size><StorageClass>Standard</StorageClass></Contents></ListBucketResult>"""
DELETED = "<DeleteResult><Deleted><Key>certbind/a</Key></Deleted></DeleteResult>"


def test_a_key_that_is_listed_after_its_deletion_ends_it() -> None:
    """As a bucket policy or a retention rule may have it; it would go on for ever."""
    asked = 0

    def script(connection: socket.socket) -> None:
        nonlocal asked
        asked += 1
        is_list = connection.recv(65536).startswith(b"GET")
        answer_http(connection, PAGE if is_list and asked < 20 else DELETED)

    with listening(script) as port:
        keeper = OssLedgerKeeper(oss_at(port), "ledger-b", "certbind/", once())
        with pytest.raises(UnavailableError, match="certbind/a is still listed"):
            keeper.delete()
    assert asked == 3
