"""A cloud of its own for each test, reached without a proxy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.localcloud.rpc.cloud import RpcCloud


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[RpcCloud]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    made = RpcCloud()
    yield made
    made.stop()
