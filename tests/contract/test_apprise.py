"""apprise as a way to tell people, over real sockets: a mail server and a web service."""

from __future__ import annotations

import json
import logging
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from apprise.decorators import notify

from certbind.adapters.notice.by_apprise import AppriseNotifier
from certbind.config import NoticeSettings
from certbind.config.addresses import ADDRESSES
from certbind.domain.words.sentences import said
from certbind.errors import CertbindError, ConfigError, RejectedError, UnavailableError
from certbind.wiring.commands.notices import receivers
from tests.ports import closed_port
from tests.unit.adapters.servers import Script, listening

TEXT = "certbind: 1 new\n[new] CDN www.example.com: refused <by> R&D\n… and 3 more"
SECRET = "5f1c2a77d0b94d0a8e3b6f44"


@contextmanager
def mail_server(*, login: str = "235 2.7.0 ok") -> Iterator[tuple[int, list[bytes]]]:
    """Its port, and what it took. login: its answer to a user and a password."""
    mails: list[bytes] = []
    answers = {b"EHLO": "250-here\r\n250 AUTH PLAIN", b"AUTH": login, b"QUIT": "221 bye"}

    def script(connection: socket.socket) -> None:
        lines = connection.makefile("rb")
        connection.sendall(b"220 here\r\n")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"DATA":
                connection.sendall(b"354 go on\r\n")
                mails.append(b"".join(iter(lines.readline, b".\r\n")))
            connection.sendall(f"{answers.get(verb, '250 ok')}\r\n".encode())

    with listening(script) as port:
        yield port, mails


def address_of(port: int, user: str = "") -> str:
    return f"mailto://{user}127.0.0.1:{port}?from=certbind@example.com&to=ops@example.com&mode=insecure"


def refused(address: str, longest: float = 5) -> CertbindError:
    with pytest.raises(CertbindError) as caught:
        AppriseNotifier(address, longest=longest).post(TEXT)
    error = caught.value
    assert SECRET not in f"{error} {error!r} {error.to_json()} {error.__dict__}"
    assert error.__cause__ is None
    assert ADDRESSES in error.hint, "a function's hint helps nobody here"
    return error


def test_a_notice_is_a_mail_whose_first_line_is_its_subject() -> None:
    with mail_server() as (port, mails):
        AppriseNotifier(address_of(port, f"me:{SECRET}@")).post(TEXT)
    mail = message_from_bytes(mails[0], EmailMessage, policy=policy.default)
    assert (mail["subject"], mail["to"]) == ("certbind: 1 new", "ops@example.com")
    body = mail.get_body(("plain",))
    assert body is not None
    lines = body.get_content().split("\n")
    assert [line.strip() for line in lines if line.strip()] == TEXT.split("\n")[1:]


def test_a_mail_server_that_refuses_the_login_is_told_and_repeats_nothing() -> None:
    with mail_server(login=f"535 no such user me with {SECRET}") as (port, mails):
        error = refused(address_of(port, f"me:{SECRET}@"))
    assert isinstance(error, RejectedError)
    assert "submitting email" in error.message
    assert mails == []


def answering(status: str, bodies: list[bytes]) -> Script:
    def script(connection: socket.socket) -> None:
        request = connection.recv(65536)
        while b"\r\n\r\n" not in request or not request.endswith(b"}"):
            request += connection.recv(65536)
        bodies.append(request.partition(b"\r\n\r\n")[2])
        head = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())

    return script


def test_a_greeting_of_one_line_is_not_said_twice() -> None:
    bodies: list[bytes] = []
    with listening(answering("200 OK", bodies)) as port:
        AppriseNotifier(f"json://127.0.0.1:{port}/{SECRET}").post("certbind: a greeting.")
    body = json.loads(bodies[0])
    assert (body["title"], body["message"]) == ("certbind", "certbind: a greeting.")


def test_what_a_service_refuses_is_refused() -> None:
    with listening(answering("403 Forbidden", [])) as port:
        error = refused(f"json://127.0.0.1:{port}/{SECRET}")
    assert isinstance(error, RejectedError)


def test_an_address_where_nobody_listens_is_refused_too() -> None:
    with closed_port() as port:
        assert isinstance(refused(f"json://127.0.0.1:{port}/{SECRET}"), RejectedError)


def test_a_service_that_takes_its_time_is_given_up() -> None:
    def silent(connection: socket.socket) -> None:
        connection.recv(65536)
        time.sleep(0.6)

    with listening(silent) as port:
        error = refused(f"json://127.0.0.1:{port}/{SECRET}", longest=0.2)
    assert isinstance(error, UnavailableError)
    assert "it did not answer within 0.2 s" in error.message


@pytest.mark.parametrize(
    "address", [f"nosuch://{SECRET}", f"tgram://{SECRET}", f"file:///{SECRET}"]
)
def test_an_address_that_apprise_does_not_know_is_refused(address: str) -> None:
    error = refused(address)
    assert isinstance(error, RejectedError)
    assert "apprise knows no such address" in error.message
    assert "apprise 不认识此地址" in said(str(error), "zh")


def test_receivers_are_numbered_within_a_service_and_robots_come_first() -> None:
    environment = {
        "CERTBIND_NOTICE_WEBHOOK": "https://example.com/x",
        ADDRESSES: "mailto://a:b@example.com tgram://1:x/2 MailTo://c:d@example.com",
    }
    found = receivers(environment, NoticeSettings.from_env(environment))
    assert [one.name for one in found] == [
        *("webhook", "apprise-mailto", "apprise-tgram", "apprise-mailto-2")
    ]


def test_where_apprise_is_not_installed_the_command_says_how(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.setattr("certbind.wiring.commands.notices.find_spec", lambda _: None)
    with pytest.raises(ConfigError, match=r"pip install 'apprise>=2\.3'"):
        receivers({ADDRESSES: "mailto://a:b@example.com"}, NoticeSettings())
    assert receivers({}, NoticeSettings()) == ()


@notify(on="talkative")  # type: ignore[untyped-decorator, no-untyped-call]
def _talkative(body: str, title: str, notify_type: str, *_: object, **known: Any) -> bool:
    """A service of apprise's that says what it was given."""
    user, password = known["meta"]["user"], known["meta"]["password"]
    logging.getLogger("apprise").warning("nobody at %s with %s", user, password)
    return False


@pytest.mark.parametrize("password", [SECRET, "pass%20phrase%2F1"])
def test_what_a_service_says_is_told_without_what_is_in_the_address(
    password: str,
) -> None:
    error = refused(f"talkative://someone:{password}@example.com")
    assert "nobody at … with …" in error.message
