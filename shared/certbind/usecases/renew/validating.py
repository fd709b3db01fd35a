"""The records that a CA waits for, in the account's own DNS: where they would stand, and the one
write or deletion that a decision asks for. Entry first, then the call, then its end.
"""

from __future__ import annotations

from certbind.domain.renewal.facts import (
    RecordBegun,
    RecordFact,
    RecordLost,
    RecordRefused,
    RecordRemoved,
    RecordWritten,
)
from certbind.domain.renewal.order import OrderStage, ValidationRecord
from certbind.domain.renewal.records.hosted import (
    Placed,
    Unseen,
    ZoneRecord,
    answered_elsewhere,
)
from certbind.domain.renewal.records.leftover import leftover
from certbind.domain.renewal.situation import LineDecision, LineSituation
from certbind.domain.renewal.state import LineState, WrittenRecord
from certbind.domain.renewal.validation import Found
from certbind.errors import CloudError, ConflictError, NotFoundError, UnavailableError
from certbind.ports.dns import DnsZones, RecordLookup
from certbind.usecases.renew.delegation import name_servers
from certbind.usecases.renew.line_journal import LineJournal, LineNote, LinePosition
from certbind.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of it. error: of the call, where it did not succeed."""

    position: LinePosition
    told: str
    error: CloudError | None = None


@dataclass(frozen=True, slots=True)
class Validating:
    """zones: where certbind may write. records: DNS, as the CA looks."""

    zones: DnsZones
    records: RecordLookup

    def placed(self, line: LineSituation) -> tuple[Placed, ...] | None:
        """Where Alidns would hold what the CA waits for; None where certbind writes nothing."""
        order = line.order
        if order is None or order.stage is not OrderStage.VALIDATING or order.auto_reissue:
            return None
        if not line.is_named:
            return None
        return tuple(self._place(line.state, seen) for seen in line.found or ())

    def standing(self, line: LineSituation) -> tuple[ZoneRecord, ...] | Unseen | None:
        """Around the next of our own that nobody waits for; None for none. A zone that has left
        the account holds nothing of ours.
        """
        one = leftover(line.state, line.order)
        if one is None:
            return None
        try:
            return self.zones.standing(one.zone, one.host)
        except NotFoundError:
            return ()
        except CloudError as error:
            return Unseen(error.code, error.retryable)

    def carry_out(
        self, journal: LineJournal, position: LinePosition, decision: LineDecision, note: LineNote
    ) -> Carried:
        """The one change that the decision asks for. TypeError: it asks for none."""
        if decision.write is not None:
            return self._write(journal, position, decision.write, note)
        if decision.remove is not None:
            return self._remove(journal, position, decision.remove, note)
        raise TypeError("no record is to be changed")

    def _write(
        self, journal: LineJournal, position: LinePosition, record: WrittenRecord, note: LineNote
    ) -> Carried:
        """One record. Another hand's that came between is not ours to take away."""
        is_fresh = not any(one.same_as(record) for one in position.state.written)
        position = journal.advance(position, RecordBegun(record), replace(note, message_id=""))
        fact: RecordFact
        try:
            made = self.zones.add(record)
        except ConflictError as error:
            fact = RecordRemoved(record) if is_fresh else RecordLost(record)
            return _ended(journal, position, fact, note, error)
        except UnavailableError as error:
            return _ended(journal, position, RecordLost(record), note, error)
        except CloudError as error:
            fact = RecordRefused(record, error.code, error.retryable)
            return _ended(journal, position, fact, note, error)
        told = f"{record} was written into zone {record.zone} of Alidns."
        done = replace(note, message=told, reason="", details={**note.details, "record_id": made})
        return Carried(journal.advance(position, RecordWritten(record, made), done), told)

    def _remove(
        self, journal: LineJournal, position: LinePosition, record: WrittenRecord, note: LineNote
    ) -> Carried:
        """By its id; what is not there any more is as good as deleted."""
        try:
            self.zones.remove(record)
        except CloudError as error:
            fact = RecordRefused(record, error.code, error.retryable)
            return _ended(journal, position, fact, note, error)
        told = f"{record} was taken out of zone {record.zone} of Alidns."
        done = replace(note, message=told, reason="", details={"record_id": record.id})
        return Carried(journal.advance(position, RecordRemoved(record), done), told)

    def _place(self, state: LineState, seen: Found) -> Placed:
        """Alidns is asked only for what DNS does not show, or whose end is not on record."""
        record = seen.record
        is_open = any(not one.id and one.value == record.value for one in state.written)
        if record.kind == "FILE" or (seen.is_there and not is_open):
            return Placed(record)
        try:
            return self._look(record)
        except CloudError as error:
            return Placed(record, unread=error.code)

    def _look(self, record: ValidationRecord) -> Placed:
        name = record.name.lower()
        zone = self.zones.zone_of(name)
        if zone is None:
            return Placed(record)
        host = zone.host_of(name)
        elsewhere = answered_elsewhere(name_servers(self.records, name, zone), zone)
        return Placed(record, zone.name, host, self.zones.standing(zone.name, host), elsewhere)


def _ended(
    journal: LineJournal,
    position: LinePosition,
    fact: RecordFact,
    note: LineNote,
    error: CloudError,
) -> Carried:
    told = str(error)
    noted = replace(note, message=told, reason=error.code, details=error.to_json())
    return Carried(journal.advance(position, fact, noted), told, error)
