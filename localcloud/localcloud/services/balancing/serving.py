"""What visitors meet at the ports of a load balancer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from localcloud.contracts import TLS_VERSIONS, Manner, Material, Slots
from localcloud.services.balancing.values import ASSOCIATING, Brand, Listener, Slot

USUAL = 0
"""The edges' one port, which stands for those of HTTPS and HTTP."""
_HTTPS, _HTTP = 443, 80
USUAL_POLICY = "tls_cipher_policy_1_0"
POLICIES = {
    USUAL_POLICY: TLS_VERSIONS[:3],
    "tls_cipher_policy_1_1": TLS_VERSIONS[1:3],
    "tls_cipher_policy_1_2": TLS_VERSIONS[2:3],
    "tls_cipher_policy_1_2_strict": TLS_VERSIONS[2:3],
    "tls_cipher_policy_1_2_strict_with_1_3": TLS_VERSIONS[2:],
}
"""What the products' own security policies let a client speak (their pages on TLS policies): of
TLS 1.3 only the last one knows. A policy of the account's own lets everything here.
"""


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
    policy = dict(listener.options).get("SecurityPolicyId", USUAL_POLICY)
    manner = Manner(tls=POLICIES.get(policy, TLS_VERSIONS))
    return Slots(_material(listener.default), additional, slots.plain, manner)


def _plain(slots: Slots) -> Slots:
    return replace(slots, plain=True)


def _is_there(slot: Slot) -> bool:
    """What comes is not there yet; what goes is there until it has gone."""
    return slot.state != ASSOCIATING


def _material(slot: Slot) -> Material:
    return Material(slot.identifier, slot.held.chain_pem, slot.held.key_pem)
