"""Certificates that load and whose parts cannot be read: each is a fault, and none is an error."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certbind.domain.trust.chain import (
    KeyKind,
    TrustAnchors,
    UnreadableCertificateError,
    check_chain,
    parse_leaf,
)
from certbind.domain.trust.faults import Fault, FaultClass, in_browser_order
from certbind.domain.trust.handshake import Handshake
from certbind.domain.trust.paths import blocked_keys
from certbind.domain.trust.paths.path import PathSearch
from certbind.domain.trust.paths.signatures import is_signed_by
from certbind.domain.trust.stores.leaf_warnings import leaf_warnings
from tests.fakes.certificates import CA_SPEC, DAY, NOW, Authority, Spec, pem_of
from tests.judge.making import KEY, Form, Made, make, oid_of, wrap
from tests.judge.making import pem_of as pem_of_der

SAN, ACCESS, OWN_ID = "2.5.29.17", "1.3.6.1.5.5.7.1.1", "2.5.29.14"
ROOT = make(Form("Root", ca=True, end=900, usage=None, purposes=None), NOW)
CA = Form("CA", ca=True, begin=-100, end=90, usage=None, purposes=None, twin=1)
ABOVE = make(CA, NOW, ROOT)
LEAF = Form("leaf", names=("a.test",))
ANCHORS = TrustAnchors.from_pem(pem_of_der(ROOT.der))


def with_rubbish(base: Form, oid: str) -> Form:
    """An extension whose value is not of its kind."""
    value = x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), b"\x05\x00")
    return replace(base, more=((value, False),))


def loaded(made: Made) -> x509.Certificate:
    return x509.load_der_x509_certificate(made.der)


def kinds(*chain: Made) -> set[FaultClass]:
    found = check_chain(tuple(one.der for one in chain), ANCHORS, NOW)
    return {fault.kind for fault in found}


UNKNOWN_KEY = ((KEY, lambda _: wrap(0x30, wrap(0x30, oid_of("2.25.4711")) + b"\x03\x02\x00\x01")),)
"""A key of an algorithm that nobody knows."""


def test_a_leaf_with_an_extension_of_another_form_is_told_as_malformed() -> None:
    made = make(with_rubbish(replace(LEAF, names=()), SAN), NOW, ABOVE)
    with pytest.raises(UnreadableCertificateError, match="the certificate is malformed"):
        parse_leaf(made.der)
    assert kinds(made, ABOVE) == {FaultClass.INVALID}


def test_a_leaf_of_a_key_that_nobody_knows_is_unusable_and_its_path_is_judged_all_the_same() -> (
    None
):
    made = make(replace(LEAF, edits=UNKNOWN_KEY), NOW, ABOVE)
    leaf = parse_leaf(made.der)
    assert (leaf.key_kind, leaf.key_size, leaf.curve) == (KeyKind.OTHER, 0, "")
    assert kinds(made, ABOVE) == {FaultClass.KEY_UNUSABLE}
    assert kinds(made) == {FaultClass.KEY_UNUSABLE, FaultClass.CHAIN_INCOMPLETE}


def test_a_ca_of_a_key_that_nobody_knows_is_as_if_not_served() -> None:
    leaf = make(LEAF, NOW, ABOVE)
    unread = make(replace(CA, edits=UNKNOWN_KEY), NOW, ROOT)
    assert kinds(leaf, unread) == {FaultClass.CHAIN_INCOMPLETE}
    assert kinds(leaf, unread, ABOVE) == set()


def test_a_list_of_no_names_is_no_list() -> None:
    empty = x509.UnrecognizedExtension(x509.ObjectIdentifier(SAN), b"\x30\x00")
    made = make(replace(LEAF, names=(), more=((empty, False),)), NOW, ABOVE)
    (fault,) = check_chain((made.der, ABOVE.der), ANCHORS, NOW)
    told = "browsers do not read it: a list of no names"
    assert (fault.kind, fault.detail, fault.stops) == (FaultClass.INVALID, told, True)


def test_a_key_usage_that_allows_nothing_is_none_that_browsers_read() -> None:
    nothing = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.15"), b"\x03\x01\x00")
    form = replace(LEAF, key="rsa2048", usage=None, more=((nothing, True),))
    made = make(form, NOW, ABOVE)
    first, *_ = check_chain((made.der, ABOVE.der), ANCHORS, NOW, Handshake("ECDHE-RSA-AES128"))
    assert (first.kind, first.stops) == (FaultClass.INVALID, True)
    assert "a key usage that allows nothing" in first.detail


def test_a_leaf_without_a_subject_calls_its_names_critical() -> None:
    for critical, kinds_of_it in ((False, {FaultClass.INVALID}), (True, set())):
        made = make(replace(LEAF, subject="", san_critical=critical), NOW, ABOVE)
        assert kinds(made, ABOVE) == kinds_of_it


def test_what_browsers_cannot_read_is_named_before_an_end_that_they_never_look_at() -> None:
    """And a handshake that they cannot make before either; both as Chromium was asked."""
    ended = make(replace(LEAF, subject="", end=-1), NOW, ABOVE)
    unread, *_ = check_chain((ended.der, ABOVE.der), ANCHORS, NOW)
    late = Fault(FaultClass.EXPIRED, "ended")
    assert in_browser_order((late, unread)) == (unread, late)
    signed = Fault(FaultClass.NO_COMMON_CIPHER, "by 0x0301", stops=True)
    assert in_browser_order((late, unread, signed)) == (signed, unread, late)
    answered = Fault(FaultClass.NO_COMMON_CIPHER, "after it showed its certificate")
    assert in_browser_order((answered, late)) == (late, answered)


@pytest.mark.parametrize(
    ("key", "cipher", "is_first"),
    [
        ("rsa2048", "ECDHE-RSA-AES128-GCM-SHA256", False),
        ("rsa2048", "TLS_AES_128_GCM_SHA256", True),
        ("p256", "ECDHE-ECDSA-AES128-GCM-SHA256", True),
        ("rsa2048", "", True),
    ],
)
def test_the_use_of_an_rsa_key_in_tls_1_2_is_named_after_its_chain(
    key: str, cipher: str, *, is_first: bool
) -> None:
    leaf = make(replace(LEAF, key=key, usage=frozenset({"content_commitment"})), NOW, ABOVE)
    found = check_chain((leaf.der,), ANCHORS, NOW, Handshake(cipher))
    use, chain = FaultClass.KEY_USAGE, FaultClass.CHAIN_INCOMPLETE
    assert [one.kind for one in found] == ([use, chain] if is_first else [chain, use])


def test_of_two_paths_that_fail_the_one_is_told_that_browsers_try_first() -> None:
    """That by the copy which began last, though the other has fewer faults."""
    limits = x509.NameConstraints(None, [x509.DNSName("a.test")])
    older = replace(CA, more=((limits, True),))
    newer = replace(older, begin=-50, end=-1)
    leaf = make(LEAF, NOW, ABOVE)
    assert kinds(leaf, make(older, NOW, ROOT)) == {FaultClass.NAME_CONSTRAINT}
    both = kinds(leaf, make(older, NOW, ROOT), make(newer, NOW, ROOT))
    assert both == {FaultClass.NAME_CONSTRAINT, FaultClass.CHAIN_EXPIRED}


@pytest.mark.parametrize(("bits", "is_fit"), [(17, True), (33, True), (34, False)])
def test_an_exponent_of_more_than_33_bits_is_unfit(bits: int, *, is_fit: bool) -> None:
    """BoringSSL's limit; no CA issues one, and the library reads it."""
    modulus = rsa.generate_private_key(65537, 2048).public_key().public_numbers().n
    odd = rsa.RSAPublicNumbers((1 << (bits - 1)) + 1, modulus).public_key()
    spki = odd.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    made = make(replace(LEAF, edits=((KEY, lambda _: spki),)), NOW, ABOVE)
    assert kinds(made, ABOVE) == (set() if is_fit else {FaultClass.INVALID})


