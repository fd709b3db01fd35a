"""A handshake that a browser would not make is not made here, and one that ends late is heard."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.probe import HandshakeProbe, ProbeLimits
from certbind.domain.model.identity import Domain
from certbind.domain.trust.observation import AddressObservation, Attempt, Resolution
from tests.fakes import FakeClock
from tests.judge.endpoints import HOST, Serving, serving
from tests.judge.making import Form, make

TLS12 = ssl.TLSVersion.TLSv1_2
LIMITS = ProbeLimits(connect=5, handshake=5, overall=15)


class _Loopback:
    def resolve(self, name: str) -> Lookup:
        return Lookup(Resolution.RESOLVED, (HOST,))


def look(how: Serving, folder: Path, key: str = "rsa2048") -> AddressObservation:
    clock = FakeClock()
    leaf = make(Form("leaf", names=("www.shop.test",), key=key), clock.now())
    with serving(how, [leaf.der], leaf.key, folder) as port:
        probe = HandshakeProbe(_Loopback(), clock, port, LIMITS)
        (seen,) = probe.observe(Domain("www.shop.test")).addresses
    if seen.attempt is Attempt.COMPLETED or seen.chain:
        assert seen.chain == (leaf.der,)
    return seen


@pytest.mark.parametrize("maximum", [TLS12, ssl.TLSVersion.TLSv1_3])
def test_a_server_that_wants_our_certificate_is_heard_in_either_version(
    maximum: ssl.TLSVersion, tmp_path: Path
) -> None:
    wanted = look(Serving(client="required", maximum=maximum), tmp_path)
    assert wanted.attempt is Attempt.CLIENT_CERT_WANTED
    assert wanted.chain
    assert look(Serving(client="asked", maximum=maximum), tmp_path).attempt is Attempt.COMPLETED


@pytest.mark.parametrize(
    "ciphers", ["DHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-SHA384", "AES128-SHA256"]
)
def test_a_suite_that_browsers_do_not_offer_is_not_offered(ciphers: str, tmp_path: Path) -> None:
    how = Serving(openssl=("-tls1_2", "-cipher", f"{ciphers}:@SECLEVEL=0"))
    assert look(how, tmp_path).attempt is Attempt.NO_COMMON_CIPHER


def test_a_signature_with_sha1_is_not_offered(tmp_path: Path) -> None:
    sha1 = ("-tls1_2", "-sigalgs", "RSA+SHA1", "-cipher", "ALL:@SECLEVEL=0")
    assert look(Serving(openssl=sha1), tmp_path).attempt is Attempt.NO_COMMON_CIPHER


@pytest.mark.parametrize(
    ("groups", "key", "attempt"),
    [
        ("P-521", "p256", Attempt.NO_COMMON_CIPHER),
        ("X448:P-384", "p384", Attempt.COMPLETED),
        ("P-521:P-256", "p256", Attempt.COMPLETED),
        ("X25519", "p256", Attempt.COMPLETED),
    ],
)
def test_a_group_that_browsers_lack_is_no_common_ground(
    groups: str, key: str, attempt: Attempt, tmp_path: Path
) -> None:
    for version in ("-tls1_2", "-tls1_3"):
        how = Serving(openssl=(version, "-groups", groups, "-serverpref"))
        assert look(how, tmp_path, key).attempt is attempt


@pytest.mark.parametrize(
    ("key", "arguments", "cipher", "scheme"),
    [
        ("rsa2048", ("-tls1_3",), "TLS_AES_256_GCM_SHA384", 0x0804),
        ("p521", ("-tls1_3",), "TLS_AES_256_GCM_SHA384", 0x0603),
        ("p256", ("-tls1_2",), "ECDHE-ECDSA-AES", 0x0403),
        ("rsa2048", ("-tls1_2", "-sigalgs", "RSA+SHA224"), "ECDHE-RSA-AES", 0x0301),
        ("rsa2048", ("-tls1_2", "-cipher", "AES128-SHA"), "AES128-SHA", 0),
    ],
)
def test_what_was_chosen_is_told(
    key: str, arguments: tuple[str, ...], cipher: str, scheme: int, tmp_path: Path
) -> None:
    seen = look(Serving(openssl=arguments), tmp_path, key)
    assert seen.attempt is Attempt.COMPLETED
    assert seen.cipher.startswith(cipher)
    assert seen.scheme == scheme


@pytest.mark.parametrize("version", [TLS12, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("key", ["rsa1024", "rsa2048e3", "p384"])
def test_a_weak_key_is_seen_and_judged_elsewhere(
    key: str, version: ssl.TLSVersion, tmp_path: Path
) -> None:
    assert look(Serving(maximum=version), tmp_path, key).attempt is Attempt.COMPLETED
