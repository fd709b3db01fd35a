"""What time a service says it is, whatever it answers."""

from __future__ import annotations

import socket
from datetime import datetime, timezone

import pytest

from certbind.adapters.calls import server_time
from certbind.adapters.calls.server_time import read_times
from certbind.errors import UnavailableError
from tests.fakes import FakeClock
from tests.unit.adapters.servers import listening

CLOCK = FakeClock(datetime(2026, 11, 24, 12, tzinfo=timezone.utc))


def ask(answer: bytes) -> datetime:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(answer)

    with listening(script) as port:
        return read_times(f"http://127.0.0.1:{port}", CLOCK)[0]


def dated(date: str, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nDate: {date}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    return head.encode()


@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden"])
def test_the_date_of_any_answer_is_read_with_half_a_second(status: str) -> None:
    theirs = ask(dated("Tue, 24 Nov 2026 12:00:00 GMT", status))
    assert theirs == datetime(2026, 11, 24, 12, 0, 0, 500_000, tzinfo=timezone.utc)


def test_a_silent_service_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The peer stays until we leave: a socket has five seconds there, and no limit here."""
    monkeypatch.setattr(server_time, "ANSWER_SECONDS", 0.2)
    left: list[bytes] = []

    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        left.append(connection.recv(1))

    with listening(script) as port, pytest.raises(UnavailableError, match="in time"):
        read_times(f"http://127.0.0.1:{port}", CLOCK)
    assert left == [b""], "we left first"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"no http at all\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 70_000 + b"\r\n\r\n",
        dated("soon"),
        dated("Fri, 31 Dec 9999 23:59:59 GMT").replace(b"59 GMT", b"59 -0100"),
    ],
)
def test_an_answer_without_a_date_that_can_be_read_is_unavailable(answer: bytes) -> None:
    with pytest.raises(UnavailableError, match=r"127\.0\.0\.1"):
        ask(answer)
