"""The account's own DNS (Alidns) around a record that a CA waits for, as values."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.renewal.order import ValidationRecord
from certbind.domain.renewal.state import APEX, WrittenRecord
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Zone:
    """servers: the name servers that Alidns has for it."""

    name: str
    servers: tuple[str, ...] = ()

    def host_of(self, name: str) -> str:
        """The host record of a name that it holds."""
        return _bare(name).removesuffix(self.name).rstrip(".") or APEX


@dataclass(frozen=True, slots=True)
class ZoneRecord:
    """is_on: whether it is answered."""

    id: str
    kind: str
    value: str
    is_on: bool = True

    def is_like(self, kind: str, value: str) -> bool:
        """The same type and value; those of names have no case and may end in a dot."""
        return self.kind == kind and _bare(self.value) == _bare(value)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Alidns could not be asked what stands there."""

    code: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A wanted record, and what is where the account's own DNS would hold it.

    zone: "" where no zone of the account does that certbind may write. elsewhere: the name servers
    that DNS names for it and Alidns has not; () where Alidns answers, or nobody could look.
    unread: the code with which Alidns could not be asked.
    """

    record: ValidationRecord
    zone: str = ""
    host: str = ""
    standing: tuple[ZoneRecord, ...] = ()
    elsewhere: tuple[str, ...] = ()
    unread: str = ""

    @property
    def wanted(self) -> WrittenRecord:
        """As certbind would write it."""
        return WrittenRecord(self.zone, self.host, self.record.kind, self.record.value)

    @property
    def same(self) -> ZoneRecord | None:
        """What is wanted, where it stands already."""
        kind, value = self.record.kind, self.record.value
        return next((one for one in self.standing if one.is_like(kind, value)), None)

    @property
    def others(self) -> tuple[ZoneRecord, ...]:
        """What contradicts it: of the same type with another value; beside a CNAME all."""
        kinds = {self.record.kind, "CNAME"}
        is_alone = self.record.kind == "CNAME"
        return tuple(
            one
            for one in self.standing
            if one is not self.same and (is_alone or one.kind in kinds)
        )


def answered_elsewhere(named: Iterable[str] | None, zone: Zone) -> tuple[str, ...]:
    """named: the name servers that DNS names. Where nobody could look, or none is named (a zone
    whose own name is an alias shows none), nothing is known against Alidns.
    """
    if not named or not zone.servers:
        return ()
    found = tuple(sorted({_bare(one) for one in named}))
    has_ours = set(found) & {_bare(one) for one in zone.servers}
    return () if has_ours else found


def _bare(text: str) -> str:
    return text.rstrip(".").lower()
