"""Sites, their records and certificates, as ESA keeps them: values, changed by replacement."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from localcloud.services.cas import StoredCertificate
from localcloud.services.cas.facts import covers

CUSTOM = ("cas", "upload")
"""Types that count against the site's quota; expired ones do, too."""


@dataclass(frozen=True, slots=True)
class Site:
    """access: `CNAME` or `NS`, which is how visitors come to it. quota: of custom certificates."""

    number: int
    name: str
    access: str
    created: datetime
    status: str = "active"
    quota: int = 2

    @property
    def cname_zone(self) -> str:
        """What RecordCname ends with; "" where ESA holds the zone itself."""
        return f"{self.name}.w.cdngslb.com" if self.access == "CNAME" else ""

    def to_json(self) -> dict[str, Any]:
        """For the state store."""
        return {**asdict(self), "created": self.created.isoformat()}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Site:
        """The reverse."""
        return cls(**{**record, "created": datetime.fromisoformat(record["created"])})


@dataclass(frozen=True, slots=True)
class Record:
    """A name of a site: `www.shop.example`, or `*.shop.example`. proxied: ESA answers for it."""

    number: int
    site: int
    name: str
    created: datetime
    proxied: bool = True
    origin: str = "origin.example.com"

    @property
    def edge_name(self) -> str:
        """As edges keep it."""
        return self.name.removeprefix("*")

    def to_json(self) -> dict[str, Any]:
        """For the state store."""
        return {**asdict(self), "created": self.created.isoformat()}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Record:
        """The reverse."""
        return cls(**{**record, "created": datetime.fromisoformat(record["created"])})


@dataclass(frozen=True, slots=True)
class Entry:
    """A certificate of a site under an id of ESA's own, which stays when its content changes.

    held: the copy that the edges serve.
    """

    id: str
    site: int
    type: str
    name: str
    created: datetime
    updated: datetime
    held: StoredCertificate

    def covers(self, record: str) -> bool:
        """Whether its names cover the record; a wildcard record only by the same wildcard."""
        return covers(self.held.facts.names, record.removeprefix("*"))

    def renewed(self, entry_type: str, held: StoredCertificate, now: datetime) -> Entry:
        """The same entry with other content."""
        return replace(self, type=entry_type, name=held.name, held=held, updated=now)

    def to_json(self) -> dict[str, Any]:
        """For the state store."""
        record = {name: getattr(self, name) for name in ("id", "site", "type", "name")}
        times = {name: getattr(self, name).isoformat() for name in ("created", "updated")}
        return {**record, **times, "held": self.held.to_json()}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Entry:
        """The reverse."""
        times = {name: datetime.fromisoformat(record[name]) for name in ("created", "updated")}
        held = StoredCertificate.from_json(record["held"])
        return cls(**{**record, **times, "held": held})
