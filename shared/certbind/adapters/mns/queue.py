"""The message queue (MNS, also called SMQ) that the functions are triggered by."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from mns.account import Account
from mns.mns_exception import (
    MNSClientNetworkException,
    MNSExceptionBase,
    MNSServerException,
)
from mns.queue import Message

from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.secrecy import clean, silence_sdk_loggers
from certbind.config import Credentials
from certbind.domain.deployment.permissions import Permission, Permissions, Resource, hint_to_allow
from certbind.errors import (
    CloudError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)
from certbind.events import Event, render

T = TypeVar("T")

ANSWER_SECONDS = 10
LONGEST_DELAY = timedelta(days=7)
_CODES: dict[str, type[CloudError]] = {
    "AccessDenied": PermissionDeniedError,
    "InternalError": UnavailableError,
    "InvalidAccessKeyId": PermissionDeniedError,
    "InvalidSecurityToken": PermissionDeniedError,
    "QpsLimitExceeded": ThrottledError,
    "QueueNotExist": NotFoundError,
    "ServiceUnavailable": UnavailableError,
    "SignatureDoesNotMatch": PermissionDeniedError,
    "TimeExpired": PermissionDeniedError,
}
_HINTS = {
    "QueueNotExist": (
        "`certbind setup` makes it; else check CERTBIND_QUEUE or CERTBIND_DEAD_LETTER_QUEUE, and "
        "that MNS_ENDPOINT is of the queue's region."
    ),
    "QueueDeletedRecently": "MNS keeps a deleted queue's name for a while: again in a minute.",
    "TimeExpired": "This machine's clock is more than 15 minutes off.",
}
# What the SDK lets through when an answer is not of the form that it expects.
_SDK_SLIPS = (ValueError, TypeError, LookupError, AttributeError, OSError)

PERMISSIONS: Permissions = {
    "send": (Permission("mns:SendMessage", Resource.QUEUE, "queues the next step"),),
}


class MnsQueue:
    """One queue (EventQueue). Bodies are base64, which the trigger's IsBase64Decode undoes.

    The SDK keeps one connection without a lock and does not mend it after every break, so calls
    go one after another and a failed one leaves a fresh account to the next.
    """

    def __init__(self, endpoint: str, queue: str, credentials: Credentials, retry: Retry) -> None:
        """`endpoint`: with scheme, without a path."""
        self._account: Account | None = None
        self._endpoint = endpoint
        self._queue = queue
        self._credentials = credentials
        self._retry = retry
        self._lock = threading.Lock()
        silence_sdk_loggers()

    def send(self, event: Event, delay: timedelta = timedelta()) -> None:
        """See EventQueue; ValueError for a delay below zero or above seven days.

        A lost answer leads to a second message, which the event's id makes harmless.
        """
        if not timedelta() <= delay <= LONGEST_DELAY:
            raise ValueError(f"a delay of {delay} is not within 0 and 7 days")
        message = Message(render(event), delay_seconds=round(delay.total_seconds()))
        self._retry.call(lambda: self._send(message))

    def close(self) -> None:
        """Let go of the connection; the next send makes another."""
        account, self._account = self._account, None
        if account is not None:
            account.mns_client.close_connection()

    def __del__(self) -> None:
        """As `close`."""
        self.close()

    def call(self, action: str, work: Callable[[Any], T]) -> T:
        """One call of `action` on the SDK's Queue, not repeated; its exceptions become ours."""
        with self._lock, self._errors(action):
            if self._account is None:
                self._account = self._connect()
            is_done = False
            try:
                answer = work(self._account.get_queue(self._queue))
                is_done = True
            finally:
                if not is_done:
                    self.close()
            return answer

    def _send(self, message: Message) -> None:
        self.call("SendMessage", lambda queue: queue.send_message(message))

    def _connect(self) -> Account:
        account = Account(
            self._endpoint,
            self._credentials.access_key_id,
            self._credentials.access_key_secret,
            self._credentials.security_token,  # "" for none: None breaks the SDK
        )
        client = account.mns_client
        client.set_connection_timeout(ANSWER_SECONDS)
        client.http.conn.timeout = ANSWER_SECONDS  # over https the setting above does nothing
        return account

    @contextmanager
    def _errors(self, action: str) -> Iterator[None]:
        """The SDK's exceptions as ours, by code."""
        try:
            yield
        except MNSServerException as error:
            raise self._refused(error, action) from None
        except (MNSClientNetworkException, *_SDK_SLIPS):
            raise self._failed(
                UnavailableError, action, "the service was not reached or its answer not read"
            ) from None
        except MNSExceptionBase as error:
            raise self._failed(RejectedError, action, clean(error.type)) from None

    def _refused(self, error: MNSServerException, action: str) -> CloudError:
        code = clean(error.type)
        message = clean(
            error.message, self._credentials.access_key_secret, self._credentials.security_token
        )
        return _CODES.get(code, RejectedError)(
            message,
            service="mns",
            action=action,
            subject=f"queue {self._queue}",
            api_code=code,
            request_id=clean(error.req_id),
            hint=hint_to_allow(f"mns:{action}")
            if code == "AccessDenied"
            else _HINTS.get(code, ""),
        )

    def _failed(self, kind: type[CloudError], action: str, what: str) -> CloudError:
        return kind(what, service="mns", action=action, subject=f"queue {self._queue}")
