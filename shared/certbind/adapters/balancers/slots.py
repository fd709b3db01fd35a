"""A load balancer as it was read: its listeners, and the slots where they hold certificates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from certbind.domain.model.identity import CertificateId
from certbind.domain.model.target import Binding, BindingSource
from certbind.values import dataclass

_HTTPS = 443


@dataclass(frozen=True, slots=True)
class Listener:
    """One that speaks TLS. status: its product's word."""

    id: str
    port: int
    protocol: str
    status: str

    @property
    def order(self) -> tuple[bool, bool, int, str]:
        """Visitors are looked at by HTTPS on port 443: that one goes first, and QUIC follows."""
        return self.protocol == "QUIC", self.port != _HTTPS, self.port, self.id


@dataclass(frozen=True, slots=True)
class Slot:
    """A certificate at a listener. certificate: `<CertId>-<region>`, as the product writes it."""

    listener: Listener
    certificate: str
    is_default: bool
    status: str

    @property
    def is_settled(self) -> bool:
        """Whether no job is bringing it, or taking it away."""
        return self.status in ("", "Associated")

    @property
    def is_leaving(self) -> bool:
        """Whether a job takes it away: `Diassociating`, as the response models spell it."""
        return self.status.lower().startswith("di")

    @property
    def order(self) -> tuple[tuple[bool, bool, int, str], bool]:
        """As its listener; there the default one first."""
        return self.listener.order, not self.is_default


@dataclass(frozen=True, slots=True)
class Balancer:
    """An instance. status: its product's word. edition: "" where the product has none."""

    id: str
    region: str
    dns_name: str
    status: str
    edition: str
    slots: tuple[Slot, ...] = ()

    def holding(self, certificate: str) -> tuple[Slot, ...]:
        """Where it is attached, or about to be, in the order in which slots are changed."""
        found = (
            one for one in self.slots if one.certificate == certificate and not one.is_leaving
        )
        return tuple(sorted(found, key=lambda one: one.order))

    def at(self, listener: Listener, certificate: str) -> Slot | None:
        """Its slot at this listener, whatever its status."""
        found = (
            s for s in self.slots if (s.listener.id, s.certificate) == (listener.id, certificate)
        )
        return next(found, None)

    def is_in_flux(self, *certificates: str) -> bool:
        """Whether a job changes a listener that has any of these."""
        ids = {one.listener.id for name in certificates for one in self.holding(name)}
        return any(not one.is_settled for one in self.slots if one.listener.id in ids)

    @property
    def additional(self) -> tuple[Slot, ...]:
        """Those that count against the instance's quota."""
        return tuple(one for one in self.slots if not one.is_default)


def binding_of(certificate: str) -> Binding:
    """What is attached, by the id that a listener shows."""
    try:
        return Binding(BindingSource.CAS, CertificateId.parse(certificate), certificate)
    except ValueError:
        return Binding(BindingSource.UPLOAD, None, certificate)


def slots_of(listener: Listener, items: Iterable[dict[str, Any]]) -> tuple[Slot, ...]:
    """Of one listener, server certificates alone."""
    return tuple(
        Slot(
            listener,
            str(one.get("CertificateId") or ""),
            str(one.get("IsDefault")).lower() == "true",
            str(one.get("Status") or ""),
        )
        for one in items
        if str(one.get("CertificateType") or "Server").lower() == "server"
    )
