"""What is fuzzed: where its sound inputs come from, what reads them, and what may come out."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from email.message import Message
from functools import cache
from pathlib import Path
from random import Random

import dns.message
import dns.rrset
from cryptography import x509

from certbind.adapters.calls import pem
from certbind.adapters.edge.dns_resolver import DnsResolver
from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.probe import HandshakeProbe, ProbeLimits
from certbind.config import DnsServer, Settings
from certbind.config.table import SETTINGS
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import (
    TrustAnchors,
    UnreadableCertificateError,
    check_chain,
    crl_questions,
    parse_pem_chain,
)
from certbind.domain.trust.leaf import parse_leaf
from certbind.domain.trust.observation import AddressObservation, Attempt, Observation, Resolution
from certbind.domain.trust.revocation.crl import Standing
from certbind.domain.trust.revocation.paths import Question
from certbind.domain.trust.verdict import Expectation, judge
from certbind.envelopes import check_timer, parse
from certbind.errors import ConfigError, EventError
from certbind.requests import parse_rollback
from certbind.wiring.clock import SystemClock
from localcloud.authority import Authorities
from localcloud.clock import Clock
from localcloud.http import Request
from localcloud.store import Store
from tests.fuzz.mutation import spoilt, spoilt_json

EVENTS = Path(__file__).parents[2] / "events"
NAME = Domain("www.example.com")
_NOW = datetime(2026, 12, 1, tzinfo=timezone.utc)

Spoil = Callable[[bytes, Random, Sequence[bytes]], bytes]


@dataclass(frozen=True)
class Target:
    """spoil: how a sound input is made unsound. reads: raises nothing but `ours`. opened: what
    must stand around the readings.
    """

    corpus: Callable[[], list[bytes]]
    reads: Callable[[bytes], object]
    ours: tuple[type[Exception], ...] = ()
    spoil: Spoil = spoilt
    opened: Callable[[], Iterator[Callable[[bytes], object]]] | None = None


def _events() -> list[bytes]:
    return [path.read_bytes() for path in sorted(EVENTS.glob("*.*")) if path.suffix != ".md"]


def _read_event(data: bytes) -> None:
    deliveries = parse(data)
    if len(deliveries) > 100:
        raise AssertionError(f"{len(deliveries)} deliveries of {len(data)} bytes")


@cache
def _authorities() -> Authorities:
    return Authorities(Store(None), Clock())


@cache
def _anchors() -> TrustAnchors:
    return TrustAnchors.from_pem(_authorities().roots_pem(), are_public=False)


@cache
def _chains() -> tuple[str, ...]:
    made = _authorities()
    return (
        made.issue([NAME]).chain_pem,
        made.issue([NAME, "*.example.com"], ca="backup", cross=True).chain_pem,
        made.issue([NAME], defects=("leaf_is_ca", "with_root")).chain_pem,
        made.issue([NAME], key="rsa", defects=("wrong_order",)).chain_pem,
    )


def _pems() -> list[bytes]:
    return [chain.encode() for chain in _chains()]


def _ders() -> list[bytes]:
    return [der for chain in _chains() for der in parse_pem_chain(chain)]


def _read_pem(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    pem.certificates(text)
    parse_pem_chain(text)


def _read_der(data: bytes) -> None:
    """As a leaf, within a chain, and as what an edge serves."""
    sound = parse_pem_chain(_chains()[0])
    for chain in ((data, *sound[1:]), (sound[0], data), (data,)):
        check_chain(chain, _anchors(), _NOW)
        seen = AddressObservation("192.0.2.1", Attempt.COMPLETED, chain, "TLSv1.3")
        observed = Observation(NAME, _NOW, Resolution.RESOLVED, (seen,))
        judge(observed, Expectation(NAME), _anchors(), _NOW).to_json()
    with suppress(UnreadableCertificateError):
        parse_leaf(data)


@cache
def _named_by_a_leaf() -> tuple[tuple[bytes, ...], tuple[Question, ...], list[bytes]]:
    """A chain, what it asks CAs for, and sound lists: one empty, one with the leaf on it."""
    made = Authorities(Store(None), Clock(), "http://127.0.0.1:1")
    chain = parse_pem_chain(made.issue([NAME]).chain_pem)
    anchors = TrustAnchors.from_pem(made.roots_pem())
    questions = crl_questions(chain, anchors, datetime.now(timezone.utc))
    request = Request("GET", "/main-intermediate.crl", Message(), b"", 1)
    empty = made.revocations.answer(request).body
    made.revocations.revoke(x509.load_der_x509_certificate(chain[0]), "keyCompromise")
    return chain, questions, [empty, made.revocations.answer(request).body]


def _read_crl(data: bytes) -> None:
    """What is not signed by the CA, to the letter, says nothing."""
    _, questions, sound = _named_by_a_leaf()
    for question in questions:
        said = question.answered_by(data, datetime.now(timezone.utc))
        if said.standing is not Standing.UNKNOWN and data not in sound:
            raise AssertionError(f"a list that nobody signed says {said.standing}")


_SOUND = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI5tAAAAAAAAAAAAAAAAAA",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s" * 30,
    "CERTBIND_REGION": "cn-hangzhou",
    "CERTBIND_ACCOUNT_ID": "1234567890123456",
    "CERTBIND_PINS": "www.example.com=1-cn-hangzhou",
    "CERTBIND_BIND": "www.example.com,*.example.com",
    "CERTBIND_CDN_DOMAINS": "www.example.com",
    "CERTBIND_BUCKETS": "assets",
    "CERTBIND_VERIFY_AFTER_SECONDS": "60",
    "OSS_ENDPOINT": "https://oss-cn-hangzhou.aliyuncs.com",
    "DNS_SERVER": "127.0.0.1:53",
    "HTTPS_PORT": "443",
}


def _settings() -> list[bytes]:
    return [f"{one.name}={_SOUND.get(one.name, 'both')}".encode() for one in SETTINGS]


def _read_settings(data: bytes) -> None:
    """One variable is what nobody meant; none of its value may be in what is said of it."""
    name, _, value = data.decode("utf-8", "replace").partition("=")
    try:
        Settings.from_env({**_SOUND, name: value})
    except ConfigError as error:
        if "SECRET" in name and len(value) > 8 and value in str(error):
            raise AssertionError(f"{name}'s value is repeated") from None
        raise


def _no_input() -> list[bytes]:
    return [seed.to_bytes(4, "big") for seed in range(64)]


@contextmanager
def _lying_tls() -> Iterator[Callable[[bytes], object]]:
    """A server's true first flight, spoilt on its way to the probe."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made = _authorities().issue([NAME])
    folder = Path(_kept(made.chain_pem + made.key_pem))
    context.load_cert_chain(folder)
    server = socket.create_server(("127.0.0.1", 0))
    drawn = Random()  # noqa: S311 - no secret

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.settimeout(0.5)
                incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
                incoming.write(connection.recv(16_384))
                with suppress(ssl.SSLError):
                    context.wrap_bio(incoming, outgoing, server_side=True).do_handshake()
                connection.sendall(spoilt(outgoing.read(), drawn))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    limits = ProbeLimits(connect=0.5, handshake=0.5, overall=1.0)
    resolver = _Fixed()
    port = server.getsockname()[1]
    probe = HandshakeProbe(resolver, SystemClock(), port, limits)

    def read(data: bytes) -> None:
        drawn.seed(data)
        observed = probe.observe(NAME)
        judge(observed, Expectation(NAME), _anchors(), _NOW).to_json()

    try:
        yield read
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(2)
        folder.unlink()


