"""Each fault that a served chain can have, made and named."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import certifi
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from certbind.domain.trust.chain import (
    KeyKind,
    TrustAnchors,
    UnreadableCertificateError,
    check_chain,
    date_faults,
    parse_leaf,
    parse_pem_chain,
)
from certbind.domain.trust.faults import FaultClass
from tests.fakes.certificates import (
    CA_SPEC,
    DAY,
    NOW,
    Authority,
    Spec,
    pem_of,
    self_signed,
    with_broken_signature,
)
from tests.judge.making import key_of

ROOT = Authority.root()
INTERMEDIATE = ROOT.subordinate()
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
LEAF = INTERMEDIATE.leaf("shop.example.com")
RSA_768 = key_of("rsa768")


def kinds(
    chain: tuple[bytes, ...], *, anchors: TrustAnchors = ANCHORS, days: float = 0
) -> set[FaultClass]:
    return {fault.kind for fault in check_chain(chain, anchors, NOW + days * DAY)}


def below(spec: Spec, leaf: Spec | None = None) -> tuple[bytes, ...]:
    """A chain over an intermediate made so."""
    return ROOT.subordinate(spec=spec).leaf("shop.example.com", spec=leaf).chain


def test_a_sound_chain_has_no_fault() -> None:
    assert check_chain(LEAF.chain, ANCHORS, NOW) == ()


def test_order_extras_and_the_root_do_no_harm() -> None:
    extra = Authority.root("Unrelated").issued.der
    second = INTERMEDIATE.subordinate("Second")
    leaf, *above = second.leaf("shop.example.com").chain
    shuffled = (leaf, ROOT.issued.der, extra, *reversed(above), *above)
    assert check_chain(shuffled, ANCHORS, NOW) == ()


def test_a_leaf_served_alone_is_incomplete_not_untrusted() -> None:
    assert kinds(LEAF.chain[:1]) == {FaultClass.CHAIN_INCOMPLETE}
    assert kinds((LEAF.der, ROOT.issued.der)) == {FaultClass.CHAIN_INCOMPLETE}


def test_a_second_intermediate_that_is_missing_leaves_an_unknown_issuer() -> None:
    second = INTERMEDIATE.subordinate("Second")
    chain = second.leaf("shop.example.com").chain[:2]
    assert kinds(chain) == {FaultClass.CHAIN_INCOMPLETE}


def test_only_a_root_that_is_served_can_be_told_as_untrusted() -> None:
    """Where it is not, its cross-signed form may be what is missing, as with a young root."""
    other = Authority.root("Other Root")
    chain = other.subordinate().leaf("shop.example.com").chain
    assert kinds((*chain, other.issued.der)) == {FaultClass.UNTRUSTED_ROOT}
    (cut,) = check_chain(chain, ANCHORS, NOW)
    assert cut.kind is FaultClass.CHAIN_INCOMPLETE
    assert cut.detail == (
        "Other Root, which signed Test Intermediate, is neither served nor a root that browsers "
        "trust"
    )


def test_a_root_of_the_same_name_with_another_key_is_another_root() -> None:
    twin = Authority.root()
    chain = (*twin.subordinate().leaf("a.test").chain, twin.issued.der)
    assert kinds(chain) == {FaultClass.UNTRUSTED_ROOT}


def test_an_issuer_that_can_be_fetched_is_told_apart() -> None:
    """Desktop Chrome fetches it; phones, curl and programs do not."""
    leaf = INTERMEDIATE.leaf("a.test", spec=Spec(issuer_at="http://ca.test/ca.cer"))
    assert kinds(leaf.chain) == set()
    (fault,) = check_chain(leaf.chain[:1], ANCHORS, NOW)
    assert fault.kind is FaultClass.CHAIN_FETCHED
    assert "desktop Chrome fetches it" in fault.detail
    elsewhere = INTERMEDIATE.leaf("a.test", spec=Spec(issuer_at="ldap://ca.test/ca"))
    assert kinds(elsewhere.chain[:1]) == {FaultClass.CHAIN_INCOMPLETE}


def test_a_cross_signed_intermediate_is_trusted_by_either_way() -> None:
    old_root = Authority.root("Old Root")
    shared = replace(CA_SPEC, key=INTERMEDIATE.issued.key)
    cross = old_root.subordinate(spec=shared)
    for order in ((cross.issued.der, INTERMEDIATE.issued.der), (INTERMEDIATE.issued.der,)):
        assert kinds((LEAF.der, *order)) == set()
    assert kinds((LEAF.der, cross.issued.der)) == {FaultClass.CHAIN_INCOMPLETE}


def test_a_renewed_intermediate_is_not_hidden_by_its_expired_copy() -> None:
    expired = replace(CA_SPEC, key=INTERMEDIATE.issued.key, not_after=NOW - DAY)
    earlier, renewed = ROOT.subordinate(spec=expired).issued.der, INTERMEDIATE.issued.der
    for above in ((earlier, renewed), (renewed, earlier), (earlier, earlier, renewed, renewed)):
        assert kinds((LEAF.der, *above)) == set()
    assert kinds((LEAF.der, earlier)) == {FaultClass.CHAIN_EXPIRED}


def test_a_self_signed_leaf_is_called_so() -> None:
    assert kinds(self_signed("shop.example.com").chain) == {FaultClass.SELF_SIGNED}


def test_a_leaf_with_its_issuer_s_name_is_self_signed_only_by_its_own_key() -> None:
    stranger = Authority.root("leaf").leaf("shop.example.com", subject="leaf")
    assert kinds(stranger.chain) == {FaultClass.CHAIN_INCOMPLETE}
    known = Authority.root("leaf")
    own = TrustAnchors.from_pem(pem_of(known))
    assert kinds(known.leaf("shop.example.com", subject="leaf").chain, anchors=own) == set()


def test_a_broken_signature_is_found_on_the_leaf_and_above() -> None:
    assert kinds(with_broken_signature(LEAF).chain) == {FaultClass.BAD_SIGNATURE}
    broken = with_broken_signature(INTERMEDIATE.issued)
    assert kinds((LEAF.der, broken.der)) == {FaultClass.BAD_SIGNATURE}


@pytest.mark.parametrize(
    ("intermediate", "fault"),
    [
        (replace(CA_SPEC, not_after=NOW - DAY), FaultClass.CHAIN_EXPIRED),
        (replace(CA_SPEC, not_before=NOW + DAY), FaultClass.CHAIN_EXPIRED),
        (replace(CA_SPEC, is_ca=False, may_sign=False), FaultClass.NOT_A_CA),
        (replace(CA_SPEC, is_ca=None), FaultClass.NOT_A_CA),
        (replace(CA_SPEC, may_sign=False), FaultClass.NOT_A_CA),
        (replace(CA_SPEC, permitted=("example.org",)), FaultClass.NAME_CONSTRAINT),
        (replace(CA_SPEC, excluded=("example.com",)), FaultClass.NAME_CONSTRAINT),
        (
            replace(CA_SPEC, purposes=(ExtendedKeyUsageOID.CLIENT_AUTH,)),
            FaultClass.WRONG_PURPOSE,
        ),
    ],
)
def test_faults_of_an_intermediate(intermediate: Spec, fault: FaultClass) -> None:
    assert kinds(below(intermediate)) == {fault}


def test_an_expired_root_is_a_fault_of_the_chain() -> None:
    short = Authority.root(spec=replace(CA_SPEC, not_after=NOW - DAY))
    chain = short.subordinate().leaf("shop.example.com").chain
    assert kinds(chain, anchors=TrustAnchors.from_pem(pem_of(short))) == {FaultClass.CHAIN_EXPIRED}


def test_path_length_counts_the_intermediates_below() -> None:
    tight = ROOT.subordinate(spec=replace(CA_SPEC, path_length=0))
    assert kinds(tight.leaf("shop.example.com").chain) == set()
    chain = tight.subordinate("Second").leaf("shop.example.com").chain
    assert kinds(chain) == {FaultClass.PATH_LENGTH}


@pytest.mark.parametrize(
    ("leaf", "fault"),
    [
        (Spec(purposes=(ExtendedKeyUsageOID.CLIENT_AUTH,)), FaultClass.WRONG_PURPOSE),
        (Spec(key=RSA_768), FaultClass.WEAK_KEY),
        (Spec(key=ec.generate_private_key(ec.SECP256K1())), FaultClass.KEY_UNUSABLE),
        (Spec(key=ec.generate_private_key(ec.SECP521R1())), FaultClass.KEY_UNUSABLE),
        (Spec(usage=("key_encipherment",)), FaultClass.KEY_USAGE),
        (Spec(unknown_critical=True), FaultClass.INVALID),
    ],
)
def test_faults_of_the_leaf_itself(leaf: Spec, fault: FaultClass) -> None:
    assert kinds(INTERMEDIATE.leaf("shop.example.com", spec=leaf).chain) == {fault}


@pytest.mark.parametrize(
    "leaf",
    [
        Spec(purposes=None),
        Spec(is_ca=False, may_sign=False),
        Spec(key=rsa.generate_private_key(65537, 2048)),
        Spec(key=ec.generate_private_key(ec.SECP384R1())),
        Spec(purposes=(ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH)),
        Spec(key_ids=False),
        Spec(purposes=(ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,)),
        Spec(critical=("extendedKeyUsage", "subjectAltName", "certificatePolicies")),
        Spec(usage=("digital_signature", "key_cert_sign")),
        Spec(usage=()),
    ],
)
def test_sound_leaves_of_every_kind(leaf: Spec) -> None:
    assert kinds(INTERMEDIATE.leaf("shop.example.com", spec=leaf).chain) == set()


def test_a_sha1_signature_is_weak_even_where_it_is_broken_too() -> None:
    # The library signs with SHA-1 no more: the algorithm is rewritten, the signature stays.
    sha256, sha1 = "06082a8648ce3d040302", "06072a8648ce3d0401"
    der = LEAF.der.hex().replace(f"300a{sha256}", f"3009{sha1}")
    assert der.count(sha1) == 2
    patched = _shrink_lengths(bytes.fromhex(der), by_outer=2, by_body=1)
    assert FaultClass.WEAK_SIGNATURE in kinds((patched, INTERMEDIATE.issued.der))


def _shrink_lengths(der: bytes, *, by_outer: int, by_body: int) -> bytes:
    """Two-byte lengths of the certificate and of its body, made to fit again."""
    outer = int.from_bytes(der[2:4], "big") - by_outer
    body = int.from_bytes(der[6:8], "big") - by_body
    assert der[1] == der[5] == 0x82
    return der[:2] + outer.to_bytes(2, "big") + der[4:6] + body.to_bytes(2, "big") + der[8:]


def test_an_odd_leaf_key_is_refused_whatever_its_kind() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    made = INTERMEDIATE.leaf("shop.example.com", spec=Spec(key=key))  # type: ignore[arg-type]
    assert kinds(made.chain) == {FaultClass.KEY_UNUSABLE}


def test_all_faults_are_kept_in_the_order_of_browsers() -> None:
    other = Authority.root("Other Root").subordinate(spec=replace(CA_SPEC, not_after=NOW - DAY))
    leaf = other.leaf("a.test", spec=Spec(purposes=(ExtendedKeyUsageOID.CLIENT_AUTH,)))
    found = [fault.kind for fault in check_chain(leaf.chain, ANCHORS, NOW)]
    assert found == [
        FaultClass.CHAIN_INCOMPLETE,
        FaultClass.CHAIN_EXPIRED,
        FaultClass.WRONG_PURPOSE,  # Chromium calls a path invalid only where it has no other word
    ]


@pytest.mark.parametrize("days", [-40, 70])
def test_the_dates_of_the_leaf_are_judged_apart_from_its_chain(days: int) -> None:
    assert kinds(LEAF.chain, days=days) == set()
    expected = FaultClass.EXPIRED if days > 0 else FaultClass.NOT_YET_VALID
    leaf = parse_leaf(LEAF.der)
    assert [fault.kind for fault in date_faults(leaf, NOW + days * DAY)] == [expected]


def test_an_expired_leaf_does_not_hide_an_intermediate_that_expired_since() -> None:
    chain = below(replace(CA_SPEC, not_after=NOW - DAY), Spec(NOW - 60 * DAY, NOW - 20 * DAY))
    assert kinds(chain, days=-30) == set()
    assert kinds(chain) == {FaultClass.CHAIN_EXPIRED}


def test_both_ends_of_a_life_are_valid() -> None:
    leaf = parse_leaf(LEAF.der)
    assert date_faults(leaf, leaf.not_before) == ()
    assert date_faults(leaf, leaf.not_after.replace(microsecond=999_999)) == ()


@pytest.mark.parametrize("names", [("a_b.example.com",), ("*.example.com",), ()])
def test_the_chain_is_judged_without_regard_to_names(names: tuple[str, ...]) -> None:
    serving = replace(CA_SPEC, purposes=(ExtendedKeyUsageOID.SERVER_AUTH,))
    sound = ROOT.subordinate(spec=serving).leaf(*names)
    assert kinds(sound.chain) == set()
    assert kinds(sound.chain[:1]) == {FaultClass.CHAIN_INCOMPLETE}


@pytest.mark.parametrize("served", [(), (b"",), (b"\x30\x03\x02\x01\x01",), (b"no certificate",)])
def test_what_is_no_certificate_is_invalid(served: tuple[bytes, ...]) -> None:
    assert kinds(served) == {FaultClass.INVALID}


def test_rubbish_behind_the_leaf_counts_for_nothing() -> None:
    assert kinds((LEAF.der, b"rubbish", INTERMEDIATE.issued.der)) == set()
    assert kinds((LEAF.der, b"rubbish")) == {FaultClass.CHAIN_INCOMPLETE}


@pytest.mark.parametrize(
    "intermediate",
    [
        Spec(CA_SPEC.not_before, CA_SPEC.not_after, is_ca=True, purposes=None, usage=()),
        replace(CA_SPEC, basic_critical=False),
        replace(CA_SPEC, purposes=(ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,)),
        replace(CA_SPEC, critical=("certificatePolicies",)),
        replace(CA_SPEC, key_ids=False),
        replace(CA_SPEC, permitted=(".example.com",)),
        replace(CA_SPEC, directory="Leaf"),
        replace(CA_SPEC, key=rsa.generate_private_key(65537, 1024)),  # noqa: S505
    ],
    ids=["usage", "basic", "any", "policies", "ids", "dot", "directory", "rsa1024"],
)
def test_forms_of_an_intermediate_that_browsers_take(intermediate: Spec) -> None:
    assert kinds(below(intermediate)) == set()


def test_a_constraint_on_another_directory_name_holds() -> None:
    chain = below(replace(CA_SPEC, directory="Another"))
    assert kinds(chain) == {FaultClass.NAME_CONSTRAINT}


def test_as_many_intermediates_as_browsers_take() -> None:
    authority = ROOT
    for number in range(19):  # 20 steps, one to each issuer
        authority = authority.subordinate(f"CA {number}")
    assert kinds(authority.leaf("shop.example.com").chain) == set()
    longer = authority.subordinate("One More").leaf("shop.example.com").chain
    assert kinds(longer) == {FaultClass.CHAIN_INCOMPLETE}


def test_of_several_faulty_paths_the_one_least_at_fault_is_told() -> None:
    expired = replace(CA_SPEC, not_after=NOW - DAY)
    worse = replace(expired, purposes=(ExtendedKeyUsageOID.CLIENT_AUTH,))
    first = ROOT.subordinate(spec=expired)
    # A CA of another name above the same key, so that neither counts as a repeat of the other.
    bridge = ROOT.subordinate("Bridge")
    second = bridge.subordinate(spec=replace(worse, key=first.issued.key))
    leaf = first.leaf("shop.example.com").der
    pool = (first.issued.der, second.issued.der, bridge.issued.der)
    for above in (pool, pool[::-1]):
        assert kinds((leaf, *above)) == {FaultClass.CHAIN_EXPIRED}


@pytest.mark.parametrize(
    "limits",
    [
        {"path_length": 0},
        {"permitted": ("shop.example.com",)},
        {"permitted": ("example.com",)},
        {"permitted": (".example.com",)},
        {"excluded": ("p.example.com", "ample.com", "a.shop.example.com")},
    ],
)
def test_limits_that_are_kept_are_no_second_fault(limits: dict[str, Any]) -> None:
    expired = replace(CA_SPEC, not_after=NOW - DAY, **limits)
    assert kinds(below(expired)) == {FaultClass.CHAIN_EXPIRED}


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        (replace(CA_SPEC, is_ca=None), None),
        (replace(CA_SPEC, key_ids=False), None),
        (replace(CA_SPEC, is_ca=False), FaultClass.NOT_A_CA),
        (replace(CA_SPEC, purposes=(ExtendedKeyUsageOID.CLIENT_AUTH,)), FaultClass.WRONG_PURPOSE),
        (replace(CA_SPEC, path_length=0), FaultClass.PATH_LENGTH),
        (replace(CA_SPEC, permitted=("example.org",)), FaultClass.NAME_CONSTRAINT),
    ],
)
def test_what_a_root_says_of_its_use_holds_and_its_form_is_its_own_business(
    spec: Spec, fault: FaultClass | None
) -> None:
    root = Authority.root(spec=spec)
    chain = root.subordinate().leaf("shop.example.com").chain
    anchors = TrustAnchors.from_pem(pem_of(root))
    assert kinds(chain, anchors=anchors) == ({fault} if fault else set())


def test_a_hostile_mesh_of_cas_ends_soon() -> None:
    """Eight CAs that all sign each other: thousands of paths, and none to a root."""
    mesh = {f"Loop {n}": Authority.root(f"Loop {n}") for n in range(8)}
    cross = [
        one.subordinate(name, replace(CA_SPEC, key=other.issued.key)).issued.der
        for one in mesh.values()
        for name, other in mesh.items()
        if one is not other
    ]
    leaf = mesh["Loop 0"].leaf("shop.example.com")
    began = time.process_time()
    assert kinds((leaf.der, *cross)) == {FaultClass.CHAIN_INCOMPLETE}
    assert time.process_time() - began < EXPLODES


def many_copies(root: Authority) -> tuple[bytes, ...]:
    """One CA in sixty-three certificates."""
    copies = [
        root.subordinate(spec=replace(CA_SPEC, key=INTERMEDIATE.issued.key, serial=number))
        for number in range(1, 64)
    ]
    return (LEAF.der, *(one.issued.der for one in copies))


EXPLODES = 5.0
"""Seconds of CPU. A search of all ways, or of each name against each, takes minutes at least."""


def many_ways(root: Authority) -> tuple[bytes, ...]:
    """Twelve CAs below each other, each in five certificates: millions of paths."""
    parent, served = root, []
    for layer in range(12):
        key = ec.generate_private_key(ec.SECP256R1())
        copies = [
            parent.subordinate(f"Layer {layer}", replace(CA_SPEC, key=key, serial=number))
            for number in range(1, 6)
        ]
        served += [one.issued.der for one in copies]
        parent = copies[0]
    return (parent.leaf("shop.example.com").der, *served)


@pytest.mark.parametrize("shape", [many_copies, many_ways])
@pytest.mark.parametrize("known", [True, False])
def test_a_wide_chain_costs_little_whether_it_leads_anywhere_or_not(
    shape: Callable[[Authority], tuple[bytes, ...]], *, known: bool
) -> None:
    chain = shape(ROOT if known else Authority.root("Stranger"))
    began = time.process_time()
    assert kinds(chain) == (set() if known else {FaultClass.CHAIN_INCOMPLETE})
    assert time.process_time() - began < EXPLODES


def test_ten_thousand_names_cost_little() -> None:
    names = [f"n{number}.example.com" for number in range(10_000)]
    limited = ROOT.subordinate(spec=replace(CA_SPEC, permitted=("example.com",)))
    chain = limited.leaf(*names).chain
    began = time.process_time()
    assert kinds(chain) == set()
    assert time.process_time() - began < EXPLODES


def test_reads_the_facts_of_a_leaf() -> None:
    made = INTERMEDIATE.leaf("Shop.example.com", "*.example.com", spec=Spec(serial=0xABC))
    leaf = parse_leaf(made.der)
    assert leaf.names == ("shop.example.com", "*.example.com")
    assert (leaf.serial, leaf.subject, leaf.issuer) == ("abc", "leaf", "Test Intermediate")
    assert (leaf.key_kind, leaf.key_size, leaf.curve) == (KeyKind.EC, 256, "secp256r1")
    assert (leaf.not_before, leaf.not_after) == (NOW - 30 * DAY, NOW + 60 * DAY)
    assert (len(leaf.sha1), len(leaf.sha256)) == (40, 64)
    assert not leaf.is_ca
    assert not leaf.is_self_issued


def test_reads_a_pem_chain_as_people_paste_it() -> None:
    text = f"\ufeffbag attributes\r\n{LEAF.pem}\nissuer:\n{INTERMEDIATE.issued.pem}"
    for pem in (text, text.replace("\n", "\r\n")):
        assert parse_pem_chain(pem) == LEAF.chain


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "no pem",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        LEAF.pem.replace("CERTIFICATE", "TRUSTED CERTIFICATE"),
    ],
)
def test_refuses_a_pem_without_a_readable_chain(pem: str) -> None:
    with pytest.raises(UnreadableCertificateError):
        parse_pem_chain(pem)


def test_trust_anchors_are_equal_by_what_they_hold() -> None:
    second = Authority.root("Second Root")
    one = TrustAnchors.from_pem(pem_of(ROOT, second))
    other = TrustAnchors.from_pem(pem_of(second, ROOT, second))
    assert one == other
    assert one.identity != ANCHORS.identity
    assert one.common_names == {"Test Root", "Second Root"}


def test_a_bundle_is_not_lost_for_a_root_that_cannot_be_read() -> None:
    broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    assert TrustAnchors.from_pem(f"# a comment\n{broken}{pem_of(ROOT)}") == ANCHORS
    with pytest.raises(UnreadableCertificateError):
        TrustAnchors.from_pem(broken)


def test_the_roots_of_today_s_browsers_are_read_without_a_warning() -> None:
    """Some are older than today's rules of form."""
    bundle = Path(certifi.where()).read_text(encoding="ascii")
    anchors = TrustAnchors.from_pem(bundle)
    assert sum(map(len, anchors.by_subject.values())) == bundle.count("BEGIN CERTIFICATE")
    assert check_chain(LEAF.chain, anchors, NOW) != ()


def test_an_intermediate_is_trusted_only_through_a_root() -> None:
    """What a bundle holds is what is trusted, so an unknown bundle refuses all."""
    elsewhere = TrustAnchors.from_pem(pem_of(Authority.root("Elsewhere")))
    assert kinds(LEAF.chain, anchors=elsewhere) == {FaultClass.CHAIN_INCOMPLETE}


def test_an_sm2_key_is_invalid_here_and_not_a_crash() -> None:
    p256, sm2 = bytes.fromhex("06082a8648ce3d030107"), bytes.fromhex("06082a811ccf5501822d")
    der = LEAF.der.replace(p256, sm2)
    assert kinds((der, INTERMEDIATE.issued.der)) == {FaultClass.INVALID}
    assert parse_leaf(der).key_kind is KeyKind.SM2
