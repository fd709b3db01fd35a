"""The system's resolver."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from certbind.adapters.edge.dns_resolver import DnsResolver
from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.resolver import SystemResolver, resolver_for
from certbind.config import DnsServer
from certbind.domain.trust.observation import Family, Resolution

Row = tuple[Any, ...]


def answering(monkeypatch: pytest.MonkeyPatch, answer: list[Row] | Exception) -> None:
    def getaddrinfo(*_: object, **__: object) -> list[Row]:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def row(address: str, canonical: str = "") -> Row:
    return (socket.AF_INET, socket.SOCK_STREAM, 6, canonical, (address, 0))


def test_addresses_and_the_canonical_name_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, [row("192.0.2.1", "Edge.Example.NET."), row("192.0.2.2")])
    assert SystemResolver().resolve("www.example.com") == Lookup(
        Resolution.RESOLVED, ("192.0.2.1", "192.0.2.2"), ("edge.example.net",)
    )


def test_a_name_that_is_its_own_canonical_name_passed_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answering(monkeypatch, [row("192.0.2.1", "WWW.example.com")])
    assert SystemResolver().resolve("www.example.com").cname_chain == ()


@pytest.mark.parametrize(
    ("error", "resolution"),
    [
        (socket.gaierror(socket.EAI_NONAME, ""), Resolution.NXDOMAIN),
        (socket.gaierror(-5, ""), Resolution.NXDOMAIN),
        (socket.gaierror(socket.EAI_AGAIN, ""), Resolution.TEMPORARY),
        (socket.gaierror(socket.EAI_FAIL, ""), Resolution.TEMPORARY),
        (UnicodeError(), Resolution.NXDOMAIN),
    ],
)
def test_a_failed_look_up_is_told_by_its_kind(
    monkeypatch: pytest.MonkeyPatch, error: Exception, resolution: Resolution
) -> None:
    answering(monkeypatch, error)
    assert SystemResolver().resolve("www.example.com") == Lookup(resolution)


@pytest.mark.parametrize(
    ("errno", "unanswered"),
    [(socket.EAI_AGAIN, (Family.IPV4,)), (socket.EAI_FAIL, (Family.IPV4,)), (-5, ())],
)
def test_a_failure_for_one_kind_of_address_is_not_hidden_by_the_other(
    monkeypatch: pytest.MonkeyPatch, errno: int, unanswered: tuple[Family, ...]
) -> None:
    def getaddrinfo(name: str, port: None, family: int, **_: object) -> list[Row]:
        if family == socket.AF_INET:
            raise socket.gaierror(errno, "")
        return [row("2001:db8::1")]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert SystemResolver().resolve("www.example.com") == Lookup(
        Resolution.RESOLVED, ("2001:db8::1",), unanswered=unanswered
    )


def test_a_look_up_that_does_not_end_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def getaddrinfo(*_: object, **__: object) -> list[Row]:
        release.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert SystemResolver(0.05).resolve("www.example.com") == Lookup(Resolution.TEMPORARY)
    release.set()


def test_loopback_is_found_without_any_server() -> None:
    assert "127.0.0.1" in SystemResolver().resolve("localhost").addresses


def test_a_named_server_is_asked_instead_of_the_system() -> None:
    assert isinstance(resolver_for(None), SystemResolver)
    assert isinstance(resolver_for(DnsServer("127.0.0.1", 53)), DnsResolver)


def test_a_server_that_does_not_answer_is_a_temporary_failure() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        resolver = DnsResolver(DnsServer("127.0.0.1", silent.getsockname()[1]), seconds=0.2)
        assert resolver.resolve("www.example.com") == Lookup(Resolution.TEMPORARY)
