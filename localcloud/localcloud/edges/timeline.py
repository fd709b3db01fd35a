"""What an address serves under a name, and from when: what is published takes its time."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, replace
from datetime import datetime

from localcloud.contracts import PLAIN, Manner, Material, Slots


@dataclass(frozen=True, slots=True)
class Entry:
    """From `since` (world time) on. `served` False: the name is withdrawn; no material: the name
    is served without a certificate of its own; slots: of a load balancer, in the place of both.
    """

    since: datetime
    material: Material | None
    served: bool = True
    manner: Manner = PLAIN
    slots: Slots | None = None

    def same_as(self, other: Entry) -> bool:
        """Whether a visitor could not tell the two apart."""
        return replace(self, since=other.since) == other


class Timeline:
    """The entries of one name at one address, oldest first."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """A later order supersedes what has not arrived before it; a repeated one is nothing."""
        if self._entries and self._entries[-1].same_as(entry):
            return
        position = bisect.bisect_left([e.since for e in self._entries], entry.since)
        del self._entries[position:]
        self._entries.append(entry)

    def at(self, now: datetime) -> Entry | None:
        """The entry in force; what it has replaced is forgotten."""
        position = bisect.bisect_right([e.since for e in self._entries], now)
        if position == 0:
            return None
        del self._entries[: position - 1]
        return self._entries[0]

    def pending(self, now: datetime) -> Entry | None:
        """What was published last and has not arrived yet."""
        last = self._entries[-1] if self._entries else None
        return last if last is not None and last.since > now else None
