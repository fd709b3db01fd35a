"""Handshakes with scripted peers: how each ending is told, and what is served on every Python."""

from __future__ import annotations

import errno
import socket
import ssl
import struct
import time
from pathlib import Path

import pytest

from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.probe import HandshakeProbe, ProbeLimits
from certbind.adapters.edge.tls_errors import connect_ended
from certbind.domain.model.identity import Domain
from certbind.domain.trust.observation import AddressObservation, Attempt, Resolution
from tests.fakes import FakeClock
from tests.fakes.certificates import Authority
from tests.ports import closed_port
from tests.unit.adapters.servers import (
    Script,
    listening,
    secured,
    server_context,
    wait_for_farewell,
)

DOMAIN = Domain("www.example.com")
QUICK = ProbeLimits(connect=3, handshake=0.3, overall=6)
FATAL_ALERTS = {
    40: Attempt.NO_COMMON_CIPHER,
    42: Attempt.CLIENT_CERT_WANTED,
    48: Attempt.CLIENT_CERT_WANTED,
    49: Attempt.PROTOCOL_ERROR,  # as Chromium, where nothing was asked of it
    50: Attempt.PROTOCOL_ERROR,
    70: Attempt.OLD_TLS,
    71: Attempt.NO_COMMON_CIPHER,
    80: Attempt.SERVER_ERROR,
    112: Attempt.SNI_UNKNOWN,
}


class Table:
    """A resolver that knows one answer."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    def resolve(self, name: str) -> Lookup:
        return Lookup(Resolution.RESOLVED, self.addresses)


def probe(port: int, *addresses: str, limits: ProbeLimits | None = None) -> HandshakeProbe:
    limits = limits or ProbeLimits(connect=3, handshake=3, overall=6)
    return HandshakeProbe(Table(*(addresses or ("127.0.0.1",))), FakeClock(), port, limits)


def look(script: Script, limits: ProbeLimits | None = None) -> AddressObservation:
    with listening(script) as port:
        (seen,) = probe(port, limits=limits).observe(DOMAIN).addresses
    return seen


def read_hello(connection: socket.socket) -> None:
    connection.recv(4096)


def alert(number: int) -> Script:
    def script(connection: socket.socket) -> None:
        read_hello(connection)
        connection.sendall(bytes([21, 3, 3, 0, 2, 2, number]))

    return script


@pytest.mark.parametrize(("number", "attempt"), FATAL_ALERTS.items())
def test_each_alert_is_told_by_the_party_at_fault(number: int, attempt: Attempt) -> None:
    seen = look(alert(number))
    assert seen.attempt is attempt
    assert seen.detail


def test_a_peer_that_leaves_after_our_hello_closed() -> None:
    assert look(read_hello).attempt is Attempt.CLOSED


def test_a_peer_that_left_before_our_hello_resets() -> None:
    def script(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    assert look(script).attempt in {Attempt.RESET, Attempt.CLOSED}


def test_a_peer_that_speaks_http_is_not_tls() -> None:
    def script(connection: socket.socket) -> None:
        read_hello(connection)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    assert look(script).attempt is Attempt.NOT_TLS


def test_a_silent_peer_is_given_up_within_the_limit() -> None:
    begin = time.monotonic()
    assert look(wait_for_farewell, QUICK).attempt is Attempt.HANDSHAKE_TIMEOUT
    assert time.monotonic() - begin < 3


def test_a_peer_that_drips_is_given_up_too() -> None:
    """A limit for each read would never be reached."""

    def script(connection: socket.socket) -> None:
        read_hello(connection)
        for byte in bytes([22, 3, 3, 0x40, 0, *[0] * 0x4000]):  # until the client has left
            connection.sendall(bytes([byte]))
            time.sleep(0.02)

    seen = look(script, QUICK)
    assert seen.attempt is Attempt.HANDSHAKE_TIMEOUT
    assert seen.milliseconds < 3000  # dripping goes on for minutes, the look for six seconds


def test_an_address_that_takes_no_connection_is_given_up_within_the_limit() -> None:
    """A queue that is full drops what comes next, as a firewall does."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        place = server.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(place)
        limits = ProbeLimits(connect=0.3, handshake=3, overall=60)
        (seen,) = probe(place[1], limits=limits).observe(DOMAIN).addresses
        for one in waiting:
            one.close()
    assert seen.attempt is Attempt.CONNECT_TIMEOUT
    assert 250 < seen.milliseconds < 5000


