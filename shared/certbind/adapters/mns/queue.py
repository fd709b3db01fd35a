"""The message queue (MNS, also called SMQ) that the functions are triggered by."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.client import HTTPSConnection
from itertools import cycle
from typing import Any, TypeVar
from urllib.parse import urlsplit

from mns.account import Account
from mns.mns_exception import (
    MNSClientNetworkException,
    MNSExceptionBase,
    MNSServerException,
)
from mns.mns_http import MNSHTTPSConnection
from mns.queue import Message

from certbind.adapters.calls.error_table import Row
from certbind.adapters.calls.kept import kept_client
from certbind.adapters.calls.network import kind_of, proxy_of, why_not_reached
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.secrecy import clean, silence_sdk_loggers
from certbind.adapters.calls.wire.tls import context_for
from certbind.adapters.mns.errors import ERRORS
from certbind.config import Credentials
from certbind.domain.deployment.permissions import Permission, Permissions, hint_to_allow
from certbind.domain.deployment.policy_resources import QUEUE
from certbind.errors import (
    CloudError,
    PermissionDeniedError,
    RejectedError,
    UnavailableError,
)
from certbind.events import Event, render

_log = logging.getLogger(__name__)

T = TypeVar("T")

ANSWER_SECONDS = 10
_BUNDLE = "SSL_CERT_FILE"
_FIRST_REDIRECT, _FIRST_REFUSAL = 300, 400
LONGEST_DELAY = timedelta(days=7)
_MOST_A_CALL = 16
_LARGEST_CALL = 60_000
"""Bytes; a call of BatchSendMessage takes 64 KB."""
_LINES = 4
"""Connections that an event for many domains is sent over side by side."""
# What the SDK lets through when an answer is not of the form that it expects.
_SDK_SLIPS = (ValueError, TypeError, LookupError, AttributeError, OSError)

PERMISSIONS: Permissions = {
    "send": (Permission("mns:SendMessage", QUEUE, "queues the next step"),),
    "send_all": (
        Permission("mns:SendMessage", QUEUE, "queues the next step"),
        Permission("mns:BatchSendMessage", QUEUE, "queues the steps of an event, 16 a call"),
    ),
}


class MnsQueue:
    """One queue (EventQueue). Bodies are base64, which the trigger's IsBase64Decode undoes.

    The SDK keeps one connection without a lock and does not mend it after every break, so calls
    over it go one after another and a failed one leaves a fresh connection to the next.
    """

    def __init__(self, endpoint: str, queue: str, credentials: Credentials, retry: Retry) -> None:
        """`endpoint`: with scheme, without a path."""
        self._endpoint = endpoint
        self._queue = queue
        self._credentials = credentials
        self._retry = retry
        self._lines = [
            kept_client(
                ("mns", endpoint, os.environ.get(_BUNDLE, ""), str(number)),
                credentials,
                lambda: _Line(endpoint, credentials),
                _Line.close,
            )
            for number in range(_LINES)
        ]
        silence_sdk_loggers()

    def send(self, event: Event, delay: timedelta = timedelta()) -> None:
        """See EventQueue; ValueError for a delay below zero or above seven days.

        A lost answer leads to a second message, which the event's id makes harmless.
        """
        message = _message(event, delay)
        self._retry.call(lambda: self._send(message))

    def send_all(self, events: Sequence[tuple[Event, timedelta]]) -> None:
        """See EventQueue. Sixteen a call at most, and as many as a call holds; one by one where a
        role of before may not send many, and the log says so. A batch of which a part failed is
        repeated whole. Once one has failed no other is begun: the event comes again.
        """
        batches = list(_batches([_message(event, delay) for event, delay in events]))
        if len(batches) <= 1:
            for batch in batches:
                self._send_batch(0, batch)
            return
        has_failed = threading.Event()

        def send(line: int, batch: list[Message]) -> None:
            if has_failed.is_set():
                return
            try:
                self._send_batch(line, batch)
            except BaseException:
                has_failed.set()
                raise

        with futures.ThreadPoolExecutor(_LINES) as pool:  # loaded by those that need it
            lines = cycle(range(_LINES))
            sent = [pool.submit(send, next(lines), batch) for batch in batches]
        for one in sent:
            one.result()

    def _send_batch(self, line: int, batch: list[Message]) -> None:
        try:
            self._retry.call(lambda: self._send_whole(batch, line))
        except PermissionDeniedError as error:
            _log.warning("messages go out one by one: %s", error)
            for message in batch:
                self._retry.call(partial(self._send, message, line))

    def _send_whole(self, batch: list[Message], line: int) -> None:
        self.call("BatchSendMessage", lambda queue: queue.batch_send_message(batch), line)

    def call(self, action: str, work: Callable[[Any], T], line: int = 0) -> T:
        """One call of `action` on the SDK's Queue, not repeated; its exceptions become ours."""
        with self._errors(action):
            kept = self._lines[line]
            return kept.use().call(lambda account: work(account.get_queue(self._queue)))

    def _send(self, message: Message, line: int = 0) -> None:
        self.call("SendMessage", lambda queue: queue.send_message(message), line)

    @contextmanager
    def _errors(self, action: str) -> Iterator[None]:
        """The SDK's exceptions as ours, by code."""
        try:
            yield
        except MNSServerException as error:
            raise self._refused(error, action) from None
        except MNSClientNetworkException as error:
            told = why_not_reached(error, self._endpoint, uses_proxies=False)
            raise self._failed(kind_of(error), action, told, self._hint) from None
        except _SDK_SLIPS:
            raise self._failed(
                UnavailableError, action, "the answer could not be read", self._hint
            ) from None
        except MNSExceptionBase as error:
            raise self._failed(RejectedError, action, self._clean(error.type)) from None

    def _clean(self, told: object) -> str:
        """Anything may stand in any part of an answer: a proxy's may hold what was sent."""
        held = self._credentials
        return clean(told, held.access_key_secret, held.security_token)

    def _refused(self, error: MNSServerException, action: str) -> CloudError:
        code = self._clean(error.type)
        message = self._clean(error.message)
        row = ERRORS.find(code, message, 0) if code else Row(UnavailableError, ())
        hint = row.hint
        if row.kind is PermissionDeniedError and not hint:
            hint = hint_to_allow(f"mns:{action}")
        return row.kind(
            message or "an answer in a form that is not MNS's",
            service="mns",
            action=action,
            subject=f"queue {self._queue}",
            api_code=code,
            request_id=self._clean(error.req_id),
            hint=hint,
        )

    def _failed(
        self, kind: type[CloudError], action: str, what: str, hint: str = ""
    ) -> CloudError:
        subject = f"queue {self._queue}"
        return kind(what, service="mns", action=action, subject=subject, hint=hint)

    @property
    def _hint(self) -> str:
        """MNS's SDK connects by itself, whatever HTTP_PROXY says."""
        proxy = proxy_of(self._endpoint)
        unused = f" The proxy {proxy} is not used: this SDK knows none." if proxy else ""
        host = urlsplit(self._endpoint).hostname
        return f"{UnavailableError.default_hint} Asked was {host} (MNS_ENDPOINT).{unused}"


