"""Fixtures: an OSS that runs, and one bucket in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.localcloud.oss.running import Running, running


@pytest.fixture
def cloud() -> Iterator[Running]:
    with running() as made:
        yield made


@pytest.fixture
def bucket(cloud: Running) -> Any:
    """oss2's client of an empty bucket `b-1` in cn-hangzhou."""
    cloud.service.world.create_bucket("b-1", "cn-hangzhou")
    return cloud.bucket("b-1")
