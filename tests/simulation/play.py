"""One seed, played: the platform around the functions, the owner around the account.

As s.yaml sets it up: two timers; a queue whose messages are delivered four times at most, then
are dead letters. Ticks that can change nothing are passed over, but some of them run all the same
and must indeed change nothing; and where calls fail, only each sixth tick of the short timer runs.
"""

from __future__ import annotations

import base64
import binascii
import gc
import heapq
import itertools
import json
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from certbind import bootstrap, logs, runtime
from certbind.adapters.calls import retry
from certbind.usecases.overview.keep_report import KEPT, KeepReport
from certbind.views import kept_files
from certbind.views.page import document
from functions import certificate_event, recheck, rollback, watch
from localcloud.gateway import Gateway
from localcloud.http import DropConnection, Request, Response
from localcloud.runner.platform import QueueMessage
from tests.simulation.account import Account
from tests.simulation.clockwork import Chance, Time, virtual
from tests.simulation.cloud import LEDGER, LETTERS, QUEUE, Cloud, Probe
from tests.simulation.faults import NEVER_ANSWERS, Trouble, rule_for, trouble_at
from tests.simulation.hands import Hands
from tests.simulation.instances import Instance, Instances, remembering
from tests.simulation.invariants import Broken, Watcher
from tests.simulation.markers import Markers
from tests.simulation.plan import DAY, HOUR, MINUTE, Line, Plan
from tests.simulation.readings import Readings, kept_until_written
from tests.simulation.scheduler import LONGEST, Crashed, Invocation, Scheduler
from tests.simulation.shortcuts import Signing, taken
from tests.simulation.transport import Dropped, Silent, wired