def test_a_search_takes_certificates_whose_extensions_cannot_be_read() -> None:
    """What was served is read before; a search of its own relies on nobody.

    A key id that cannot be read excludes nothing, and an address that cannot be read is none.
    """
    child = loaded(make(with_rubbish(replace(LEAF, names=()), ACCESS), NOW, ABOVE))
    (found,) = PathSearch(child, (loaded(ABOVE),), ANCHORS.by_subject).explain(NOW)
    assert (found.kind, found.detail) == (FaultClass.INVALID, "its policies are malformed")
    (cut,) = PathSearch(child, (), ANCHORS.by_subject).explain(NOW)
    assert cut.kind is FaultClass.CHAIN_INCOMPLETE
    unread = loaded(make(with_rubbish(replace(CA, key_ids="none"), OWN_ID), NOW, ROOT))
    told = PathSearch(loaded(make(LEAF, NOW, ABOVE)), (unread,), ANCHORS.by_subject).explain(NOW)
    assert [one.detail for one in told] == ["CA is malformed", "its policies are malformed"]
    other = loaded(make(with_rubbish(replace(CA, key_ids="none", twin=5), OWN_ID), NOW, ROOT))
    (forged,) = PathSearch(loaded(make(LEAF, NOW, ABOVE)), (other,), ANCHORS.by_subject).explain(
        NOW
    )
    assert forged.kind is FaultClass.BAD_SIGNATURE