class _Fixed:
    def resolve(self, name: str) -> Lookup:
        return Lookup(Resolution.RESOLVED, ("127.0.0.1",))


def _kept(text: str) -> str:
    import tempfile  # noqa: PLC0415

    with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
        file.write(text)
    return file.name


@contextmanager
def _lying_dns() -> Iterator[Callable[[bytes], object]]:
    """A name server's true answer, spoilt on its way to the resolver."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    drawn = Random()  # noqa: S311 - no secret

    def serve() -> None:
        while True:
            try:
                wire, client = server.recvfrom(65_535)
                if not wire:
                    return
                asked = dns.message.from_wire(wire)
                answer = dns.message.make_response(asked)
                name = str(asked.question[0].name)
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", "CNAME", "edge.example."))
                address = ("A", "192.0.2.1") if asked.question[0].rdtype == 1 else ("AAAA", "::1")
                answer.answer.append(dns.rrset.from_text("edge.example.", 60, "IN", *address))
                sound = answer.to_wire()
                # The number of the question mostly stays: else the resolver only waits.
                server.sendto(sound[:2] + spoilt(sound[2:], drawn), client)
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    host, port = server.getsockname()
    resolver = DnsResolver(DnsServer(host, port), seconds=0.05)

    def read(data: bytes) -> None:
        drawn.seed(data)
        resolver.resolve(NAME)

    try:
        yield read
    finally:
        server.sendto(b"", (host, port))
        thread.join(2)
        server.close()


def _as_it_is(data: bytes, drawn: Random, _: Sequence[bytes]) -> bytes:
    """The server spoils; the input is what its accidents are drawn from."""
    return data + drawn.randbytes(8)


def _nothing(_: bytes) -> None:
    raise AssertionError("it is opened first")


TARGETS: dict[str, Target] = {
    "events": Target(_events, _read_event, (EventError,), spoilt_json),
    "rollbacks": Target(
        _events, lambda data: parse_rollback(data, "r"), (EventError,), spoilt_json
    ),
    "timers": Target(_events, check_timer, (EventError,), spoilt_json),
    "pem": Target(_pems, _read_pem, (UnreadableCertificateError,)),
    "der": Target(_ders, _read_der),
    "crl": Target(lambda: _named_by_a_leaf()[2], _read_crl),
    "settings": Target(_settings, _read_settings, (ConfigError,)),
    "tls": Target(_no_input, _nothing, (), _as_it_is, _lying_tls),  # type: ignore[arg-type]
    "dns": Target(_no_input, _nothing, (), _as_it_is, _lying_dns),  # type: ignore[arg-type]
}