def test_a_closed_port_refuses() -> None:
    with closed_port() as port:
        (seen,) = probe(port).observe(DOMAIN).addresses
    assert (seen.attempt, seen.detail) == (Attempt.REFUSED, "ECONNREFUSED")


@pytest.mark.parametrize(
    ("error", "attempt"),
    [
        (OSError(errno.ENETUNREACH, ""), Attempt.NO_ROUTE),
        (OSError(errno.EAFNOSUPPORT, ""), Attempt.NO_ROUTE),
        (OSError(errno.EADDRNOTAVAIL, ""), Attempt.NO_ROUTE),
        (PermissionError(errno.EACCES, ""), Attempt.NO_ROUTE),
        (OSError(errno.EHOSTUNREACH, ""), Attempt.UNREACHABLE),
        (OSError(errno.ETIMEDOUT, ""), Attempt.CONNECT_TIMEOUT),
        (TimeoutError(), Attempt.CONNECT_TIMEOUT),
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), Attempt.REFUSED),
        (ConnectionResetError(errno.ECONNRESET, ""), Attempt.RESET),
        (OSError("nothing known"), Attempt.UNREACHABLE),
    ],
)
def test_each_ending_of_a_connect_is_told(error: OSError, attempt: Attempt) -> None:
    ended, token = connect_ended(error)
    assert ended is attempt
    assert token


def test_all_addresses_together_keep_the_overall_limit() -> None:
    limits = ProbeLimits(connect=5, handshake=5, overall=0.4)
    with listening(wait_for_farewell) as port:
        begin = time.monotonic()
        seen = probe(port, *["127.0.0.1"] * 20, limits=limits).observe(DOMAIN)
        taken = time.monotonic() - begin
    assert len(seen.addresses) == 20
    assert {one.attempt for one in seen.addresses} <= {
        Attempt.HANDSHAKE_TIMEOUT,
        Attempt.CONNECT_TIMEOUT,
    }
    assert taken < 3


def test_the_served_leaf_is_taken_without_any_check(tmp_path: Path) -> None:
    leaf = Authority.root().subordinate().leaf("other.example.com")
    seen = look(secured(server_context(leaf, tmp_path)))
    assert seen.attempt is Attempt.COMPLETED
    assert seen.chain == (leaf.der,)
    assert seen.tls_version == "TLSv1.3"


def test_a_peer_with_tls_1_2_only_is_served_too(tmp_path: Path) -> None:
    context = server_context(Authority.root().leaf(DOMAIN), tmp_path)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    assert look(secured(context)).tls_version == "TLSv1.2"


def test_the_domain_goes_out_as_server_name(tmp_path: Path) -> None:
    context = server_context(Authority.root().leaf(DOMAIN), tmp_path)
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    look(secured(context))
    assert set(asked) == {DOMAIN}


def test_a_name_that_cannot_be_sent_is_a_result_too() -> None:
    with listening(read_hello) as port:
        (seen,) = probe(port).observe(Domain(f"{'a' * 64}.example.com")).addresses
    assert (seen.attempt, seen.detail) == (Attempt.PROTOCOL_ERROR, "INVALID_SERVER_NAME")


def test_addresses_of_both_families_are_asked(tmp_path: Path) -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("needs IPv6 on loopback: enable it in the kernel")
    nobody_there = "127.9.9.9"  # at 127.0.0.1 others' servers have ports
    script = secured(server_context(Authority.root().leaf(DOMAIN), tmp_path))
    with listening(script, "::1") as port:
        seen = {
            one.address: one for one in probe(port, "::1", nobody_there).observe(DOMAIN).addresses
        }
    assert seen["::1"].attempt is Attempt.COMPLETED
    assert seen[nobody_there].attempt is Attempt.REFUSED