DELIVERIES = 4
_EVERY = {"watch": 5 * MINUTE, "recheck": 6 * HOUR}
_CONTROLS = {"watch": 1000, "recheck": 20}
"""Of the ticks that are passed over, each so many-th runs all the same."""
_SIGNED = 0.125
"""Of the invocations: each call is signed, and the signature checked."""
_REPORTS, _PAGES = 0.4, 0.25
"""Of the sweeps, so many make the report for people; of those, so many draw its pages."""
_TIMEOUT = {"watch": 240, "recheck": 600, "rollback": 240, "certificate_event": 240}
_HANDLERS = {
    "watch": watch.handler,
    "recheck": recheck.handler,
    "rollback": rollback.handler,
    "certificate_event": certificate_event.handler,
}
_WRITES = (
    "oss.PutCname",
    "cdn.SetCdnDomainSSLCertificate",
    "cdn.BatchSetCdnDomainServerCertificate",
)
_QUIET = {
    "ok",
    "held",
    "expiring",
    "skipped",
    "plan_only",
    "no_certificate",
    "no_https",
    "refused",
    "not_sound",
    "renewal_due",
    "quarantined",
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may happen of what a seed would bring; None: all. For shortening a trace.

    troubles: (invocation's key, boundary) of those that may strike.
    """

    troubles: frozenset[tuple[str, int]] | None = None
    switches: bool = True


@dataclass
class Result:
    """What came of a run. broken: None where every promise was kept."""

    seed: int
    broken: Broken | None = None
    trace: list[str] = field(default_factory=list)
    struck: list[tuple[str, int]] = field(default_factory=list)
    markers: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)


class Play:
    """The run of one plan."""

    def __init__(self, plan: Plan, time: Time, allowed: Allowed) -> None:
        self.plan = plan
        self.time = time
        self.chance = Chance(plan.seed)
        self.allowed = allowed
        self.result = Result(plan.seed)
        self.markers = Markers(self.result.markers)
        self.cloud = Cloud(time, dict(plan.delays))
        self.account = Account(self.cloud)
        for spot in plan.spots:
            self.account.add(spot)
        self.scheduler = Scheduler(time, self.chance)
        self.watcher = Watcher(self)
        self.hands = Hands(self)
        self.probe = Probe(self.cloud)
        self.signing = Signing()
        self.readings = Readings(LEDGER)
        self._instances = Instances(self.chance)
        self.scope = "all"
        self.begin = time.seconds
        self._quiet = dict.fromkeys(_EVERY, False)
        self._ran = dict.fromkeys(_EVERY, self.begin)
        self._considered = dict(self._ran)
        self.disturbances = 0
        self._failed = dict.fromkeys(_EVERY, False)
        self._passed_over: Counter[str] = Counter()
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._attempts: Counter[str] = Counter()
        self._inside: list[Line] = []
        self._runs = 0

    # ------------------------------------------------------------------ the world's course

    def play(self) -> Result:
        """To the end of the plan, or the first promise that is broken."""
        end = self.begin + self.plan.days * DAY
        for line in self.plan.lines:
            self._at(self.begin + line.at, partial(self._do, line))
        for calm in self.plan.calms:
            self._at(self.begin + calm, self.watcher.after_calm)
        for begin, skewed, _ in self.plan.skews:
            for moment in (begin, skewed):
                self._at(self.begin + moment, self.disturb)
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
        found = [(self._next_tick(name), n, name) for n, name in enumerate(_EVERY)]
        visible = self.cloud.queues.next_visible(QUEUE)
        moments = [moment for moment, _, _ in found]
        moments += [self._agenda[0][0]] if self._agenda else []
        moments += [self.time.at(visible)] if visible is not None else []
        now = min(moments)
        self.time.until(now)
        if self._agenda and self._agenda[0][0] <= self.time.seconds:
            heapq.heappop(self._agenda)[2]()
            return
        due = [name for moment, _, name in found if moment <= self.time.seconds]
        messages = self._receive() if visible is not None else []
        ticks = [self._tick(name) for name in due[:1]] if due else []
        together = [*ticks, *(self._delivery(one) for one in messages)]
        if together:
            self._run(*together)
        self._fail_broken()

    def _at(self, moment: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (moment, next(self._order), act))

    def _do(self, line: Line) -> None:
        if line.inside:
            self._inside.append(line)
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
        self.disturbances += 1
        for name, quiet in self._quiet.items():
            if quiet:  # those that were passed over do not come now
                last = self._grid(name, self.time.seconds)
                self._considered[name] = max(self._considered[name], last)
        self._quiet = dict.fromkeys(_EVERY, False)
        if self.scheduler.current is not None:
            self.scheduler.disturbed()

    def note(self, told: str) -> None:
        """A line of the trace."""
        when = self.time.seconds - self.begin
        day, rest = divmod(when, DAY)
        clock = f"{int(rest // HOUR):02}:{int(rest % HOUR // 60):02}:{rest % 60:06.3f}"
        self.result.trace.append(f"day {int(day):2} {clock}  {told}")

    # ------------------------------------------------------------------ timers

    def _next_tick(self, name: str) -> float:
        """When the timer's next tick runs that may change something, or is a control."""
        every = _EVERY[name]
        first = self._grid(name, self._considered[name]) + every
        if self._failed[name] and name == "watch":
            return first + 5 * every  # a platform in trouble is late: what fails is seldom news
        if not self._quiet[name]:
            return first
        control = self._grid(name, self._ran[name]) + _CONTROLS[name] * every
        return max(first, min(control, self._threshold(name, self._ran[name])))

    def _grid(self, name: str, moment: float) -> float:
        """The timer's last tick until then."""
        return self.begin + (moment - self.begin) // _EVERY[name] * _EVERY[name]

    def _threshold(self, name: str, since: float) -> float:
        """The first tick after a moment at which some date begins to say something else."""
        return self.watcher.next_date(name, since, _EVERY[name])

    def _tick(self, name: str) -> Invocation:
        was_quiet = self._quiet[name]
        threshold = self._threshold(name, self._ran[name]) <= self.time.seconds
        self._ran[name] = self._considered[name] = self.time.seconds
        one = self._invocation(name, f"{name}@{self._when()}", b"{}")
        one.seen["control"] = ["yes"] if was_quiet and not threshold else []
        self.result.counts[f"{name}s"] += 1
        return one

    def _when(self) -> str:
        return f"{(self.time.seconds - self.begin) / MINUTE:.2f}"

    # ------------------------------------------------------------------ the queue

    def _receive(self) -> list[QueueMessage]:
        width = 1 + int(self.chance.draw("width", self._when()) * self.plan.width)
        found = []
        for _ in range(width):
            one = self.cloud.queues.receive(QUEUE)
            if one is not None:
                found.append(one)
        if found and self.chance.draw("twice", self._when()) < 0.05:
            self.markers.hit("a message was delivered twice at once")
            found.append(found[0])
        return found

    def _delivery(self, message: QueueMessage) -> Invocation:
        body = _decoded(message.body)
        event = {
            "id": message.id,
            "source": "MNS-certbind",
            "specversion": "1.0",
            "type": "mns:Queue:SendMessage",
            "data": {"requestId": "r", "messageId": message.id, "messageBody": body},
        }
        self._attempts[message.id] += 1
        attempt = self._attempts[message.id]
        key = f"{_id_in(body)}@{self._when()}#{attempt}"
        one = self._invocation("certificate_event", key, json.dumps([event]).encode())
        one.by_hand = '"by_hand":true' in body
        one.seen["message"] = [message.id, message.receipt, message.body]
        return one

    def _settle(self, one: Invocation) -> None:
        """The stream's part after an invocation: gone, delivered again, or a dead letter."""
        message, receipt, body = one.seen["message"]
        if one.answer is not None:
            self.cloud.queues.delete(QUEUE, receipt)
            self.result.counts["handled"] += 1
        elif self._attempts[message] < DELIVERIES:
            again = QueueMessage(message, body, receipt, self.cloud.clock.now())
            self._at(self.time.seconds + 15, lambda: self._run(self._delivery(again)))
        else:
            self.cloud.queues.delete(QUEUE, receipt)
            self.letter(body)

    def letter(self, body: str) -> None:
        """What could not be handled."""
        self.cloud.queues.send(LETTERS, body)
        self.result.counts["letters"] += 1
        self.markers.hit("a message became a dead letter")
        self.note("a dead letter")

    # ------------------------------------------------------------------ invocations

    def rollback(self, request: dict[str, Any]) -> None:
        """A person's order to the function."""
        key = f"rollback@{self._when()}"
        one = self._invocation("rollback", key, json.dumps(request).encode())
        one.by_hand = True
        self._run(one)

    def _invocation(self, function: str, key: str, payload: bytes) -> Invocation:
        context = SimpleNamespace(
            request_id=f"{self.plan.seed}-{key}".replace("@", "-").replace("#", "-"),
            function=SimpleNamespace(timeout=_TIMEOUT[function]),
        )
        handler = _HANDLERS[function]
        now = self.time.seconds - self.begin
        skews = [ahead for begin, end, ahead in self.plan.skews if begin <= now < end]
        return Invocation(function, key, lambda: handler(payload, context), sum(skews))

    def _run(self, *invocations: Invocation) -> None:
        together = invocations if self.allowed.switches else ()
        self.signing.is_real = any(map(self._is_signed, invocations))
        for one in invocations:
            self._runs += 1
            one.instance = self._instances.take(one.function, one.key)
            one.seen["disturbed"] = [str(self.disturbances)]
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
        how = _how_it_ended(one)
        self.note(f"{one.function} {one.key}: {how}")
        self.watcher.ended(one)
        if one.function in _EVERY:
            self._quiet[one.function] = self._is_quiet(one)
            has_failed = _has_failed(one) and not self._quiet[one.function]
            self._failed[one.function] = bool(one.troubles) or has_failed
            if one.error is not None:
                self.letter("{}")
        if "message" in one.seen:
            self._settle(one)

    def _is_quiet(self, one: Invocation) -> bool:
        if one.troubles or not isinstance(one.answer, dict):
            return False
        if one.seen["disturbed"] != [str(self.disturbances)]:
            return False
        if one.function == "watch":
            is_off = bool(one.skew) and one.answer.get("outcome") == "error"
            return is_off or one.answer.get("outcome") == "watched"
        if one.seen.get("sent"):
            return False
        if self.cloud.queues.next_visible(QUEUE) is not None or one.answer.get("unread"):
            return False
        return set(one.answer.get("counts", {"?": 1})) <= _QUIET

    def _fail_broken(self) -> None:
        if self.watcher.broken is not None:
            raise self.watcher.broken

    # ------------------------------------------------------------------ one call

    def exchange(self, request: Request) -> Response:
        """The wire: what an SDK sent, to the service that answers at its port."""
        gateway = self.cloud.apps[request.port]
        service = gateway.service
        call = f"{service}.{gateway.identify(request).action}"
        one = self._at_boundary(call)
        if one is None:
            return gateway(request)
        trouble = self._trouble(one, call)
        before = self.account.standing() if call in _WRITES else None
        try:
            answer = self._answered(gateway, request, trouble, service)
            self._watched(one, call, request, answer)
        finally:
            if trouble is not None:
                self.cloud.kernel.faults.clear()
            if before is not None:
                self.watcher.wrote(one, before)
                self._mark(trouble, has_changed=before != self.account.standing())
        if trouble is Trouble.CRASH_AFTER:
            self._die(one)
        self.scheduler.boundary()
        if one.is_dead:
            raise Crashed
        return answer

    def _watched(self, one: Invocation, call: str, request: Request, answer: Response) -> None:
        """A fault of the predicates must not pass for a connection's."""
        try:
            self.watcher.answered(one, call, request, answer)
        except Exception as error:  # noqa: BLE001 - whatever it is
            self.watcher.report("the simulation itself", f"at {call}: {error!r}")

    def _mark(self, trouble: Trouble | None, *, has_changed: bool) -> None:
        if has_changed and trouble in (Trouble.LOST, Trouble.LATE):
            self.markers.hit("a write was done and its answer lost")
        if has_changed and trouble is Trouble.CRASH_AFTER:
            self.markers.hit("a process died between a write and its record")

    def _answered(
        self, gateway: Any, request: Request, trouble: Trouble | None, service: str
    ) -> Response:
        self.time.advance(0.02)
        if trouble is Trouble.HANG:
            self.time.advance(NEVER_ANSWERS)
            raise Silent
        if trouble is Trouble.SLOW:
            self.time.advance(6.0)
        rule = rule_for(trouble, service) if trouble is not None else None
        if rule is not None:
            self.cloud.kernel.faults.add(rule)
        try:
            return self._asked(gateway, request, is_plain=trouble is None)
        except DropConnection:
            if trouble is Trouble.LATE:
                self.time.advance(NEVER_ANSWERS)
                raise Silent from None
            raise Dropped from None

    def _asked(self, gateway: Gateway, request: Request, *, is_plain: bool) -> Response:
        """The local cloud's answer; from memory, where it would be what it was before."""
        if gateway is not self.cloud.oss or not is_plain or self.signing.is_real:
            return gateway(request)
        found = self.readings.recall(request, self.time.now())
        if found is None:
            found = gateway(request)
            self.readings.keep(request, found)
        return found

    def _at_boundary(self, call: str) -> Invocation | None:
        """Before a call: others may go on, a hand may interfere, the process may die."""
        one = self.scheduler.current
        if one is None:
            return None
        one.calls += 1
        self.result.counts["calls"] += 1
        if one.is_dead:
            raise Crashed
        if one.calls > LONGEST:
            self.watcher.report("bounded", f"{one.key} made {LONGEST} calls")
            self._die(one)
        for line in [line for line in self._inside if one.calls >= line.inside]:
            self._inside.remove(line)
            self.markers.hit("a hand in the midst of a run")
            self.act(line)
        self.scheduler.boundary()
        return one

    def _trouble(self, one: Invocation, call: str) -> Trouble | None:
        place = (one.key, one.calls)
        now = self.time.seconds - self.begin
        trouble = trouble_at(self.plan.windows, self.chance, now, place, call)
        if trouble is None or not self._may_strike(place):
            return None
        one.troubles += 1
        self.result.struck.append(place)
        self.markers.hit(f"trouble: {trouble.value}")
        self.note(f"  {one.key} call {one.calls} {call}: {trouble.value}")
        if trouble is Trouble.CRASH:
            self._die(one)
        return trouble

    def _may_strike(self, place: tuple[str, int]) -> bool:
        return self.allowed.troubles is None or place in self.allowed.troubles

    def _die(self, one: Invocation) -> None:
        one.is_dead = True
        raise Crashed

    def observe(self, domain: str) -> Any:
        """A look at visitors, which is a boundary too; a trouble there is that nobody answers."""
        one = self._at_boundary("edge.handshake")
        trouble = self._trouble(one, "edge.handshake") if one is not None else None
        if trouble is Trouble.SLOW:
            self.time.advance(6.0)
            trouble = None
        self.time.advance(NEVER_ANSWERS if trouble else 0.1)
        self.probe.is_unseen = trouble is not None
        seen = self.probe.observe(domain)  # type: ignore[arg-type]
        if one is not None:
            self.watcher.looked(one, domain, seen)
        if trouble is Trouble.CRASH_AFTER and one is not None:
            self._die(one)
        return seen

    def sleep(self, seconds: float) -> None:
        """A client's pause before it tries again."""
        self.time.advance(seconds)
        self.scheduler.boundary()


@contextmanager
def _production(play: Play) -> Iterator[None]:
    """The functions as deployed, within the simulation."""
    environment = {
        **play.cloud.environment(play.cloud.roots_file()),
        **dict(play.plan.environment),
    }
    made = retry.Retry

    def patient(deadline: Any) -> Any:
        return made(deadline, sleep=play.sleep, draw=lambda: 0.5)

    drawn, told = document.page_files, KeepReport.ends

    def pages(report: Any) -> Any:
        """Drawing them is half of a sweep's time, and decides nothing."""
        is_drawn = play.chance.draw("page", play.time.seconds) < _PAGES
        return drawn(report) if is_drawn else (("index.html", "<html></html>"),)

    def reports(report: KeepReport, *found: Any) -> str:
        """Made after all is decided, by as many calls again."""
        is_made = play.chance.draw("report", play.time.seconds) < _REPORTS
        return told(report, *found) if is_made else KEPT

    probe = SimpleNamespace(observe=play.observe)
    with (
        wired(play.exchange),
        taken(play.signing),
        patch.dict(os.environ, environment, clear=True),
        patch.object(retry, "Retry", patient),
        patch.object(bootstrap, "probe", lambda _: probe),
        remembering(play.instance),
        kept_until_written(play.readings),
        patch.object(kept_files, "page_files", pages),
        patch.object(KeepReport, "ends", reports),
        patch.object(logs, "install", lambda _: None),
    ):
        before = runtime.LOG.disabled
        runtime.LOG.disabled = True
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)
            runtime.LOG.disabled = before


def play(plan: Plan, allowed: Allowed | None = None) -> Result:
    """What comes of a plan."""
    gc.disable()  # a tenth of the time, and nothing here lives long
    try:
        with virtual(plan.seed) as (time, _):
            one = Play(plan, time, allowed or Allowed())
            with _production(one):
                return one.play()
    finally:
        gc.enable()


def _decoded(body: str) -> str:
    try:
        return base64.b64decode(body, validate=True).decode()
    except (binascii.Error, ValueError):
        return body


def _id_in(body: str) -> str:
    try:
        return str(json.loads(body).get("id", "?"))
    except (ValueError, AttributeError):
        return "?"


def _has_failed(one: Invocation) -> bool:
    """A timer's call; one that failed before answers with its error."""
    return not isinstance(one.answer, dict) or one.answer.get("outcome") == "error"


def _how_it_ended(one: Invocation) -> str:
    if one.is_dead:
        return "died"
    if one.error is not None:
        return f"raised {type(one.error).__name__}: {str(one.error)[:160]}"
    answer = one.answer if isinstance(one.answer, dict) else {}
    told = answer.get("message") or answer.get("counts") or ""
    return f"{answer.get('outcome')} {str(told)[:200]}"
