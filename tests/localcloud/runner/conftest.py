"""A runner over functions that the test writes, with queues in memory and a clock of its own."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from localcloud.calls import CallLog
from localcloud.clock import Clock
from localcloud.credentials import Credentials
from localcloud.runner.platform import Platform
from localcloud.runner.runner import Runner
from localcloud.runner.specs import FunctionSpec
from localcloud.store import Store
from localcloud.switches import Switches
from tests.localcloud.runner.memory_queues import MemoryQueues


class Bench:
    """One world; `function` writes code and tells its settings, `runner` runs what was told."""

    def __init__(self, folder: Path) -> None:
        self.code = folder / "code"
        self.code.mkdir()
        self.clock = Clock()
        self.store = Store(None)
        self.queues = MemoryQueues(self.clock, "work", "dead")
        self.switches = Switches(self.store)
        self.calls = CallLog()
        self.credentials = Credentials(self.store, self.clock)
        self.platform = Platform(
            self.clock, self.credentials, self.switches, self.store, self.queues, folder
        )
        self.runners: list[Runner] = []

    def write(self, path: str, source: str) -> None:
        target = self.code / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(source))

    def function(self, source: str, name: str = "f", **settings: Any) -> FunctionSpec:
        self.write(f"{name}.py", source)
        return replace(
            FunctionSpec(
                name, "cn-hangzhou", "python3.10", f"{name}.handler", self.code, "tester"
            ),
            **{"timeout": 30, **settings},
        )

    def runner(self, *functions: FunctionSpec, start: bool = False, **changes: Any) -> Runner:
        platform = replace(self.platform, **changes)
        runner = Runner(platform, functions, self.calls)
        self.runners.append(runner)
        if start:
            runner.start()
        return runner

    def answer(self, source: str, event: bytes = b"", **settings: Any) -> Any:
        """What a function answers to one event, parsed."""
        return json.loads(self.runner(self.function(source, **settings)).invoke("f", event).body)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    world = Bench(tmp_path)
    yield world
    for runner in world.runners:
        runner.stop()
    world.store.close()
