"""A secret put where nobody expects it comes out nowhere: answer, log, error, ledger, queue."""

from __future__ import annotations

import base64
import json
import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from certbind.errors import CertbindError, RejectedError
from certbind.events import EventType, certificate_event, render, step
from functions import certificate_event as handler_of_events
from functions import recheck, rollback, watch
from tests.functions.contexts import modern
from tests.functions.test_handlers_on_fakes import NEW_NUMBER, WWW, Cloud, cloud
from tests.unit.usecases.account import certificate
from tests.wrapping import queue_event

__all__ = ["cloud"]

LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
PEM = f"-----BEGIN PRIVATE KEY-----\n{LINE}\n-----END PRIVATE KEY-----\n"
SECRETS = {
    "one-line key": (PEM.replace("\n", ""), LINE),
    "key": (PEM, LINE),
    "line of a key": (LINE, LINE),
    "key in base64": (base64.b64encode(PEM.encode()).decode(), "LS0tLS1CRUdJTiBQUklW"),
    "signed URL": (
        "https://b.oss.aliyuncs.com/k?Expires=19&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D",
        "vjbyPxybdZaNmGa",
    ),
    "token": (
        "CAIS8gF1q6Ft5B2yfSjIr5bkAYXGubxvhPeTPVDYrGMyT7hBgrPPhTz2oxR5m3K0uZ1L",
        "CAIS8gF1q6Ft5B2y",
    ),
    "access key's secret": ("kAYXGubxvhPeTPVDYrGMyT7hBgrPPh", "kAYXGubxvhPeTPVD"),
    "JSON web token": (
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6y",
        "SflKxwRJSMeKKF2Q",
    ),
    "named": ("password=hunter2", "hunter2"),
}
EVENT = json.loads(render(certificate_event(EventType.ISSUED, certificate(NEW_NUMBER).id)))
STEP = json.loads(render(step(WWW, "recheck", 0, candidate=certificate(NEW_NUMBER).id)))
TRAIL = {
    "specversion": "1.0",
    "id": "45ef4dewdwe1-7c35-447a-bd93-fab****",
    "source": "acs.cas",
    "type": "cas:ActionTrail:ApiCall",
    "data": {"eventName": "CreateCertificate", "eventId": "7f3c", "eventSource": "cas"},
}
TARGET = "data/target data/target/kind data/target/domain data/target/bucket data/target/region"
RECORD = "data/eventName data/eventId data/eventSource data/responseElements"


def within(event: dict[str, Any], *path: str) -> Callable[[str], Any]:
    """The event with this field exchanged."""

    def plant(secret: str) -> Any:
        copy: dict[str, Any] = json.loads(json.dumps(event))
        place = copy
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = secret
        return copy

    return plant


EVENTS: dict[str, Callable[[str], Any]] = {
    **{
        f"{name}/{path}": within(event, *path.split("/"))
        for name, event, paths in (
            (
                "event",
                EVENT,
                "id type source subject data data/certificate data/stage data/replaces",
            ),
            (
                "step",
                STEP,
                f"id data/cause data/candidate data/scanned_at data/after {TARGET}",
            ),
            (
                "hint",
                {**EVENT, "type": "certbind.change_hint", "data": {}},
                "id data/said_by",
            ),
            (
                "trail",
                TRAIL,
                f"id type source {RECORD}",
            ),
        )
        for path in paths.split()
    },
    "message id": lambda secret: queue_event(json.dumps(EVENT), secret),
    "message": lambda secret: secret,
    "message in a queue": queue_event,
    "several messages": lambda secret: [queue_event(secret), {"id": secret}, EVENT],
}


class Outputs:
    """All that leaves a function, as text."""

    def __init__(self, cloud: Cloud, log: pytest.LogCaptureFixture) -> None:
        self._cloud = cloud
        self._log = log
        self._told: list[str] = []

    def of(self, handler: Callable[[bytes, object], Any], payload: bytes) -> None:
        try:
            self._told.append(json.dumps(handler(payload, modern("recheck"))))
        except CertbindError as error:
            self._told += [str(error), repr(error), json.dumps(error.to_json()), str(vars(error))]
            self._told += traceback.format_exception(type(error), error, error.__traceback__)

    def all(self) -> str:
        journal = self._cloud.journal
        entries = [
            repr(entry) for subject in journal.subjects("") for entry in journal.entries(subject)
        ]
        queued = [render(event) for _, event in self._cloud.queue.waiting()]
        return "\n".join([*self._told, self._log.text, *entries, *queued])


@pytest.fixture
def outputs(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> Outputs:
    caplog.set_level(logging.DEBUG)
    return Outputs(cloud, caplog)


@pytest.mark.parametrize("shape", SECRETS)
@pytest.mark.parametrize("place", EVENTS)
def test_no_event_carries_a_secret_any_further(
    place: str, shape: str, cloud: Cloud, outputs: Outputs
) -> None:
    text, core = SECRETS[shape]
    payload = json.dumps(EVENTS[place](text)).encode()
    for _ in range(2):
        outputs.of(handler_of_events.handler, payload)
    cloud.run_queue_through(handler_of_events.handler)
    assert core not in outputs.all()


@pytest.mark.parametrize("shape", SECRETS)
def test_no_manual_request_is_repeated(shape: str, outputs: Outputs) -> None:
    text, core = SECRETS[shape]
    for request in (
        text,
        {text: 1},
        *({name: text} for name in ("domain", "certificate", "since", "dry_run")),
        {"domain": "www.example.com", "to": text},
    ):
        outputs.of(rollback.handler, json.dumps(request).encode())
    for handler in (watch.handler, recheck.handler):
        outputs.of(handler, text.encode())
        outputs.of(handler, json.dumps({"triggerName": text, "triggerTime": text}).encode())
    assert core not in outputs.all()


CALLS = ("list_certificates", "certificate", "chain")


@pytest.mark.parametrize("shape", SECRETS)
def test_no_sentence_of_a_service_carries_one_out(
    shape: str, cloud: Cloud, outputs: Outputs
) -> None:
    """An adapter cleans what it is told; whatever slips through ends at the next ways out."""
    text, core = SECRETS[shape]
    error = RejectedError(
        f"cannot use {text} here",
        service="CAS",
        action="Get",
        subject=text,
        api_code=f"Bad.{text}",
        request_id=text,
        hint=f"try {text}",
    )
    for call in CALLS:
        cloud.inventory.trouble.before(call, error, times=2)
    for call in ("scan", "read", "bind"):
        cloud.targets.trouble.before(call, error, times=2)
    cloud.queue.trouble.before("send", error)
    for handler in (watch.handler, recheck.handler, handler_of_events.handler) * 3:
        outputs.of(handler, b"{}" if handler is not handler_of_events.handler else _issued())
    outputs.of(rollback.handler, b'{"domain": "www.example.com"}')
    assert core not in outputs.all()


def _issued() -> bytes:
    return json.dumps(EVENT).encode()
