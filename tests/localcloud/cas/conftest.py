"""A CA for the applications of CAS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from localcloud.services.cas.applying.settling import Settling
from tests.localcloud.cas.applicants import Applicants, ZoneOfOne
from tests.localcloud.rpc.cloud import RpcCloud


@pytest.fixture
def applicants() -> Iterator[Applicants]:
    """CAS with a CA and a zone behind it."""
    cloud = RpcCloud()
    zone = ZoneOfOne()
    ca = Settling(cloud.store, cloud.cas, cloud.authorities, zone)
    cloud.cas.settling = ca
    yield Applicants(cloud, ca, zone)
    cloud.stop()
