"""The package, unpacked elsewhere, under the Python that it is for: no checkout in reach."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

import pytest

from scripts.package import PYTHONS
from tests.deploy.calling import (
    BUILDS,
    PAYLOADS,
    SETTINGS,
    Unpack,
    ask_cas,
    asked_for_what_is_replaced,
    call,
    python_or_skip,
    standard_library,
    wired_modules,
)
from tests.fakes.certificates import DAY, Authority, Spec, pem_of
from tests.unit.adapters.servers import listening, server_context

pytestmark = BUILDS
OTHER = {"3.10": "3.12", "3.12": "3.10"}


@contextmanager
def cas_of(name: str, folder: Path) -> Iterator[tuple[str, Path, list[str | None]]]:
    """An endpoint with a certificate for `name`, its root, and the names that clients ask for."""
    now, root, roots = datetime.now(timezone.utc), Authority.root(), folder / "roots.pem"
    roots.write_text(pem_of(root))
    named: list[str | None] = []
    context = server_context(root.leaf(name, spec=Spec(now - DAY, now + DAY)), folder)
    context.sni_callback = lambda _socket, asked, _context: named.append(asked)

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(65536)
            secure.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"Total": 0}')

    with listening(answer) as port:
        yield f"https://localhost:{port}", roots, named


@pytest.mark.parametrize("version", PYTHONS)
def test_without_settings_each_function_names_what_is_missing(
    version: str, unpacked: Unpack
) -> None:
    python, code = python_or_skip(version), unpacked(version)
    for name in PAYLOADS:
        answer = call(python, code, name, settings={})
        told = answer.get("returned", answer)
        assert told["code"] == "bad_configuration", (name, answer)
        assert "ALIBABA_CLOUD_ACCESS_KEY_ID: is not set" in told["message"]
        assert "CERTBIND_REGION: is not set" in told["message"]


@pytest.mark.parametrize("version", PYTHONS)
def test_wrong_settings_are_named_too(version: str, unpacked: Unpack) -> None:
    python, code = python_or_skip(version), unpacked(version)
    wrong = {**SETTINGS, "CERTBIND_VERIFY_AFTER_SECONDS": "soon", "CA_BUNDLE": "/nowhere"}
    for name in PAYLOADS:
        answer = call(python, code, name, settings=wrong)
        told = answer.get("returned", answer)
        assert told["code"] == "bad_configuration", (name, answer)
        assert "CERTBIND_VERIFY_AFTER_SECONDS" in told["message"]


@pytest.mark.parametrize("version", PYTHONS)
def test_each_function_is_wired_from_the_package_and_the_standard_library_alone(
    version: str, unpacked: Unpack
) -> None:
    python, code = python_or_skip(version), unpacked(version)
    standard = standard_library(python)
    for name in PAYLOADS:
        files = wired_modules(python, code, name)
        foreign = {
            module: file
            for module, file in files.items()
            if file and not any(Path(file).is_relative_to(place) for place in (code, standard))
        }
        assert foreign == {}, name
        assert Path(files["oss2"]).is_relative_to(code)


@pytest.mark.parametrize("version", PYTHONS)
def test_the_sdk_names_the_server_that_it_calls_and_verifies_it(
    version: str, unpacked: Unpack, tmp_path: Path
) -> None:
    """RFC 6066 section 3: without the name a server may show another certificate."""
    python, code = python_or_skip(version), unpacked(version)
    with cas_of("localhost", tmp_path) as (endpoint, roots, named):
        assert ask_cas(python, code, endpoint, roots) == {"Total": 0}
    assert named == ["localhost"]
    with cas_of("other.example", tmp_path) as (endpoint, roots, named):
        assert ask_cas(python, code, endpoint, roots) == "unavailable"


@pytest.mark.parametrize("version", PYTHONS)
def test_on_another_python_each_function_names_both(version: str, unpacked: Unpack) -> None:
    python, code = python_or_skip(OTHER[version]), unpacked(version)
    for name in PAYLOADS:
        answer = call(python, code, name, settings=SETTINGS)
        told = answer.get("returned", answer)
        assert told["code"] == "wrong_package", (name, answer)
        assert f"packaged for Python {version}" in told["message"]
        assert f"this is Python {OTHER[version]}" in told["message"]


@pytest.mark.parametrize("version", PYTHONS)
def test_what_the_package_has_a_stand_in_for(
    version: str, unpacked: Unpack, tmp_path: Path
) -> None:
    python, code = python_or_skip(version), unpacked(version)
    told = asked_for_what_is_replaced(python, code, tmp_path)
    absent = "Crypto.PublicKey.RSA is not in the package of certbind"
    assert told == [absent, "证书", "证书", True]
