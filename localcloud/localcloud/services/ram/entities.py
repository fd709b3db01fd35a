"""What RAM holds: roles, policies with versions, users."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

CUSTOM, SYSTEM = "Custom", "System"


@dataclass(frozen=True, slots=True)
class Role:
    """attached: (policy type, policy name, since), in the order of attaching. Times: ISO, Z."""

    name: str
    id: str
    description: str
    trust: str
    created: str
    updated: str
    session_seconds: int
    attached: tuple[tuple[str, str, str], ...] = ()

    def arn(self, account: str) -> str:
        """RAM writes the name in lower case here."""
        return f"acs:ram::{account}:role/{self.name.lower()}"

    def holds(self, kind: str, policy: str) -> bool:
        """Whether this policy is attached."""
        return any((k, n) == (kind, policy) for k, n, _ in self.attached)

    def to_json(self) -> dict[str, Any]:
        """For the store."""
        return asdict(self)

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Role:
        """The way back."""
        attached = tuple((k, n, since) for k, n, since in record["attached"])
        return cls(**{**record, "attached": attached})


@dataclass(frozen=True, slots=True)
class Version:
    """`id`: v1, v2 …"""

    id: str
    document: str
    created: str


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """next_version: numbers are not given twice."""

    name: str
    kind: str
    description: str
    created: str
    updated: str
    default: str
    versions: tuple[Version, ...]
    next_version: int = 2

    @property
    def document(self) -> str:
        """The default version's text."""
        return self.version(self.default).document

    def version(self, version_id: str) -> Version:
        """LookupError when there is none."""
        for version in self.versions:
            if version.id == version_id:
                return version
        raise LookupError(version_id)

    def to_json(self) -> dict[str, Any]:
        """For the store."""
        return asdict(self)

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> StoredPolicy:
        """The way back."""
        return cls(**{**record, "versions": tuple(Version(**v) for v in record["versions"])})
