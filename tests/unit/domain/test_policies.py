"""Policies along a path: refused where one is demanded and none holds (RFC 5280, section 6.1)."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from certbind.domain.trust.chain import TrustAnchors, check_chain
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.paths.path_rules import path_faults
from certbind.domain.trust.paths.policies import mappings
from tests.fakes.certificates import NOW
from tests.judge.making import Form, Made, integer, make, oid_of, pem_of, wrap

OURS, THEIRS = "2.23.140.1.2.1", "2.23.140.1.2.2"
ROOT = Form("Root", ca=True, end=900, usage=None, purposes=None)
CA = Form("CA", ca=True, begin=-100, end=90, usage=None, purposes=None, twin=1)
BOTH = wrap(0x30, oid_of(OURS) + oid_of(THEIRS))


def policy(*numbers: str) -> x509.CertificatePolicies:
    found = [x509.PolicyInformation(x509.ObjectIdentifier(one), None) for one in numbers]
    return x509.CertificatePolicies(found)


def mapping(value: bytes) -> x509.UnrecognizedExtension:
    return x509.UnrecognizedExtension(ExtensionOID.POLICY_MAPPINGS, value)


def limits(explicit: int | None = None, unmapped: int | None = None) -> x509.PolicyConstraints:
    return x509.PolicyConstraints(explicit, unmapped)


def made(base: Form, parent: Made | None, *more: x509.ExtensionType, **values: object) -> Made:
    extensions = tuple((one, False) for one in more)
    return make(Form(**{**base.__dict__, "more": extensions, **values}), NOW, parent)


def leaf_of(above: Made, *more: x509.ExtensionType) -> Made:
    return made(Form("leaf", names=("a.test",)), above, *more)


def kinds(root: Made, *chain: Made) -> set[FaultClass]:
    anchors = TrustAnchors.from_pem(pem_of(root.der))
    found = check_chain(tuple(one.der for one in chain), anchors, NOW)
    return {fault.kind for fault in found}


@pytest.mark.parametrize(
    ("unmapped", "named", "is_refused"),
    [
        (None, THEIRS, False),
        (None, OURS, True),
        (1, THEIRS, False),  # one CA more may map
        (0, THEIRS, True),
        (0, OURS, True),  # nor does what was mapped hold any more: section 6.1.4 (b) (2)
    ],
)
def test_a_mapping_counts_unless_a_ca_above_forbids_it(
    unmapped: int | None, named: str, *, is_refused: bool
) -> None:
    demands = limits(0, unmapped)
    root = made(ROOT, None, demands)
    above = made(CA, root, policy(OURS), mapping(wrap(0x30, BOTH)))
    leaf = leaf_of(above, policy(named))
    assert kinds(root, leaf, above) == ({FaultClass.INVALID} if is_refused else set())


@pytest.mark.parametrize(
    ("subject", "expected"), [("CA", set()), ("Another CA", {FaultClass.INVALID})]
)
def test_a_new_form_of_a_ca_brings_a_demand_no_nearer(
    subject: str, expected: set[FaultClass]
) -> None:
    """Section 6.1.4 (h): a policy is demanded after two certificates that name another issuer."""
    root = made(ROOT, None)
    upper = made(CA, root, limits(explicit=2))
    lower = made(CA, upper, subject=subject, twin=2)
    assert kinds(root, leaf_of(lower), lower, upper) == expected


@pytest.mark.parametrize(
    "value",
    [
        wrap(0x30, wrap(0x30, integer(1) + oid_of(THEIRS))),
        wrap(0x30, wrap(0x31, oid_of(OURS) + oid_of(THEIRS))),
        wrap(0x30, b""),
        wrap(0x31, BOTH),
        wrap(0x30, wrap(0x30, oid_of(OURS))),
        wrap(0x30, BOTH) * 2,
    ],
    ids=["integer", "pair-is-a-set", "none", "a-set", "half-a-pair", "twice"],
)
def test_mappings_of_another_form_are_refused_and_their_ca_is_as_if_not_served(
    value: bytes,
) -> None:
    root = made(ROOT, None)
    above = made(CA, root, mapping(value))
    with pytest.raises(ValueError):
        mappings(x509.load_der_x509_certificate(above.der))
    assert kinds(root, leaf_of(above), above) == {FaultClass.CHAIN_INCOMPLETE}


def test_policies_that_cannot_be_read_are_a_fault_of_the_path() -> None:
    """The search drops such a CA; whoever judges a path of it is told, and meets no error."""
    root = made(ROOT, None)
    above = made(CA, root, mapping(wrap(0x30, b"")))
    path = tuple(x509.load_der_x509_certificate(one.der) for one in (leaf_of(above), above, root))
    (fault,) = path_faults(path, NOW, anchored=True)
    assert (fault.kind, fault.detail) == (FaultClass.INVALID, "its policies are malformed")
