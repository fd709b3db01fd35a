"""Faults, crashes, lags: what goes wrong, by rule."""

from __future__ import annotations

import inspect
from typing import Any

from localcloud.acts.refusal import Refusal
from localcloud.dns import DnsFault, DnsFaultKind
from localcloud.edges import EdgeFault, EdgeFaultKind
from localcloud.faults import FaultKind, FaultRule
from localcloud.runner.crashes import CrashRule
from localcloud.world import LocalCloud

RULE_FIELDS = tuple(
    name for name in inspect.signature(FaultRule).parameters if name not in ("kind", "id")
)

_DNS = "dns:"
"""How the ids of the name server's faults begin; the name follows."""


class Trouble:
    """Acts on the rules; none survives a restart."""

    def __init__(self, world: LocalCloud) -> None:
        self._world = world

    def add(self, kind: str, *, always: bool = False, **fields: Any) -> dict[str, Any]:
        """A fault of API calls; the fields are those of FaultRule. always: count None."""
        unknown = sorted(set(fields) - set(RULE_FIELDS))
        if unknown:
            raise Refusal(f"a fault has no {', '.join(unknown)}")
        if always:
            fields["count"] = None
        rule = FaultRule(FaultKind(_known(kind, FaultKind)), **fields)
        return self._world.kernel.faults.add(rule).to_json()

    def edge(self, kind: str, *, domain: str = "*", address: str = "*") -> dict[str, Any]:
        """A fault of edge addresses."""
        wanted = EdgeFaultKind(_known(kind, EdgeFaultKind))
        return self._world.edges.add_fault(EdgeFault(wanted, domain, address)).to_json()

    def dns(
        self, name: str, *, kind: str, count: int | None = None, record: str = ""
    ) -> dict[str, Any]:
        """A fault of the name server, for one name or `*`, one type of record or all."""
        wanted = DnsFaultKind(_known(kind, DnsFaultKind))
        self._world.dns.set_fault(name, wanted, count, record=record)
        return _dns(name, DnsFault(wanted, count, record.upper()))

    def crash(
        self, service: str, action: str, *, resource: str = "", nth: int = 1
    ) -> dict[str, Any]:
        """Kill the function instance that makes the nth such call, once it was applied."""
        rule = self._world.runner.crashes.add(CrashRule(service, action, resource, nth))
        return _crash(rule)

    def lag(self, address: str, seconds: float, *, domain: str = "*") -> dict[str, Any]:
        """One edge address takes so long (world's seconds) to serve what is published."""
        self._world.edges.lag(domain, address, seconds)
        return {"address": address, "seconds": seconds, "domain": domain}

    def all(self) -> list[dict[str, Any]]:
        """All rules in force, with where they strike."""
        return [
            *({"at": "api", **rule.to_json()} for rule in self._world.kernel.faults.rules()),
            *({"at": "edge", **rule.to_json()} for rule in self._world.edges.faults.rules()),
            *({"at": "dns", **_dns(name, fault)} for name, fault in self._world.dns.faults()),
            *({"at": "function", **_crash(r)} for r in self._world.runner.crashes.rules()),
        ]

    def remove(self, identifier: str) -> dict[str, Any]:
        """Take one rule out of force, by its id."""
        removed = (
            self._world.kernel.faults.remove(identifier)
            or self._world.edges.remove_fault(identifier)
            or self._world.runner.crashes.remove(identifier)
            or self._removed_from_dns(identifier)
        )
        if not removed:
            raise Refusal(f"there is no fault {identifier!r}")
        return {"removed": identifier}

    def _removed_from_dns(self, identifier: str) -> bool:
        name = identifier.removeprefix(_DNS)
        return name != identifier and self._world.dns.remove_fault(name)

    def clear(self) -> dict[str, Any]:
        """All faults, crashes and lags."""
        count = len(self.all())
        self._world.kernel.faults.clear()
        self._world.edges.clear_faults()
        self._world.edges.clear_lags()
        self._world.dns.clear_faults()
        self._world.runner.crashes.clear()
        return {"removed": count}


def _dns(name: str, fault: DnsFault) -> dict[str, Any]:
    return {
        "id": f"{_DNS}{name}",
        "kind": fault.kind.value,
        "domain": name,
        "record": fault.record,
        "count": fault.count,
    }


def _crash(rule: CrashRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "kind": "kill",
        "service": rule.service,
        "action": rule.action,
        "resource": rule.resource,
        "nth": rule.nth,
    }


def _known(kind: str, kinds: Any) -> str:
    values = [member.value for member in kinds]
    if kind not in values:
        raise Refusal(f"there is no fault {kind!r}; there are {', '.join(values)}")
    return kind
