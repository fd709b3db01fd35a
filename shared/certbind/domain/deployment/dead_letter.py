"""A message as it lies in a queue, for those who read one by hand."""

from __future__ import annotations

from datetime import datetime

from certbind.values import dataclass, field


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message that was taken out of sight for a while.

    id: the queue's. body: as it lies there, whatever it is. at: when it was put there.
    receipt: lets it be deleted or shown again, until the queue shows it again by itself.
    """

    id: str
    body: bytes = field(repr=False)
    at: datetime
    receipt: str = field(repr=False)
