"""An event that touches ten thousand domains: what its messages send, how long the longest takes,
and who is forgotten when one of them fails halfway.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from benchmarks.figures.account import Planned, opened
from benchmarks.figures.builds import THIS, Build
from benchmarks.figures.lines import Line
from localcloud.faults import FaultKind, FaultRule

DOMAINS = int(os.environ.get("FIGURES_PLANNED", "10000"))
A_CALL = 0.02
TIMEOUT = 240
"""Seconds that the function has (s.yaml)."""
SENDS = ("mns.BatchSendMessage", "mns.SendMessage")
REFUSED = FaultRule(
    FaultKind.ERROR,
    "mns",
    "BatchSendMessage",
    skip=DOMAINS // 70,
    status=400,
    code="InvalidArgument",
)
"""One call of the third message of ten thousand; it is not repeated."""
SERIAL = "1, serial"
"""The build before sent one by one, in one message: as told when the targets were set."""


def measure(before: Build) -> Iterator[Line]:
    """A first binding, 20 ms a call; halfway through what is sent one call is refused for good,
    and that message is delivered once more.
    """
    del before
    with opened(THIS, DOMAINS) as (account, instance):
        account.issue(60)
        instance.watch()
        faults = account.cloud.kernel.faults
        faults.add(REFUSED)
        faults.add(FaultRule(FaultKind.SLOW, count=None, seconds=A_CALL))
        yield from _lines(instance.plan())


def _lines(found: Planned) -> Iterator[Line]:
    calls, walls = found.cost.calls, found.cost.walls
    sends = sum(calls[one] for one in SENDS)
    what = f"an event for {DOMAINS} domains"
    told = f"{sends} calls by {found.cost.messages} messages, {found.failed} of them twice"
    yield Line.at_most(f"{what}: calls that send, a domain", SERIAL, sends / DOMAINS, 0.07, told)
    print(f"    {dict(calls)}, {[round(one, 1) for one in walls]}", file=sys.stderr)
    told = (
        f"{A_CALL * 1000:.0f} ms a call; its function has {TIMEOUT} s; all of them took "
        f"{found.cost.cpu:.1f} s of CPU"
    )
    what_of_one = f"{what}: seconds of its longest message"
    yield Line.at_most(what_of_one, "", max(walls), TIMEOUT / 4, told)
    forgotten = DOMAINS - len(found.asked)
    twice = sum(times > 1 for times in found.asked.values())
    told = f"a message failed halfway, and was delivered again: {twice} were asked for twice"
    yield Line.at_most(f"{what}: domains that no message asks for", "", forgotten, 0, told)
