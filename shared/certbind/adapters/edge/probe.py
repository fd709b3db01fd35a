"""TLS handshakes with every address of a domain. Nothing is judged here."""

from __future__ import annotations

import selectors
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from certbind.adapters.edge import hello
from certbind.adapters.edge.hello import BROWSER_GROUPS, FALLBACK_CURVES, HearingSocket
from certbind.adapters.edge.lookup import Resolver
from certbind.adapters.edge.other_key import other_key, to_ask_again
from certbind.adapters.edge.tls_errors import connect_ended, handshake_ended
from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import probe_name
from certbind.domain.trust.observation import AddressObservation, Attempt, Observation, View
from certbind.ports import Clock

Views = Callable[[str], tuple[View, ...]]

_ADDRESSES_AT_ONCE = 16
_DER = 2  # _ssl.ENCODING_DER


MOST_ELSEWHERE = 32
"""Addresses that only views told, and that are connected to."""


def only_elsewhere(views: Iterable[View], own: Iterable[str]) -> list[str]:
    """Those that our own resolver did not tell, sorted; MOST_ELSEWHERE of them."""
    told = {address for view in views for address in view.addresses}
    return sorted(told - set(own))[:MOST_ELSEWHERE]


def no_views(_: str) -> tuple[View, ...]:
    """Nobody else is asked."""
    return ()


@dataclass(frozen=True, slots=True)
class ProbeLimits:
    """Seconds, for one address: the connect, the handshake; and `overall` for all addresses."""

    connect: float = 5.0
    handshake: float = 5.0
    overall: float = 20.0


