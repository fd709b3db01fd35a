"""Promises of what is ordered in CAS, which spends money or quota."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from certbind.domain.model.policy import renewal_lead
from localcloud.http import Request
from tests.simulation.promises.worth import Worth

if TYPE_CHECKING:
    from tests.simulation.play import Play
    from tests.simulation.scheduler import Invocation

ORDERS = (
    "cas.UpdateInstance",
    "cas.ApplyCertificate",
    "cas.CreateCertificateForPackageRequest",
    "cas.RenewCertificateOrderForPackageRequest",
)
CEILING, A_DAY = 3, timedelta(hours=24)
_ROUNDING = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Line:
    """What CAS has of a line. orders: ever made; under_way: of them. ends: (begin, end) of its
    certificates.
    """

    key: str
    orders: int
    under_way: int
    ends: tuple[tuple[datetime, datetime], ...]


class Orders(Worth):
    """At most three calls a line and day, each on record before; none twice, none early."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self._calls: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def about_to(self, one: Invocation, call: str, request: Request) -> Line | None:
        """Before a call that may order; None for another."""
        if call not in ORDERS:
            return None
        written = [e for e in one.seen.get("entries", ()) if e.startswith("line/")]
        if not written or not written[-1].endswith(" order_intent"):
            self.report("entry before order", f"{one.key}: {call} without an intent")
        return self._line(dict((*request.query_pairs(), *request.form_pairs())))

    def ordered(self, one: Invocation, call: str, before: Line, *, reached: bool) -> None:
        """After it, whether or not its answer comes; reached: CAS did what it was told."""
        if not reached:
            return
        self._hit(f"order: {call.removeprefix('cas.')}")
        calls, now = self._calls[before.key], self._now
        calls.append(now)
        while now - calls[0] >= A_DAY:
            calls.popleft()
        if len(calls) > CEILING:
            self.report("ordered once", f"{one.key}: call {len(calls)} for {before.key} in a day")
        after = self._of(before.key)
        if after.orders <= before.orders:
            return
        if before.under_way:
            self.report("ordered once", f"{one.key}: {before.key} while one is under way")
        if before.ends and not any(_is_due(begin, end, now) for begin, end in before.ends):
            self.report("ordered once", f"{one.key}: {before.key} is not due: {before.ends}")

    def _line(self, told: dict[str, Any]) -> Line:
        if "InstanceId" in told:
            return self._of(str(told["InstanceId"]))
        order = str(told.get("OrderId", ""))
        return self._of(self._names_of(order) if order else _key(str(told["Domain"]).split(",")))

    def _names_of(self, order: str) -> str:
        cas = self._play.cloud.cas
        held = (one for site in ("cn-hangzhou",) for one in cas.certificates(site))
        return next((_key(one.facts.names) for one in held if str(one.order_id) == order), order)

    def _of(self, key: str) -> Line:
        """An instance by its id, a package's line by its names."""
        cas = self._play.cloud.cas
        instance = cas.instances.find(key)
        held = cas.certificates("cn-hangzhou")
        if instance is not None:
            # A revoked one is no renewal: what stands is due for all that came after it.
            own = [h.facts for h in held if h.number == instance.certificate and not h.revoked]
            count, waits = instance.applications, instance.application is not None
            return Line(key, count, int(waits), tuple((f.not_before, f.not_after) for f in own))
        facts = [one.facts for one in held if one.order_id and _key(one.facts.names) == key]
        waiting = [one for one in cas.packages.open_orders() if _key(one.names) == key]
        under_way = sum(one.state in ("payed", "checking") for one in waiting)
        ends = tuple((f.not_before, f.not_after) for f in facts)
        return Line(key, len(facts) + len(waiting), under_way, ends)


def _key(names: Any) -> str:
    return " ".join(sorted(names))


def _is_due(begin: datetime, end: datetime, now: datetime) -> bool:
    return end - now <= renewal_lead(end - begin) + _ROUNDING
