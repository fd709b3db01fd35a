"""An account for each test, and roots that are as new as the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from certbind.cli.factories import examination
from localcloud.world import LocalCloud
from tests.doctor.clinic import Clinic


@pytest.fixture(autouse=True)
def _roots_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The installed ones are told as old half a year after their release."""
    today = datetime.now(timezone.utc).strftime("%Y.%m.%d")
    monkeypatch.setattr(examination, "root_set_version", lambda: today)


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud(delays={"cdn": 0, "oss": 0}) as made:
        yield made


@pytest.fixture
def clinic(cloud: LocalCloud, tmp_path: Path) -> Clinic:
    return Clinic(cloud, tmp_path)
