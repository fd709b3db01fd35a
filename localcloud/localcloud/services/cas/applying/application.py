"""One application for a certificate, on its way from submission to the CA's answer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

_LABELS_OF_A_ROOT = 2
_HOST = "_dnsauth"
LIST_APPEARS_AFTER = timedelta(seconds=3)
"""The records to create are told some seconds after the submission (seen by others live)."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the CA wants to see. host: below `root`. kind: TXT, CNAME, or FILE."""

    domain: str
    root: str
    host: str
    kind: str
    value: str

    @property
    def name(self) -> str:
        """The whole name in DNS."""
        return f"{self.host}.{self.root}"

    @property
    def path(self) -> str:
        """Of the file, where one is wanted."""
        return f"/.well-known/pki-validation/{self.value[:8]}.txt"


@dataclass(frozen=True, slots=True)
class Application:
    """token: the value that the CA wants to see. validated_at: when it saw it; None: not yet.
    by_itself: hosting writes the record, with CAS's own role.
    """

    submitted_at: datetime
    token: str
    kind: str = "TXT"
    validated_at: datetime | None = None
    by_itself: bool = False

    @classmethod
    def at(cls, moment: datetime, kind: str, *, by_itself: bool = False) -> Application:
        """A new one, with a value of its own."""
        seen = moment if by_itself else None
        return cls(moment, secrets.token_hex(16), kind, seen, by_itself)

    def validated(self, moment: datetime) -> Application:
        """The CA saw every record."""
        return replace(self, validated_at=moment)

    def records(self, names: Sequence[str]) -> tuple[Record, ...]:
        """One for each domain; a wildcard is validated at its parent."""
        domains = dict.fromkeys(name.removeprefix("*.") for name in names)
        return tuple(self._record(domain) for domain in domains)

    def _record(self, domain: str) -> Record:
        labels = domain.split(".")
        root = ".".join(labels[-_LABELS_OF_A_ROOT:])
        host = ".".join((_HOST, *labels[:-_LABELS_OF_A_ROOT]))
        value = f"{self.token}.dcv.invalid" if self.kind == "CNAME" else self.token
        return Record(domain, root, host, self.kind, value)

    def to_json(self) -> dict[str, Any]:
        """A record for the state store."""
        return {
            "submitted_at": self.submitted_at.isoformat(),
            "token": self.token,
            "kind": self.kind,
            "validated_at": self.validated_at and self.validated_at.isoformat(),
            "by_itself": self.by_itself,
        }

    @classmethod
    def from_json(cls, record: dict[str, Any] | None) -> Application | None:
        """The reverse of `to_json`."""
        if record is None:
            return None
        seen = record["validated_at"]
        return cls(
            **{
                **record,
                "submitted_at": datetime.fromisoformat(record["submitted_at"]),
                "validated_at": datetime.fromisoformat(seen) if seen else None,
            }
        )
