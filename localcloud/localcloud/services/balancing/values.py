"""Instances, listeners and their slots: values, changed by replacement."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE
from localcloud.services.cas import StoredCertificate

ASSOCIATED, ASSOCIATING, DISSOCIATING = "Associated", "Associating", "Dissociating"
RUNNING, CONFIGURING, STOPPED = "Running", "Configuring", "Stopped"


@dataclass(frozen=True, slots=True)
class Brand:
    """One of the products. site: its edges, and its name in registers; secure, plain: the
    protocols of its listeners that have certificates, and the others, those first that edges
    speak; quotas: of additional certificates of an instance, by edition; listener, instance: as
    its error codes spell them.
    """

    site: str
    secure: tuple[str, ...]
    plain: tuple[str, ...]
    quotas: dict[str, int]
    listener: str
    instance: str

    @property
    def protocols(self) -> tuple[str, ...]:
        """All that a listener may have."""
        return (*self.secure, *self.plain)


@dataclass(frozen=True, slots=True)
class Balancer:
    """An instance. quota: of additional certificates, of all its listeners together."""

    id: str
    product: str
    region: str
    name: str
    edition: str
    quota: int
    created: datetime

    @property
    def dns_name(self) -> str:
        """Where the domains that it serves have to lead."""
        abroad = "" if self.region.startswith("cn-") else "intl"
        return f"{self.id}.{self.region}.{self.product}.aliyuncsslb{abroad}.com"

    @property
    def edges(self) -> str:
        """The name of its site among the edges."""
        return f"{self.product}/{self.id}"

    def to_json(self) -> dict[str, Any]:
        """For the state store."""
        return {**asdict(self), "created": self.created.isoformat()}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Balancer:
        """The reverse."""
        return cls(**{**record, "created": datetime.fromisoformat(record["created"])})


@dataclass(frozen=True, slots=True)
class Slot:
    """A certificate at a listener. held: the copy that is served, whatever becomes of CAS's."""

    held: StoredCertificate
    since: datetime
    state: str = ASSOCIATED

    @property
    def identifier(self) -> str:
        """`<CertId>-<region>`, the id by which load balancers know certificates."""
        return self.held.identifier

    def to_json(self) -> dict[str, Any]:
        """For the state store."""
        held, since = self.held.to_json(), self.since.isoformat()
        return {"held": held, "since": since, "state": self.state}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Slot:
        """The reverse."""
        held = StoredCertificate.from_json(record["held"])
        return cls(held, datetime.fromisoformat(record["since"]), record["state"])


@dataclass(frozen=True, slots=True)
class Listener:
    """default: None where it speaks no TLS; coming: the default that a job is bringing; options:
    what else UpdateListenerAttribute was told; busy: a job changes it.
    """

    id: str
    balancer: str
    protocol: str
    port: int
    created: datetime
    modified: datetime
    busy: bool = False
    stopped: bool = False
    default: Slot | None = None
    coming: Slot | None = None
    additional: tuple[Slot, ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> str:
        """In the products' words."""
        if self.busy:
            return CONFIGURING
        return STOPPED if self.stopped else RUNNING

    def slot(self, identifier: str) -> Slot | None:
        """Of those beside the default."""
        return next((one for one in self.additional if one.identifier == identifier), None)

    @property
    def held(self) -> tuple[str, ...]:
        """Its certificates: the default, which may be on its way, and those beside it."""
        every = (self.default, self.coming, *self.additional)
        return tuple(one.identifier for one in every if one is not None)

    def holds(self, identifier: str) -> bool:
        """As any of these."""
        return identifier in self.held

    def with_additional(self, *more: Slot) -> Listener:
        """These beside what there is."""
        return replace(self, additional=(*self.additional, *more))

    def without(self, identifiers: tuple[str, ...]) -> Listener:
        """Without these beside the default."""
        left = tuple(one for one in self.additional if one.identifier not in identifiers)
        return replace(self, additional=left)

    def in_state(self, identifiers: tuple[str, ...], state: str) -> Listener:
        """These of the additional ones in another state."""
        changed = tuple(
            replace(one, state=state) if one.identifier in identifiers else one
            for one in self.additional
        )
        return replace(self, additional=changed)

    def to_json(self) -> dict[str, Any]:
        """For the state store."""
        plain = {name: getattr(self, name) for name in ("id", "balancer", "protocol", "port")}
        return {
            **plain,
            "created": self.created.isoformat(),
            "modified": self.modified.isoformat(),
            "busy": self.busy,
            "stopped": self.stopped,
            "default": None if self.default is None else self.default.to_json(),
            "coming": None if self.coming is None else self.coming.to_json(),
            "additional": [one.to_json() for one in self.additional],
            "options": [list(pair) for pair in self.options],
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Listener:
        """The reverse."""
        times = {name: datetime.fromisoformat(record[name]) for name in ("created", "modified")}
        slots = {
            name: None if record[name] is None else Slot.from_json(record[name])
            for name in ("default", "coming")
        }
        additional = tuple(Slot.from_json(one) for one in record["additional"])
        options = tuple((name, value) for name, value in record["options"])
        return cls(**{**record, **times, **slots, "additional": additional, "options": options})


def site_of(region: str) -> str:
    """The CAS site whose certificates the load balancers of a region take."""
    return CHINA_SITE if region.startswith("cn-") else INTERNATIONAL_SITE
