"""`certbind verify` at servers that send too much: our words on stdout, nothing on stderr."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.probe import HandshakeProbe, ProbeLimits
from certbind.cli.main import main
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Resolution
from certbind.wiring.clock import SystemClock
from tests.fakes.certificates import Authority, Issued, Spec, pem_of
from tests.unit.material.making import pem

HOST = "www.shop.example"
NOW = datetime.now(timezone.utc).replace(microsecond=0)
SOUND = Spec(NOW - timedelta(days=1), NOW + timedelta(days=60))
OF_CA = Spec(SOUND.not_before, SOUND.not_after, is_ca=True, purposes=None)
ROOT = Authority.root(spec=OF_CA)
CA = ROOT.subordinate(spec=OF_CA)


class _Loopback:
    def resolve(self, name: str) -> Lookup:
        return Lookup(Resolution.RESOLVED, ("127.0.0.1",))


@contextmanager
def serving(folder: Path, leaf: Issued, *more: bytes) -> Iterator[int]:
    """Yields the port."""
    key = leaf.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    file = folder / "served.pem"
    file.write_text(key + pem((*leaf.chain, *more)), "ascii")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, suppress(OSError):
                        connection.settimeout(5)
                        with context.wrap_socket(connection, server_side=True) as secured:
                            secured.recv(1)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def verified(monkeypatch: pytest.MonkeyPatch, port: int) -> Any:
    """What the command says of the one address; all of it on stdout."""
    limits = ProbeLimits(connect=3, handshake=10, overall=20)
    probe = HandshakeProbe(_Loopback(), SystemClock(), port, limits)
    monkeypatch.setattr("certbind.wiring.visitors.probe", lambda _: probe)
    monkeypatch.setattr(
        "certbind.wiring.visitors.trust_anchors", lambda _: TrustAnchors.from_pem(pem_of(ROOT))
    )
    shown = CliRunner().invoke(main, ["verify", HOST, "--json"])
    assert shown.stderr == ""
    told = json.loads(shown.stdout)[0]
    assert shown.exit_code == (0 if told["outcome"] == "sound" else 1)
    return [one["fault"] for one in told["addresses"][0]["findings"]]


def test_two_thousand_names_are_read_and_ten_thousand_are_what_a_browser_calls_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """10,000 take 200 KB, and browsers take 100 KB of certificates (tests/judge/transport.py)."""
    for count, faults in ((2_000, []), (10_000, ["protocol_error"])):
        leaf = CA.leaf(*(f"n{n}.shop.example" for n in range(count)), HOST, spec=SOUND)
        with serving(tmp_path, leaf) as port:
            assert verified(monkeypatch, port) == faults


def test_a_megabyte_of_certificates_is_a_broken_handshake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{'x' * 60}.{n}.shop.example" for n in range(130)]
    large = Authority.root("Large", spec=OF_CA).leaf(*names, spec=SOUND).der
    with serving(
        tmp_path, CA.leaf(HOST, spec=SOUND), *[large] * (1 + (1 << 20) // len(large))
    ) as port:
        assert verified(monkeypatch, port) == ["protocol_error"]


def test_a_chain_of_a_hundred_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lowest = ROOT
    for number in range(100):
        lowest = lowest.subordinate(f"CA {number}", OF_CA)
    with serving(tmp_path, lowest.leaf(HOST, spec=SOUND)) as port:
        assert verified(monkeypatch, port) == ["chain_incomplete"]
    others = [Authority.root(f"Other {n}", spec=OF_CA).issued.der for n in range(98)]
    with serving(tmp_path, CA.leaf(HOST, spec=SOUND), *others) as port:
        assert verified(monkeypatch, port) == []
