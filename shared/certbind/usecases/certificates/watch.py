"""Compare CAS's list with what was seen last, and say what is new, renewed or near its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind, Record, seal
from certbind.domain.model.certificate import (
    Certificate,
    CertificateStatus,
    KeyAlgorithm,
    Line,
)
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import expiry_stage
from certbind.errors import CloudError, LedgerConflictError
from certbind.events import CertificateEvent, EventType, certificate_event
from certbind.ports.certificates import CertificateInventory
from certbind.ports.clock import Clock
from certbind.ports.ledger import Journal
from certbind.ports.queues import EventQueue
from certbind.usecases.rotate.lists.snapshot import SUBJECT, Seen, facts_of, last_seen
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What one run saw and said. baseline: the first run, which announces nothing.

    damaged: the snapshot that could not be read, and from where it goes on; "" mostly.
    """

    certificates: int
    events: tuple[CertificateEvent, ...]
    baseline: bool = False
    damaged: str = ""

    def to_json(self) -> dict[str, Any]:
        """The answer of the function."""
        told = {"complete": False, "reason": "quarantined", "message": self.damaged}
        return {
            **(told if self.damaged else {}),
            "outcome": "baseline" if self.baseline else "watched",
            "certificates": self.certificates,
            "events": [
                {"id": e.id, "type": e.type.value, "certificate": str(e.certificate)}
                for e in self.events
            ],
        }


@dataclass(frozen=True, slots=True)
class WatchCertificates:
    """The timer's work. Events go out before the snapshot is written: a crash between the two
    repeats events with the same ids, which is harmless; the other order would lose them. Before
    them the ledger is proven writable, else each tick would send them again.
    """

    clock: Clock
    inventory: CertificateInventory
    queue: EventQueue
    journal: Journal

    def __call__(self) -> WatchReport:
        """One look at the whole list, against the newest snapshot that can be read.

        Without any it is as at the first run: each certificate is told as new by nobody, for each
        would be a sweep's work, and the sweep, which trusts no event, finds what is missing.
        """
        newest = self.journal.newest(SUBJECT)
        before, number = last_seen(self.journal, newest)
        certificates = self.inventory.list_certificates()
        now = self.clock.now()
        seen = before or {}
        events = () if before is None else find_events(certificates, seen, now)
        events += find_revoked(certificates, seen)
        damaged = _told_of(newest, number)
        if damaged and before is not None:
            newest = self._record(newest, before, (), damaged)
        elif events and isinstance(newest, Entry):
            with suppress(LedgerConflictError):  # it is there, which only who may write is told
                self.journal.append(newest)
        failed = self._send(events)
        snapshot = _without(failed, take_snapshot(certificates, seen, now), seen)
        if before is None or snapshot != seen:
            sent = tuple(event for event in events if event.certificate not in failed)
            self._record(newest, snapshot, sent, damaged if before is None else "")
        if failed:
            raise next(iter(failed.values()))
        return WatchReport(len(certificates), events, before is None, damaged)

    def _send(self, events: tuple[CertificateEvent, ...]) -> dict[CertificateId, CloudError]:
        """Each on its own: one that the queue does not take makes no other be sent again."""
        failed: dict[CertificateId, CloudError] = {}
        for event in events:
            try:
                self.queue.send(event)
            except CloudError as error:
                failed[event.certificate] = error
        return failed

    def _record(
        self,
        newest: Entry | ChainBreak | None,
        snapshot: Seen,
        events: tuple[CertificateEvent, ...],
        damaged: str,
    ) -> Entry:
        said = ", ".join(event.id for event in events) or "nothing announced"
        record = Record(
            EntryKind.SNAPSHOT,
            "watch",
            EntryKind.QUARANTINED.value if damaged else "",
            f"{len(snapshot)} certificates seen; {said}. {damaged}".rstrip(),
            state={"certificates": snapshot},
        )
        entry = seal(SUBJECT, newest, self.clock.now(), record)
        # On a conflict two timers overlapped: the other one saw and said the same.
        with suppress(LedgerConflictError):
            self.journal.append(entry)
        return entry


def _without(failed: Collection[CertificateId], snapshot: Seen, seen: Seen) -> Seen:
    """What could not be told is not seen yet: the next tick tells it."""
    told = {key: one for key, one in snapshot.items() if CertificateId.parse(key) not in failed}
    untold = {key: one for key, one in seen.items() if CertificateId.parse(key) in failed}
    return {key: (told | untold)[key] for key in sorted(told | untold)} if failed else snapshot


