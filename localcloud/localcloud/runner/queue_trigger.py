"""A queue trigger: EventBridge's event stream from an MNS queue to a function.

Sources: Function Compute, "SMQ queue trigger"; EventBridge, "Retry policies and dead-letter
queues". When EventBridge deletes a message from the queue is not documented: here when it has
taken it over into a buffer of its own, which survives a restart. So a message is in the queue, in
the buffer, or its outcome is known.
"""

from __future__ import annotations

import json
import logging
import random
import threading
from datetime import datetime, timedelta
from typing import Any

from localcloud.runner.asynchronous import AsyncQueue
from localcloud.runner.executor import Executor
from localcloud.runner.platform import InvocationRefusedError, QueueMessage
from localcloud.runner.specs import EVENTBRIDGE_SECONDS, FunctionSpec, QueueTrigger
from localcloud.runner.stream_events import UndecodableBodyError, decoded_body, queue_event
from localcloud.runner.stream_retries import pause_before, retries

LOG = logging.getLogger(__name__)
Batch = list[tuple[str, dict[str, Any]]]


class EventStream:
    """One trigger with its parallel consumers.

    state: `running`, `disabled`, or `stopped`: errorsTolerance NONE after the last retry, and it
    stays so, over a restart too, until somebody starts it by hand
    (EventBridge, "Retry policies and dead-letter queues").
    """

    def __init__(
        self, spec: FunctionSpec, trigger: QueueTrigger, executor: Executor, queue: AsyncQueue
    ) -> None:
        self.spec = spec
        self.trigger = trigger
        self._executor = executor
        self._async = queue
        self._platform = executor.platform
        self._clock = executor.platform.clock
        self._buffer = executor.platform.store.table(f"runner.stream.{spec.name}.{trigger.name}")
        self._stops = executor.platform.store.table("runner.stopped_streams")
        self._closing = False
        self._taken: set[str] = set()
        self._working = 0
        self._retrying: dict[int, datetime] = {}
        self._threads: list[threading.Thread] = []

    @property
    def state(self) -> str:
        """See the class."""
        if not self.trigger.enabled:
            return "disabled"
        return "stopped" if self._key in self._stops else "running"

    @property
    def _key(self) -> str:
        return f"{self.spec.name}/{self.trigger.name}"

    def start_by_hand(self) -> bool:
        """Start a stopped stream, as a person does in the console; False when it runs."""
        if self.state != "stopped":
            return False
        for thread in self._threads:
            thread.join()  # one may still be at its last delivery
        del self._stops[self._key]
        self.start()
        return True

    def start(self) -> None:
        """Start the consumers, unless the stream is disabled or stopped."""
        if self.state != "running":
            return
        name = f"stream-{self.spec.name}-{self.trigger.name}"
        self._threads = [
            threading.Thread(
                target=self._consume, args=(task,), name=f"{name}-{task}", daemon=True
            )
            for task in range(self.trigger.tasks)
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Take nothing more."""
        self._closing = True
        self._clock.wake()

    def join(self) -> None:
        """Wait for the consumers to end."""
        for thread in self._threads:
            thread.join(5)

    def is_quiet(self) -> bool:
        """Nothing under way and nothing to take now (a retry may be due later)."""
        with self._clock.condition:
            if self._working - len(self._retrying) > 0:
                return False
            if any(due <= self._clock.now() for due in self._retrying.values()):
                return False
            if self.state != "running" or len(self._retrying) >= self.trigger.tasks:
                return True  # nobody takes anything now
            due = self._platform.queues.next_visible(self.trigger.queue)
            return (due is None or due > self._clock.now()) and not self._left_over()

    def status(self) -> dict[str, Any]:
        """As `localcloud status` shows it."""
        return {
            "function": self.spec.name,
            "trigger": self.trigger.name,
            "queue": self.trigger.queue,
            "state": self.state,
            "buffered": len(self._buffer),
            "retrying": len(self._retrying),
        }

    def _is_over(self) -> bool:
        return self._closing or self.state != "running"

    def _consume(self, task: int) -> None:
        chance = random.Random(f"{self.spec.name}/{self.trigger.name}/{task}")  # noqa: S311
        while not self._is_over():
            batch = self._take()
            if not batch:
                self._wait_for_messages()
                continue
            try:
                self._deliver(task, batch, chance)
            except Exception:
                LOG.exception("stream of %s: fault in the local cloud", self.spec.name)
            finally:
                with self._clock.condition:
                    self._working -= 1
                    self._taken.difference_update(key for key, _ in batch)
                    self._clock.condition.notify_all()

    def _wait_for_messages(self) -> None:
        queues, name = self._platform.queues, self.trigger.queue
        with self._clock.condition:
            due = queues.next_visible(name)
            if due is not None and due <= self._clock.now():
                return
            self._clock.wait_for(
                lambda: self._is_over() or queues.next_visible(name) != due, until=due
            )

    def _take(self) -> Batch:
        """The messages of one invocation, out of the queue and into the buffer."""
        with self._clock.condition:
            batch: Batch = []
            for key in self._left_over()[: self.trigger.at_once]:
                batch.append((key, self._buffer[key]))
            while len(batch) < self.trigger.at_once:
                message = self._platform.queues.receive(self.trigger.queue)
                if message is None:
                    break
                batch.append(self._take_over(message))
            if batch:
                self._working += 1
                self._taken.update(key for key, _ in batch)
            return batch

    def _left_over(self) -> list[str]:
        return [key for key in self._buffer if key not in self._taken]

    def _take_over(self, message: QueueMessage) -> tuple[str, dict[str, Any]]:
        # A duplicate delivery has the same message id and must not overwrite the first.
        record = {"id": message.id, "body": message.body, "sent": message.sent.isoformat()}
        self._buffer[message.receipt] = record
        self._platform.queues.delete(self.trigger.queue, message.receipt)
        return message.receipt, record

    def _deliver(self, task: int, batch: Batch, chance: random.Random) -> None:
        try:
            events = [self._event(record) for _, record in batch]
        except UndecodableBodyError as error:
            LOG.warning("stream of %s: %s", self.spec.name, error)
            self._give_up(
                [{"data": {"messageBody": record["body"]}} for _, record in batch], batch
            )
            return
        payload = json.dumps(events if self.trigger.mode == "event-streaming" else events[0])
        for attempt in range(retries(self.trigger.retry) + 1):
            pause = pause_before(self.trigger.retry, attempt, chance)
            if attempt and not self._pause(task, pause):
                return  # stopped meanwhile: the buffer keeps it for the next start
            if self._push(payload.encode(), attempt):
                self._forget(batch)
                return
            if self._closing:
                return
        self._give_up(events, batch)

    def _event(self, record: dict[str, Any]) -> dict[str, Any]:
        passes = self._platform.switches["eventbridge.plain_body"] == "pass"
        body = decoded_body(
            record["body"], base64_expected=self.trigger.decode_base64, plain_passes=passes
        )
        message = QueueMessage(
            record["id"], record["body"], "", datetime.fromisoformat(record["sent"])
        )
        account = self._platform.credentials.account_id
        return queue_event(message, body, self.spec, self.trigger, account, self._clock.now())

    def _push(self, payload: bytes, attempt: int) -> bool:
        name = f"queue/{self.trigger.name}"
        try:
            if self.trigger.asynchronous:
                self._async.submit(self.spec.name, payload, name)
                return True
            result = self._executor.run(
                self.spec.name,
                payload,
                trigger=name,
                attempt=attempt,
                at_most=EVENTBRIDGE_SECONDS,
            )
        except InvocationRefusedError as refusal:
            LOG.warning("stream of %s: %s", self.spec.name, refusal)
            return False
        return not result.failed

    def _pause(self, task: int, pause: timedelta) -> bool:
        with self._clock.condition:
            due = self._retrying[task] = self._clock.now() + pause
            self._clock.condition.notify_all()
            self._clock.wait_for(self._is_over, until=due)
            del self._retrying[task]
        return not self._is_over()

    def _give_up(self, events: list[dict[str, Any]], batch: Batch) -> None:
        if self.trigger.tolerance == "NONE":
            self._stops[self._key] = {"at": self._clock.now().isoformat()}
            self._clock.wake()
            return
        if self.trigger.dead_letter_queue is not None:
            self._bury(events, self.trigger.dead_letter_queue)
        self._forget(batch)

    def _bury(self, events: list[dict[str, Any]], queue: str) -> None:
        whole = self._platform.switches["eventbridge.dead_letter"] == "event"
        for event in events:
            body = json.dumps(event) if whole else event["data"]["messageBody"]
            try:
                self._platform.queues.send(queue, body)
            except (KeyError, ValueError) as error:
                LOG.warning("stream of %s: not delivered to %s: %s", self.spec.name, queue, error)

    def _forget(self, batch: Batch) -> None:
        with self._clock.condition:
            for key, _ in batch:
                self._buffer.pop(key, None)
