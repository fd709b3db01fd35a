"""Timer triggers: asynchronous invocations when the world's clock reaches a tick.

Source: Function Compute, "Time triggers". When the clock jumps over several ticks, the timer
fires once, for the last of them: a jump of a week is not a week of backlog. `@every` counts from
the start of the runner.
"""

from __future__ import annotations

import json
import logging
import threading
from datetime import datetime, timezone

from localcloud.clock import Clock
from localcloud.runner.asynchronous import AsyncQueue
from localcloud.runner.platform import InvocationRefusedError
from localcloud.runner.specs import FunctionSpec, TimerTrigger

LOG = logging.getLogger(__name__)


class Timer:
    """One trigger, waiting in a thread."""

    def __init__(
        self, spec: FunctionSpec, trigger: TimerTrigger, clock: Clock, queue: AsyncQueue
    ) -> None:
        self.spec = spec
        self.trigger = trigger
        self._clock = clock
        self._queue = queue
        self._stopped = not trigger.enabled
        self.next_tick = trigger.schedule.after(clock.now())
        name = f"timer-{spec.name}-{trigger.name}"
        self._thread = threading.Thread(target=self._wait, name=name, daemon=True)

    def start(self) -> None:
        """Start waiting, unless the trigger is disabled."""
        if not self._stopped:
            self._thread.start()

    def stop(self) -> None:
        """No more ticks."""
        self._stopped = True
        self._clock.wake()
        if self._thread.is_alive():
            self._thread.join(5)

    def is_quiet(self) -> bool:
        """Whether no tick is due now."""
        with self._clock.condition:
            return self._stopped or self.next_tick > self._clock.now()

    def _wait(self) -> None:
        while not self._stopped:
            with self._clock.condition:
                if self._clock.wait_for(lambda: self._stopped, until=self.next_tick):
                    return
                self._fire()

    def _fire(self) -> None:
        """With the clock's condition held, so that a tick is never neither due nor queued."""
        schedule = self.trigger.schedule
        tick = schedule.last(self.next_tick, self._clock.now())
        self.next_tick = schedule.after(tick)
        event, name = timer_event(self.trigger, tick), f"timer/{self.trigger.name}"
        try:
            self._queue.submit(self.spec.name, event, name)
        except InvocationRefusedError as refusal:
            # A payload within the limit makes an event beyond it: this tick is lost, not the next.
            LOG.warning("timer of %s: %s", self.spec.name, refusal)


def timer_event(trigger: TimerTrigger, tick: datetime) -> bytes:
    """`triggerTime` in UTC to the second; `payload` is always a text."""
    event = {
        "triggerTime": tick.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "triggerName": trigger.name,
        "payload": trigger.payload,
    }
    return json.dumps(event).encode()
