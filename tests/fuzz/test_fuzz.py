"""A few inputs for each target, always the same; `make fuzz` reads on as long as it is told."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from tests.fuzz import fuzzing
from tests.fuzz.targets import TARGETS, Target

INPUTS = {
    "events": 1500,
    "rollbacks": 1000,
    "timers": 500,
    "pem": 150,
    "der": 60,
    "crl": 300,
    "settings": 1000,
    "tls": 40,
    "dns": 20,
}


@pytest.mark.parametrize("name", TARGETS)
def test_only_our_own_errors_come_out(name: str) -> None:
    found = fuzzing.fuzz(name, 1, inputs=INPUTS[name])
    assert found.bad is None, found.told()
    assert found.inputs == INPUTS[name]


def test_anything_else_is_told_with_its_input() -> None:
    def reads(data: bytes) -> None:
        raise KeyError(data)

    bad = Target(TARGETS["events"].corpus, reads)
    with patch.dict(TARGETS, {"events": bad}):
        found = fuzzing.fuzz("events", 1, inputs=10)
    assert found.inputs == 1
    assert found.bad is not None
    assert "KeyError" in found.told()
