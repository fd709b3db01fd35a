"""PEM out of answers: what is whole is read in its order, what is anything else is none."""

from __future__ import annotations

import base64

import pytest

from certbind.adapters.calls.pem import certificates
from tests.fakes.certificates import Authority

CA = Authority.root().subordinate()
LEAF = CA.leaf("www.example.com")
BOTH = LEAF.pem + CA.issued.pem


def block(der: bytes, label: str) -> str:
    body = base64.encodebytes(der).decode()
    return f"-----BEGIN {label}-----\n{body}-----END {label}-----\n"


def test_every_certificate_is_read_in_its_order_and_keys_are_passed_over() -> None:
    whole = (LEAF.der, CA.issued.der)
    text = "subject=x\n" + BOTH + block(b"\x30\x00", "RSA PRIVATE KEY")
    assert certificates(text) == whole
    assert certificates(text.replace("\n", "\r\n")) == whole
    assert certificates(block(LEAF.der, "X509 CERTIFICATE") + CA.issued.pem) == whole
    assert certificates("") == ()


@pytest.mark.parametrize(
    "leaf",
    [
        block(LEAF.der + b"\x30\x00", "TRUSTED CERTIFICATE"),
        block(LEAF.der, "NEW CERTIFICATE"),
        block(LEAF.der, "PKCS7"),
        block(b"\x30\x03one", "CERTIFICATE"),
        "-----BEGIN CERTIFICATE-----\nMD=AwMDA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n",
    ],
)
def test_a_block_that_is_not_read_makes_the_whole_chain_unknown(leaf: str) -> None:
    """Passed over, it would make an intermediate the leaf."""
    assert certificates(leaf + CA.issued.pem) == ()
    assert certificates(CA.issued.pem + leaf) == ()


def test_a_block_with_headers_is_read_or_unknown_but_never_passed_over() -> None:
    headed = LEAF.pem.replace("CERTIFICATE-----\n", "CERTIFICATE-----\nComment: x\n\n", 1)
    assert certificates(headed + CA.issued.pem) in ((LEAF.der, CA.issued.der), ())
