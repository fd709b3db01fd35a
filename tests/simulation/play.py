"""One seed, played: the course of the world, the platform around the functions, the owner around
the account.
"""

from __future__ import annotations

import gc
import heapq
import itertools
import os
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

from functions import certificate_event, recheck, rollback, watch
from tests.simulation.account import Account
from tests.simulation.clockwork import Chance, Time, virtual
from tests.simulation.cloud import QUEUE, Cloud
from tests.simulation.course import Course
from tests.simulation.deployed import deployed
from tests.simulation.hands import Hands
from tests.simulation.instances import Instance, Instances
from tests.simulation.invariants import Broken, Watcher
from tests.simulation.markers import Markers
from tests.simulation.plan import DAY, HOUR, MINUTE, Line, Plan
from tests.simulation.results import Allowed, Result
from tests.simulation.scheduler import Invocation, Scheduler
from tests.simulation.stream import Stream
from tests.simulation.timers import EVERY, Timers
from tests.simulation.wire import Wire

_SIGNED = 0.125
"""Of the invocations: each call is signed, and the signature checked."""
_TIMEOUT = {"watch": 240, "recheck": 600, "rollback": 240, "certificate_event": 240}
_HANDLERS = {
    "watch": watch.handler,
    "recheck": recheck.handler,
    "rollback": rollback.handler,
    "certificate_event": certificate_event.handler,
}


