"""What the runner is given by the world, and the errors that the platform itself answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from localcloud.clock import Clock
from localcloud.credentials import Credentials
from localcloud.store import Store
from localcloud.switches import Switches


@dataclass(frozen=True, slots=True)
class QueueMessage:
    """A message taken from a queue; `body` is text as it was sent."""

    id: str
    body: str
    receipt: str
    sent: datetime


class Queues(Protocol):
    """The queues of the account, as EventBridge and the destinations use them.

    `next_visible` is called with the clock's condition held.
    """

    def receive(self, queue: str) -> QueueMessage | None:
        """A message that is visible now, without waiting; None also when there is no queue."""

    def next_visible(self, queue: str) -> datetime | None:
        """When (world time) a message can be received: past or now, later for delayed ones."""

    def delete(self, queue: str, receipt: str) -> None:
        """Remove a received message. No error when it was visible again before, or its queue is
        gone: then it comes once more, or never did.
        """

    def send(self, queue: str, body: str) -> None:
        """Put a message in; KeyError when there is no such queue, ValueError when too long."""


@dataclass(frozen=True, slots=True)
class Platform:
    """Where functions run. Logs and their compiled code go below `directory`.

    default_instances: how many instances of a function without reservedConcurrency run at once
    (the platform would start hundreds; this machine would not).
    lets_functions: whether Function Compute may take a role on; None: any.
    """

    clock: Clock
    credentials: Credentials
    switches: Switches
    store: Store
    queues: Queues
    directory: Path
    python: str = sys.executable
    default_instances: int = 4
    lets_functions: Callable[[str], bool] | None = None

    @property
    def compiled(self) -> Path:
        """Where instances keep what they compile of functions that bring no bytecode. It may be
        shared: the source decides what is used of it (harness/compiled.py).
        """
        return self.directory / "pycache"


class InvocationRefusedError(Exception):
    """The platform did not run the function: `status` and `code` as its API answers."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
