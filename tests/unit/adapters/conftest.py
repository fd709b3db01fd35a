"""What the tests of adapters share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.adapters.rpc_server import RpcServer, rpc_server


@pytest.fixture
def server() -> Iterator[RpcServer]:
    with rpc_server() as running:
        yield running
