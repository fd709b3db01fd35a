"""A strict local cloud for each test: a role may do what its policies say, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from certbind import bootstrap
from localcloud.world import LocalCloud
from tests.setup.acting import Acting


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud(delays={"cdn": 0, "oss": 0}, strict_roles=True) as made:
        yield made


@pytest.fixture
def acting(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> Acting:
    """With queues and a ledger, and no role yet."""
    made = Acting(cloud)
    made.furnish()
    monkeypatch.setattr(bootstrap, "SystemClock", made.clock)
    return made
