"""Name constraints (RFC 5280, section 4.2.1.10): what a CA may not certify, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

import pytest
from cryptography import x509

from certbind.domain.trust.chain import TrustAnchors, check_chain
from certbind.domain.trust.faults import FaultClass
from tests.fakes.certificates import NOW
from tests.judge.making import Form, Made, make, pem_of, wrap

CA = Form("CA", ca=True, begin=-100, end=90, usage=None, purposes=None, twin=1)
ROOT = make(Form("Root", ca=True, end=900, usage=None, purposes=None), NOW)
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT.der))
CONSTRAINTS = x509.ObjectIdentifier("2.5.29.30")
OUTSIDE = {FaultClass.NAME_CONSTRAINT}

Names = Iterable[x509.GeneralName]


def form(base: Form, *extensions: x509.ExtensionType, **values: object) -> Form:
    more = tuple((one, False) for one in extensions)
    return Form(**{**base.__dict__, "more": more, **values})


def limited(permitted: Names = (), excluded: Names = ()) -> Made:
    limits = x509.NameConstraints(list(permitted) or None, list(excluded) or None)
    return make(form(CA, limits), NOW, ROOT)


def kinds(above: Made, *names: x509.GeneralName, subject: str = "leaf") -> set[FaultClass]:
    alternatives = x509.SubjectAlternativeName(names), not subject
    leaf = make(Form(subject, more=(alternatives,)), NOW, above)
    return {fault.kind for fault in check_chain((leaf.der, above.der), ANCHORS, NOW)}


def dns(name: str) -> x509.DNSName:
    return x509.DNSName(name)


def address(text: str) -> x509.IPAddress:
    return x509.IPAddress(ip_network(text) if "/" in text else ip_address(text))


@pytest.mark.parametrize(
    ("name", "is_outside"),
    [
        ("*.shop.test", True),  # it stands for www.shop.test too
        ("*.test", False),
        ("*.www.shop.test", True),  # below what is excluded
        ("api.shop.test", False),
    ],
)
def test_a_wildcard_is_outside_when_one_name_that_it_stands_for_is_excluded(
    name: str, *, is_outside: bool
) -> None:
    assert kinds(limited(excluded=[dns("www.shop.test")]), dns(name)) == (
        OUTSIDE if is_outside else set()
    )


def test_a_wildcard_is_within_only_when_all_names_that_it_stands_for_are_permitted() -> None:
    assert kinds(limited([dns("www.shop.test")]), dns("*.shop.test")) == OUTSIDE
    assert kinds(limited([dns("shop.test")]), dns("*.shop.test")) == set()


@pytest.mark.parametrize(
    ("name", "is_outside"),
    [("10.1.2.3", False), ("192.0.2.1", True), ("2001:db8::1", True)],
)
def test_an_address_is_held_against_networks(name: str, *, is_outside: bool) -> None:
    permitted = limited([address("10.0.0.0/8")])
    assert kinds(permitted, dns("a.test"), address(name)) == (OUTSIDE if is_outside else set())


def test_an_excluded_network_excludes_its_addresses_alone() -> None:
    above = limited(excluded=[address("2001:db8::/32")])
    assert kinds(above, address("2001:db8::1")) == OUTSIDE
    assert kinds(above, address("2001:db9::1"), address("10.0.0.1")) == set()


def test_a_limit_that_is_an_address_and_no_network_cannot_be_read() -> None:
    """Four bytes where eight are due: its CA is as if not served."""
    lone = wrap(0x30, wrap(0xA0, wrap(0x30, wrap(0x87, b"\x0a\x00\x00\x01"))))
    above = make(form(CA, x509.UnrecognizedExtension(CONSTRAINTS, lone)), NOW, ROOT)
    assert kinds(above, address("10.0.0.1")) == {FaultClass.CHAIN_INCOMPLETE}


def test_a_name_of_a_kind_that_is_limited_and_cannot_be_compared_is_outside() -> None:
    """Browsers refuse a URI where URIs are limited, be it within or not."""
    above = limited([x509.UniformResourceIdentifier("shop.test")])
    uri = x509.UniformResourceIdentifier("https://shop.test/")
    assert kinds(above, dns("a.test"), uri) == OUTSIDE
    assert kinds(above, dns("a.test")) == set()


def test_a_leaf_without_a_subject_has_no_directory_name_to_be_limited() -> None:
    elsewhere = x509.DirectoryName(
        x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Elsewhere")])
    )
    above = limited([elsewhere])
    assert kinds(above, dns("a.test"), subject="") == set()
    assert kinds(above, dns("a.test"), subject="leaf") == OUTSIDE


@pytest.mark.parametrize(("subject", "expected"), [("CA", set()), ("Another CA", OUTSIDE)])
def test_a_new_form_of_a_ca_is_not_held_against_limits_and_a_ca_below_is(
    subject: str, expected: set[FaultClass]
) -> None:
    """Section 6.1.3 (b): a self-issued certificate between is passed over."""
    upper = limited([dns("shop.test")])
    names = x509.SubjectAlternativeName([dns("ca.other.test")])
    lower = make(form(CA, names, subject=subject, twin=2), NOW, upper)
    leaf = make(Form("leaf", names=("www.shop.test",)), NOW, lower)
    found = check_chain((leaf.der, lower.der, upper.der), ANCHORS, NOW)
    assert {fault.kind for fault in found} == expected


def test_more_names_and_limits_than_anybody_compares_are_refused_unread() -> None:
    """65,536 comparisons are the most; each of the leaf's names, its subject too, with each."""
    above = limited(excluded=[dns(f"x{number}.test") for number in range(256)])
    names = [dns(f"n{number}.shop.test") for number in range(255)]
    assert kinds(above, *names) == set()
    assert kinds(above, *names, dns("one.more.test")) == {FaultClass.INVALID}
