"""The journal of one subject: what was asked, planned, done and seen, hash-chained.

A subject is a domain (`domain/<name>`), a certificate (`certificate/<id>`), a line of certificates
(`line/<instance or digest of the names>`), how a certificate does at a product
(`rollout/<product>-<id>`), how a target is served (`settings/<product>/<name>`), a deployment job
of CAS by a person's word (`job/<id>`), a refused message (`rejected/<digest>`), what a timer saw
last (`watch/certificates`, `recheck/report`), whether it fails (`timer/<name>`) or a dead letter
(`replays/<message id>`). Entry n+1 is created only where it does not exist yet, so creating it is
the compare-and-swap; its `hash` covers its content and the hash before it, so a change of an old
entry shows.

Each entry carries the state that it leads to: reading the newest one is enough to go on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from enum import Enum
from typing import Any

from certbind.redaction import redact, redacted
from certbind.values import dataclass, field, replace

FORMAT_VERSION = 1
GENESIS = "0" * 64
"""`previous_hash` of entry 1."""


class EntryKind(Enum):
    """What an entry tells. The values are stable: alarms and reports match on them."""

    EVENT_PLANNED = "event_planned"  # an event was read and its work was queued
    EVENT_REFUSED = "event_refused"  # an event names a certificate that cannot be used
    MESSAGE_REJECTED = "message_rejected"  # a message is no event at all
    KEPT = "kept"  # nothing was to be done, and why
    REFUSED = "refused"  # nothing may be done, and why
    INTENT = "intent"  # about to bind: what stands there, what shall stand there
    REPLANNED = "replanned"  # the world moved between plan and apply; nothing was changed
    BOUND = "bound"  # the API took it
    BIND_FAILED = "bind_failed"  # the API refused it, or it could not be found afterwards
    DEFERRED = "deferred"  # a passing trouble: tried again later
    PENDING = "pending"  # looked: not every address serves it yet
    VERIFIED = "verified"  # looked: every address serves it, twice
    NOT_VERIFIED = "not_verified"  # looked: it will not come right by waiting
    FOREIGN_CHANGE = "foreign_change"  # another hand changed the binding
    DOWNGRADE_INTENT = "downgrade_intent"  # about to take the domain back to plain HTTP
    DOWNGRADED = "downgraded"  # HTTPS is off, as a person wants it
    RETURN_INTENT = "return_intent"  # about to bring HTTPS back
    RETURNED = "returned"  # HTTPS and the settings of before are back
    SETTINGS_INTENT = "settings_intent"  # about to change settings: what stands, what shall stand
    SETTINGS_CHANGED = "settings_changed"  # the API took them
    SETTINGS_FAILED = "settings_failed"  # the API refused them
    ORDER_INTENT = "order_intent"  # about to make a call that may order; counted as an order
    ORDER_PLACED = "order_placed"  # CAS took it, or was found to have taken it
    ORDER_PENDING = "order_pending"  # looked: the application is under way
    ORDER_ISSUED = "order_issued"  # the line has a new certificate
    ORDER_FAILED = "order_failed"  # refused, by CAS or by the CA
    RECORD_INTENT = "record_intent"  # about to write a record that a CA waits for
    RECORD_WRITTEN = "record_written"  # Alidns took it, or was found to have taken it
    RECORD_REMOVED = "record_removed"  # a record of ours is there no more
    JOB_PREPARED = "job_prepared"  # CAS made a deployment job, and nobody has started it
    JOB_INTENT = "job_intent"  # about to start it: what stands there, what visitors get
    JOB_REFUSED = "job_refused"  # CAS did not start it
    JOB_ENDED = "job_ended"  # what it did at each place, by CAS's word
    QUARANTINED = "quarantined"  # the entry before it is damaged; what stands now counts
    SNAPSHOT = "snapshot"  # what a timer saw last
    REPLAYED = "replayed"  # a person put a dead letter back into the queue


@dataclass(frozen=True, slots=True)
class Record:
    """The content of an entry.

    event_id: who asked (the id of the event or of the manual invoke).
    reason: a stable code (a Reason, a FaultClass, an error's code) or "".
    message: one sentence for a person.
    details: JSON values only; what was planned, what the API answered, what was served where.
    state: JSON; what the next reader needs to know (state.py for domains).
    """

    kind: EntryKind
    event_id: str
    reason: str = ""
    message: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A sealed record: its place in the chain of its subject."""

    subject: str
    sequence: int
    at: datetime
    record: Record
    previous_hash: str
    hash: str

    def to_json(self) -> dict[str, Any]:
        """For `--json`; the state is the next writer's business."""
        return {
            "sequence": self.sequence,
            "at": self.at.isoformat(),
            "kind": self.record.kind.value,
            "event_id": self.record.event_id,
            "reason": self.record.reason,
            "message": self.record.message,
            "details": dict(self.record.details),
            "hash": self.hash,
        }


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """A place where the journal is not what was written; 0 for what is in no entry's place.

    hash: SHA-256 of the bytes that lie there, which the next entry follows.
    """

    sequence: int
    problem: str
    hash: str = ""


class NewerEntryError(ValueError):
    """The entry is sound, and a newer certbind wrote it: nothing may be written after it."""


def seal(subject: str, previous: Entry | ChainBreak | None, at: datetime, record: Record) -> Entry:
    """The next entry after `previous` (None: the first), with its hash.

    After a break it says so: the damaged object stays where it is, with the hash that it had.

    An entry is never deleted, so what looks like a secret is taken out before it is written.
    """
    sequence = previous.sequence + 1 if previous else 1
    previous_hash = previous.hash if previous else GENESIS
    if isinstance(previous, ChainBreak):
        set_aside = {"entry": previous.sequence, "problem": previous.problem}
        record = replace(record, details={**record.details, "set_aside": set_aside})
    record = _without_secrets(record)
    at = at.astimezone(timezone.utc).replace(microsecond=at.microsecond // 1000 * 1000)
    digest = _digest(_body(subject, sequence, at, record, previous_hash))
    return Entry(subject, sequence, at, record, previous_hash, digest)


def _without_secrets(record: Record) -> Record:
    return Record(
        record.kind,
        redact(record.event_id),
        redact(record.reason),
        redact(record.message),
        redacted(record.details),
        redacted(record.state),
    )


def encode(entry: Entry) -> bytes:
    """An entry as it is stored: canonical JSON with its hash."""
    body = _body(entry.subject, entry.sequence, entry.at, entry.record, entry.previous_hash)
    return _canonical({**body, "hash": entry.hash})


def decode(data: bytes) -> Entry:
    """An entry from its stored form; ValueError says what is wrong with it, NewerEntryError that
    nothing is, and a newer certbind wrote it.

    The hash comes first: of what was changed nothing is believed, its version neither. So every
    later format must hash as this one does.
    """
    try:
        raw = json.loads(data)
        if raw.pop("hash") != (digest := _digest(raw)):
            raise ValueError("no journal entry: it was changed after it was written")
        if raw["version"] != FORMAT_VERSION:
            raise NewerEntryError(f"entry format {raw['version']!r}; this certbind reads format 1")
        if raw["kind"] not in _KINDS:
            raise NewerEntryError(f"an entry of the kind {raw['kind']!r}, which this one lacks")
        record = Record(
            EntryKind(raw["kind"]),
            raw["event_id"],
            raw["reason"],
            raw["message"],
            raw["details"],
            raw["state"],
        )
        at = datetime.fromisoformat(raw["at"].replace("Z", "+00:00"))
        if at.tzinfo is None or type(raw["sequence"]) is not int:
            raise ValueError("no journal entry: its time has no zone, or its number is none")
        return Entry(raw["subject"], raw["sequence"], at, record, raw["previous_hash"], digest)
    except json.JSONDecodeError:
        raise ValueError("no journal entry: it is no JSON") from None
    except _NO_ENTRY as error:
        raise ValueError(f"no journal entry: {type(error).__name__} {error}") from None


def read_at(data: bytes, subject: str, sequence: int) -> Entry | ChainBreak:
    """The entry that these bytes are in their place; a break where they are none, or another's.
    NewerEntryError as `decode`.
    """
    try:
        entry = decode(data)
    except NewerEntryError:
        raise
    except ValueError as error:
        return ChainBreak(sequence, str(error), hashlib.sha256(data).hexdigest())
    if (entry.subject, entry.sequence) == (subject, sequence):
        return entry
    problem = f"it is entry {entry.sequence} of {entry.subject}"
    return ChainBreak(sequence, problem, hashlib.sha256(data).hexdigest())


def verify_chain(history: Iterable[Entry | ChainBreak]) -> tuple[ChainBreak, ...]:
    """Every place where numbers, links or hashes do not fit; () for a sound journal.

    `history` is all of one subject, in any order, with a break for what could not be read: that is
    told again, and the entry after it cannot be held to the hash before it.
    """
    found = sorted(history, key=lambda one: one.sequence)
    breaks = [one for one in found if isinstance(one, ChainBreak) and one.sequence == 0]
    expected_hash: str | None = GENESIS
    for position, entry in enumerate(found[len(breaks) :], start=1):
        if entry.sequence != position:
            breaks.append(ChainBreak(position, f"missing: the next entry is {entry.sequence}"))
            return tuple(breaks)
        if isinstance(entry, ChainBreak):
            breaks.append(entry)
            expected_hash = None
            continue
        body = _body(entry.subject, entry.sequence, entry.at, entry.record, entry.previous_hash)
        if expected_hash not in (None, entry.previous_hash):
            breaks.append(ChainBreak(position, "does not follow the entry before it"))
        if entry.hash != _digest(body):
            breaks.append(ChainBreak(position, "was changed after it was written"))
        expected_hash = entry.hash
    return tuple(breaks)


_KINDS = frozenset(kind.value for kind in EntryKind)
_NO_ENTRY = (LookupError, TypeError, AttributeError, UnicodeError, OverflowError, RecursionError)
"""What reading stumbles over besides what is no JSON, which says so itself."""


def _body(
    subject: str, sequence: int, at: datetime, record: Record, previous_hash: str
) -> dict[str, Any]:
    return {
        "version": FORMAT_VERSION,
        "subject": subject,
        "sequence": sequence,
        "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "kind": record.kind.value,
        "event_id": record.event_id,
        "reason": record.reason,
        "message": record.message,
        "details": dict(record.details),
        "state": dict(record.state),
        "previous_hash": previous_hash,
    }


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(body)).hexdigest()


def _canonical(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
