"""Many conversations in one thread: bounded in descriptors, each with an end of its own."""

from __future__ import annotations

import errno
import resource
import selectors
import socket
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from certbind.adapters.edge.handshakes.conversation import Conversation
from certbind.adapters.edge.handshakes.loop import Loop, Until, Waiting
from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.probe import HandshakeProbe, ProbeLimits
from certbind.domain.model.identity import Domain
from certbind.domain.trust.observation import Attempt, Endpoint, Observation, Resolution
from tests.fakes import FakeClock
from tests.fakes.certificates import Authority
from tests.unit.adapters.servers import listening, secured, server_context, wait_for_farewell

NAME = "www.example.com"
QUICK = ProbeLimits(connect=2, handshake=0.4, overall=3)
PATIENT = ProbeLimits(connect=30, handshake=30, overall=60)
"""Where all are sound, on a machine that has much else to do."""


class Everywhere:
    """One address for every name."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self._address = address

    def resolve(self, _name: str) -> Lookup:
        return Lookup(Resolution.RESOLVED, (self._address,))


def asleep(until: float) -> Waiting[str]:
    try:
        yield Until(None, 0, until)
    except TimeoutError:
        return "woke"
    return "was woken"


def test_those_beyond_the_room_begin_when_others_have_ended() -> None:
    going, most = 0, 0
    told: list[None] = []

    def counted() -> Waiting[None]:
        nonlocal going, most
        going += 1
        most = max(most, going)
        yield from asleep(0.0)
        going -= 1

    with closing(Loop(at_once=3)) as loop:
        for _ in range(10):
            loop.add(counted(), told.append)
        while not loop.is_idle:
            loop.turn()
    assert most == 3
    assert told == [None] * 10


def test_what_is_left_when_the_loop_is_left_is_closed() -> None:
    closed = []

    def stubborn(plain: socket.socket) -> Waiting[None]:
        try:
            yield Until(plain, selectors.EVENT_READ, 1e12)
        finally:
            closed.append(plain.fileno())

    one, other = socket.socketpair()
    with one, other, closing(Loop()) as loop:
        loop.add(stubborn(one), lambda _: None)
        other.send(b".")
        one.recv(1)
        loop.add(asleep(0.0), lambda _: None)
        loop.turn()
    assert len(closed) == 1


@contextmanager
def of_all_kinds(folder: Path) -> Iterator[dict[str, int]]:
    """Ports of servers that serve, hang, drip and reset."""

    def drips(connection: socket.socket) -> None:
        connection.recv(4096)
        for _ in range(200):
            connection.sendall(b"\x16")
            if connection.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK) == b"":
                return

    def resets(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    serves = secured(server_context(Authority.root().leaf(NAME), folder))
    with (
        listening(serves) as good,
        listening(wait_for_farewell) as hangs,
        listening(resets) as gone,
        listening(drips) as dripping,
    ):
        yield {"serves": good, "hangs": hangs, "resets": gone, "drips": dripping}


def swept(
    endpoints: list[Endpoint], at_once: int, limits: ProbeLimits = QUICK
) -> dict[Endpoint, Observation]:
    probe = HandshakeProbe(Everywhere(), FakeClock(), limits=limits, at_once=at_once)
    return dict(probe.observe_all(endpoints))


def test_endpoints_that_misbehave_harm_no_others(tmp_path: Path) -> None:
    with of_all_kinds(tmp_path) as ports:
        asked = [
            Endpoint(Domain(f"{kind}{number}.example.com"), port)
            for number in range(15)
            for kind, port in ports.items()
        ]
        seen = swept(asked, at_once=8)
    assert set(seen) == set(asked)
    ended: dict[str, set[Attempt]] = {kind: set() for kind in ports}
    for endpoint, one in seen.items():
        (address,) = one.addresses
        ended[endpoint.host.split(".")[0].rstrip("0123456789")].add(address.attempt)
    assert ended["serves"] == {Attempt.COMPLETED}
    assert ended["hangs"] == {Attempt.HANDSHAKE_TIMEOUT}
    assert ended["resets"] == {Attempt.RESET}
    assert ended["drips"] <= {
        Attempt.NOT_TLS,
        Attempt.HANDSHAKE_TIMEOUT,
        Attempt.CLOSED,
        Attempt.PROTOCOL_ERROR,
        Attempt.RESET,
    }


def test_a_machine_short_of_descriptors_waits_for_those_that_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As at its limit: half of all tries find none."""
    tries = 0

    def short(*given: Any) -> Conversation:
        nonlocal tries
        tries += 1
        if tries % 2:
            raise OSError(errno.EMFILE, "Too many open files")
        return Conversation(*given)

    serves = secured(server_context(Authority.root().leaf(NAME), tmp_path))
    with listening(serves) as port:
        monkeypatch.setattr("certbind.adapters.edge.handshakes.visits.Conversation", short)
        seen = swept([Endpoint(Domain(NAME), port)], at_once=4)
    ((_, one),) = seen.items()
    assert [address.attempt for address in one.addresses] == [Attempt.COMPLETED]


def test_an_address_is_its_own_host_and_no_name_is_sent(tmp_path: Path) -> None:
    context = server_context(Authority.root().leaf(NAME), tmp_path)
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    with listening(secured(context)) as port:
        ((_, seen),) = swept([Endpoint(Domain("127.0.0.1"), port)], 4).items()
    assert [one.attempt for one in seen.addresses] == [Attempt.COMPLETED]
    assert set(asked) <= {None}
    assert seen.server_name == "127.0.0.1"


def test_no_more_descriptors_are_open_than_allowed(tmp_path: Path) -> None:
    serves = secured(server_context(Authority.root().leaf(NAME), tmp_path))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with listening(serves) as port:
        endpoints = [Endpoint(Domain(f"d{n}.example.com"), port) for n in range(60)]
        low = sum(1 for _ in Path("/dev/fd").iterdir()) + 80
        resource.setrlimit(resource.RLIMIT_NOFILE, (low, hard))
        try:
            seen = swept(endpoints, at_once=4096, limits=PATIENT)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    ended = {address.attempt for one in seen.values() for address in one.addresses}
    assert ended == {Attempt.COMPLETED}
