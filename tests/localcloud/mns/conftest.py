"""A queue service over HTTP, the official client, and a raw one that signs by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import pytest
from mns.account import Account
from mns.mns_exception import MNSServerException
from mns.queue import Queue

from localcloud.calls import CallLog
from localcloud.clock import Clock
from localcloud.credentials import AccessKey, Credentials
from localcloud.faults import Faults
from localcloud.gateway import Kernel
from localcloud.http import Endpoint
from localcloud.services.mns import MnsModel, MnsService
from localcloud.store import Store
from localcloud.switches import Switches

NAMESPACE = "http://mns.aliyuncs.com/doc/v1/"


@dataclass
class Answer:
    status: int
    body: str
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The error's code, "" for none."""
        return self.body.partition("<Code>")[2].partition("</Code>")[0]


@dataclass
class World:
    store: Store
    kernel: Kernel
    switches: Switches
    service: MnsService
    endpoint: Endpoint
    accounts: list[Any] = field(default_factory=list)

    @property
    def model(self) -> MnsModel:
        return self.service.model

    @property
    def key(self) -> AccessKey:
        return self.kernel.credentials.root

    def account(self, key: AccessKey | None = None) -> Any:
        """The official client: one for each thread, it is not safe over threads."""
        used = key or self.key
        account = Account(self.endpoint.url, used.key_id, used.secret, used.token)
        self.accounts.append(account)
        return account

    def queue(self, name: str = "events", **attributes: str) -> Queue:
        """The client's view of a queue that is made when it is missing."""
        self.model.create_queue(name, attributes)
        return self.account().get_queue(name)

    def pass_time(self, seconds: float) -> None:
        self.kernel.clock.advance(timedelta(seconds=seconds))

    def raw(
        self,
        method: str,
        target: str,
        body: str = "",
        *,
        key: AccessKey | None = None,
        headers: dict[str, str | None] | None = None,
        signed_target: str | None = None,
    ) -> Answer:
        """One request, signed as the documentation says; `headers` None takes one away before
        signing, `signed_target` signs for another target.
        """
        used = key or self.key
        sent: dict[str, str] = {
            "date": format_datetime(datetime.now(timezone.utc), usegmt=True),
            "x-mns-version": "2015-06-06",
        }
        if body:
            digest = hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()
            sent["content-md5"] = base64.b64encode(digest.encode()).decode()
            sent["content-type"] = "text/xml;charset=UTF-8"
        if used.token:
            sent["security-token"] = used.token
        for name, value in (headers or {}).items():
            sent.pop(name, None) if value is None else sent.update({name: value})
        authorization = _sign(method, sent, signed_target or target, used)
        sent = {"authorization": authorization, **sent}
        if headers and "authorization" in headers and headers["authorization"] is None:
            del sent["authorization"]
        return self.send(method, target, body, sent)

    def send(self, method: str, target: str, body: str, headers: dict[str, str]) -> Answer:
        """As it is, over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.endpoint.port, timeout=10)
        connection.request(method, target, body.encode() or None, headers)
        response = connection.getresponse()
        answer = Answer(response.status, response.read().decode(), dict(response.getheaders()))
        connection.close()
        return answer


def failing(code: str) -> Any:
    """A context in which the official client must meet this error."""
    return pytest.raises(MNSServerException, match=f'"{code}"')


def _sign(method: str, headers: dict[str, str], target: str, key: AccessKey) -> str:
    own = [f"{k}:{v}" for k, v in sorted(headers.items()) if k.startswith("x-mns-")]
    first = [headers.get(name, "") for name in ("content-md5", "content-type", "date")]
    text = "\n".join([method, *first, *own, target])
    digest = hmac.new(key.secret.encode(), text.encode(), hashlib.sha1).digest()
    return f"MNS {key.key_id}:{base64.b64encode(digest).decode()}"


@pytest.fixture
def world() -> Iterator[World]:
    store, clock = Store(None), Clock()
    kernel = Kernel(clock, Credentials(store, clock), Faults(), CallLog())
    switches = Switches(store)
    service = MnsService(kernel, store, switches=switches)
    endpoint = Endpoint("mns", service)
    endpoint.start()
    one = World(store, kernel, switches, service, endpoint)
    yield one
    for account in one.accounts:
        account.mns_client.close_connection()
    service.close()
    endpoint.stop()
    store.close()
