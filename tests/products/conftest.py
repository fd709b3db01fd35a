"""A local cloud under strict roles, and its visitors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from certbind import bootstrap
from certbind.wiring import instance
from localcloud.world import LocalCloud
from tests.products.account import Account


@pytest.fixture(autouse=True)
def _forget_products() -> None:
    """What another test's account had not opened."""
    instance.unopened.cache_clear()


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    delays = {"cdn": 0.0, "dcdn": 0.0, "vod": 0.0, "esa": 0.0, "oss": 0.0}
    with LocalCloud(delays=delays, strict_roles=True) as cloud:
        for model in cloud.accelerated.values():
            model.configuring_seconds = 0
        for balancing in cloud.balancing.values():
            balancing.jobs.set_manner(seconds=0)
        made = Account(cloud)
        monkeypatch.setattr(bootstrap, "SystemClock", made.clock)
        made.furnish()
        made.grant_all()
        yield made
