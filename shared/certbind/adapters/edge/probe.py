"""TLS handshakes with every address of a domain. Nothing is judged here."""

from __future__ import annotations

import selectors
import socket
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from certbind.adapters.edge.lookup import Resolver
from certbind.adapters.edge.tls_errors import connect_ended, handshake_ended
from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import probe_name
from certbind.domain.trust.observation import AddressObservation, Attempt, Observation
from certbind.ports import Clock

_ADDRESSES_AT_ONCE = 16
_DER = 2  # _ssl.ENCODING_DER


@dataclass(frozen=True, slots=True)
class ProbeLimits:
    """Seconds, for one address: the connect, the handshake; and `overall` for all addresses."""

    connect: float = 5.0
    handshake: float = 5.0
    overall: float = 20.0


class HandshakeProbe:
    """Connects to each A and AAAA address with the domain as SNI (TlsProbe).

    The context checks nothing, on purpose: a verifying one stops at the first fault, and what is
    served is judged off-line from the whole chain. Never use it to send anything.
    """

    def __init__(
        self,
        resolver: Resolver,
        clock: Clock,
        port: int = 443,
        limits: ProbeLimits | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._resolver = resolver
        self._clock = clock
        self._port = port
        self._limits = limits or ProbeLimits()
        self._monotonic = monotonic
        self._context = _unchecking_context()

    def observe(self, domain: Domain) -> Observation:
        """See TlsProbe."""
        name = probe_name(domain)
        at = self._clock.now()
        lookup = self._resolver.resolve(name)
        addresses = sorted(lookup.addresses)  # resolvers rotate them
        end = self._monotonic() + self._limits.overall
        with ThreadPoolExecutor(_ADDRESSES_AT_ONCE) as pool:
            seen = tuple(pool.map(lambda address: self._probe(address, name, end), addresses))
        return Observation(
            name, at, lookup.resolution, seen, lookup.cname_chain, lookup.unanswered
        )

    def _probe(self, address: str, name: str, end: float) -> AddressObservation:
        start = self._monotonic()
        if not _can_be_sent(name):
            return self._failed(address, Attempt.PROTOCOL_ERROR, "INVALID_SERVER_NAME", start)
        connect_by = min(start + self._limits.connect, end)
        try:
            plain = socket.create_connection(
                (address, self._port), timeout=max(connect_by - start, 0.001)
            )
        except OSError as error:
            attempt, detail = connect_ended(error)
            return self._failed(address, attempt, detail, start)
        handshake_by = min(self._monotonic() + self._limits.handshake, end)
        return self._shake_hands(plain, address, name, start, handshake_by)

    def _shake_hands(
        self, plain: socket.socket, address: str, name: str, start: float, end: float
    ) -> AddressObservation:
        """Closing without a word to the peer: waiting for its farewell could hang."""
        with plain:
            try:
                with self._context.wrap_socket(
                    plain, server_hostname=name, do_handshake_on_connect=False
                ) as secured:
                    self._complete(secured, end)
                    return AddressObservation(
                        address,
                        Attempt.COMPLETED,
                        served_chain(secured),
                        secured.version() or "",
                        milliseconds=self._since(start),
                    )
            except OSError as error:
                attempt, detail = handshake_ended(error)
        return self._failed(address, attempt, detail, start)

    def _complete(self, secured: ssl.SSLSocket, end: float) -> None:
        """The handshake step by step against one deadline: a socket's own time-out counts anew
        with each byte, so a peer that drips would outlast it.
        """
        secured.setblocking(False)
        with selectors.DefaultSelector() as selector:
            key = selector.register(secured, selectors.EVENT_READ)
            while True:
                try:
                    secured.do_handshake()
                except ssl.SSLWantReadError:
                    wanted = selectors.EVENT_READ
                except ssl.SSLWantWriteError:
                    wanted = selectors.EVENT_WRITE
                else:
                    return
                if key.events != wanted:
                    key = selector.modify(secured, wanted)
                left = end - self._monotonic()
                if left <= 0 or not selector.select(left):
                    raise TimeoutError

    def _failed(
        self, address: str, attempt: Attempt, detail: str, start: float
    ) -> AddressObservation:
        return AddressObservation(address, attempt, detail=detail, milliseconds=self._since(start))

    def _since(self, start: float) -> int:
        return round((self._monotonic() - start) * 1000)


def _can_be_sent(name: str) -> bool:
    """Whether the ssl module takes it as server_hostname; it leaks a socket when it does not."""
    try:
        name.encode("idna")
    except UnicodeError:
        return False
    return True


def _unchecking_context() -> ssl.SSLContext:
    """TLS 1.2 and newer with every cipher, so that weak ones are seen and judged."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


def served_chain(secured: Any) -> tuple[bytes, ...]:
    """What the peer sent, DER, leaf first, of an SSLSocket or SSLObject after its handshake.

    Public from Python 3.13 on; before, the same method of the object beneath.
    """
    public = getattr(secured, "get_unverified_chain", None)
    if public is not None:
        return tuple(public() or ())
    chain = secured._sslobj.get_unverified_chain()  # noqa: SLF001 - see above
    return tuple(certificate.public_bytes(_DER) for certificate in chain or ())
