"""The wire, without a socket: what an SDK sends is given to the local cloud's own services.

The seam of each SDK is where it hands a signed request to its HTTP library, so that its signing,
its reading of answers and all of our adapters run: oss2's Session.do_request, the classic SDK's
HttpResponse.get_response_object, the http.client connection of MNS's SDK. The HTTP libraries
themselves are not run: they took half of the time, and tests/contract runs them over sockets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from email.message import Message
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

import mns.mns_http
import oss2.exceptions
import oss2.http
import requests
from aliyunsdkcore.http.http_response import HttpResponse
from aliyunsdkcore.vendored.requests import exceptions as sdk_exceptions
from requests.structures import CaseInsensitiveDict

from localcloud.http import Request, Response

Exchange = Callable[[Request], Response]
"""Raises Dropped or Silent."""


class Dropped(Exception):  # noqa: N818 - an answer that never came
    """The connection ends without an answer."""


class Silent(Exception):  # noqa: N818 - as above
    """No answer within the time that the client waits."""


@contextmanager
def wired(exchange: Exchange) -> Iterator[None]:
    """Every call of the three SDKs goes to `exchange` within the block."""
    connection = type("Wire", (_Connection,), {"exchange": staticmethod(exchange)})
    with ExitStack() as stack:
        patches: tuple[tuple[Any, str, Any], ...] = (
            (oss2.http.Session, "do_request", _oss(exchange)),
            (HttpResponse, "get_response_object", _rpc(exchange)),
            (mns.mns_http, "MNSHTTPConnection", connection),
        )
        for owner, name, instead in patches:
            stack.enter_context(patch.object(owner, name, instead))
        yield


def _oss(exchange: Exchange) -> Callable[..., Any]:
    def do_request(_: Any, request: Any, timeout: Any) -> Any:
        parts = urlsplit(request.url)
        named = {name: value for name, value in request.params.items() if value is not None}
        query = urlencode(named, doseq=True)
        target = parts.path + (f"?{query}" if query else "")
        try:
            answer = exchange(_request(request.method, parts.netloc, target, request))
        except Dropped:
            raise oss2.exceptions.RequestError(requests.ConnectionError("aborted")) from None
        except Silent:
            raise oss2.exceptions.RequestError(requests.ReadTimeout("timed out")) from None
        found = SimpleNamespace(
            status_code=answer.status,
            headers=CaseInsensitiveDict(_answered(answer)),
            iter_content=lambda _: iter((answer.body,)),
        )
        return oss2.http.Response(found)

    return do_request


def _rpc(exchange: Exchange) -> Callable[..., Any]:
    def get_response_object(sent: Any) -> Any:
        host = sent.get_host().rpartition("//")[2]
        parts = SimpleNamespace(headers=sent.get_headers(), data=sent.get_body())
        try:
            answer = exchange(_request(sent.get_method(), host, sent.get_url(), parts))
        except Dropped:
            raise sdk_exceptions.ConnectionError("Connection aborted.") from None
        except Silent:
            raise sdk_exceptions.ReadTimeout("Read timed out.") from None
        return answer.status, CaseInsensitiveDict(_answered(answer)), answer.body

    return get_response_object


def _request(method: str, netloc: str, target: str, sent: Any) -> Request:
    host, _, port = netloc.rpartition(":")
    body = _bytes(sent.data)
    headers = {"Host": f"{host}:{port}", **sent.headers}
    if body or method in ("PUT", "POST"):
        headers.setdefault("Content-Length", str(len(body)))
    return Request(method, target, _Headers(headers), body, int(port))


class _Connection:
    """http.client's part in MNS's SDK."""

    exchange: Exchange

    def __init__(self, host: str, *given: object, **named: object) -> None:
        name, _, port = host.partition(":")
        self.host, self.port = name, int(port or 80)
        self.request_length = 0
        self.sock = self
        self.timeout: float | None = None
        self._answer: Response | None = None

    def setsockopt(self, *_: object) -> None:
        """Of the socket that there is not."""

    def close(self) -> None:
        """Nothing is open."""

    def request(self, method: str, url: str, body: Any, headers: Mapping[str, Any]) -> None:
        """Send, and take the answer at once."""
        data = _bytes(body)
        named = {"Host": f"{self.host}:{self.port}", **headers, "Content-Length": str(len(data))}
        try:
            asked = Request(method, url, _Headers(named), data, self.port)
            self._answer = type(self).exchange(asked)
        except Dropped:
            raise ConnectionResetError("Connection reset by peer") from None
        except Silent:
            raise TimeoutError("timed out") from None

    def getresponse(self) -> Any:
        """The answer to what was sent last."""
        assert self._answer is not None
        answer, self._answer = self._answer, None
        return _Answer(answer)


class _Answer:
    def __init__(self, answer: Response) -> None:
        self.status = answer.status
        self._answer = answer

    def getheaders(self) -> list[tuple[str, str]]:
        return list(_answered(self._answer).items())

    def read(self) -> bytes:
        return self._answer.body


def _answered(answer: Response) -> dict[str, str]:
    """As the local cloud's server completes them."""
    return {
        "Server": "localcloud",
        "Content-Length": str(len(answer.body)),
        **answer.headers,
    }


class _Headers(Message):
    """A Message that is looked up by name, since most of its cost is that it can be printed."""

    def __init__(self, headers: Mapping[str, Any]) -> None:
        super().__init__()
        self._pairs = [
            (name, value.decode() if isinstance(value, bytes) else str(value))
            for name, value in headers.items()
            if value is not None
        ]
        self._named = {name.lower(): value for name, value in self._pairs}

    def get(self, name: str, failobj: Any = None) -> Any:
        return self._named.get(name.lower(), failobj)

    def items(self) -> Any:
        return self._pairs

    def keys(self) -> Any:
        return [name for name, _ in self._pairs]

    def values(self) -> Any:
        return [value for _, value in self._pairs]

    def get_all(self, name: str, failobj: Any = None) -> Any:
        found = [value for named, value in self._pairs if named.lower() == name.lower()]
        return found or failobj

    def __getitem__(self, name: str) -> Any:
        return self.get(name)

    def __contains__(self, name: object) -> bool:
        return str(name).lower() in self._named


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, (bytes, bytearray)) else bytes(body.read())