@pytest.mark.parametrize(("wrong", "is_found"), [(254, True), (255, False)])
def test_a_search_ends_after_256_signatures_whatever_is_left(
    wrong: int, *, is_found: bool
) -> None:
    """The right CA ends first, so that it is tried last; its own issuer is one signature more."""
    root = Authority.root()
    right = root.subordinate(spec=replace(CA_SPEC, not_after=NOW + DAY, key_ids=False))
    leaf = right.leaf("a.test", spec=Spec(key_ids=False)).certificate
    other = replace(CA_SPEC, key=root.issued.key, key_ids=False)
    many = [root.subordinate(spec=replace(other, serial=1 + n)) for n in range(wrong)]
    pool = [one.issued.certificate for one in (*many, right)]
    roots = TrustAnchors.from_pem(pem_of(root)).by_subject
    assert bool(list(PathSearch(leaf, pool, roots).trusted(NOW))) is is_found


def test_a_signature_of_another_algorithm_than_the_key_s_is_no_signature() -> None:
    """SHA-1 with RSA is told, and the issuer's key is of Ed25519."""
    issuer = make(replace(CA, key="ed25519"), NOW, ROOT)
    sha1_rsa = wrap(0x30, oid_of("1.2.840.113549.1.1.5") + b"\x05\x00")
    child = make(replace(LEAF, hash_="", algorithm=sha1_rsa), NOW, issuer)
    assert not is_signed_by(loaded(child), loaded(issuer))
    assert kinds(child, issuer) >= {FaultClass.WEAK_SIGNATURE, FaultClass.BAD_SIGNATURE}


def test_of_a_leaf_that_cannot_be_read_there_is_no_warning() -> None:
    unread = loaded(make(with_rubbish(replace(LEAF, names=()), SAN), NOW, ABOVE))
    assert leaf_warnings(unread, is_public=True) == ()


def test_a_signature_that_browsers_do_not_know_is_named_before_all_but_at_the_end_of_a_path() -> (
    None
):
    """Chromium looks at the signatures of a path once more, and not at that of the last one."""
    weak = make(replace(LEAF, hash_="sha1", end=-1), NOW, ABOVE)
    anywhere = check_chain((weak.der, ABOVE.der), ANCHORS, NOW)
    alone = check_chain((weak.der,), ANCHORS, NOW)
    assert [one.kind for one in anywhere] == [FaultClass.WEAK_SIGNATURE]
    assert [one.kind for one in alone] == [FaultClass.CHAIN_INCOMPLETE, FaultClass.WEAK_SIGNATURE]
    stranger = make(Form("Stranger", ca=True, end=900, usage=None, purposes=None, twin=5), NOW)
    ca = make(replace(CA, hash_="sha1"), NOW, stranger)
    last = check_chain((make(LEAF, NOW, ca).der, ca.der), ANCHORS, NOW)
    assert [one.kind for one in last] == [FaultClass.CHAIN_INCOMPLETE, FaultClass.WEAK_SIGNATURE]


def test_a_key_that_browsers_block_ends_its_paths_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever certified it; the list is of public CAs, so a key of our own is put on it."""
    above = make(replace(CA, twin=4), NOW, ROOT)
    spki = above.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = hashlib.sha256(spki).hexdigest()
    monkeypatch.setitem(blocked_keys._BLOCKED, digest, "EM DV TLS CA - G3B")
    leaf = make(LEAF, NOW, above)
    (fault,) = check_chain((leaf.der, above.der), ANCHORS, NOW)
    assert (fault.kind, fault.kind.browser_error) == (FaultClass.REVOKED, "ERR_CERT_REVOKED")
    assert "that of EM DV TLS CA - G3B" in fault.detail
    other = make(replace(CA, twin=6), NOW, ROOT)
    assert kinds(make(LEAF, NOW, other), above, other) == set()
