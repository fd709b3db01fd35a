"""The instances of one function: warm ones are used again, one request at a time each."""

from __future__ import annotations

import threading

from localcloud.runner.instance import Instance
from localcloud.runner.platform import InvocationRefusedError, Platform
from localcloud.runner.specs import FunctionSpec


class Pool:
    """At most `reservedConcurrency` instances, else as many as the platform's default here.

    At a reserved limit a request is refused with 429, as the platform does. At the default limit
    it waits for an instance: the platform would have started another one.
    """

    def __init__(self, spec: FunctionSpec, platform: Platform) -> None:
        self.spec = spec
        self._platform = platform
        self._limit = spec.reserved_concurrency
        self._free = threading.Condition()
        self._idle: list[Instance] = []
        self._busy: dict[str, Instance] = {}
        self._starting = 0
        self._closed = False

    def acquire(self) -> Instance:
        """An instance for one request. InvocationRefusedError: at the limit, or closing."""
        with self._free:
            while not self._closed:
                warm = self._take_warm()
                if warm is not None:
                    self._busy[warm.id] = warm
                    return warm
                if len(self._busy) + self._starting < self._most():
                    self._starting += 1
                    break
                if self._limit is not None:
                    raise InvocationRefusedError(
                        429, "ResourceExhausted", f"{self.spec.name}: reserved concurrency is used"
                    )
                self._free.wait()
            if self._closed:
                raise InvocationRefusedError(503, "ServiceUnavailable", "the runner is stopping")
        return self._start()

    def release(self, instance: Instance, *, healthy: bool) -> None:
        """Give it back; one that failed to start, crashed or timed out is thrown away."""
        with self._free:
            self._busy.pop(instance.id, None)
            keep = healthy and instance.usable and not self._closed
            if keep:
                self._idle.append(instance)
            self._free.notify_all()
        if not keep:
            instance.discard()

    def find(self, principal: str) -> Instance | None:
        """The busy instance that signs as `principal`."""
        with self._free:
            busy = list(self._busy.values())
        return next((i for i in busy if principal and i.principal == principal), None)

    def renew_credentials(self) -> None:
        """New credentials for every instance, with its next request's context."""
        with self._free:
            instances = [*self._idle, *self._busy.values()]
        for instance in instances:
            instance.renew_credentials()

    def cool(self) -> int:
        """End the idle instances, so that the next request meets a cold one. How many."""
        with self._free:
            idle, self._idle = self._idle, []
        for instance in idle:
            instance.retire()
        return len(idle)

    def close(self) -> None:
        """End everything; requests under way are cut off."""
        with self._free:
            self._closed = True
            busy = list(self._busy.values())
            self._free.notify_all()
        for instance in busy:
            instance.kill()
        self.cool()

    def counts(self) -> dict[str, int]:
        """How many instances are idle and busy."""
        with self._free:
            return {"idle": len(self._idle), "busy": len(self._busy) + self._starting}

    def _most(self) -> int:
        return self._platform.default_instances if self._limit is None else self._limit

    def _take_warm(self) -> Instance | None:
        while self._idle:
            instance = self._idle.pop()
            if instance.usable:
                return instance
            threading.Thread(target=instance.discard, daemon=True).start()
        return None

    def _start(self) -> Instance:
        instance: Instance | None = None
        try:
            instance = Instance(self.spec, self._platform)
        finally:
            with self._free:
                self._starting -= 1
                if instance is not None:
                    self._busy[instance.id] = instance
                self._free.notify_all()
        return instance
