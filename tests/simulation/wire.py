"""Between an SDK and the service that answers: where troubles strike, hands interfere, others go
on, and the promises are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from localcloud.gateway import Gateway
from localcloud.http import DropConnection, Request, Response
from tests.simulation.cloud import LEDGER
from tests.simulation.edges import Probe
from tests.simulation.faults import NEVER_ANSWERS, Trouble, Windows, rule_for, trouble_at
from tests.simulation.plan import BEFORE_A_WRITE, BEFORE_AN_INTENT, Line
from tests.simulation.readings import Readings
from tests.simulation.scheduler import LONGEST, Crashed, Invocation
from tests.simulation.shortcuts import Signing
from tests.simulation.transport import Dropped, Silent

if TYPE_CHECKING:
    from tests.simulation.play import Play

_REDIRECT = 300
_WRITES = (
    "oss.PutCname",
    "cdn.SetCdnDomainSSLCertificate",
    "cdn.BatchSetCdnDomainServerCertificate",
    "dcdn.SetDcdnDomainSSLCertificate",
    "vod.SetVodDomainSSLCertificate",
    "esa.SetCertificate",
)


class Wire:
    """One call after the other. inside: lines of the plan that wait for a call boundary."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._probe = Probe(play.cloud)
        self.signing = Signing()
        self.readings = Readings(LEDGER)
        self.inside: list[Line] = []
        self._windows = Windows(play.plan.windows)

    def exchange(self, request: Request) -> Response:
        """What an SDK sent, to the service that answers at its port."""
        play = self._play
        gateway = play.cloud.apps[request.port]
        service = gateway.service
        call = f"{service}.{gateway.identify(request).action}"
        one = self._at_boundary(call, request.body)
        if one is None:
            return gateway(request)
        trouble = self._trouble(one, call)
        play.time.advance(6.02 if trouble is Trouble.SLOW else 0.02)
        play.course.bring_on()  # at the call's moment: what CAS does then passed for ours
        before = play.account.standing() if call in _WRITES else None
        line = play.watcher.about_to(one, call, request)
        records = play.watcher.about_to_change_records(one, call)
        reached = trouble in (Trouble.LOST, Trouble.LATE)
        try:
            answer = self._answered(gateway, request, trouble, service)
            reached = answer.status < _REDIRECT
            self._watched(one, call, request, answer)
        finally:
            if trouble is not None:
                play.cloud.kernel.faults.clear()
            if line is not None:
                play.watcher.ordered(one, call, line, reached=reached)
                play.course.look()
            if records is not None:
                play.watcher.changed_records(one, call, records)
                play.course.soon()
            if before is not None:
                play.watcher.wrote(one, before)
                self._mark(trouble, has_changed=before != play.account.standing())
        if trouble is Trouble.CRASH_AFTER:
            self._die(one)
        play.scheduler.boundary()
        if one.is_dead:
            raise Crashed
        return answer

    def observe(self, domain: str) -> Any:
        """A look at visitors, which is a boundary too; a trouble there is that nobody answers."""
        play = self._play
        one = self._at_boundary("edge.handshake")
        trouble = self._trouble(one, "edge.handshake") if one is not None else None
        if trouble is Trouble.SLOW:
            play.time.advance(6.0)
            trouble = None
        play.time.advance(NEVER_ANSWERS if trouble else 0.1)
        self._probe.is_unseen = trouble is not None
        seen = self._probe.observe(domain)  # type: ignore[arg-type]
        if one is not None:
            play.watcher.looked(one, domain, seen)
        if trouble is Trouble.CRASH_AFTER and one is not None:
            self._die(one)
        return seen

    def values(self, name: str, kind: str) -> tuple[str, ...] | None:
        """What DNS answers for a record; a trouble is that nobody does (RecordLookup)."""
        one = self._at_boundary("edge.records")
        trouble = self._trouble(one, "edge.records") if one is not None else None
        self._play.time.advance(NEVER_ANSWERS if trouble else 0.02)
        return None if trouble else self._play.cloud.names.resolve(name, kind)

    def sleep(self, seconds: float) -> None:
        """A client's pause before it tries again."""
        self._play.time.advance(seconds)
        self._play.scheduler.boundary()

    def _watched(self, one: Invocation, call: str, request: Request, answer: Response) -> None:
        """A fault of the predicates must not pass for a connection's."""
        try:
            self._play.watcher.answered(one, call, request, answer)
        except Exception as error:  # noqa: BLE001 - whatever it is
            self._play.watcher.report("the simulation itself", f"at {call}: {error!r}")

    def _mark(self, trouble: Trouble | None, *, has_changed: bool) -> None:
        if has_changed and trouble in (Trouble.LOST, Trouble.LATE):
            self._play.markers.hit("a write was done and its answer lost")
        if has_changed and trouble is Trouble.CRASH_AFTER:
            self._play.markers.hit("a process died between a write and its record")

    def _answered(
        self, gateway: Any, request: Request, trouble: Trouble | None, service: str
    ) -> Response:
        time = self._play.time
        if trouble is Trouble.HANG:
            time.advance(NEVER_ANSWERS)
            raise Silent
        rule = rule_for(trouble, service) if trouble is not None else None
        if rule is not None:
            self._play.cloud.kernel.faults.add(rule)
        try:
            return self._asked(gateway, request, is_plain=trouble is None)
        except DropConnection:
            if trouble is Trouble.LATE:
                time.advance(NEVER_ANSWERS)
                raise Silent from None
            raise Dropped from None

    def _asked(self, gateway: Gateway, request: Request, *, is_plain: bool) -> Response:
        """The local cloud's answer; from memory, where it would be what it was before."""
        if gateway is not self._play.cloud.oss or not is_plain or self.signing.is_real:
            return gateway(request)
        found = self.readings.recall(request, self._play.time.now())
        if found is None:
            found = gateway(request)
            self.readings.keep(request, found)
        return found

    def _at_boundary(self, call: str, body: bytes = b"") -> Invocation | None:
        """Before a call: others may go on, a hand may interfere, the process may die."""
        play = self._play
        one = play.scheduler.current
        if one is None:
            return None
        one.calls += 1
        play.result.counts["calls"] += 1
        if one.is_dead:
            raise Crashed
        if one.calls > LONGEST:
            play.watcher.report("bounded", f"{one.key} made {LONGEST} calls")
            self._die(one)
        for line in [line for line in self.inside if _is_there(line, one, call, body)]:
            self.inside.remove(line)
            play.markers.hit("a hand in the midst of a run")
            play.act(line)
        play.scheduler.boundary()
        return one

    def _trouble(self, one: Invocation, call: str) -> Trouble | None:
        play, place = self._play, (one.key, one.calls)
        now = play.time.seconds - play.begin
        open_now = self._windows.open(now)
        trouble = trouble_at(open_now, play.chance, now, place, call)
        if trouble is None or not play.allowed.may_strike(place):
            return None
        one.troubles += 1
        play.result.struck.append(place)
        play.markers.hit(f"trouble: {trouble.value}")
        play.note(f"  {one.key} call {one.calls} {call}: {trouble.value}")
        if trouble is Trouble.STALE:
            play.watcher.stale_at = play.time.now()
        if trouble is Trouble.CRASH:
            self._die(one)
        return trouble

    def _die(self, one: Invocation) -> None:
        one.is_dead = True
        raise Crashed


def _is_there(line: Line, one: Invocation, call: str, body: bytes) -> bool:
    """Whether this is the boundary that the line waits for."""
    if line.inside == BEFORE_A_WRITE:
        return call in _WRITES
    if line.inside == BEFORE_AN_INTENT:
        return call == "oss.PutObject" and b'"kind":"intent"' in body
    return one.calls >= line.inside
