"""An account of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from localcloud.world import LocalCloud
from tests.localcloud.ram.account import Account


@pytest.fixture
def account() -> Iterator[Account]:
    with LocalCloud(delays={"cdn": 0, "oss": 0}, strict_roles=True) as world:
        yield Account(world)
