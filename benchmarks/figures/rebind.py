"""What a rebinding costs as it is deployed, over HTTPS: calls, connections, CPU, waiting."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from benchmarks.figures.account import Cost, Costs, opened
from benchmarks.figures.builds import THIS, Build
from benchmarks.figures.lines import Line
from localcloud.faults import FaultKind, FaultRule

DOMAINS = int(os.environ.get("FIGURES_DOMAINS", "100"))
A_CALL = 0.02
"""Seconds that a call takes where waiting is measured."""


@dataclass(frozen=True, slots=True)
class Found:
    """rebinding, nothing: of one build, by kind of message."""

    rebinding: Costs
    nothing: Costs

    def calls(self, product: str) -> float:
        """A domain: its own message, and its share of the event's."""
        event, own = self.rebinding["event"], self.rebinding[product]
        return event.calls.total() / DOMAINS + own.calls.total() / own.messages

    @property
    def binding(self) -> tuple[Cost, ...]:
        """The messages that bind, and the event's."""
        return tuple(self.rebinding[kind] for kind in ("event", "oss", "cdn"))

    def a_message(self, name: str) -> float:
        """`connections` or `cpu` of one message, on the average."""
        total: float = sum(getattr(one, name) for one in self.binding)
        return total / sum(one.messages for one in self.binding)


def measure(before: Build) -> Iterator[Line]:
    """Both builds, one after the other."""
    old, new = found(before), found(THIS)
    for product, most in (("oss", 7), ("cdn", 9)):
        yield Line.at_most(
            f"rebind, {DOMAINS} domains: calls a domain on {product.upper()}",
            f"{old.calls(product):.1f}",
            new.calls(product),
            most,
            f"{new.rebinding['event'].calls.total() / DOMAINS:.2f} of them the event's share",
        )
    nothing = [one.nothing["event"].calls.total() / DOMAINS for one in (old, new)]
    yield Line.at_most("nothing to do: calls a domain", f"{nothing[0]:.1f}", nothing[1], 1)
    opens = [one.a_message("connections") for one in (old, new)]
    what = "rebind: new connections a message"
    yield Line.at_most(what, f"{opens[0]:.1f}", opens[1], 0.1)
    cpu = [one.a_message("cpu") for one in (old, new)]
    told = f"{cpu[0] * 1000:.0f} ms before, {cpu[1] * 1000:.0f} ms now"
    yield Line.at_most(
        "rebind: CPU a message, against the build before", "1", cpu[1] / cpu[0], 0.35, told
    )
    (old_ratio, _), (ratio, told) = spread(before), spread(THIS)
    what = "event → all bound, against one domain's calls"
    yield Line.at_most(what, f"{old_ratio:.2f}", ratio, 1.2, told)


def found(build: Build) -> Found:
    """A first binding, a rebinding, and the same event once more."""
    with opened(build, DOMAINS) as (account, instance):
        account.issue(60)
        instance.watch()
        instance.work()
        instance.recheck()
        account.issue(120)
        instance.watch()
        rebinding, event = instance.work(looks=False)
        for kind, cost in sorted(rebinding.items()):
            print(f"    {build.name}, {kind}: {cost.messages} {dict(cost.calls)}", file=sys.stderr)
        instance.send(event)
        nothing, _ = instance.work()
        print(f"    {build.name}, again: {dict(nothing['event'].calls)}", file=sys.stderr)
        return Found(rebinding, nothing)


def spread(build: Build) -> tuple[float, str]:
    """The wall of an event for many domains against that for one, and what makes it longer: the
    event's own message, since instances work at the steps side by side.
    """
    (many, event), (one, alone) = (_wall(build, domains) for domains in (DOMAINS, 1))
    sends = event.calls["mns.BatchSendMessage"]
    return many / one, (
        f"{A_CALL * 1000:.0f} ms a call; the event's message and a step after it, as instances "
        f"work side by side. The event makes {event.calls.total()} calls, and "
        f"{alone.calls.total()} for one domain: {sends} are sends, of 16 messages, over four "
        "connections side by side. Planning takes "
        f"{event.cpu * 1000:.0f} ms of CPU, {alone.cpu * 1000:.0f} for one"
    )


def _wall(build: Build, domains: int) -> tuple[float, Cost]:
    with opened(build, domains) as (account, instance):
        account.issue(60)
        instance.watch()
        instance.work()
        instance.recheck()
        account.issue(120)
        instance.watch()
        slow = FaultRule(FaultKind.SLOW, count=None, seconds=A_CALL)
        account.cloud.kernel.faults.add(slow)
        rebinding, _ = instance.work(looks=False)
    walls = [wall for kind in ("oss", "cdn") for wall in rebinding.get(kind, Cost()).walls]
    event, step = sum(rebinding["event"].walls), median(walls)
    print(f"    {build.name}, {domains}: event {event:.2f} s, step {step:.2f} s", file=sys.stderr)
    return event + step, rebinding["event"]
