"""A local cloud of its own for each test that talks to one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from localcloud.world import LocalCloud
from tests.contract.wired import Wired


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud(delays={"cdn": 0, "oss": 0}) as made:
        yield made


@pytest.fixture
def wired(cloud: LocalCloud) -> Wired:
    return Wired(cloud)
