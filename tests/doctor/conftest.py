"""An account for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from localcloud.world import LocalCloud
from tests.doctor.clinic import Clinic


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud(delays={"cdn": 0, "oss": 0}) as made:
        yield made


@pytest.fixture
def clinic(cloud: LocalCloud, tmp_path: Path) -> Clinic:
    return Clinic(cloud, tmp_path)
