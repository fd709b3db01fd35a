"""Who signed what, whatever the hash: a weak signature is told as weak, not as a forgery."""

from __future__ import annotations

import pytest
from cryptography import x509

from certbind.domain.trust.chain import TrustAnchors, check_chain
from certbind.domain.trust.faults import FaultClass
from tests.fakes.certificates import NOW
from tests.judge.making import Form, Made, make, pem_of

ROOT = make(Form("Root", ca=True, end=900, usage=None, purposes=None, key="rsa2048"), NOW)
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT.der))


def authority(**values: object) -> Made:
    form = Form("CA", ca=True, end=90, usage=None, purposes=None, twin=1)
    return make(Form(**{**form.__dict__, **values}), NOW, ROOT)


def kinds(leaf: Made, above: Made) -> set[FaultClass]:
    return {fault.kind for fault in check_chain((leaf.der, above.der), ANCHORS, NOW)}


@pytest.mark.parametrize(
    ("key", "hash_", "fault"),
    [
        ("rsa2048", "md5", FaultClass.WEAK_SIGNATURE),
        ("rsa2048", "sha1", FaultClass.WEAK_SIGNATURE),
        ("p256", "sha1", FaultClass.WEAK_SIGNATURE),
        ("rsa2048", "sha224", FaultClass.INVALID),
        ("ed25519", "", FaultClass.INVALID),
        ("rsa2048", "sha512", None),
        ("p384", "sha384", None),
        ("rsa2048", "pss256", None),
        ("rsa2048", "pss1", FaultClass.INVALID),
    ],
)
def test_a_signature_is_judged_by_what_browsers_read(
    key: str, hash_: str, fault: FaultClass | None
) -> None:
    above = authority(key=key)
    leaf = make(Form("leaf", names=("a.test",), hash_=hash_), NOW, above)
    assert kinds(leaf, above) == ({fault} if fault else set())


@pytest.mark.parametrize(("key", "hash_"), [("rsa2048", "sha1"), ("p256", "sha1")])
def test_a_forged_weak_signature_is_both(key: str, hash_: str) -> None:
    above = authority(key=key)
    leaf = make(Form("leaf", names=("a.test",), hash_=hash_, forged=True), NOW, above)
    assert kinds(leaf, above) == {FaultClass.BAD_SIGNATURE, FaultClass.WEAK_SIGNATURE}


def test_the_signature_of_a_root_is_nobody_s_business() -> None:
    old = make(
        Form("Old", ca=True, end=90, usage=None, purposes=None, key="rsa2048", hash_="md5"), NOW
    )
    leaf = make(Form("leaf", names=("a.test",)), NOW, old)
    anchors = TrustAnchors.from_pem(pem_of(old.der))
    assert check_chain((leaf.der,), anchors, NOW) == ()


@pytest.mark.parametrize(("critical", "fault"), [(True, None), (False, FaultClass.INVALID)])
def test_names_are_critical_where_there_is_no_subject(
    *, critical: bool, fault: FaultClass | None
) -> None:
    above = authority()
    leaf = make(Form("", names=("a.test",), san_critical=critical), NOW, above)
    assert kinds(leaf, above) == ({fault} if fault else set())


@pytest.mark.parametrize(
    ("limit", "fault"),
    [
        ("shop.test", None),
        (".test", None),
        ("a@shop.test", None),
        ("b@shop.test", FaultClass.NAME_CONSTRAINT),
        ("test", FaultClass.NAME_CONSTRAINT),
        ("other.test", FaultClass.NAME_CONSTRAINT),
    ],
)
def test_a_mailbox_beside_the_name_is_held_against_limits_too(
    limit: str, fault: FaultClass | None
) -> None:
    above = authority(permitted=(f"mail:{limit}",))
    names = x509.SubjectAlternativeName([x509.DNSName("a.test"), x509.RFC822Name("a@shop.test")])
    leaf = make(Form("leaf", more=((names, False),)), NOW, above)
    assert kinds(leaf, above) == ({fault} if fault else set())


@pytest.mark.parametrize("serial", [0, -5, 1 << 170])
def test_an_odd_serial_number_is_taken_as_browsers_take_it(
    serial: int, recwarn: pytest.WarningsRecorder
) -> None:
    above = authority(serial=serial)
    leaf = make(Form("leaf", names=("a.test",), serial=serial), NOW, above)
    assert kinds(leaf, above) == set()
    assert not recwarn.list