class Play:
    """The run of one plan."""

    def __init__(self, plan: Plan, time: Time, allowed: Allowed) -> None:
        self.plan = plan
        self.time = time
        self.chance = Chance(plan.seed)
        self.allowed = allowed
        self.result = Result(plan.seed)
        self.markers = Markers(self.result.markers)
        world = plan.world
        self.cloud = Cloud(time, dict(plan.delays), world.products, renews=world.renews)
        self.account = Account(self.cloud)
        for spot in plan.spots:
            self.account.add(spot)
        self.scheduler = Scheduler(time, self.chance)
        self.watcher = Watcher(self)
        self.course = Course(self)
        self.hands = Hands(self)
        self.wire = Wire(self)
        self.begin = time.seconds
        self.timers = Timers(self)
        self.stream = Stream(self)
        self.scope = "all"
        self._instances = Instances(self.chance)
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._runs = 0

    def play(self) -> Result:
        """To the end of the plan, or the first promise that is broken."""
        end = self.begin + self.plan.days * DAY
        for line in self.plan.lines:
            self.at(self.begin + line.at, partial(self._do, line))
        for calm in self.plan.calms:
            self.at(self.begin + calm, self.watcher.after_calm)
        for begin, skewed, _ in self.plan.skews:
            for moment in (begin, skewed):
                self.at(self.begin + moment, self.disturb)
        try:
            while self.time.seconds < end:
                self._step()
        except Broken as broken:
            self.result.broken = broken
        self.result.counts["runs"] = self._runs
        self.result.counts["switches"] = self.scheduler.switches
        return self.result

    def _step(self) -> None:
        """The next thing that happens."""
        ticks = [(self.timers.next_tick(name), name) for name in EVERY]
        visible = self.cloud.queues.next_visible(QUEUE)
        moments = [moment for moment, _ in ticks]
        moments += [self._agenda[0][0]] if self._agenda else []
        moments += [self.time.at(visible)] if visible is not None else []
        self.time.until(min([*moments, self.course.next]))
        if self.course.next <= self.time.seconds:
            self.course.bring_on()
            return
        if self._agenda and self._agenda[0][0] <= self.time.seconds:
            heapq.heappop(self._agenda)[2]()
            return
        due = [name for moment, name in ticks if moment <= self.time.seconds]
        messages = self.stream.deliveries() if visible is not None else []
        together = [*(self.timers.tick(name) for name in due[:1]), *messages]
        if together:
            self.run(*together)
        if self.watcher.broken is not None:
            raise self.watcher.broken

    def at(self, moment: float, act: Callable[[], None]) -> None:
        """Something is to happen then."""
        heapq.heappush(self._agenda, (moment, next(self._order), act))

    def _do(self, line: Line) -> None:
        if line.inside:
            self.wire.inside.append(line)
        else:
            self.act(line)

    def act(self, line: Line) -> None:
        """A line of the plan."""
        told = self.hands.act(line.what, line.args)
        if told:
            self.disturb()
            self.note(f"{line.what}: {told}")

    def set_scope(self, what: str) -> None:
        """CERTBIND_BIND of the next invocations."""
        self.scope = what
        os.environ["CERTBIND_BIND"] = what

    def disturb(self) -> None:
        """Something changed: the next tick of each timer may find work."""
        self.timers.disturb()
        if self.scheduler.current is not None:
            self.scheduler.disturbed()

    def note(self, told: str) -> None:
        """A line of the trace."""
        day, rest = divmod(self.time.seconds - self.begin, DAY)
        clock = f"{int(rest // HOUR):02}:{int(rest % HOUR // 60):02}:{rest % 60:06.3f}"
        self.result.trace.append(f"day {int(day):2} {clock}  {told}")

    def when(self) -> str:
        """Now, as keys tell it."""
        return f"{(self.time.seconds - self.begin) / MINUTE:.2f}"

    def rollback(self, payload: bytes) -> None:
        """A person's order to the function."""
        one = self.invocation("rollback", f"rollback@{self.when()}", payload)
        one.by_hand = True
        self.run(one)

    def invocation(self, function: str, key: str, payload: bytes) -> Invocation:
        """Of a function, by the clock that it would have now."""
        context = SimpleNamespace(
            request_id=f"{self.plan.seed}-{key}".replace("@", "-").replace("#", "-"),
            function=SimpleNamespace(timeout=_TIMEOUT[function]),
        )
        handler = _HANDLERS[function]
        now = self.time.seconds - self.begin
        skews = [ahead for begin, end, ahead in self.plan.skews if begin <= now < end]
        return Invocation(function, key, lambda: handler(payload, context), sum(skews))

    def run(self, *invocations: Invocation) -> None:
        """Side by side, to the end of each."""
        together = invocations if self.allowed.switches else ()
        self.wire.signing.is_real = any(map(self._is_signed, invocations))
        for one in invocations:
            self._runs += 1
            one.instance = self._instances.take(one.function, one.key)
            one.seen["disturbed"] = [str(self.timers.disturbances)]
            self.watcher.begins(one)
            if not together:
                self.scheduler.run(one)
        if together:
            self.scheduler.run(*together)
        for one in invocations:
            if not one.is_dead:
                self._instances.give(one.function, one.instance)
            self._ended(one)

    def instance(self) -> Instance:
        """Of who runs."""
        one = self.scheduler.current
        return one.instance if one is not None else Instance()

    def _is_signed(self, one: Invocation) -> bool:
        """A clock that is off is told by a signature."""
        return bool(one.skew) or self.chance.draw("signed", one.key) < _SIGNED

    def _ended(self, one: Invocation) -> None:
        self.note(f"{one.function} {one.key}: {_how_it_ended(one)}")
        self.watcher.ended(one)
        if one.function in EVERY:
            self.timers.ended(one)
            if one.error is not None:
                self.stream.letter("{}")
        if "message" in one.seen:
            self.stream.settle(one)


def play(plan: Plan, allowed: Allowed | None = None) -> Result:
    """What comes of a plan."""
    gc.disable()  # a tenth of the time, and nothing here lives long
    try:
        with virtual(plan.seed) as (time, _):
            one = Play(plan, time, allowed or Allowed())
            with deployed(one):
                return one.play()
    finally:
        gc.enable()


def _how_it_ended(one: Invocation) -> str:
    if one.is_dead:
        return "died"
    if one.error is not None:
        return f"raised {type(one.error).__name__}: {str(one.error)[:160]}"
    answer = one.answer if isinstance(one.answer, dict) else {}
    told = answer.get("message") or answer.get("counts") or ""
    return f"{answer.get('outcome')} {str(told)[:200]}"
