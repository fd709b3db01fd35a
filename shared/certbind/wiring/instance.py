"""What an instance of a function keeps from one invocation to the next, besides the SDKs' clients
(adapters/calls/kept.py), the rows of buckets (adapters/oss/rows.py) and the roots (visitors.py).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.adapters.cas.facts import FactsMemory
    from certbind.adapters.crl.cache import CrlCache
    from certbind.adapters.ledger.journal import SafetyLooked
    from certbind.adapters.targets import Unopened
    from certbind.config.settings import Endpoints
    from certbind.usecases.rotate.lists.snapshot_kept import SnapshotKept
    from certbind.usecases.rotate.reads.jobs import JobsKept
    from certbind.usecases.rotate.reads.settings import SettingsKept
    from certbind.usecases.rotate.rollouts import RolloutsKept


@lru_cache(maxsize=1)
def crls() -> CrlCache:
    """The CAs' lists."""
    from certbind.adapters.crl.cache import CrlCache  # noqa: PLC0415

    return CrlCache()


@lru_cache(maxsize=1)
def unopened() -> Unopened:
    """Which products an account has not opened."""
    from certbind.adapters.targets import Unopened  # noqa: PLC0415

    return Unopened()


@lru_cache(maxsize=4)
def facts_memory(endpoints: Endpoints, ledger_bucket: str) -> FactsMemory:  # noqa: ARG001
    """What never changes of certificates, of one account."""
    from certbind.adapters.cas.facts import FactsMemory  # noqa: PLC0415

    return FactsMemory()


@lru_cache(maxsize=4)
def safety_looked(endpoints: Endpoints, ledger_bucket: str) -> SafetyLooked:  # noqa: ARG001
    """When it was looked whether a ledger is safe."""
    from certbind.adapters.ledger.journal import SafetyLooked  # noqa: PLC0415

    return SafetyLooked()


@lru_cache(maxsize=4)
def rollouts(endpoints: Endpoints, ledger_bucket: str) -> RolloutsKept:  # noqa: ARG001
    """What was read of rollouts: it outlives an invocation, not the ledger's place."""
    from certbind.usecases.rotate.rollouts import RolloutsKept  # noqa: PLC0415

    return RolloutsKept()


@lru_cache(maxsize=4)
def snapshot(endpoints: Endpoints, ledger_bucket: str) -> SnapshotKept:  # noqa: ARG001
    """The list that was read last, as `rollouts`."""
    from certbind.usecases.rotate.lists.snapshot_kept import SnapshotKept  # noqa: PLC0415

    return SnapshotKept()


@lru_cache(maxsize=4)
def settings_kept(endpoints: Endpoints) -> SettingsKept:  # noqa: ARG001
    """What was read of buckets' settings."""
    from certbind.usecases.rotate.reads.settings import SettingsKept  # noqa: PLC0415

    return SettingsKept()


@lru_cache(maxsize=4)
def jobs(endpoints: Endpoints) -> JobsKept:  # noqa: ARG001
    """What was read of CAS's jobs."""
    from certbind.usecases.rotate.reads.jobs import JobsKept  # noqa: PLC0415

    return JobsKept()


def forget() -> None:
    """As a new instance begins: nothing that an invocation before read is known."""
    from certbind.adapters.oss.rows import ROWS  # noqa: PLC0415

    for kept in (facts_memory, safety_looked, rollouts, snapshot, settings_kept, jobs):
        kept.cache_clear()
    ROWS.forget()
