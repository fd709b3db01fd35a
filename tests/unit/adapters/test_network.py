"""Why a service was not reached: the host, the proxy and the cause are named."""

from __future__ import annotations

import re
import socket

import pytest

from certbind.adapters.calls.network import proxy_of, why_not_reached
from certbind.adapters.calls.oss.api import OssApi, OssPlace
from certbind.adapters.calls.retry import Deadline, Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.adapters.mns.queue import MnsQueue
from certbind.config import Credentials
from certbind.domain.words.sentences import said
from certbind.errors import UnavailableError
from certbind.events import ChangeHint
from tests.ports import closed_port
from tests.unit.adapters.servers import Script, listening

KEYS = Credentials("key", "secret")
MISSPELT = "cn-hangzou"
RPC_HOST, OSS_HOST, MNS_HOST = (f"{name}.{MISSPELT}.example" for name in ("cas", "oss", "mns"))
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """What the resolver answers to every name."""
    said = {"errno": int(socket.EAI_NONAME)}
    real = socket.getaddrinfo

    def resolve(host: object, *rest: object, **more: object) -> object:
        if str(host).endswith(".example"):
            raise socket.gaierror(said["errno"], "as told")
        return real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return said


def by_rpc(scheme: str = "https") -> str:
    api = OpenApi("cas", f"{scheme}://{RPC_HOST}", KEYS, MISSPELT)
    with pytest.raises(UnavailableError) as caught:
        api.call(unlisted_request("cas", "2020-04-07", "Ask"), {})
    return str(caught.value)


def by_oss(scheme: str = "https") -> str:
    api = OssApi(OssPlace(f"{scheme}://{OSS_HOST}", MISSPELT), KEYS)
    with pytest.raises(UnavailableError) as caught:
        api.call("ListBuckets", "OSS", lambda: api.service().list_buckets())
    return str(caught.value)


def by_mns(scheme: str = "https") -> str:
    queue = MnsQueue(f"{scheme}://{MNS_HOST}", "q", KEYS, Retry(Deadline(60), attempts=1))
    with pytest.raises(UnavailableError) as caught:
        queue.send(ChangeHint("1", "x"))
    return str(caught.value)


@pytest.mark.usefixtures("resolver")
def test_a_misspelt_region_is_told_as_a_host_that_does_not_exist() -> None:
    for told, host in ((by_rpc(), RPC_HOST), (by_oss(), OSS_HOST), (by_mns(), MNS_HOST)):
        assert f"{host} does not exist (NXDOMAIN)" in told
    for told in (by_rpc(), by_oss()):
        assert f"the region {MISSPELT}" in told
    assert "MNS_ENDPOINT" in by_mns()


def test_a_resolver_that_does_not_answer_is_not_told_as_nxdomain(
    resolver: dict[str, int],
) -> None:
    resolver["errno"] = int(socket.EAI_AGAIN)
    for told in (by_rpc(), by_oss(), by_mns()):
        assert "NXDOMAIN" not in told
        assert "the resolver could not tell" in told


@pytest.mark.usefixtures("resolver")
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_dead_proxy_is_named_and_the_queue_says_that_it_uses_none(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    with closed_port() as port:
        for name in ("HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://me:password@127.0.0.1:{port}")
        for told, host in ((by_rpc(scheme), RPC_HOST), (by_oss(scheme), OSS_HOST)):
            assert f"the proxy 127.0.0.1:{port} refused the connection" in told
            assert f"on the way to {host}" in told
            assert "password" not in told
        told = by_mns(scheme)
        assert "does not exist (NXDOMAIN)" in told
        assert f"The proxy 127.0.0.1:{port} is not used" in told
        assert "password" not in told


def refusing(status: str) -> Script:
    """A proxy that repeats what was sent to it."""

    def script(connection: socket.socket) -> None:
        sent = connection.recv(65536)
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(sent)}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode() + sent)

    return script


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("407 Proxy Authentication Required", " (407: it asks for a user and a password)"),
        ("403 bWU6cGFzc3dvcmQ=", " (403)"),
        ("502 Bad Gateway", " (502)"),
    ],
)
def test_what_a_proxy_answers_is_told_by_its_number_alone(
    monkeypatch: pytest.MonkeyPatch, status: str, why: str
) -> None:
    with listening(refusing(status)) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:password@127.0.0.1:{port}")
        for told, host in ((by_rpc(), RPC_HOST), (by_oss(), OSS_HOST)):
            assert f"the proxy 127.0.0.1:{port} refused to let it through{why}; " in told
            assert f"on the way to {host}" in told
            assert "password@" not in told
            assert "bWU6" not in told
            assert not re.search("[a-z]{2,} [a-z]{2,} [a-z]{2,}", said(told, "zh"))


def test_a_port_that_is_closed_and_a_server_that_hangs_up_are_told_apart() -> None:
    def ask(port: int) -> str:
        api = OssApi(OssPlace(f"http://127.0.0.1:{port}", "cn-hangzhou"), KEYS)
        with pytest.raises(UnavailableError) as caught:
            api.call("ListBuckets", "OSS", lambda: api.service().list_buckets())
        return caught.value.message

    with closed_port() as port:
        assert "127.0.0.1 refused the connection" in ask(port)
    with listening(lambda connection: connection.close()) as port:
        assert "127.0.0.1 closed the connection" in ask(port)


@pytest.mark.parametrize(
    ("proxy", "told"),
    [("http://127.0.0.1:9", "127.0.0.1:9"), ("p.example:80", "p.example:80"), ("", "")],
)
def test_a_proxy_is_named_without_what_is_secret(
    monkeypatch: pytest.MonkeyPatch, proxy: str, told: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    assert proxy_of("https://cas.aliyuncs.com") == told
    assert proxy_of("https://127.0.0.1") == ""


def test_what_nobody_knows_is_told_as_not_reached() -> None:
    assert why_not_reached(Exception("?"), "https://a.example") == (
        "a.example was not reached or did not answer in time"
    )
