"""CAS and CDN, for the folders of tests that have no `cloud` of their own, and state files."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from localcloud.store import Store
from tests.localcloud.rpc.cloud import RpcCloud

OpenStore = Callable[[Path | None], Store]


@pytest.fixture
def open_store() -> Iterator[OpenStore]:
    """State at a path, or in memory for None; closed when the test ends."""
    with contextlib.ExitStack() as opened:
        yield lambda path: opened.enter_context(Store(path))


@pytest.fixture
def cloud() -> Iterator[RpcCloud]:
    made = RpcCloud()
    yield made
    made.stop()
