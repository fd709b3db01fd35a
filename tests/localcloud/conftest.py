"""CAS and CDN, for the folders of tests that have no `cloud` of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.localcloud.rpc.cloud import RpcCloud


@pytest.fixture
def cloud() -> Iterator[RpcCloud]:
    made = RpcCloud()
    yield made
    made.stop()
