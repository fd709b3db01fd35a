"""What stands behind the handshake, and what can go wrong before it."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import select
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time
from pathlib import Path

import pytest

from localcloud.contracts import Material
from localcloud.edges import EdgeFault, EdgeFaultKind
from localcloud.edges.contexts import server_context
from localcloud.edges.drip import drip_handshake
from tests.localcloud.edges.conftest import World
from tests.localcloud.edges.visiting import LIMIT, leaf, look

OSS = "oss/cn-hangzhou"
NAME = "www.shop.example"
OTHER = "other.shop.example"


def connect(world: World, address: str, name: str) -> http.client.HTTPSConnection:
    """A client that trusts the local CAs and checks the name."""
    context = ssl.create_default_context(cadata=world.authorities.roots_pem())
    connection = http.client.HTTPSConnection(name, world.edges.port, timeout=5, context=context)
    sock = socket.create_connection((address, world.edges.port), 5)
    connection.sock = context.wrap_socket(sock, server_hostname=name)
    return connection


@pytest.mark.parametrize(
    ("site", "address", "server"),
    [("cdn", "127.32.0.2", "Tengine"), (OSS, "127.31.1.1", "AliyunOSS")],
)
def test_a_person_sees_the_certificate_and_the_address(
    world: World, site: str, address: str, server: str
) -> None:
    sha = world.publish(NAME, site, "1", NAME, "*.img.shop.example")
    world.edges.start()
    connection = connect(world, address, NAME)
    connection.request("GET", "/some/path?x=1")
    response = connection.getresponse()
    page = response.read().decode()
    assert response.status == 200
    assert response.headers["Server"] == server
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    for text in (NAME, f"{NAME}, *.img.shop.example", sha, address):
        assert text in page
    assert re.search(r"Good until</dt><dd[^>]*>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", page)
    connection.request("HEAD", "/")  # on the same connection
    head = connection.getresponse()
    assert (head.status, head.read()) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(page.encode())
    connection.close()


def test_what_a_visitor_sends_is_escaped(world: World) -> None:
    world.publish(NAME, "cdn", "1")
    world.edges.start()
    connection = connect(world, "127.32.0.1", NAME)
    connection.request("GET", "/", headers={"Host": "<script>alert(1)</script>"})
    assert "<script" not in connection.getresponse().read().decode()
    connection.close()


def test_a_connection_that_is_open_keeps_its_certificate(world: World) -> None:
    old = world.publish(NAME, "cdn", "1")
    world.edges.set_delay("cdn", 0)
    world.edges.start()
    connection = connect(world, "127.32.0.1", NAME)
    new = world.publish(NAME, "cdn", "2")
    connection.request("GET", "/")
    assert old in connection.getresponse().read().decode()
    assert leaf("127.32.0.1", world.edges.port, NAME) == new
    connection.close()


def test_curl_trusts_an_edge_by_the_bundle(world: World, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("needs curl: apt-get install curl")
    sha = world.publish(NAME, "cdn", "1")
    world.edges.start()
    (tmp_path / "roots.pem").write_text(world.authorities.roots_pem())
    port = world.edges.port
    options = ["-sS", "--noproxy", "*", "--cacert", "roots.pem"]
    address = ["--resolve", f"{NAME}:{port}:127.32.0.1", f"https://{NAME}:{port}/"]
    result = subprocess.run(
        ["curl", *options, *address], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert sha in result.stdout


def test_openssl_s_client_verifies_the_chain(world: World, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl program: apt-get install openssl")
    world.publish(NAME, OSS, "1")
    world.edges.start()
    (tmp_path / "roots.pem").write_text(world.authorities.roots_pem())
    options = ["-verify_return_error", "-verify_hostname", NAME, "-CAfile", "roots.pem"]
    target = ["-connect", f"127.31.1.2:{world.edges.port}", "-servername", NAME]
    result = subprocess.run(
        ["openssl", "s_client", *target, *options],
        cwd=tmp_path, input="", capture_output=True, text=True, check=False, timeout=20,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "Verification: OK" in result.stdout
    assert f"Verified peername: {NAME}" in result.stdout


@pytest.fixture
def troubled(world: World) -> World:
    world.publish(NAME, "cdn", "1")
    world.publish(OTHER, "cdn", "2")
    world.edges.start()
    return world


def outcome(world: World, address: str, name: str = NAME, timeout: float = LIMIT) -> str:
    """How a visit ends, in one word."""
    try:
        look(address, world.edges.port, name, timeout)
    except ssl.SSLError as error:
        return str(error.reason)
    except OSError as error:
        return type(error).__name__
    return "served"


WHAT_IS_SEEN = {
    EdgeFaultKind.HANG: "TimeoutError",
    EdgeFaultKind.RESET: "ConnectionResetError",
    EdgeFaultKind.NOT_TLS: "WRONG_VERSION_NUMBER",
    EdgeFaultKind.REFUSE: "ConnectionRefusedError",
    EdgeFaultKind.DRIP: "TimeoutError",
}


def struck(world: World, kind: EdgeFaultKind, address: str) -> str:
    """How a visit ends that meets the fault. Only a visitor who is kept waiting is in a hurry."""
    return outcome(world, address, timeout=0.5 if WHAT_IS_SEEN[kind] == "TimeoutError" else LIMIT)


@pytest.mark.parametrize("kind", EdgeFaultKind)
def test_a_fault_strikes_its_address_until_it_is_removed(
    troubled: World, kind: EdgeFaultKind
) -> None:
    fault = troubled.edges.add_fault(EdgeFault(kind, address="127.32.0.2"))
    assert struck(troubled, kind, "127.32.0.2") == WHAT_IS_SEEN[kind]
    assert outcome(troubled, "127.32.0.1") == "served"
    assert troubled.edges.faults.rules() == (fault,)
    assert troubled.edges.remove_fault(fault.id)
    assert not troubled.edges.remove_fault(fault.id)
    assert outcome(troubled, "127.32.0.2") == "served"


@pytest.mark.parametrize("kind", [k for k in EdgeFaultKind if k is not EdgeFaultKind.REFUSE])
def test_a_fault_can_be_one_domains_alone(troubled: World, kind: EdgeFaultKind) -> None:
    troubled.edges.add_fault(EdgeFault(kind, domain=NAME))
    for address in troubled.edges.addresses("cdn"):
        assert struck(troubled, kind, address) == WHAT_IS_SEEN[kind]
        assert outcome(troubled, address, OTHER) == "served"
    troubled.edges.clear_faults()
    assert outcome(troubled, "127.32.0.1") == "served"


def test_a_refusal_by_name_is_refused(troubled: World) -> None:
    with pytest.raises(ValueError, match="whatever the domain"):
        troubled.edges.add_fault(EdgeFault(EdgeFaultKind.REFUSE, domain=NAME))


def test_with_a_fault_by_name_a_client_that_sends_garbage_harms_nobody(troubled: World) -> None:
    troubled.edges.add_fault(EdgeFault(EdgeFaultKind.RESET, domain=NAME))
    for garbage in (
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x00\x05hello",
        b"\x16",
        b"\x00" * 50,
    ):
        with socket.create_connection(("127.32.0.1", troubled.edges.port), 5) as sock:
            sock.sendall(garbage)
    assert outcome(troubled, "127.32.0.1", OTHER) == "served"
    assert outcome(troubled, "127.32.0.1") == "ConnectionResetError"


def test_of_a_client_that_left_before_the_handshake_no_socket_stays_open(world: World) -> None:
    """Python 3.10 to 3.12 lose it, and say so whenever it is collected."""
    issued = world.authorities.issue([NAME])
    context = server_context(Material("1-cn-hangzhou", issued.chain_pem, issued.key_pem))
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        ours, _ = server.accept()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        select.select([ours], [], [])
        number = ours.fileno()
        with ours, pytest.raises(ConnectionResetError) as refused:
            context.wrap_socket(ours, server_side=True)
        with pytest.raises(OSError, match="Bad file descriptor"):  # though the error is kept
            os.fstat(number)
        assert refused.value.__traceback__


def test_a_dripped_handshake_is_a_whole_one(world: World) -> None:
    issued = world.authorities.issue([NAME])
    context = server_context(Material("1-cn-hangzhou", issued.chain_pem, issued.key_pem))
    ours, theirs = socket.socketpair()
    theirs.settimeout(10)

    def drip() -> None:
        with ours:
            drip_handshake(ours, context, threading.Event(), 0)

    edge = threading.Thread(target=drip)
    edge.start()
    client = ssl.create_default_context(cadata=world.authorities.roots_pem())
    with client.wrap_socket(theirs, server_hostname=NAME) as tls:
        assert tls.version() == "TLSv1.3"
        assert tls.recv(1) == b""  # closed after the handshake
    edge.join()


def test_stopping_lets_go_of_clients_that_hang(troubled: World) -> None:
    troubled.edges.add_fault(EdgeFault(EdgeFaultKind.HANG))
    with socket.create_connection(("127.32.0.1", troubled.edges.port), 5) as sock:
        troubled.edges.stop()
        with contextlib.suppress(ConnectionResetError):  # it had not been accepted yet
            assert sock.recv(1) == b""


def test_a_client_that_gave_up_is_let_go_of(troubled: World) -> None:
    troubled.edges.add_fault(EdgeFault(EdgeFaultKind.HANG))
    assert outcome(troubled, "127.32.0.1", timeout=1.0) == "TimeoutError"
    held = troubled.edges._listeners["127.32.0.1"]._open
    deadline = time.monotonic() + 5
    while held:
        assert time.monotonic() < deadline
        time.sleep(0.01)
