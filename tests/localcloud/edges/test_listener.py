"""A listening address: what it knows of its connections, and when."""

from __future__ import annotations

import socket
import threading

import pytest

from localcloud.edges.listener import Listener
from tests.waiting import until


class Later(threading.Thread):
    """Of a connection: it begins when a test says so."""

    waiting: list[threading.Thread]

    def start(self) -> None:
        if self.name.startswith("edge-"):
            super().start()
        else:
            self.waiting.append(self)


def test_a_connection_is_cut_off_though_its_thread_has_not_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else one that came while it stopped would hang for good."""
    monkeypatch.setattr(Later, "waiting", [], raising=False)
    monkeypatch.setattr(threading, "Thread", Later)
    ended = threading.Event()

    def hang(connection: socket.socket) -> None:
        assert connection.recv(1) == b""
        ended.set()

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    listener = Listener("127.0.0.1", port, hang)
    listener.start()
    with socket.create_connection(("127.0.0.1", port), 5) as client:
        until(lambda: len(Later.waiting) == 1)
        listener.stop()
        assert client.recv(1) == b""
    Later.waiting[0].run()
    assert ended.is_set()
