"""Runs one request of a function on one of its instances, and records how it ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

from localcloud.runner.instance import Answer, Instance, new_request_id
from localcloud.runner.invocations import Invocation, InvocationLog, InvocationResult
from localcloud.runner.platform import InvocationRefusedError, Platform
from localcloud.runner.pool import Pool
from localcloud.runner.specs import SYNC_PAYLOAD, FunctionSpec


class Executor:
    """All functions of the service file with their instances."""

    def __init__(self, platform: Platform, functions: Iterable[FunctionSpec]) -> None:
        self.platform = platform
        self.log = InvocationLog()
        self.pools = {spec.name: Pool(spec, platform) for spec in functions}
        self._running = 0
        self._count = threading.Lock()

    def pool(self, function: str) -> Pool:
        """InvocationRefusedError (404) when there is no such function."""
        if function not in self.pools:
            names = ", ".join(sorted(self.pools)) or "none"
            raise InvocationRefusedError(
                404, "FunctionNotFound", f"no function {function!r}; there are: {names}"
            )
        return self.pools[function]

    @property
    def running(self) -> int:
        """How many requests are under way."""
        with self._count:
            return self._running

    def run(
        self,
        function: str,
        event: bytes,
        *,
        trigger: str,
        attempt: int = 0,
        request_id: str = "",
        at_most: float | None = None,
    ) -> InvocationResult:
        """One synchronous run. A failing function is a result; InvocationRefusedError is not."""
        pool = self.pool(function)
        if len(event) > SYNC_PAYLOAD:
            raise InvocationRefusedError(400, "EntityTooLarge", "the payload exceeds 32 MB")
        with self._count:
            self._running += 1
        try:
            instance = pool.acquire()
            return self._run_on(
                pool, instance, event, (trigger, attempt, request_id or new_request_id(), at_most)
            )
        finally:
            with self._count:
                self._running -= 1
            self.platform.clock.wake()

    def _run_on(
        self, pool: Pool, instance: Instance, event: bytes, how: tuple[str, int, str, float | None]
    ) -> InvocationResult:
        trigger, attempt, request_id, at_most = how
        clock = self.platform.clock
        started, begin, cold = clock.now(), time.monotonic(), instance.served == 0
        timeout = min(pool.spec.timeout, at_most or pool.spec.timeout)
        answer: Answer | None = None
        try:
            answer = instance.call(request_id, event, attempt=attempt, timeout=timeout)
        finally:
            # A failed handler leaves its instance warm; a failed start or a dead process does not.
            broken = answer is None or answer.error_type in (
                "InitializationError",
                "FunctionTimeoutError",
            )
            pool.release(instance, healthy=not broken)
        seconds = time.monotonic() - begin
        result = InvocationResult(
            200, answer.error_type, answer.body, answer.log, request_id, seconds
        )
        self.log.add(
            Invocation(
                pool.spec.name,
                request_id,
                trigger,
                attempt,
                started,
                clock.now(),
                instance.id,
                cold,
                result,
            )
        )
        return result

    def kill_principal(self, principal: str) -> bool:
        """Kill the busy instance that signs as `principal`; False when there is none."""
        for pool in self.pools.values():
            instance = pool.find(principal)
            if instance is not None:
                instance.kill()
                return True
        return False

    def close(self) -> None:
        """End all instances."""
        for pool in self.pools.values():
            pool.close()
