"""A product that nobody sells: gates, each a domain at a named wall, kept in this process."""

from __future__ import annotations

from dataclasses import dataclass, field

from certbind.adapters.calls.guard import OneSlot, refuse_stale
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import Resource
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Outward,
    Target,
    TargetScan,
)
from certbind.errors import NotFoundError

NAME = ProductName("gate")
GATES = Resource("the gates", ("acs:gate:*:{scope.account_id}:gate/{name}",), of=NAME)
_LIST = Permission("gate:ListGates", GATES, "lists gates")
_BIND = Permission("gate:BindGate", GATES, "binds at a gate")

PERMISSIONS: Permissions = {
    "scan": (_LIST,),
    "find": (_LIST,),
    "read": (_LIST,),
    "in_front": (_LIST,),
    "bind": (_LIST, _BIND),
    "take_off": (),
}


@dataclass
class GateCloud:
    """What the product holds."""

    bound: dict[Target, CertificateId | None] = field(default_factory=dict)

    def add(self, domain: str, wall: str) -> Target:
        target = Target(NAME, Domain(domain), wall, "cn-hangzhou")
        self.bound[target] = None
        return target


CLOUD = GateCloud()


class GateTargets(OneSlot):
    """Every gate of the account (Targets)."""

    def __init__(self, cloud: GateCloud) -> None:
        self._cloud = cloud

    def scan(self) -> TargetScan:
        return TargetScan(tuple(self.read(target) for target in self._cloud.bound))

    def find(self, domain: Domain) -> TargetScan:
        found = [target for target in self._cloud.bound if target.domain == domain]
        return TargetScan(tuple(self.read(target) for target in found))

    def in_front(self, target: Target) -> TargetScan:
        return self.find(target.domain)

    def read(self, target: Target) -> BoundTarget:
        if target not in self._cloud.bound:
            raise NotFoundError("no such gate", service=NAME, action="read", subject=str(target))
        held = self._cloud.bound[target]
        binding = Binding(BindingSource.CAS, held, str(held)) if held else UNBOUND
        return BoundTarget(
            target, binding, outward=Outward.CONTENT, dns_pattern=r".+\.gates\.example"
        )

    def bind(
        self,
        target: Target,
        certificate_id: CertificateId,
        expects: Binding,
        *,
        just_read: bool = False,
    ) -> str:
        del just_read
        wanted = Binding(BindingSource.CAS, certificate_id)
        if not refuse_stale(target, self.read(target).binding, expects, wanted):
            self._cloud.bound[target] = certificate_id
        return "request-1"
