"""A zone of Alidns and its records, as values, and what its name servers answer at a moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

APEX = "@"
DEFAULT_TTL = 600
NAME_SERVERS = ("dns7.hichina.com", "dns8.hichina.com")
ELSEWHERE = ("ns1.elsewhere.invalid", "ns2.elsewhere.invalid")


@dataclass(frozen=True, slots=True)
class Zone:
    """delegated: whether the world asks Alidns's name servers for it; its owner may have it
    answered elsewhere while its records stay. written_at: of the last change of a record.
    """

    name: str
    created_at: datetime
    delegated: bool = True
    written_at: datetime | None = None

    @property
    def id(self) -> str:
        """DomainId."""
        return f"zone-{self.name}"

    def holds(self, name: str) -> bool:
        """Whether the name is its own, or below it."""
        return name == self.name or name.endswith(f".{self.name}")

    def host_of(self, name: str) -> str:
        """The host record of a name that it holds."""
        return name.removesuffix(self.name).rstrip(".") or APEX

    def to_json(self) -> dict[str, Any]:
        """A record for the state store."""
        return {
            "name": self.name,
            "created_at": self.created_at.isoformat(),
            "delegated": self.delegated,
            "written_at": self.written_at and self.written_at.isoformat(),
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Zone:
        """The reverse of `to_json`."""
        written = record["written_at"]
        return cls(
            record["name"],
            datetime.fromisoformat(record["created_at"]),
            record["delegated"],
            datetime.fromisoformat(written) if written else None,
        )


@dataclass(frozen=True, slots=True)
class ZoneRecord:
    """ended_at: it was deleted, switched off or replaced then, and is answered until the change
    has reached the name servers. is_listed: the API shows it; False for what only lingers.
    """

    id: str
    zone: str
    host: str
    kind: str
    value: str
    since: datetime
    ttl: int = DEFAULT_TTL
    enabled: bool = True
    locked: bool = False
    is_listed: bool = True
    ended_at: datetime | None = None

    @property
    def name(self) -> str:
        """The whole name."""
        return self.zone if self.host == APEX else f"{self.host}.{self.zone}"

    def is_answered(self, now: datetime, delay: timedelta) -> bool:
        """Whether name servers show it: each change reaches them after the delay."""
        return self.since + delay <= now and not self.is_over(now, delay)

    def is_over(self, now: datetime, delay: timedelta) -> bool:
        """Answered by nobody any more."""
        return self.ended_at is not None and self.ended_at + delay <= now

    def ended(self, now: datetime) -> ZoneRecord:
        """Only lingering."""
        return replace(self, is_listed=False, ended_at=self.ended_at or now)

    def switched(self, now: datetime, *, on: bool) -> ZoneRecord:
        """Answered again from now on, or no more."""
        if on:
            return replace(self, enabled=True, since=now, ended_at=None)
        return replace(self, enabled=False, ended_at=now)

    def same_as(self, other: ZoneRecord) -> bool:
        """What Alidns takes for the same record."""
        return (self.host, self.kind, self.value) == (other.host, other.kind, other.value)

    def to_json(self) -> dict[str, Any]:
        """A record for the state store."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            **fields,
            "since": self.since.isoformat(),
            "ended_at": self.ended_at and self.ended_at.isoformat(),
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> ZoneRecord:
        """The reverse of `to_json`."""
        ended = record["ended_at"]
        return cls(
            **{
                **record,
                "since": datetime.fromisoformat(record["since"]),
                "ended_at": datetime.fromisoformat(ended) if ended else None,
            }
        )
