"""Edges with an RSA certificate beside an ECDSA one: what a client of the other kind is shown."""

from __future__ import annotations

import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.other_key import to_ask_again
from certbind.adapters.edge.probe import HandshakeProbe, ProbeLimits
from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors, parse_leaf
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Observation,
    Resolution,
)
from certbind.domain.trust.summary import summarise
from certbind.domain.trust.verdict import Expectation, Match, Outcome, judge
from tests.fakes import FakeClock
from tests.fakes.certificates import NOW, Authority, Issued, Spec, pem_of
from tests.unit.adapters.servers import Script, listening, secured

DOMAIN = Domain("www.example.com")
ROOT = Authority.root()
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
NEW = ROOT.leaf(DOMAIN)
OLD = ROOT.leaf(
    DOMAIN, spec=Spec(key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
)
LIMITS = ProbeLimits(connect=3, handshake=3, overall=6)


class Table:
    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    def resolve(self, name: str) -> Lookup:
        return Lookup(Resolution.RESOLVED, self.addresses)


def serving(folder: Path, *certificates: Issued) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for number, one in enumerate(certificates):
        file = folder / f"{number}.pem"
        key = one.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(key + one.pem.encode())
        context.load_cert_chain(file)
    return context


@pytest.fixture
def hellos() -> list[str]:
    return []


def look(context: ssl.SSLContext, hellos: list[str], *addresses: str) -> Observation:
    context.sni_callback = lambda one, _name, _context: hellos.append(one.version() or "")
    script: Script = secured(context)
    with listening(script) as port:
        table = Table(*(addresses or ("127.0.0.1",)))
        return HandshakeProbe(table, FakeClock(), port, LIMITS).observe(DOMAIN)


def identity(one: Issued) -> LeafIdentity:
    leaf = parse_leaf(one.der)
    return LeafIdentity(leaf.sha256, leaf.sha1, leaf.serial)


def test_the_second_certificate_is_seen(tmp_path: Path, hellos: list[str]) -> None:
    seen = look(serving(tmp_path, NEW, OLD), hellos)
    (first,), (second,) = seen.addresses, seen.beside
    assert {first.chain, second.chain} == {(NEW.der,), (OLD.der,)}
    assert len(hellos) == 2


@pytest.mark.parametrize("alone", [NEW, OLD])
def test_an_edge_with_one_certificate_refuses_and_nothing_is_told(
    alone: Issued, tmp_path: Path, hellos: list[str]
) -> None:
    seen = look(serving(tmp_path, alone), hellos)
    assert [one.attempt for one in seen.addresses] == [Attempt.COMPLETED]
    assert seen.beside == ()


def test_of_addresses_that_agree_one_is_asked_again(tmp_path: Path, hellos: list[str]) -> None:
    """Of ten addresses: eleven handshakes."""
    seen = look(serving(tmp_path, NEW, OLD), hellos, *["127.0.0.1"] * 10)
    assert (len(seen.addresses), len(seen.beside), len(hellos)) == (10, 1, 11)


def test_look_by_look_it_is_another_one() -> None:
    served = [
        AddressObservation(f"192.0.2.{n}", Attempt.COMPLETED, (b"leaf",), scheme=0x0403)
        for n in range(3)
    ]
    looks = [to_ask_again(served, NOW + timedelta(seconds=n)) for n in range(3)]
    assert {one.address for (one,) in looks} == {one.address for one in served}


def test_nobody_is_asked_again_whose_first_handshake_was_none() -> None:
    failed = AddressObservation("192.0.2.1", Attempt.CLIENT_CERT_WANTED, (b"leaf",), scheme=0x0403)
    odd = AddressObservation("192.0.2.2", Attempt.COMPLETED, (b"leaf",), scheme=0x0807)
    assert to_ask_again([failed, odd], NOW) == []


def observed(first: Issued, beside: Issued) -> Observation:
    def at(one: Issued) -> AddressObservation:
        return AddressObservation("192.0.2.1", Attempt.COMPLETED, one.chain)

    return Observation(DOMAIN, NOW, Resolution.RESOLVED, (at(first),), beside=(at(beside),))


def test_the_old_one_there_is_a_change_that_has_not_come_everywhere() -> None:
    expected = Expectation(DOMAIN, identity(NEW), identity(OLD))
    verdict = judge(observed(NEW, OLD), expected, ANCHORS, NOW)
    assert verdict.outcome is Outcome.PARTLY
    assert [one.match for one in verdict.beside] == [Match.OLD]
    assert summarise(verdict) == (
        "its one address serves it, clients that take no such key still get what was there "
        "before (192.0.2.1)"
    )


@pytest.mark.parametrize("previous", [None, identity(ROOT.leaf(DOMAIN))])
def test_any_other_there_is_somebodys_own(previous: LeafIdentity | None) -> None:
    """An edge's own for other names too, where nothing was bound before."""
    for beside in (OLD, ROOT.leaf("*.edge.test")):
        verdict = judge(
            observed(NEW, beside), Expectation(DOMAIN, identity(NEW), previous), ANCHORS, NOW
        )
        assert verdict.outcome is Outcome.ALL_NEW
        assert len(verdict.beside) == 1


def test_an_unsound_one_there_makes_no_browser_refuse() -> None:
    verdict = judge(observed(NEW, ROOT.leaf("other.test")), Expectation(DOMAIN), ANCHORS, NOW)
    assert verdict.outcome is Outcome.SOUND
    assert not verdict.beside[0].is_sound
