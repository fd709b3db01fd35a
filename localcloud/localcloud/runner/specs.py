"""What the runner knows of a function: its settings and triggers, checked when they are read.

Sources: Function Compute 3.0 API (CreateFunction, PutAsyncInvokeConfig, trigger pages), schema
of the fc3 component.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from localcloud.runner.cron import Schedule

EVENTBRIDGE_SECONDS = 300
"""An invocation by EventBridge lasts five minutes at most, whatever `timeout` says."""
SYNC_PAYLOAD = 32 * 1024 * 1024
ASYNC_PAYLOAD = 128 * 1024


@dataclass(frozen=True, slots=True)
class QueueTrigger:
    """A queue of MNS as EventBridge's event stream hands it to a function.

    mode: `event-streaming` (an array of events) or `event-driven` (one event).
    tolerance: ALL goes on after the last retry, NONE stops the stream.
    """

    name: str
    queue: str
    region: str
    decode_base64: bool = True
    mode: str = "event-streaming"
    asynchronous: bool = False
    retry: str = "BACKOFF_RETRY"
    tolerance: str = "NONE"
    dead_letter_queue: str | None = None
    batch_count: int = 1
    tasks: int = 1
    enabled: bool = True

    @property
    def at_once(self) -> int:
        """Messages of one invocation: event-driven has none in a batch."""
        return self.batch_count if self.mode == "event-streaming" else 1


@dataclass(frozen=True, slots=True)
class TimerTrigger:
    """A schedule with the text that each invocation carries."""

    name: str
    schedule: Schedule
    payload: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class AsyncConfig:
    """What happens to an asynchronous invocation that fails; queues for the records."""

    retries: int = 3
    max_age_seconds: int = 86_400
    on_failure: str | None = None
    on_success: str | None = None


@dataclass(frozen=True, slots=True)
class Hook:
    """A life-cycle hook: which callable, how many seconds it may take."""

    handler: str
    timeout: int = 3


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """One function. `role` is the bare name of the role, empty for none."""

    name: str
    region: str
    runtime: str
    handler: str
    code: Path
    role: str = ""
    timeout: int = 3
    memory: int = 512
    env: dict[str, str] = field(default_factory=dict)
    reserved_concurrency: int | None = None
    initializer: Hook | None = None
    pre_stop: Hook | None = None
    asynchronous: AsyncConfig = field(default_factory=AsyncConfig)
    queue_triggers: tuple[QueueTrigger, ...] = ()
    timers: tuple[TimerTrigger, ...] = ()
    log_project: str = ""
    log_store: str = ""
