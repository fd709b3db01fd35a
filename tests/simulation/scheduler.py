"""Who runs: exactly one invocation at a time, changed only at call boundaries, by chance that
follows from the seed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from certbind.adapters.calls import kept
from tests.simulation.clockwork import Chance, Time
from tests.simulation.instances import Instance

LONGEST = 3_000
"""Calls of one invocation: more of them is a loop without an end."""


class Crashed(BaseException):
    """The process is gone. No `except Exception` of an SDK may catch it."""


@dataclass(eq=False)
class Invocation:
    """One run of a handler. key: what its draws depend on; skew: seconds that its clock is ahead.

    error: what it raised. calls: boundaries so far. troubles: calls that went wrong.
    """

    function: str
    key: str
    work: Callable[[], object]
    skew: float = 0.0
    by_hand: bool = False
    instance: Instance = field(default_factory=Instance)
    calls: int = 0
    troubles: int = 0
    is_dead: bool = False
    answer: object = None
    error: BaseException | None = None
    seen: dict[str, list[str]] = field(default_factory=dict)
    turn: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    @property
    def is_over(self) -> bool:
        """Whether it answered, raised or died."""
        return self.is_dead or self.answer is not None or self.error is not None

    def run(self) -> None:
        """To its end, whatever that is."""
        try:
            self.answer = self.work()
        except Crashed:
            self.is_dead = True
        except Exception as error:  # noqa: BLE001 - the platform sees whatever comes out
            self.error = error


class Scheduler:
    """Lets invocations go on side by side, one step each."""

    def __init__(self, time: Time, chance: Chance) -> None:
        self._time = time
        self._chance = chance
        self._running: list[Invocation] = []
        self._all_over = threading.Semaphore(0)
        self.current: Invocation | None = None
        self.switches = 0

    @property
    def running(self) -> tuple[Invocation, ...]:
        """Those that are not over."""
        return tuple(self._running)

    def run(self, *invocations: Invocation) -> None:
        """All of them to their end. One alone needs no thread of its own."""
        self._running = list(invocations)
        if len(invocations) == 1:
            self._let(invocations[0])
            invocations[0].run()
        else:
            threads = [threading.Thread(target=self._live, args=(one,)) for one in invocations]
            for thread in threads:
                thread.start()
            self._let(invocations[0])
            invocations[0].turn.release()
            self._all_over.acquire()
            for thread in threads:
                thread.join()
        self.current = None
        self._running = []
        self._time.skew = 0.0

    def boundary(self) -> None:
        """Between two effects of who runs now: perhaps another goes on."""
        one = self.current
        if one is None or len(self._running) == 1:
            return
        others = [other for other in self._running if other is not one]
        if not others or self._chance.draw("switch", one.key, one.calls) < 0.5:
            return
        other = self._chance.one_of(others, "to", one.key, one.calls)
        self.switches += 1
        self._let(other)
        other.turn.release()
        one.turn.acquire()
        self._let(one)

    def disturbed(self) -> None:
        """Something changed in the midst of what runs: no run is a control any more."""
        for one in self._running:
            one.seen["control"] = []

    def _let(self, one: Invocation) -> None:
        self.current = one
        kept._CLIENTS = one.instance.clients
        self._time.skew = one.skew

    def _live(self, one: Invocation) -> None:
        one.turn.acquire()
        self._let(one)
        one.run()
        self._running.remove(one)
        if self._running:
            other = self._chance.one_of(self._running, "after", one.key)
            self._let(other)
            other.turn.release()
        else:
            self._all_over.release()