def _told_of(newest: Entry | ChainBreak | None, number: int) -> str:
    if newest is None or newest.sequence == number:
        return ""
    told = f"Entry {newest.sequence} of {SUBJECT} is damaged and set aside; "
    if number:
        return f"{told}compared with entry {number}."
    return f"{told}no sound one is left, so what came since was not told: the next sweep finds it."


def find_revoked(certificates: Iterable[Certificate], seen: Seen) -> tuple[CertificateEvent, ...]:
    """Those that were issued when they were seen last and are revoked now, by the list's word.

    A list of orders alone (CERTBIND_CAS_LIST=orders) hides what is revoked: there a sweep finds
    it, which asks for what is bound and not listed.
    """
    revoked = sorted(
        one.id
        for one in certificates
        if one.status is CertificateStatus.REVOKED and str(one.id) in seen
    )
    return tuple(certificate_event(EventType.REVOKED, id_) for id_ in revoked)


def find_events(
    certificates: Iterable[Certificate], seen: Seen, now: datetime
) -> tuple[CertificateEvent, ...]:
    """What `certificates` holds that `seen` did not, in the order of ids."""
    events: list[CertificateEvent] = []
    ordered = sorted(certificates, key=lambda c: c.id)
    for certificate in ordered:
        if certificate.status is not CertificateStatus.ISSUED:
            continue
        if str(certificate.id) not in seen:
            events.append(_new(certificate, seen))
            continue
        stage = _stage_to_announce(certificate, ordered, seen[str(certificate.id)], now)
        if stage:
            events.append(
                certificate_event(EventType.EXPIRY_APPROACHING, certificate.id, stage=stage)
            )
    return tuple(events)


def take_snapshot(
    certificates: Iterable[Certificate], seen: Seen, now: datetime
) -> dict[str, dict[str, Any]]:
    """What the next run compares with."""
    ordered = sorted(certificates, key=lambda c: c.id)
    return {
        str(c.id): {
            "names": sorted(c.names),
            "instance": c.instance_id,
            "not_after": c.not_after.isoformat(),
            "stage": _stage_seen(c, ordered, seen.get(str(c.id)), now),
            "facts": facts_of(c),
        }
        for c in ordered
        if c.status is CertificateStatus.ISSUED
    }


def _stage_seen(
    certificate: Certificate,
    all_of_them: Iterable[Certificate],
    before: Mapping[str, Any] | None,
    now: datetime,
) -> str:
    """A stage that a successor made no news is news again, should that one be revoked."""
    if before is not None and _is_superseded(certificate, all_of_them):
        return str(before["stage"])
    return _stage(certificate, now)


def _new(certificate: Certificate, seen: Seen) -> CertificateEvent:
    replaced = _predecessor(certificate, seen)
    if replaced is None:
        return certificate_event(EventType.ISSUED, certificate.id)
    return certificate_event(EventType.RENEWED, certificate.id, replaces=replaced)


def _predecessor(certificate: Certificate, seen: Seen) -> CertificateId | None:
    """The newest one of the same line."""
    same_line = [
        (entry["not_after"], key)
        for key, entry in seen.items()
        if certificate.line.is_same(Line(frozenset(entry["names"]), entry["instance"]))
    ]
    return CertificateId.parse(max(same_line)[1]) if same_line else None


def _stage_to_announce(
    certificate: Certificate,
    all_of_them: Iterable[Certificate],
    before: Mapping[str, Any],
    now: datetime,
) -> str:
    stage = _stage(certificate, now)
    if not stage or stage == before["stage"] or _is_superseded(certificate, all_of_them):
        return ""
    return stage


def _is_superseded(certificate: Certificate, others: Iterable[Certificate]) -> bool:
    """Whether another one that can be bound covers its names for longer."""
    names = set(certificate.names)
    return any(
        other.not_after > certificate.not_after
        and names <= set(other.names)
        and _can_be_bound(other)
        for other in others
        if other.id != certificate.id
    )


def _can_be_bound(certificate: Certificate) -> bool:
    """As far as the list tells; eligibility judges the rest, and is slow to import."""
    if certificate.status is not CertificateStatus.ISSUED:
        return False
    return (
        certificate.algorithm is not KeyAlgorithm.SM2 and certificate.has_private_key is not False
    )


def _stage(certificate: Certificate, now: datetime) -> str:
    stage = expiry_stage(certificate.not_before, certificate.not_after, now)
    return stage.value if stage else ""
