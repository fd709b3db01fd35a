"""PEM out of answers: what is whole is read in its order, what is damaged is none."""

from __future__ import annotations

import base64

import pytest

from certbind.adapters.calls.pem import certificates


def block(body: str, label: str = "CERTIFICATE") -> str:
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n"


def encoded(der: bytes) -> str:
    return base64.b64encode(der).decode()


def test_every_certificate_is_read_in_its_order_and_nothing_else() -> None:
    one, other = b"\x30one" * 40, b"\x30other"
    text = "subject=x\n" + block(base64.encodebytes(one).decode()) + block(encoded(other))
    assert certificates(text + block("AAAA", "PRIVATE KEY")) == (one, other)
    assert certificates(text.replace("\n", "\r\n")) == (one, other)
    assert certificates("") == ()


@pytest.mark.parametrize("damaged", ["MDA", "MD=AwMDA", "=MDAw"])
def test_one_damaged_block_makes_the_whole_chain_unknown(damaged: str) -> None:
    """A chain with a gap would be judged as another chain."""
    assert certificates(block(encoded(b"\x30one")) + block(damaged)) == ()
