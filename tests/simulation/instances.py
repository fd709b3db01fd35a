"""What an instance of a function remembers from one invocation to the next.

As Function Compute keeps them: one invocation at a time, used again when it is idle, gone whenever
the platform likes, and with the process that dies.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from certbind.adapters.calls import kept
from certbind.adapters.oss.rows import Rows
from certbind.wiring import instance
from tests.simulation.clockwork import Chance

_NEW = 0.3
"""Of the invocations that could use an idle instance, so many get a new one."""


@dataclass(eq=False)
class Instance:
    """clients: of the SDKs (adapters/calls/kept.py). memories: by what makes them."""

    clients: OrderedDict[Any, Any] = field(default_factory=OrderedDict)
    memories: dict[str, Any] = field(default_factory=dict)


MEMORIES = ("rollouts", "snapshot", "jobs", "settings_kept", "facts_memory", "safety_looked")
"""What the code keeps for the life of its process; and the rows of buckets."""


@contextmanager
def remembering(who: Callable[[], Instance]) -> Iterator[None]:
    """Within the block each of these is the memory of who runs."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(kept, "_CLIENTS", OrderedDict()))
        for name in MEMORIES:
            made = getattr(instance, name).__wrapped__
            stack.enter_context(patch.object(instance, name, _of(who, name, made)))
        for name in ("take", "told", "forget"):
            stack.enter_context(patch.object(Rows, name, _of_rows(who, getattr(Rows, name))))
        yield


def _of_rows(who: Callable[[], Instance], act: Callable[..., Any]) -> Callable[..., Any]:
    """One object stands for all instances of a process: each has its own here."""

    def of_instance(_: Rows, *given: Any) -> Any:
        return act(who().memories.setdefault("rows", Rows()), *given)

    return of_instance


def _of(who: Callable[[], Instance], name: str, made: Callable[..., Any]) -> Callable[..., Any]:
    def remembered(*given: Any) -> Any:
        memories = who().memories
        if name not in memories:
            memories[name] = made(*given)
        return memories[name]

    return remembered


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

    def give(self, function: str, idle: Instance) -> None:
        """It lived through the invocation."""
        self._idle[function].append(idle)
        del self._idle[function][:-2]
