"""Fetching one CRL from servers of every kind, on loopback."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Callable

import pytest

from certbind.adapters.crl.fetch import CrlFetcher
from certbind.domain.trust.observation import FetchedCrl
from tests.ports import closed_port
from tests.unit.adapters.servers import Script, listening, wait_for_farewell

KB = 1024


def fetcher(*, seconds: float = 3, largest: int = 64 * KB) -> CrlFetcher:
    return CrlFetcher(lambda _: ("127.0.0.1",), loopback=True, seconds=seconds, largest=largest)


def answering(*parts: bytes, heard: list[bytes] | None = None) -> Script:
    def script(connection: socket.socket) -> None:
        request = connection.recv(4096)
        if heard is not None:
            heard.append(request)
        for one in parts:
            connection.sendall(one)

    return script


def ask(script: Script, **limits: float) -> FetchedCrl:
    with listening(script) as port:
        url = f"http://127.0.0.1:{port}/ca.crl"
        return fetcher(**limits).fetch(url, 10)  # type: ignore[arg-type]


def head(status: int = 200, **headers: object) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()]
    return f"HTTP/1.1 {status} X\r\n{''.join(lines)}\r\n".encode()


def test_the_bytes_come_whatever_they_are_called() -> None:
    heard: list[bytes] = []
    kinds = head(Content_Length=3, Content_Type="text/html")
    assert ask(answering(kinds, b"crl", heard=heard)).der == b"crl"
    request = heard[0].decode()
    assert request.startswith("GET /ca.crl HTTP/1.1\r\n")
    assert "Accept-Encoding: identity" in request


def test_one_without_a_length_and_one_in_chunks_come_too() -> None:
    assert ask(answering(head(), b"crl")).der == b"crl"
    chunked = head(Transfer_Encoding="chunked")
    assert ask(answering(chunked, b"3\r\ncrl\r\n0\r\n\r\n")).der == b"crl"


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ((head(404, Content_Length=0),), "answered 404"),
        ((head(302, Location="http://169.254.169.254/", Content_Length=0),), "answered 302"),
        ((head(Content_Length=64 * KB + 1),), "more than 64 KB"),
        ((head(Content_Length=50 * KB * KB), b"x" * 100), "more than 64 KB"),
        ((head(), b"x" * (64 * KB + 1)), "more than 64 KB"),
        ((head(Content_Length=10), b"crl"), "cut its answer off"),
        ((head(Transfer_Encoding="chunked"), b"9\r\ncrl"), "did not answer (IncompleteRead)"),
        ((head(Content_Encoding="gzip", Content_Length=3), b"crl"), "encoding"),
        ((b"rubbish\r\n\r\n",), "did not answer (BadStatusLine)"),
        ((b"HTTP/1.1 200 X\r\n" + b"A: " + b"x" * 70000,), "did not answer (LineTooLong)"),
        ((b"",), "did not answer (RemoteDisconnected)"),
    ],
)
def test_what_is_no_answer_is_told(parts: tuple[bytes, ...], why: str) -> None:
    came = ask(answering(*parts))
    assert why in came.problem
    assert came.der == b""


def dripping(*, before: bytes) -> Script:
    def script(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(before)
        for _ in itertools.count():
            connection.sendall(b"x")
            time.sleep(0.02)

    return script


@pytest.mark.parametrize(
    "script",
    [
        wait_for_farewell,
        dripping(before=b"HTTP/1.1 200 X\r\nA: "),
        dripping(before=head()),
        dripping(before=head(Content_Length=60 * KB)),
    ],
    ids=["silent", "drips its head", "drips its body", "drips a body of known length"],
)
def test_who_is_slow_is_given_up(script: Callable[[socket.socket], None]) -> None:
    begin = time.monotonic()
    came = ask(script, seconds=0.3)
    assert "in time" in came.problem
    assert came.der == b""
    assert time.monotonic() - begin < 3


def test_the_callers_time_counts_too() -> None:
    with listening(wait_for_farewell) as port:
        came = fetcher().fetch(f"http://127.0.0.1:{port}/", 0.1)
    assert "in time" in came.problem


def test_a_closed_port_and_an_inner_address_are_told() -> None:
    with closed_port() as port:
        came = fetcher().fetch(f"http://127.0.0.1:{port}/", 5)
    assert "ConnectionRefusedError" in came.problem
    strict = CrlFetcher(lambda _: ("127.0.0.1",))
    with listening(wait_for_farewell) as port:
        assert "no public address" in strict.fetch(f"http://127.0.0.1:{port}/", 5).problem
        assert "no public address" in strict.fetch("http://crl.test/", 5).problem
