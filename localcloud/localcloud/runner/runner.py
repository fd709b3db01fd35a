"""Function Compute for one service file: invocations, triggers, and what came of them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from localcloud.calls import CallLog
from localcloud.runner.asynchronous import AsyncQueue
from localcloud.runner.crashes import Crashes, CrashRule
from localcloud.runner.executor import Executor
from localcloud.runner.invocations import Invocation, InvocationResult
from localcloud.runner.platform import Platform
from localcloud.runner.queue_trigger import EventStream
from localcloud.runner.specs import FunctionSpec
from localcloud.runner.timer_trigger import Timer

_ACCEPTED = 202


class Runner:
    """Start it to have triggers; `invoke` works at once."""

    def __init__(
        self, platform: Platform, functions: Sequence[FunctionSpec], calls: CallLog | None = None
    ) -> None:
        self.functions = tuple(functions)
        self.executor = Executor(platform, functions)
        self.crashes = Crashes(self.executor)
        self._clock = platform.clock
        self._async = AsyncQueue(self.executor)
        self.streams = tuple(
            EventStream(spec, trigger, self.executor, self._async)
            for spec in functions
            for trigger in spec.queue_triggers
        )
        self.timers = tuple(
            Timer(spec, trigger, platform.clock, self._async)
            for spec in functions
            for trigger in spec.timers
        )
        if calls is not None:
            calls.listen(self.crashes.on_call)

    def start(self) -> None:
        """Start the triggers."""
        self._async.start()
        for stream in self.streams:
            stream.start()
        for timer in self.timers:
            timer.start()

    def stop(self) -> None:
        """Stop the triggers and end all instances; requests under way are cut off."""
        for timer in self.timers:
            timer.stop()
        for stream in self.streams:
            stream.close()
        self._async.stop()
        self.executor.close()
        for stream in self.streams:
            stream.join()

    def invoke(
        self, function: str, payload: bytes = b"", *, asynchronous: bool = False
    ) -> InvocationResult:
        """A manual invocation. InvocationRefusedError when the platform does not run it."""
        if asynchronous:
            request_id = self._async.submit(function, payload, "invoke")
            return InvocationResult(_ACCEPTED, "", b"", (), request_id, 0.0)
        return self.executor.run(function, payload, trigger="invoke")

    def invocations(self, function: str | None = None) -> tuple[Invocation, ...]:
        """The newest invocations, oldest first."""
        return self.executor.log.list(function)

    def kill_on_call(
        self, service: str, action: str, *, resource: str = "", nth: int = 1
    ) -> CrashRule:
        """Kill the instance that makes the `nth` such call, once the call was applied."""
        return self.crashes.add(CrashRule(service, action, resource, nth))

    def renew_credentials(self, role: str) -> None:
        """For every instance of every function that runs under `role`; see Instance."""
        for pool in self.executor.pools.values():
            if pool.spec.role == role:
                pool.renew_credentials()

    def cool(self) -> int:
        """End all idle instances, so that the next requests meet cold ones. How many."""
        return sum(pool.cool() for pool in self.executor.pools.values())

    def settle(self, seconds: float = 30.0) -> bool:
        """Wait (real time) until nothing runs and nothing is due now; False when that is too long.

        What is due later (retries, delayed messages, timers) does not count.
        """
        deadline = time.monotonic() + seconds
        with self._clock.condition:
            while not self.is_quiet():
                if time.monotonic() >= deadline:
                    return False
                # A limit, because not everything that ends tells the clock.
                self._clock.condition.wait(0.05)
        return True

    def is_quiet(self) -> bool:
        """Nothing runs and nothing is due at this moment of the world's time."""
        with self._clock.condition:
            return (
                self.executor.running == 0
                and self._async.is_quiet()
                and all(stream.is_quiet() for stream in self.streams)
                and all(timer.is_quiet() for timer in self.timers)
            )

    def status(self) -> dict[str, Any]:
        """Functions, streams, timers and queued asynchronous invocations."""
        return {
            "functions": {
                spec.name: {"code": str(spec.code), **self.executor.pools[spec.name].counts()}
                for spec in self.functions
            },
            "streams": [stream.status() for stream in self.streams],
            "timers": [
                {
                    "function": timer.spec.name,
                    "trigger": timer.trigger.name,
                    "next": timer.next_tick.isoformat(),
                }
                for timer in self.timers
            ],
            "async": self._async.pending(),
        }
