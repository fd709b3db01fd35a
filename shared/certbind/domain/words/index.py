"""All rooms in the order of the runbook, and every word by its code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from certbind.domain.words import (
    Room,
    Word,
    brakes,
    certificate,
    chain,
    connection,
    entries,
    jobs,
    operating,
    outcomes,
    renewal,
    served,
    serving,
    standing,
    target,
    troubles,
)

ROOMS: tuple[Room, ...] = (
    certificate.ROOM,
    chain.ROOM,
    standing.ROOM,
    brakes.ROOM,
    target.ROOM,
    served.ROOM,
    serving.ROOM,
    connection.ROOM,
    troubles.ROOM,
    renewal.ROOM,
    jobs.ROOM,
    entries.ROOM,
    outcomes.ROOM,
    operating.ROOM,
)
WORDS: Mapping[str, Word] = MappingProxyType(
    {word.code: word for room in ROOMS for word in room.words}
)

RENAMED: tuple[tuple[str, str, str], ...] = (
    ("fault", "refused", "connection_refused"),
    ("fault", "untrusted_root", "chain_untrusted"),
    ("verdict", "unreachable", "not_seen"),
    ("finding", "unreachable", "not_seen"),
    ("outcome", "rejected", "message_rejected"),
    ("outcome", "superseded", "nothing_to_do"),
    ("step", "refused", "unfit"),
    ("step", "by hand", "by_hand"),
    ("letter", "unreadable", "unreadable_event"),
)
"""Where it stood, what it was called, what it is called: for readers of older records."""
