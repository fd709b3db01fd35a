"""An account of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from localcloud.services.cdn import Origin
from localcloud.world import LocalCloud
from tests.localcloud.ram.account import Account


@pytest.fixture
def account() -> Iterator[Account]:
    with LocalCloud(delays={"cdn": 0, "oss": 0}, strict_roles=True) as world:
        yield Account(world)


@pytest.fixture
def shop(account: Account) -> Account:
    """With an object in a bucket, a queue, and a domain each on CDN and on OSS."""
    world = account.world
    world.oss.world.create_bucket("shop", "cn-hangzhou")
    world.mns.model.create_queue("work", {})
    world.cdn.model.add_domain("cdn.example.com", [Origin("ipaddr", "192.0.2.1")])
    world.oss.world.map_domain("shop", "www.example.com")
    account.bucket("shop", account.root).put_object("a/b", b"1")
    return account
