"""Which certificate an address shows to a client that asks for a name."""

from __future__ import annotations

import logging
import ssl

from localcloud.contracts import Manner, Material, Slots
from localcloud.edges.contexts import Contexts, LeafContext
from localcloud.edges.defaults import DefaultCertificates
from localcloud.edges.propagation import ANY_NAME, Propagation
from localcloud.edges.sites import is_balancer, is_everywhere
from localcloud.switches import Switches

LOG = logging.getLogger(__name__)
_ALERTS = {
    "alert": ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME,
    "handshake_failure": ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE,
    "internal_error": ssl.ALERT_DESCRIPTION_INTERNAL_ERROR,
}


class Refusal(Exception):  # noqa: N818 - an alert to send, not a fault of ours
    """The handshake ends with this alert (RFC 8446 §6)."""

    def __init__(self, alert: ssl.AlertDescription) -> None:
        super().__init__(alert.name)
        self.alert = alert


class Choice:
    """A domain's own certificate, else the provider's, else an alert."""

    def __init__(
        self, propagation: Propagation, defaults: DefaultCertificates, switches: Switches
    ) -> None:
        self._propagation = propagation
        self._defaults = defaults
        self._switches = switches
        self._contexts = Contexts()

    def default(self, site: str, address: str) -> Material:
        """For clients that ask for no name."""
        slots = self._slots(address)
        if slots is not None and slots.default is not None:
            return slots.default
        return self._defaults.of(site)

    def is_open(self, site: str, address: str, *, secure: bool) -> bool:
        """Whether there is anybody to talk to: a load balancer has what its listeners have."""
        if not is_balancer(site):
            return True
        slots = self._slots(address)
        if slots is None:
            return False
        return slots.default is not None if secure else slots.plain

    def manner(self, address: str, name: str) -> Manner | None:
        """How a name (lower case) is served there; None where it is not."""
        entry = self._propagation.in_force(address, name)
        return None if entry is None else entry.manner

    def context(self, site: str, address: str, name: str) -> LeafContext:
        """For a client that asks for `name` (lower case). Refusal: the edge knows no certificate
        for it (switch `edge.unknown_name`), or what was bound cannot be served.
        """
        entry = self._propagation.in_force(address, name)
        material = None if entry is None else self._propagation.material(entry, name)
        if entry is not None and material is not None:
            try:
                return self._contexts.of(material, entry.manner)
            except (ssl.SSLError, ValueError) as error:
                LOG.warning("%s cannot be served: %s", material.identifier, type(error))
                raise Refusal(ssl.ALERT_DESCRIPTION_INTERNAL_ERROR) from None
        alert = _ALERTS.get(self._switches["edge.unknown_name"])
        if is_everywhere(site) and alert is not None:
            raise Refusal(alert)
        return self._contexts.of(self.default(site, address))

    def _slots(self, address: str) -> Slots | None:
        entry = self._propagation.in_force(address, ANY_NAME)
        return None if entry is None else entry.slots
