"""Requests as a visitor makes them, to every address of a domain. Nothing is judged here, and no
certificate either: that is the probe's.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from certbind.adapters.edge.lookup import Resolver
from certbind.adapters.edge.tls_errors import handshake_ended
from certbind.domain.model.identity import Domain
from certbind.domain.serving.proof import OLD_TLS, AddressSettings, Answer, Old
from certbind.domain.trust.names import probe_name
from certbind.domain.trust.observation import Attempt

_SECONDS = 5.0
_AT_ONCE = 8
_REFUSALS = frozenset({Attempt.OLD_TLS, Attempt.NO_COMMON_CIPHER, Attempt.CLOSED, Attempt.RESET})
"""How servers end a handshake whose version they do not speak (RFC 8446, 4.2.1 and D.5)."""
_VERSIONS = {"TLSv1": "TLSv1", "TLSv1.1": "TLSv1_1"}


class Visits:
    """Three connections an address, and one a version of TLS that is to be refused."""

    def __init__(self, resolver: Resolver, https_port: int = 443, http_port: int = 80) -> None:
        self._resolver = resolver
        self._https = https_port
        self._http = http_port

    def observe(self, domain: Domain) -> tuple[AddressSettings, ...]:
        """() where the name leads nowhere."""
        name = probe_name(domain)
        addresses = sorted(self._resolver.resolve(name).addresses)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return tuple(pool.map(lambda one: self._address(one, name), addresses))

    def _address(self, address: str, name: str) -> AddressSettings:
        plain = self._asked(lambda: _connected(address, self._http), name, self._http)
        secure = self._asked(
            lambda: _secured(_connected(address, self._https), name, _context()),
            name,
            self._https,
            default=443,
        )
        old = {version: self._old(address, name, version) for version in OLD_TLS}
        return AddressSettings(address, plain, secure, self._protocol(address, name), old)

    def _asked(
        self, connect: Callable[[], socket.socket], name: str, port: int, default: int = 80
    ) -> Answer:
        """GET /, and of the answer status and headers alone."""
        host = name if port == default else f"{name}:{port}"
        try:
            with connect() as sock:
                connection = http.client.HTTPConnection(host, timeout=_SECONDS)
                connection.sock = sock
                sent = {"Host": host, "Accept-Encoding": "br, gzip", "User-Agent": "certbind"}
                connection.request("GET", "/", headers=sent)
                answer = connection.getresponse()
                headers = {key.lower(): value for key, value in answer.getheaders()}
                return Answer(answer.status, headers)
        except http.client.HTTPException as error:
            return Answer(0, why=type(error).__name__)
        except OSError as error:
            return Answer(0, why=handshake_ended(error)[1])

    def _protocol(self, address: str, name: str) -> str:
        context = _context()
        context.set_alpn_protocols(["h2", "http/1.1"])
        try:
            with _secured(_connected(address, self._https), name, context) as tls:
                return tls.selected_alpn_protocol() or ""
        except OSError:
            return ""

    def _old(self, address: str, name: str, version: str) -> Old:
        """Security level 0, or this machine would not offer it; whether it may at all is seen."""
        context = _context()
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # its very purpose
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = ssl.TLSVersion[_VERSIONS[version]]
        try:
            sock = _connected(address, self._https)
        except OSError:
            return Old.NOT_TRIED
        try:
            with _secured(sock, name, context) as tls:
                return Old.SPOKEN if tls.version() == version else Old.NOT_TRIED
        except OSError as error:
            return Old.REFUSED if handshake_ended(error)[0] in _REFUSALS else Old.NOT_TRIED


def _context() -> ssl.SSLContext:
    """It checks nothing, as the probe's: certificates are judged there. Nothing secret is sent."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


def _connected(address: str, port: int) -> socket.socket:
    return socket.create_connection((address, port), timeout=_SECONDS)


def _secured(sock: socket.socket, name: str, context: ssl.SSLContext) -> ssl.SSLSocket:
    """Closes the socket where the handshake fails."""
    try:
        return context.wrap_socket(sock, server_hostname=name)
    except BaseException:
        sock.close()
        raise
