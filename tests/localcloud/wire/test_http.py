"""HTTP as strangers speak it: every request that can be read is the app's, the rest gets 400."""

from __future__ import annotations

import logging
import queue
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from localcloud import http
from localcloud.http import DropConnection, Endpoint, Request, Response
from localcloud.http_body import MAX_BODY


def echo(request: Request) -> Response:
    if request.path == "/fault":
        raise RuntimeError
    return Response(200, f"{request.method} {request.target} ".encode() + request.body)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint("echo", echo)
    made.start()
    yield made
    made.stop()


def say(endpoint: Endpoint, text: str, *, hang_up: bool = False) -> tuple[int, str]:
    """Status and body of the answer to these bytes."""
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=5) as connection:
        connection.sendall(text.replace("\n", "\r\n").encode())
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


def post(*headers: str, body: str = "") -> str:
    return "\n".join(["POST /a HTTP/1.1", "Connection: close", *headers, "", body])


@pytest.mark.parametrize("length", ["abc", "-1", "+1", "1_0", "\u00b2", "0x1"])
def test_a_length_that_is_no_number_is_a_bad_request(endpoint: Endpoint, length: str) -> None:
    assert say(endpoint, post(f"Content-Length: {length}"))[0] == 400


@pytest.mark.parametrize("size", ["x", "-1", "", "+1", "1 1", "f" * 20])
def test_a_chunk_s_size_that_is_no_number_is_a_bad_request(endpoint: Endpoint, size: str) -> None:
    chunks = post("Transfer-Encoding: chunked", body=f"{size}\n")
    assert say(endpoint, chunks, hang_up=True)[0] == 400


def test_a_client_that_asks_first_is_told_to_go_on(endpoint: Endpoint) -> None:
    head = post("Expect: 100-continue", "Content-Length: 3").replace("\n", "\r\n")
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=5) as connection:
        connection.sendall(head.encode())
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"abc")
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"POST /a abc")


def test_a_body_that_is_cut_off_is_a_bad_request(endpoint: Endpoint) -> None:
    assert say(endpoint, post("Content-Length: 5", body="abc"), hang_up=True)[0] == 400
    chunks = post("Transfer-Encoding: chunked", body="5\nabc")
    assert say(endpoint, chunks, hang_up=True)[0] == 400


def test_a_body_beyond_the_limit_is_too_large(endpoint: Endpoint) -> None:
    assert say(endpoint, post(f"Content-Length: {MAX_BODY + 1}"))[0] == 413
    chunks = post("Transfer-Encoding: chunked", body=f"{MAX_BODY + 1:x}\n")
    assert say(endpoint, chunks)[0] == 413


def test_a_body_with_two_ends_is_a_bad_request(endpoint: Endpoint) -> None:
    assert say(endpoint, post("Content-Length: 3", "Content-Length: 5", body="abcde"))[0] == 400
    both = post("Content-Length: 3", "Transfer-Encoding: chunked", body="0\n\n")
    assert say(endpoint, both)[0] == 400
    same = post("Content-Length: 3", "Content-Length: 3", body="abc")
    assert say(endpoint, same) == (200, "POST /a abc")


@pytest.mark.parametrize("coding", ["gzip, chunked", "identity", "xchunked"])
def test_a_coding_that_is_not_known_is_not_taken_for_the_body(
    endpoint: Endpoint, coding: str
) -> None:
    assert say(endpoint, post(f"Transfer-Encoding: {coding}", body="0\n\n"))[0] == 501


def test_chunks_are_put_together(endpoint: Endpoint) -> None:
    chunks = post("Transfer-Encoding: chunked", body="3;x=y\nabc\n2\nde\n0\nTrailer: 1\n\n")
    assert say(endpoint, chunks) == (200, "POST /a abcde")


@pytest.mark.parametrize("method", ["PATCH", "TRACE", "BREW"])
def test_every_method_is_the_app_s(endpoint: Endpoint, method: str) -> None:
    assert say(endpoint, f"{method} /a HTTP/1.1\nConnection: close\n\n") == (200, f"{method} /a ")


def test_the_target_is_as_it_was_sent(endpoint: Endpoint) -> None:
    text = "GET //a//b/%2f?x=//y HTTP/1.1\nConnection: close\n\n"
    assert say(endpoint, text) == (200, "GET //a//b/%2f?x=//y ")


def test_an_app_without_an_answer_is_a_fault(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    assert say(endpoint, "GET /fault HTTP/1.1\nConnection: close\n\n")[0] == 500
    assert "GET /fault: fault in the local cloud" in caplog.text


def test_a_client_that_does_not_wait_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    arrived, gone = threading.Event(), threading.Event()
    levels: queue.SimpleQueue[str] = queue.SimpleQueue()

    def slow(_request: Request) -> Response:
        arrived.set()
        gone.wait(5)
        return Response(200, bytes(10_000_000))

    class Watch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            levels.put(record.levelname)

    monkeypatch.setattr(http.LOG, "handlers", [Watch()])
    monkeypatch.setattr(http.LOG, "level", logging.DEBUG)
    endpoint = Endpoint("slow", slow)
    endpoint.start()
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert arrived.wait(5)
    gone.set()
    assert levels.get(timeout=5) == "DEBUG"
    endpoint.stop()


def test_the_end_cuts_off_a_connection_that_is_kept(endpoint: Endpoint) -> None:
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=5) as connection:
        connection.sendall(b"GET /a HTTP/1.1\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        endpoint.stop()
        assert connection.recv(65536) == b""


def test_the_end_waits_for_the_answer_that_is_under_way() -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def slow(_request: Request) -> Response:
        arrived.set()
        go_on.wait(5)
        return Response(200)

    endpoint = Endpoint("slow", slow)
    endpoint.start()
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert arrived.wait(5)
        stopping = threading.Thread(target=endpoint.stop)
        stopping.start()
        stopping.join(0.3)
        assert stopping.is_alive()
        go_on.set()
        stopping.join(5)
        assert not stopping.is_alive()
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_silence_ends_with_the_client() -> None:
    def silent(_request: Request) -> Response:
        raise DropConnection(silent=True)

    endpoint = Endpoint("silent", silent)
    endpoint.start()
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=0.3) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with pytest.raises(TimeoutError):
            connection.recv(1)
        assert len(endpoint._server._open) == 1
    deadline = time.monotonic() + 5
    while endpoint._server._open:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    endpoint.stop()


class Refusing:
    """An app that has an error document of its own."""

    def __call__(self, request: Request) -> Response:
        return echo(request)

    def refuse(self, status: int) -> Response:
        return Response(status, b"<Error/>", {"Content-Type": "application/xml"})


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (post("Content-Length: abc"), 400),
        (post(f"Content-Length: {MAX_BODY + 1}"), 413),
        (post("Transfer-Encoding: gzip"), 501),
        ("GET / a b c\n\n", 400),
        ("GET\n\n", 400),
        (f"GET /{'a' * 70_000} HTTP/1.1\n\n", 414),
        ("GET / HTTP/1.1\n" + "A: b\n" * 200 + "\n", 431),
        ("GET / HTTP/9.0\n\n", 505),
    ],
)
def test_what_is_no_request_gets_the_app_s_own_error(text: str, status: int) -> None:
    endpoint = Endpoint("refusing", Refusing())
    endpoint.start()
    try:
        assert say(endpoint, text) == (status, "<Error/>")
    finally:
        endpoint.stop()
