"""A harmless call that shows the permission at the queue, and what none shows."""

from __future__ import annotations

from collections.abc import Iterator

from mns.queue import Message

from certbind.adapters.calls.probe import Probe
from certbind.adapters.mns.queue import LONGEST_DELAY, MnsQueue


def queue_probes(queue: MnsQueue, name: str) -> Iterator[Probe]:
    """A message with a longer delay than MNS takes is refused and goes nowhere."""
    seconds = round(LONGEST_DELAY.total_seconds()) + 1
    message = Message("{}", delay_seconds=seconds)
    yield Probe(
        "mns:SendMessage",
        f"queue {name}",
        f"a message delayed by {seconds} s was refused, as it must be",
        lambda: queue.call("SendMessage", lambda q: q.send_message(message)),
        shown_by=("InvalidArgument",),
    )
    yield Probe(
        "mns:BatchSendMessage",
        f"queue {name}",
        "no request of it is certain to be refused before it changes something",
        None,
    )