class HandshakeProbe:
    """Connects to each A and AAAA address with the domain as SNI (TlsProbe).

    Its hello is a browser's (hello.py), and what is served is judged off-line.
    """

    def __init__(
        self,
        resolver: Resolver,
        clock: Clock,
        port: int = 443,
        limits: ProbeLimits | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        views: Views = no_views,
    ) -> None:
        """views: what other resolvers tell of a name."""
        self._resolver = resolver
        self._clock = clock
        self._port = port
        self._limits = limits or ProbeLimits()
        self._monotonic = monotonic
        self._views = views
        self._context = hello.context()

    def observe(self, domain: Domain) -> Observation:
        """See TlsProbe."""
        name = probe_name(domain)
        at = self._clock.now()
        with ThreadPoolExecutor(1) as pool:
            told = pool.submit(self._views, name)
            lookup = self._resolver.resolve(name)
            views = told.result()
        addresses = sorted(lookup.addresses)  # resolvers rotate them
        far = only_elsewhere(views, addresses)
        end = self._monotonic() + self._limits.overall
        with ThreadPoolExecutor(_ADDRESSES_AT_ONCE) as pool:
            first = pool.map(lambda address: self._probe(address, name, end), addresses)
            others = pool.map(lambda address: self._probe(address, name, end), far)
            seen, elsewhere = tuple(first), tuple(others)
            asked = to_ask_again(seen, at)
            again = pool.map(lambda one: self._by_other_key(one, name, end), asked)
            beside = tuple(one for one in again if one is not None)
        return Observation(
            name,
            at,
            lookup.resolution,
            seen,
            lookup.cname_chain,
            lookup.unanswered,
            beside,
            views=views,
            elsewhere=elsewhere,
        )

    def _by_other_key(
        self, first: AddressObservation, name: str, end: float
    ) -> AddressObservation | None:
        """What it serves to a client that takes no key of the first one's kind; None where it
        refuses such a client or serves the same: it has one certificate.
        """
        start = self._monotonic()
        end = min(start + self._limits.handshake, end)
        try:
            left = max(end - start, 0.001)
            plain = socket.create_connection((first.address, self._port), timeout=left)
        except OSError:
            return None
        context = hello.context(key=other_key(first))
        seen, _ = self._shake_hands(plain, first.address, name, start, end, context)
        is_second = seen.attempt is Attempt.COMPLETED and seen.chain[:1] != first.chain[:1]
        return seen if is_second else None

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
        seen, group = self._shake_hands(plain, address, name, start, handshake_by, self._context)
        if group and group not in BROWSER_GROUPS:
            return self._with_groups_of_browsers(address, name, start, handshake_by)
        return seen

    def _with_groups_of_browsers(
        self, address: str, name: str, start: float, end: float
    ) -> AddressObservation:
        """A server chose a group that no browser offers: whether it takes another as well."""
        for curve in FALLBACK_CURVES:
            try:
                context = hello.context(curve)
            except (ssl.SSLError, ValueError):  # a library that lacks this curve
                continue
            try:
                left = max(end - self._monotonic(), 0.001)
                plain = socket.create_connection((address, self._port), timeout=left)
            except OSError as error:
                attempt, detail = connect_ended(error)
                return self._failed(address, attempt, detail, start)
            seen, _ = self._shake_hands(plain, address, name, start, end, context)
            if seen.attempt is Attempt.COMPLETED:
                return seen
        return self._failed(address, Attempt.NO_COMMON_CIPHER, "NO_SHARED_GROUP", start)

    def _shake_hands(
        self,
        plain: socket.socket,
        address: str,
        name: str,
        start: float,
        end: float,
        context: ssl.SSLContext,
    ) -> tuple[AddressObservation, int]:
        """With the group that the server chose, 0 where it is not known."""
        with plain:
            try:
                with hello.secure(context, plain, name) as secured:
                    return self._converse(secured, address, start, end), secured.group
            except OSError as error:
                attempt, detail = handshake_ended(error)
        return self._failed(address, attempt, detail, start), 0

    def _converse(
        self, secured: HearingSocket, address: str, start: float, end: float
    ) -> AddressObservation:
        try:
            self._drive(secured, secured.do_handshake, end)
        except OSError as error:
            asked = secured.asked_for_certificate
            attempt, detail = handshake_ended(error, asked_for_certificate=asked)
            chain = served_chain(secured) if asked else ()
            return self._failed(address, attempt, detail, start, chain)
        seen = self._seen(secured, address, start)
        if not secured.asked_for_certificate or seen.tls_version != "TLSv1.3":
            return seen
        refusal = self._read_on(secured, end)
        return self._failed(address, *refusal, start, seen.chain) if refusal else seen

    def _read_on(self, secured: HearingSocket, end: float) -> tuple[Attempt, str] | None:
        """In TLS 1.3 a server says that it wants a client's certificate only when our side of the
        handshake is over: we fall silent for good (the end of our stream, which asks nothing of
        it), and hear whether it refuses us or leaves as well.

        Of one that is gone at once the alert may be lost in the reset. One that says nothing was
        content.
        """
        try:
            socket.socket.shutdown(secured, socket.SHUT_WR)
            self._drive(secured, lambda: secured.recv(1), end)
        except ConnectionError as error:
            return Attempt.CLIENT_CERT_WANTED, handshake_ended(error)[1]
        except ssl.SSLError as error:
            ended = handshake_ended(error, asked_for_certificate=True)
            return ended if ended[0] is Attempt.CLIENT_CERT_WANTED else None
        except OSError:  # it lets us wait
            return None
        return None

    def _seen(self, secured: HearingSocket, address: str, start: float) -> AddressObservation:
        return AddressObservation(
            address,
            Attempt.COMPLETED,
            served_chain(secured),
            secured.version() or "",
            (secured.cipher() or ("",))[0],
            secured.scheme,
            milliseconds=self._since(start),
        )

    def _drive(self, secured: ssl.SSLSocket, step: Callable[[], object], end: float) -> None:
        """Step by step against one deadline: a socket's own time-out counts anew with each byte,
        so a peer that drips would outlast it.
        """
        with selectors.DefaultSelector() as selector:
            key = selector.register(secured, selectors.EVENT_READ)
            while True:
                try:
                    step()
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
        self,
        address: str,
        attempt: Attempt,
        detail: str,
        start: float,
        chain: tuple[bytes, ...] = (),
    ) -> AddressObservation:
        return AddressObservation(
            address, attempt, chain, detail=detail, milliseconds=self._since(start)
        )

    def _since(self, start: float) -> int:
        return round((self._monotonic() - start) * 1000)


def _can_be_sent(name: str) -> bool:
    """Whether the ssl module takes it as server_hostname; it leaks a socket when it does not."""
    try:
        name.encode("idna")
    except UnicodeError:
        return False
    return True


def served_chain(secured: Any) -> tuple[bytes, ...]:
    """What the peer sent, DER, leaf first, of an SSLSocket or SSLObject after its handshake.

    Public from Python 3.13 on; before, the same method of the object beneath.
    """
    public = getattr(secured, "get_unverified_chain", None)
    if public is not None:
        return tuple(public() or ())
    chain = secured._sslobj.get_unverified_chain()  # noqa: SLF001 - see above
    return tuple(certificate.public_bytes(_DER) for certificate in chain or ())
