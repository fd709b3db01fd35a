"""Elements of DER one after another, as hostile bytes may cut or bend them."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from certbind.domain.trust.paths.der import elements, oid_der, raw_extension
from tests.fakes.certificates import NOW
from tests.judge.making import Form, make, oid_of, wrap

KEY_ID, LIMITS = ExtensionOID.SUBJECT_KEY_IDENTIFIER, ExtensionOID.NAME_CONSTRAINTS


@pytest.mark.parametrize("size", [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x10000])
def test_an_element_is_read_whatever_the_form_of_its_length(size: int) -> None:
    """Short, and long of one to three bytes (X.690, 8.1.3)."""
    first, second = wrap(0x04, b"x" * size), wrap(0x05, b"")
    one, other = elements(first + second)
    assert (one.tag, one.content, one.whole) == (0x04, b"x" * size, first)
    assert (other.tag, other.whole) == (0x05, second)


@pytest.mark.parametrize(
    "data",
    [
        b"\x30\x80\x00\x00",  # the indefinite form, which is no DER (X.690, 10.1)
        b"\x30\x82\x01",  # the length itself is cut
        b"\x30",  # no length at all
    ],
)
def test_a_length_that_is_no_der_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="a length that is no DER"):
        list(elements(data))


@pytest.mark.parametrize("data", [b"\x04\x02x", wrap(0x04, b"x" * 200)[:-1], b"\x05\x00\x04\x01"])
def test_an_element_that_is_cut_short_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="cut short"):
        list(elements(data))


def loaded(form: Form) -> x509.Certificate:
    return x509.load_der_x509_certificate(make(form, NOW).der)


def test_an_extension_is_found_by_its_number_among_others() -> None:
    one = loaded(Form("ca", names=("a.test",), excluded=("b.test",)))
    ids = one.extensions.get_extension_for_oid(KEY_ID).value.public_bytes()
    assert raw_extension(one, KEY_ID) == ids
    assert raw_extension(one, LIMITS) == wrap(0x30, wrap(0xA1, wrap(0x30, wrap(0x82, b"b.test"))))


@pytest.mark.parametrize("version", [1, 3])
def test_an_extension_that_is_not_there_has_no_value(version: int) -> None:
    """Version 1 has no extensions at all."""
    assert raw_extension(loaded(Form("a", names=("a.test",), version=version)), LIMITS) == b""


@pytest.mark.parametrize("dotted", ["2.5.29.32.0", "1.2.840.113549.1.1.11", "2.999.3", "0.9.2342"])
def test_a_number_is_written_as_der_has_it(dotted: str) -> None:
    assert oid_der(x509.ObjectIdentifier(dotted)) == oid_of(dotted)
