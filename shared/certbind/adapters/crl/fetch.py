"""One GET of one CRL, bounded in bytes and in time, whatever answers."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPResponse

from certbind.adapters.crl.place import Place, Resolve, place_of
from certbind.domain.trust.observation import FetchedCrl

LONGEST_SECONDS = 5.0
LARGEST_BYTES = 10 * 1024 * 1024
_CHUNK = 64 * 1024
_OK = 200
_HEADERS = {"Accept-Encoding": "identity", "User-Agent": "certbind", "Connection": "close"}


class CrlFetcher:
    """Takes no proxy (it would ask where we do not), follows no redirect, keeps nothing."""

    def __init__(
        self,
        resolve: Resolve,
        *,
        loopback: bool = False,
        seconds: float = LONGEST_SECONDS,
        largest: int = LARGEST_BYTES,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._resolve = resolve
        self._loopback = loopback
        self._seconds = seconds
        self._largest = largest
        self._monotonic = monotonic

    def fetch(self, url: str, left: float) -> FetchedCrl:
        """What came, or the problem; within `left` seconds and the fetcher's own limit. What
        came is neither read nor checked, nor is what it was called (Content-Type).
        """
        end = self._monotonic() + min(left, self._seconds)
        place = place_of(url, self._resolve, loopback=self._loopback)
        if isinstance(place, str):
            return FetchedCrl(url, problem=place)
        try:
            body = self._get(place, end)
        except (OSError, HTTPException, ValueError) as error:
            body = f"{place.host} did not answer ({type(error).__name__})"
        if self._monotonic() >= end:
            body = f"{place.host} did not answer in time"
        return FetchedCrl(url, problem=body) if isinstance(body, str) else FetchedCrl(url, body)

    def _get(self, place: Place, end: float) -> bytes | str:
        left = max(end - self._monotonic(), 0.001)
        with socket.create_connection((place.address, place.port), timeout=left) as plain:
            connection = HTTPConnection(place.host, place.port)
            connection.auto_open = 0
            connection.sock = plain
            # Its own limit counts anew with each byte, so a server that drips would outlast it.
            watchdog = threading.Timer(max(end - self._monotonic(), 0), _cut, (plain,))
            watchdog.daemon = True
            watchdog.start()
            try:
                connection.request("GET", place.target, headers=_HEADERS)
                with connection.getresponse() as response:
                    return self._body(response, place)
            finally:
                watchdog.cancel()

    def _body(self, response: HTTPResponse, place: Place) -> bytes | str:
        if response.status != _OK:
            return f"{place.host} answered {response.status}"
        if response.getheader("Content-Encoding", "identity").lower() != "identity":
            return f"{place.host} answered in an encoding that was not asked for"
        size = f"more than {self._largest // 1024} KB, and is not read"
        if response.length is not None and response.length > self._largest:
            return f"the CRL has {size}"
        body = bytearray()
        while chunk := response.read(_CHUNK):
            body += chunk
            if len(body) > self._largest:
                return f"the CRL has {size}"
        if response.length:  # promised, and not come
            return f"{place.host} cut its answer off"
        return bytes(body)


def _cut(plain: socket.socket) -> None:
    try:
        plain.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
