"""An account of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from localcloud.world import LocalCloud
from tests.localcloud.ram.account import Account


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    with LocalCloud(delays={"cdn": 0, "oss": 0}, strict_roles=True) as world:
        yield Account(world)
