"""What an instance of a function remembers from one invocation to the next.

As Function Compute keeps them: one invocation at a time, used again when it is idle, gone whenever
the platform likes, and with the process that dies.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from typing import Any

from certbind.adapters.cas.facts import FactsMemory
from certbind.adapters.ledger.journal import SafetyLooked
from certbind.usecases.rotate.lists.snapshot_kept import SnapshotKept
from certbind.usecases.rotate.rollouts import RolloutsKept
from tests.simulation.clockwork import Chance

_NEW = 0.3
"""Of the invocations that could use an idle instance, so many get a new one."""


@dataclass(eq=False)
class Instance:
    """clients: of the SDKs (adapters/calls/kept.py). rollouts, snapshot, facts: as they were read.
    looked: at the ledger's bucket.
    """

    clients: OrderedDict[Any, Any] = field(default_factory=OrderedDict)
    rollouts: RolloutsKept = field(default_factory=RolloutsKept)
    snapshot: SnapshotKept = field(default_factory=SnapshotKept)
    facts: FactsMemory = field(default_factory=FactsMemory)
    looked: SafetyLooked = field(default_factory=SafetyLooked)


class Instances:
    """All that are idle."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._idle: defaultdict[str, list[Instance]] = defaultdict(list)

    def take(self, function: str, key: str) -> Instance:
        """For one invocation."""
        idle = self._idle[function]
        if idle and self._chance.draw("instance", key) >= _NEW:
            return idle.pop()
        return Instance()

    def give(self, function: str, instance: Instance) -> None:
        """It lived through the invocation."""
        self._idle[function].append(instance)
        del self._idle[function][:-2]
