"""One connection to an edge: its faults, the handshake, the page."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial

from localcloud.contracts import PLAIN, Manner
from localcloud.edges.choice import Choice, Refusal
from localcloud.edges.contexts import Contexts, LeafContext
from localcloud.edges.drip import drip_handshake
from localcloud.edges.faults import EdgeFaultKind, EdgeFaults
from localcloud.edges.hello import peek_server_name, speaks_tls
from localcloud.edges.listener import reset
from localcloud.edges.page import Origin, Visit, answer, plain_refusal

HANDSHAKE_SECONDS = 10.0
_CHUNK = 4096


class Door:
    """What happens to the connections to one address."""

    def __init__(
        self,
        site: str,
        address: str,
        choice: Choice,
        faults: EdgeFaults,
        now: Callable[[], datetime],
        closing: threading.Event,
        origin: Origin,
    ) -> None:
        self._site = site
        self._address = address
        self._choice = choice
        self._faults = faults
        self._now = now
        self._closing = closing
        self._origin = origin
        self._fronts = Contexts()  # its own: the callback knows the address

    def serve(self, connection: socket.socket) -> None:
        """The whole life of one connection. OSError when the client hangs up."""
        connection.settimeout(HANDSHAKE_SECONDS)
        fault = self._fault(connection)
        if fault is EdgeFaultKind.HANG:
            _stay_silent(connection)
        elif fault is EdgeFaultKind.RESET:
            reset(connection)
        elif fault is EdgeFaultKind.NOT_TLS:
            plain_refusal(connection)
        elif fault is EdgeFaultKind.DRIP:
            drip_handshake(connection, self._front(), self._closing)
        else:
            self._talk(connection)

    def _fault(self, connection: socket.socket) -> EdgeFaultKind | None:
        name = None
        if self._faults.asks_for_names(self._address):
            name = peek_server_name(connection, HANDSHAKE_SECONDS)
        return self._faults.striking(self._address, name and name.lower())

    def _talk(self, connection: socket.socket) -> None:
        secure = speaks_tls(connection, HANDSHAKE_SECONDS)
        if not self._choice.is_open(self._site, self._address, secure=secure):
            reset(connection)  # nothing listens at the port that it asked for
            return
        if not secure:
            answer(connection, self._visit(None))
            return
        name = peek_server_name(connection, HANDSHAKE_SECONDS)
        connection.settimeout(HANDSHAKE_SECONDS)
        manner = self._choice.manner(self._address, (name or "").lower())
        with self._front(manner or PLAIN).wrap_socket(connection, server_side=True) as tls:
            context = tls.context
            if isinstance(context, LeafContext):
                answer(tls, self._visit(context))

    def _visit(self, context: LeafContext | None) -> Visit:
        manner = partial(self._choice.manner, self._address)
        return Visit(self._site, self._address, context, self._now, self._origin, manner)

    def _front(self, manner: Manner = PLAIN) -> LeafContext:
        """The context that a handshake begins with; the name asked for replaces it, but not the
        versions of TLS, which OpenSSL has chosen by then.
        """
        front = self._fronts.of(self._choice.default(self._site, self._address), manner)
        if front.sni_callback is None:
            front.sni_callback = self._choose
        return front

    def _choose(
        self, tls: ssl.SSLSocket | ssl.SSLObject, name: str | None, _front: ssl.SSLContext
    ) -> int | None:
        if name is None:
            return None
        try:
            tls.context = self._choice.context(self._site, self._address, name.lower())
        except Refusal as refusal:
            return int(refusal.alert)
        return None


def _stay_silent(connection: socket.socket) -> None:
    """Until the client closes, or the listener stops."""
    connection.settimeout(None)
    while connection.recv(_CHUNK):
        pass
