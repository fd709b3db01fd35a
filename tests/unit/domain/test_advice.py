"""What browsers take of a leaf and we advise against (CA/B Forum, sections 6.1.5 and 6.1.6)."""

from __future__ import annotations

import pytest

from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.paths.advice import chain_advice
from tests.fakes.certificates import NOW
from tests.judge.making import Form, make

SMALL = "it has an RSA key of 1024 bits"
SLOW = "its RSA key has the exponent 3"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"key": "rsa2048"}, []),
        ({"key": "rsa1024"}, [(FaultClass.WEAK_KEY, SMALL)]),
        ({"key": "rsa2048e3"}, [(FaultClass.WEAK_KEY, SLOW)]),
        ({"ca": True}, [(FaultClass.LEAF_IS_CA, "it may sign other certificates")]),
        ({"ca": False}, []),
        ({"serial": 0}, [(FaultClass.ODD_SERIAL, "its serial number is not positive")]),
        ({"serial": -7}, [(FaultClass.ODD_SERIAL, "its serial number is not positive")]),
    ],
)
def test_a_leaf_is_advised_on_by_its_key_its_use_and_its_serial_number(
    values: dict[str, object], expected: list[tuple[FaultClass, str]]
) -> None:
    made = make(Form(**{"subject": "leaf", "names": ("a.test",), **values}), NOW)  # type: ignore[arg-type]
    assert [(one.kind, one.detail) for one in chain_advice((made.der,))] == expected


@pytest.mark.parametrize("chain", [(), (b"no certificate",)])
def test_of_what_is_no_certificate_there_is_no_advice(chain: tuple[bytes, ...]) -> None:
    assert chain_advice(chain) == ()
