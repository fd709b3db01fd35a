"""A load balancer's slots, read into targets: one a certificate, with the names that it serves.

A name that several certificates serve is one target's: one is what stands there, the others are
beside it (docs/decisions/0028).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from certbind.adapters.balancers.names import Leading, Served
from certbind.adapters.balancers.slots import Balancer, Slot, binding_of
from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import BoundTarget, Outward, Target, TargetState
from certbind.values import dataclass, replace

_USUAL_PORT = 443


@dataclass(frozen=True, slots=True)
class Known:
    """What CAS says of a certificate at a listener: its names, and when it ends."""

    names: tuple[str, ...]
    ends: datetime


def targets_of(
    product: ProductName, balancer: Balancer, known: Mapping[str, Known], leading: Leading
) -> tuple[BoundTarget, ...]:
    """Of the certificates whose names are known. Additional ones have their names before the
    default one, which is for what no other names; of several the one that ends last.
    """
    owners: dict[Domain, int] = {}
    made: list[BoundTarget] = []
    for certificate in _in_turn(balancer, known):
        served = leading.served(known[certificate].names, balancer.dns_name)
        own = tuple(name for name in served.names if name not in owners)
        if own:
            owners.update(dict.fromkeys(own, len(made)))
            made.append(_target(product, balancer, certificate, own, served))
        elif served.names:
            place = owners[served.names[0]]
            beside = (*made[place].beside, binding_of(certificate))
            made[place] = replace(made[place], beside=beside)
    return tuple(made)


def _in_turn(balancer: Balancer, known: Mapping[str, Known]) -> list[str]:
    attached = {one.certificate for one in balancer.slots if not one.is_leaving}

    def order(certificate: str) -> tuple[bool, float, str]:
        is_default = all(slot.is_default for slot in balancer.holding(certificate))
        return is_default, -known[certificate].ends.timestamp(), certificate

    return sorted(attached & known.keys(), key=order)


def _target(
    product: ProductName,
    balancer: Balancer,
    certificate: str,
    names: tuple[Domain, ...],
    served: Served,
) -> BoundTarget:
    domain, *others = names
    first = balancer.holding(certificate)[0]
    state, why = _state(balancer, first, certificate)
    return BoundTarget(
        Target(product, domain, balancer.id, balancer.region),
        binding_of(certificate),
        state,
        balancer.dns_name,
        why,
        outward=Outward.BALANCER,
        names=tuple(others),
        entrance=balancer.dns_name,
        port=None if first.listener.port == _USUAL_PORT else first.listener.port,
        is_met=domain in served.names[: served.here],
    )


def _state(balancer: Balancer, first: Slot, certificate: str) -> tuple[TargetState, str]:
    """Of the listener where visitors are looked at."""
    if balancer.status in ("Inactive", "Deleting", "Deleted", "CreateFailed"):
        return TargetState.OFFLINE, f"is at a load balancer that is {balancer.status}"
    if first.listener.status in ("Stopped", "Stopping", "Deleting", "Deleted"):
        return TargetState.OFFLINE, f"is at a listener that is {first.listener.status}"
    is_busy = {balancer.status, first.listener.status} & {"Configuring", "Associating"}
    if is_busy or balancer.is_in_flux(certificate):
        return TargetState.CONFIGURING, ""
    return TargetState.ONLINE, ""


def as_asked(bound: BoundTarget, domain: Domain) -> BoundTarget:
    """The same target under another one of its names."""
    if bound.target.domain == domain:
        return bound
    names = tuple(sorted({bound.target.domain, *bound.names} - {domain}))
    return replace(bound, target=replace(bound.target, domain=domain), names=names)
