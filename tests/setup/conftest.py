"""A strict local cloud for each test: a role may do what its policies say, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from certbind import bootstrap
from localcloud.world import LocalCloud
from tests.setup.acting import Acting


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud(
        delays={"cdn": 0, "dcdn": 0, "vod": 0, "esa": 0, "oss": 0}, strict_roles=True
    ) as made:
        for balancing in made.balancing.values():
            balancing.jobs.set_manner(seconds=0)
        yield made


@pytest.fixture
def functions(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> Acting:
    """The functions before `certbind setup`: no queue, no ledger and no role."""
    made = Acting(cloud)
    monkeypatch.setattr(bootstrap, "SystemClock", made.clock)
    return made


@pytest.fixture
def acting(functions: Acting) -> Acting:
    """With queues and a ledger, and no role yet."""
    functions.furnish()
    return functions
