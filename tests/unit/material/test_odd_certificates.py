"""Certificates of odd keys and broken extensions, and how a whole chain is judged from a file."""

from __future__ import annotations

from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from certbind.domain.model.identity import Domain
from certbind.domain.situation.eligibility import check_material
from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.material.as_served import judge_file
from certbind.domain.trust.material.bundle import Bundle, assemble
from certbind.domain.trust.material.refusals import KeyMismatchError, MaterialFileError
from certbind.domain.trust.material.values import Contents
from certbind.domain.trust.paths.der import first
from certbind.domain.trust.summary import summarise_file
from certbind.domain.trust.verdict import Check
from tests.fakes.certificates import DAY, NOW, Authority, Spec, pem_of
from tests.localcloud.cas.crooked import crooked
from tests.unit.material.making import read, traditional

ROOT = Authority.root()
CA = ROOT.subordinate()
LEAF = CA.leaf("www.example.com")
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
P_256, UNKNOWN = bytes.fromhex("06082a8648ce3d030107"), bytes.fromhex("06082a8648ce3d03017f")


def made(*files: str | bytes) -> Bundle:
    return assemble([read(data) for data in files], (), ANCHORS, NOW)


def test_a_certificate_with_an_extension_twice_is_told_as_malformed() -> None:
    chain, key = crooked("extension")
    with pytest.raises(MaterialFileError, match="is a malformed certificate") as refused:
        made(chain, key)
    assert refused.value.subject == "www.example.com"
    with pytest.raises(MaterialFileError, match="is a malformed certificate"):
        made(chain)


def test_a_key_of_an_unknown_curve_belongs_to_nobody() -> None:
    odd = LEAF.der.replace(P_256, UNKNOWN)
    assert odd != LEAF.der
    with pytest.raises(KeyMismatchError, match="leaf has a key that cannot be read"):
        made(odd, traditional(LEAF.key))


def test_a_key_of_a_kind_without_a_size_is_named_by_its_kind() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    odd = CA.leaf("www.example.com", spec=Spec(key=cast("Any", key)))
    public = made(odd.pem, CA.issued.pem).public
    assert str(public).startswith("Ed25519 key (SHA-256 of the public key ")


def test_an_rsa_key_is_named_by_its_size() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    spec = Spec(key=rsa.generate_private_key(65537, 2048))
    bundle = made(CA.leaf("www.example.com", spec=spec).pem, CA.issued.pem)
    told = {"kind": "RSA", "bits": 2048, "public_key_sha256": bundle.public.sha256}
    assert bundle.public.to_json() == told


def test_of_two_cas_the_lower_one_is_the_sites_own_where_there_is_nothing_else() -> None:
    bundle = made(ROOT.issued.pem + CA.issued.pem)
    assert bundle.chain == (CA.issued.der,)
    both = Contents("a", (CA.issued.der, ROOT.subordinate("Other").issued.der))
    with pytest.raises(MaterialFileError, match="There are 2 certificates that may be"):
        assemble([both], (), ANCHORS, NOW)


def test_there_is_no_first_element_in_nothing() -> None:
    with pytest.raises(ValueError, match="no element"):
        first(b"")


def test_a_chain_is_held_against_binding_by_the_words_of_cas() -> None:
    assert check_material(LEAF.chain, NOW, ANCHORS) == ()
    (incomplete,) = check_material((LEAF.der,), NOW, ANCHORS)
    assert incomplete.reason.value == "chain_incomplete"
    (ended,) = check_material(LEAF.chain, NOW + 61 * DAY, ANCHORS)
    assert (ended.reason.value, ended.detail) == ("expired", "ended 2027-01-23 12:00 UTC")


def test_a_file_is_judged_without_what_nobody_asked() -> None:
    seen, verdict = judge_file("x.pem", LEAF.chain, Domain("www.example.com"), ANCHORS, NOW)
    assert (seen.server_name, verdict.is_good) == ("www.example.com", True)
    assert verdict.addresses[0].not_run == (Check.RESOLVE, Check.HANDSHAKE, Check.LEAF)
    assert summarise_file(verdict) == "browsers accept it, served as it stands in the file"
    _, other = judge_file("x.pem", LEAF.chain, Domain("a.example"), ANCHORS, NOW)
    told = "browsers refuse it (name_mismatch: covers only www.example.com)"
    assert summarise_file(other) == told