def _message(event: Event, delay: timedelta) -> Message:
    if not timedelta() <= delay <= LONGEST_DELAY:
        raise ValueError(f"a delay of {delay} is not within 0 and 7 days")
    return Message(render(event), delay_seconds=round(delay.total_seconds()))


def _batches(messages: Sequence[Message]) -> Iterator[list[Message]]:
    """Of sixteen, and of no more than a call takes: bodies go out in base64."""
    batch: list[Message] = []
    size = 0
    for message in messages:
        grows = len(message.message_body.encode()) * 4 // 3 + 4
        if batch and (len(batch) == _MOST_A_CALL or size + grows > _LARGEST_CALL):
            yield batch
            batch, size = [], 0
        batch.append(message)
        size += grows
    if batch:
        yield batch


class _Line:
    """The SDK's account with its one connection, and the lock that it lacks."""

    def __init__(self, endpoint: str, credentials: Credentials) -> None:
        self._lock = threading.RLock()
        self._account = account = Account(
            endpoint,
            credentials.access_key_id,
            credentials.access_key_secret,
            credentials.security_token,  # "" for none: None breaks the SDK
        )
        client = account.mns_client
        client.set_connection_timeout(ANSWER_SECONDS)
        if client.is_https:  # there the setting above does nothing
            client.http.conn = _Connection(client.host)
        client.http = _Believed(client.http)

    def call(self, work: Callable[[Account], T]) -> T:
        """One call; what failed leaves no connection."""
        with self._lock:
            is_done = False
            try:
                answer = work(self._account)
                is_done = True
            finally:
                if not is_done:
                    self.close()
            return answer

    def close(self) -> None:
        """After the call that is under way; the next one opens another."""
        with self._lock:
            self._account.mns_client.close_connection()


class _Connection(MNSHTTPSConnection):  # type: ignore[misc]
    """The SDK's, with a time-out and the roots that are loaded already."""

    def __init__(self, host: str) -> None:
        HTTPSConnection.__init__(self, host, timeout=ANSWER_SECONDS, context=context_for(_BUNDLE))
        self.request_length = 0


class _Believed:
    """An MNSHttp whose answers count only with MNS's request id: the SDK takes every status below
    400 for done, a proxy's page and a redirect too.
    """

    def __init__(self, http: Any) -> None:
        self._http = http

    def send_request(self, request: Any) -> Any:
        """As MNSHttp; MNSClientNetworkException for an answer that is not MNS's."""
        answer = self._http.send_request(request)
        names = {name.lower() for name in answer.header}
        if "x-mns-request-id" not in names or _FIRST_REDIRECT <= answer.status < _FIRST_REFUSAL:
            self._http.conn.close()
            raise MNSClientNetworkException("NetWorkException", "not MNS's answer", None)
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._http, name)
