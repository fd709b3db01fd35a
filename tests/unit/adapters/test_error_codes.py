"""Which of our errors each published code is, and that the words say what to do."""

from __future__ import annotations

import pytest
from mns.mns_exception import MNSServerException

from certbind.adapters.alidns.errors import ERRORS as ALIDNS_ERRORS
from certbind.adapters.calls.error_table import ErrorTable
from certbind.adapters.calls.oss.errors import ERRORS as OSS_ERRORS
from certbind.adapters.calls.retry import Deadline, Retry
from certbind.adapters.calls.rpc.errors import GATEWAY as GATEWAY_ROWS
from certbind.adapters.cas.errors import ERRORS as CAS_ERRORS
from certbind.adapters.cdn.errors import ERRORS as CDN_ERRORS
from certbind.adapters.dcdn.product import ERRORS as DCDN_ERRORS
from certbind.adapters.mns.errors import ERRORS as MNS_ERRORS
from certbind.adapters.mns.queue import MnsQueue
from certbind.adapters.ram.errors import RAM_ERRORS, STS_ERRORS
from certbind.adapters.vod.product import ERRORS as VOD_ERRORS
from certbind.config import Credentials
from certbind.errors import BusyError, CloudError, UnavailableError
from tests.unit.adapters import published_errors as published
from tests.unit.adapters.published_errors import Published

GATEWAY = ErrorTable((), GATEWAY_ROWS)
TABLES: dict[str, tuple[ErrorTable, list[Published]]] = {
    "gateway": (GATEWAY, published.GATEWAY),
    "alidns": (ALIDNS_ERRORS, published.ALIDNS),
    "cdn": (CDN_ERRORS, published.CDN),
    "dcdn": (DCDN_ERRORS, published.DCDN),
    "vod": (VOD_ERRORS, published.VOD),
    "cas": (CAS_ERRORS, published.CAS),
    "oss": (OSS_ERRORS, published.OSS),
    "mns": (MNS_ERRORS, published.MNS),
    "ram": (RAM_ERRORS, published.RAM),
    "sts": (STS_ERRORS, published.STS),
    "later": (GATEWAY, published.LATER),
}
GATEWAY_OF = ("alidns", "cdn", "dcdn", "vod", "cas", "ram", "sts")
EACH = [
    pytest.param(table, row, id=f"{name} {row.status} {row.code} {row.message[:12]}")
    for name, (table, rows) in TABLES.items()
    for row in rows
] + [
    pytest.param(TABLES[name][0], row, id=f"{name} too: {row.status} {row.code}")
    for name in GATEWAY_OF
    for row in published.GATEWAY
]


@pytest.mark.parametrize(("table", "row"), EACH)
def test_a_published_code_is_what_its_page_says(table: ErrorTable, row: Published) -> None:
    """And its words say what to do."""
    found = table.find(row.code, row.message, row.status, row.reason)
    assert found.kind is row.kind
    hint = found.hint or found.kind.default_hint
    assert hint.endswith(".")
    assert "fault in certbind" not in hint


def test_a_code_of_detail_decides_only_where_the_code_is_unknown() -> None:
    """OSS documents its EC as not stable."""
    assert OSS_ERRORS.find("SlowDown", "", 503, "0018-00000209").kind.code == "throttled"


@pytest.mark.parametrize(("code", "kind"), [("QueueDeletedRecently", BusyError), ("", None)])
def test_a_refusal_of_mns_is_told_with_its_code(code: str, kind: type[CloudError] | None) -> None:
    """One without a code was not sent by MNS."""
    queue = MnsQueue("http://127.0.0.1:9", "q", Credentials("key", "secret"), Retry(Deadline(60)))

    def refuse(_: object) -> None:
        raise MNSServerException(code, "no", "65A", "host")

    with pytest.raises(CloudError) as caught:
        queue.call("SendMessage", refuse)
    assert type(caught.value) is (kind or UnavailableError)
    assert (caught.value.api_code, caught.value.request_id) == (code, "65A")
    assert caught.value.subject == "queue q"
