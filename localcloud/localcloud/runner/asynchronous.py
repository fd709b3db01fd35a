"""Asynchronous invocations: queued, retried, and told to a destination when they are over.

Source: Function Compute, "Asynchronous invocation" and "Result callback". The pause between
retries of a failed function is not documented: here 10, 20, 40 … seconds of the world's time.
"""

from __future__ import annotations

import base64
import json
import logging
import threading
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from localcloud.runner.destination_record import destination_record
from localcloud.runner.executor import Executor
from localcloud.runner.instance import new_request_id
from localcloud.runner.invocations import InvocationResult
from localcloud.runner.platform import InvocationRefusedError
from localcloud.runner.specs import ASYNC_PAYLOAD

LOG = logging.getLogger(__name__)
_FIRST_PAUSE = timedelta(seconds=10)
_FIRST_REFUSAL_PAUSE = timedelta(seconds=0.5)
_REFUSED_FOR_SECONDS = 5 * 3600
"""A request refused for concurrency is tried again for five hours ("Asynchronous invocation")."""
_TOO_MANY = 429
_STOPPING = 503


class AsyncQueue:
    """The queue of all functions; it survives a restart. The clock's condition guards its state.

    At least once: an item is removed after its outcome, so a stop in between repeats it.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._platform = executor.platform
        self._clock = executor.platform.clock
        self._items = executor.platform.store.table("runner.async")
        self._running: set[str] = set()
        self._stopped = False
        self._thread = threading.Thread(target=self._dispatch, name="fc-async", daemon=True)

    def start(self) -> None:
        """Begin to run what is queued."""
        self._thread.start()

    def stop(self) -> None:
        """Start nothing more; what is queued stays queued."""
        self._stopped = True
        self._clock.wake()
        if self._thread.is_alive():
            self._thread.join(5)

    def submit(self, function: str, event: bytes, trigger: str) -> str:
        """Queue one invocation; its request id. InvocationRefusedError above 128 KB."""
        self._executor.pool(function)
        if len(event) > ASYNC_PAYLOAD:
            raise InvocationRefusedError(400, "EntityTooLarge", "the payload exceeds 128 KB")
        request_id, now = new_request_id(), self._clock.now().isoformat()
        with self._clock.condition:
            self._items[request_id] = {
                "function": function,
                "event": base64.b64encode(event).decode(),
                "trigger": trigger,
                "attempt": 0,
                "refusals": 0,
                "queued": now,
                "due": now,
            }
            self._clock.condition.notify_all()
        return request_id

    def is_quiet(self) -> bool:
        """Nothing runs and nothing is due now (a retry may be due later)."""
        with self._clock.condition:
            return not self._running and self._next(self._clock.now()) is None

    def pending(self) -> list[dict[str, Any]]:
        """What is queued, without the events."""
        with self._clock.condition:
            return [
                {"request_id": key, **{k: v for k, v in item.items() if k != "event"}}
                for key, item in self._items.items()
            ]

    def _dispatch(self) -> None:
        while not self._stopped:
            with self._clock.condition:
                key = self._next(self._clock.now())
                if key is not None:
                    self._running.add(key)
                else:
                    due = self._earliest()
                    self._clock.wait_for(partial(self._is_changed, due), until=due)
                    continue
            threading.Thread(target=self._run, args=(key,), name=f"fc-{key}", daemon=True).start()

    def _is_changed(self, due: datetime | None) -> bool:
        return self._stopped or self._earliest() != due

    def _next(self, now: datetime) -> str | None:
        due = (key for key in self._waiting() if _due(self._items[key]) <= now)
        return next(due, None)

    def _earliest(self) -> datetime | None:
        return min((_due(self._items[key]) for key in self._waiting()), default=None)

    def _waiting(self) -> list[str]:
        known = self._executor.pools
        return [
            key
            for key, item in self._items.items()
            if key not in self._running and item["function"] in known
        ]

    def _run(self, key: str) -> None:
        item = self._items[key]
        try:
            self._attempt(key, item)
        except InvocationRefusedError as refusal:
            self._refused(key, item, refusal)
        except Exception:
            LOG.exception("asynchronous invocation %s: fault in the local cloud", key)
            self._finish(key)
        finally:
            with self._clock.condition:
                self._running.discard(key)
                self._clock.condition.notify_all()

    def _attempt(self, key: str, item: dict[str, Any]) -> None:
        if not self._is_young(item, timedelta()):
            self._give_up(key, item, _expired())
            return
        result = self._executor.run(
            item["function"],
            base64.b64decode(item["event"]),
            trigger=item["trigger"],
            attempt=item["attempt"],
            request_id=key,
        )
        if self._stopped:
            return  # cut off by the stop: run again after the restart
        config = self._executor.pool(item["function"]).spec.asynchronous
        pause = _FIRST_PAUSE * 2 ** item["attempt"]
        if result.failed and item["attempt"] < config.retries and self._is_young(item, pause):
            self._again(key, {**item, "attempt": item["attempt"] + 1}, pause)
            return
        self._tell(item, result, config.on_failure if result.failed else config.on_success)
        self._finish(key)

    def _refused(self, key: str, item: dict[str, Any], refusal: InvocationRefusedError) -> None:
        if refusal.status == _STOPPING:
            return
        pause = _FIRST_REFUSAL_PAUSE * 2 ** item["refusals"]
        again = refusal.status == _TOO_MANY and self._is_young(item, pause)
        if again and self._age(item, pause) <= _REFUSED_FOR_SECONDS:
            self._again(key, {**item, "refusals": item["refusals"] + 1}, pause)
            return
        self._give_up(key, item, refusal)

    def _give_up(self, key: str, item: dict[str, Any], refusal: InvocationRefusedError) -> None:
        """It never ran, or not once more: the record says why."""
        LOG.error("asynchronous invocation %s of %s: %s", key, item["function"], refusal)
        body = json.dumps({"errorMessage": refusal.message, "errorType": refusal.code}).encode()
        result = InvocationResult(refusal.status, refusal.code, body, (), key, 0.0)
        config = self._executor.pool(item["function"]).spec.asynchronous
        self._tell(item, result, config.on_failure)
        self._finish(key)

    def _is_young(self, item: dict[str, Any], pause: timedelta) -> bool:
        config = self._executor.pool(item["function"]).spec.asynchronous
        return self._age(item, pause) <= config.max_age_seconds

    def _age(self, item: dict[str, Any], pause: timedelta) -> float:
        """In seconds, after a pause from now."""
        return (self._clock.now() + pause - datetime.fromisoformat(item["queued"])).total_seconds()

    def _again(self, key: str, item: dict[str, Any], pause: timedelta) -> None:
        with self._clock.condition:
            self._items[key] = {**item, "due": (self._clock.now() + pause).isoformat()}

    def _finish(self, key: str) -> None:
        with self._clock.condition:
            self._items.pop(key, None)

    def _tell(self, item: dict[str, Any], result: InvocationResult, queue: str | None) -> None:
        if queue is None:
            return
        spec = self._executor.pool(item["function"]).spec
        account = self._platform.credentials.account_id
        arn = f"acs:fc:{spec.region}:{account}:functions/{spec.name}"
        record = destination_record(item, result, arn, self._clock.now())
        try:
            self._platform.queues.send(queue, json.dumps(record))
        except (KeyError, ValueError) as error:
            LOG.warning("%s: the record was not delivered to %s: %s", spec.name, queue, error)


def _expired() -> InvocationRefusedError:
    """The platform calls this state of a task Expired; the record's own words are UNCERTAIN."""
    message = "the invocation is older than maxAsyncEventAgeInSeconds"
    return InvocationRefusedError(400, "AsyncEventExpired", message)


def _due(item: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(item["due"])
