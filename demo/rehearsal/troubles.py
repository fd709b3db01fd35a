"""What a seed brings: on which day which trouble strikes. Data, so that it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from localcloud.acts.queues import QueueActs
from localcloud.faults import FaultKind, FaultRule
from localcloud.world import LocalCloud

_CALLS = (
    ("oss", "*"),
    ("oss", "PutCname"),
    ("oss", "PutObject"),
    ("cas", "*"),
    ("cdn", "*"),
    ("cdn", "SetCdnDomainSSLCertificate"),
    ("mns", "SendMessage"),
)
_KINDS = (
    FaultKind.THROTTLE,
    FaultKind.UNAVAILABLE,
    FaultKind.HTML,
    FaultKind.RESET,
    FaultKind.LOST_RESPONSE,
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """what: `lost`, `doubled`, `reordered` (messages), or a fault of calls of `service`."""

    what: str
    service: str = ""
    action: str = ""
    count: int = 1

    def strike(self, cloud: LocalCloud, queue: str) -> None:
        """Let it happen from now on."""
        acts = QueueActs(cloud)
        if self.what == "lost":
            acts.drop(queue, count=self.count)
        elif self.what == "doubled":
            acts.duplicate(queue, count=self.count)
        elif self.what == "reordered":
            acts.reorder(queue)
        else:
            kind = FaultKind(self.what)
            cloud.kernel.faults.add(FaultRule(kind, self.service, self.action, count=self.count))


def troubles(seed: int, days: int) -> dict[int, tuple[Trouble, ...]]:
    """By day; four days of ten have some."""
    drawn = Random(f"rehearsal {seed}")  # noqa: S311 - nothing is kept secret
    return {day: tuple(_draw(drawn)) for day in range(days) if drawn.random() < 0.4}


def _draw(drawn: Random) -> list[Trouble]:
    found = []
    for _ in range(drawn.choice((1, 1, 2))):
        what = drawn.choice(("lost", "doubled", "reordered", "call", "call", "call"))
        if what == "call":
            service, action = drawn.choice(_CALLS)
            kind = drawn.choice(_KINDS).value
            found.append(Trouble(kind, service, action, drawn.choice((1, 2, 5, 20))))
        else:
            found.append(Trouble(what, count=drawn.choice((1, 2, 5))))
    return found
