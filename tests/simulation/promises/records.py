"""Promises of what is written into the account's own DNS for a CA."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from localcloud.services.alidns.zones import ZoneRecord
from tests.simulation.promises.calm import Calm

if TYPE_CHECKING:
    from tests.simulation.play import Play
    from tests.simulation.scheduler import Invocation

_WRITES = ("alidns.AddDomainRecord", "alidns.DeleteDomainRecord")

Records = Mapping[str, ZoneRecord]
"""By id."""


class ValidationRecords(Calm):
    """Written on record only; another's is neither changed nor taken away; ours do not stay."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self._records: dict[str, ZoneRecord] = {}

    def about_to_change_records(self, one: Invocation, call: str) -> Records | None:
        """Before a call that changes some; None for another."""
        if not call.startswith("alidns.") or call.startswith("alidns.Describe"):
            return None
        if call not in _WRITES:
            self.report("a foreign record", f"{one.key} called {call}")
        entries = one.seen.get("entries", [""])
        if call == _WRITES[0] and not entries[-1].startswith("line/"):
            self.report("entry before record", f"{one.key}: {call} without an intent")
        return self._standing_records()

    def changed_records(self, one: Invocation, call: str, before: Records) -> None:
        """After it, whether or not its answer comes."""
        after = self._standing_records()
        for name, record in after.items():
            if name not in before:
                self._hit("a validation record was written")
                self._records[name] = record
                self._play.note(f"  {one.key} wrote {_shown(record)}")
            elif not record.same_as(before[name]):
                self.report("a foreign record", f"{one.key} changed {_shown(record)}")
        for record in (record for name, record in before.items() if name not in after):
            self._hit("a validation record was taken away")
            self._play.note(f"  {one.key} took away {_shown(record)}")
            ours = self._records.get(record.id)
            if ours is None or not ours.same_as(record):
                self.report("a foreign record", f"{one.key} took away {_shown(record)}")

    def after_calm(self) -> None:
        """None of ours is left that no CA waits for."""
        waited_for = {(one.name, one.value) for one in self._play.course.records()}
        for name, record in self._standing_records().items():
            ours = self._records.get(name)
            is_left = ours is not None and ours.same_as(record)
            if is_left and (record.name, record.value) not in waited_for:
                self.report("none left behind", f"{_shown(record)} stands after days of calm")
        super().after_calm()

    def _standing_records(self) -> Records:
        dns = self._play.cloud.alidns
        return {one.id: one for zone in dns.zones() for one in dns.records(zone.name)}


def _shown(record: ZoneRecord) -> str:
    return f"{record.name} {record.kind} {record.value}"
