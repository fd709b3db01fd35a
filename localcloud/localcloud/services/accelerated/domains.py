"""One accelerated domain as CDN keeps it: frozen values, changed by replacement."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any


class DomainStatus(Enum):
    """DomainStatus of the API."""

    ONLINE = "online"
    OFFLINE = "offline"
    CONFIGURING = "configuring"
    CONFIGURE_FAILED = "configure_failed"
    CHECKING = "checking"
    CHECK_FAILED = "check_failed"
    STOPPING = "stopping"
    DELETING = "deleting"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where CDN fetches from. type: `oss`, `domain`, `ipaddr`, `fc_domain`."""

    type: str
    content: str
    port: int = 80
    priority: str = "20"
    weight: str = "10"


@dataclass(frozen=True, slots=True)
class Binding:
    """The certificate of a domain: which one in CAS, and how it was given (`cas`, `upload`)."""

    cert_type: str
    number: int
    region: str
    name: str
    updated: datetime

    @property
    def identifier(self) -> str:
        """`<number>-<region>`."""
        return f"{self.number}-{self.region}"


@dataclass(frozen=True, slots=True)
class FunctionConfig:
    """One configured function. Its status is `configuring` until the domain is through."""

    config_id: int
    function: str
    args: tuple[tuple[str, str], ...]
    parent_id: str = ""
    busy_until: datetime | None = None

    def status(self, now: datetime) -> str:
        """`configuring`, then `success`."""
        return "configuring" if _before(now, self.busy_until) else "success"


@dataclass(frozen=True, slots=True)
class AcceleratedDomain:
    """`name`: `www.example.com`, or `.example.com` for the wildcard domain. `status` is the one
    that holds when no change is under way, `before_last` the binding before the last certificate
    write.
    """

    name: str
    domain_id: int
    cname: str
    origins: tuple[Origin, ...]
    created: datetime
    modified: datetime
    cdn_type: str = "web"
    scope: str = "domestic"
    status: DomainStatus = DomainStatus.ONLINE
    busy_until: datetime | None = None
    binding: Binding | None = None
    before_last: Binding | None = None
    configs: tuple[FunctionConfig, ...] = ()
    resource_group: str = ""
    tags: tuple[tuple[str, str], ...] = ()

    def status_at(self, now: datetime) -> DomainStatus:
        """`configuring` while a change is under way."""
        return DomainStatus.CONFIGURING if _before(now, self.busy_until) else self.status

    def changed(self, now: datetime, seconds: float) -> AcceleratedDomain:
        """A change begins: modified now, configuring for `seconds`."""
        until = now + timedelta(seconds=seconds) if seconds > 0 else None
        return replace(self, modified=now, busy_until=until)

    def rebound(self, binding: Binding | None) -> AcceleratedDomain:
        """With this certificate; what stood there is remembered for stale reads."""
        return replace(self, binding=binding, before_last=self.binding)

    def to_json(self) -> dict[str, Any]:
        """A record for the state store."""
        record: dict[str, Any] = asdict(self)
        record["status"] = self.status.value
        for name in ("created", "modified", "busy_until"):
            record[name] = _text(record[name])
        for name in ("binding", "before_last"):
            if record[name]:
                record[name]["updated"] = _text(record[name]["updated"])
        for config in record["configs"]:
            config["busy_until"] = _text(config["busy_until"])
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> AcceleratedDomain:
        """The reverse of `to_json`."""
        times = {name: _time(record[name]) for name in ("created", "modified", "busy_until")}
        return cls(
            **{
                **record,
                **times,
                "status": DomainStatus(record["status"]),
                "origins": tuple(Origin(**origin) for origin in record["origins"]),
                "binding": _binding(record["binding"]),
                "before_last": _binding(record["before_last"]),
                "configs": tuple(_config(config) for config in record["configs"]),
                "tags": _pairs(record["tags"]),
            }
        )


def _before(now: datetime, until: datetime | None) -> bool:
    return until is not None and now < until


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _pairs(record: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in record)


def _binding(record: dict[str, Any] | None) -> Binding | None:
    if record is None:
        return None
    return Binding(**{**record, "updated": datetime.fromisoformat(record["updated"])})


def _config(record: dict[str, Any]) -> FunctionConfig:
    until = _time(record["busy_until"])
    return FunctionConfig(**{**record, "args": _pairs(record["args"]), "busy_until": until})
