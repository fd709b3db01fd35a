"""What visitors meet at the ports of a load balancer."""

from __future__ import annotations

from collections.abc import Iterable

from localcloud.contracts import Material, Slots
from localcloud.services.balancing.values import ASSOCIATING, Brand, Listener, Slot

USUAL = 0
"""The edges' one port, which stands for those of HTTPS and HTTP."""
_HTTPS, _HTTP = 443, 80


def served_at(listeners: Iterable[Listener], brand: Brand) -> dict[int, Slots]:
    """By port, the usual one always. What speaks neither TLS nor HTTP over TCP is not served."""
    tls, plain = brand.secure[0], brand.plain[0]
    found = {USUAL: Slots(None)}
    for one in listeners:
        if one.stopped or one.protocol not in (tls, plain):
            continue
        is_usual = one.port == (_HTTPS if one.protocol == tls else _HTTP)
        port = USUAL if is_usual else one.port
        beside = found.get(port, Slots(None))
        found[port] = _with(beside, one) if one.protocol == tls else _plain(beside)
    return found


def _with(slots: Slots, listener: Listener) -> Slots:
    if listener.default is None:
        return slots
    additional = tuple(_material(one) for one in listener.additional if _is_there(one))
    return Slots(_material(listener.default), additional, slots.plain)


def _plain(slots: Slots) -> Slots:
    return Slots(slots.default, slots.additional, plain=True)


def _is_there(slot: Slot) -> bool:
    """What comes is not there yet; what goes is there until it has gone."""
    return slot.state != ASSOCIATING


def _material(slot: Slot) -> Material:
    return Material(slot.identifier, slot.held.chain_pem, slot.held.key_pem)
