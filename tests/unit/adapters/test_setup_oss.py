"""Deleting a ledger that does not get smaller."""

from __future__ import annotations

import socket

import pytest

from certbind.adapters.oss_api import OssApi, OssPlace
from certbind.adapters.retry import Deadline, Retry
from certbind.adapters.setup_oss import OssLedgerKeeper
from certbind.config import Credentials
from certbind.errors import UnavailableError
from tests.unit.adapters.servers import listening

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
        body = (PAGE if is_list and asked < 20 else DELETED).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode() + body)

    with listening(script) as port:
        place = OssPlace(f"http://127.0.0.1:{port}", "cn-hangzhou")
        api = OssApi(place, Credentials("key", "secret"))
        keeper = OssLedgerKeeper(api, "ledger-b", "certbind/", Retry(Deadline(60), attempts=1))
        with pytest.raises(UnavailableError, match="certbind/a is still listed"):
            keeper.delete()
    assert asked == 3
