"""What the reads show of a listener's certificates; how a change shows meanwhile is UNCERTAIN."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from localcloud.services.balancing.values import (
    ASSOCIATED,
    DISSOCIATING,
    Listener,
    Slot,
)
from localcloud.switches import Switches


def default_shown(listener: Listener, switches: Switches) -> Slot | None:
    """The coming one, or the one that still stands."""
    if listener.coming is not None and switches["lb.default_shown"] == "coming":
        return listener.coming
    return listener.default


def certificates(listener: Listener, switches: Switches) -> Iterator[dict[str, Any]]:
    """The default one first, as ListListenerCertificates of both products has them."""
    default = default_shown(listener, switches)
    if default is not None:
        yield _item(default, switches, is_default=True)
    for slot in listener.additional:
        yield _item(slot, switches, is_default=False)


def status(listener: Listener, switches: Switches) -> str:
    """Of a listener."""
    moving = any(slot.state != ASSOCIATED for slot in listener.additional)
    if listener.busy and moving:
        return switches["lb.associating_listener"]
    return listener.status


def _item(slot: Slot, switches: Switches, *, is_default: bool) -> dict[str, Any]:
    word = switches["lb.dissociating_word"] if slot.state == DISSOCIATING else slot.state
    return {
        "CertificateId": slot.identifier,
        "CertificateType": "Server",
        "IsDefault": is_default,
        "Status": word,
    }
