"""What Chromium said of forms that the library reads and browsers do not, kept without it."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from certbind.domain.trust.chain import check_chain
from tests.judge.answers import anchors_of
from tests.judge.building import build, trusted_root
from tests.judge.generator import relatives

NOW = datetime(2026, 11, 29, tzinfo=timezone.utc)
CASES = {case.name: case for case in relatives(pairs=0)}

ACCEPTED = (
    "sound", "algorithm/rsa-without-null", "encoding/ca-path-length-255", "limits/trailing-dot",
    "policy/inhibit-any-and-right", "policy/inhibit-any-alone", "policy/mapped",
    "encoding/generalized-time", "limits/address-permitted",
)  # fmt: skip
INVALID = (
    "root-extension/explicit-policy", "algorithm/pss-salt-64", "algorithm/pss-trailer",
    "algorithm/ca-key-pss", "algorithm/root-key-pss", "algorithm/ca-key-without-null",
    "policy/inhibit-any", "policy/mapped-but-old", "policy/mapped-from-any", "policy/twice",
    "policy/none-listed",
)  # fmt: skip
AS_IF_NOT_SERVED = (
    "encoding/ca-path-length-300", "encoding/root-path-length-300", "encoding/no-extensions-in-ca",
    "limits/minimum", "limits/maximum", "policy/mapping-rubbish", "policy/ca-twice",
    "policy/ca-none-listed", "policy/constraints-300", "root-extension/basic-rubbish",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        *((name, "") for name in ACCEPTED),
        *((name, "ERR_CERT_INVALID") for name in INVALID),
        *((name, "ERR_CERT_AUTHORITY_INVALID") for name in AS_IF_NOT_SERVED),
    ],
)
def test_a_form_is_judged_as_chromium_judged_it(name: str, shown: str) -> None:
    case = CASES[name]
    built = build(case, NOW)
    anchors = anchors_of([trusted_root(case.root, NOW).der])
    faults = check_chain(tuple(built.chain), anchors, NOW)
    assert (faults[0].kind.browser_error if faults else "") == shown, faults


def test_a_name_that_is_too_long_is_not_warned_of(recwarn: pytest.WarningsRecorder) -> None:
    built = build(CASES["subject/long"], NOW)
    check_chain(tuple(built.chain), anchors_of([trusted_root(CASES["sound"].root, NOW).der]), NOW)
    assert not recwarn.list


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [
        ("amount/6-of-its-name-first", False),
        ("amount/7-of-its-name-first", True),
        ("amount/20-of-its-name-last", False),
        ("amount/1-self-signed-of-its-name", False),
        ("amount/2-self-signed-of-its-name", True),
        ("amount/6-expired-copies", False),
        ("amount/7-expired-copies", True),
        ("amount/19-intermediates", False),
        ("amount/21-intermediates", True),
        ("amount/hundred-certificates", False),
        ("amount/seventy-before", False),
    ],
)
def test_browsers_look_twenty_steps_far(name: str, is_refused: bool) -> None:
    case = CASES[name]
    built = build(case, NOW)
    anchors = anchors_of([trusted_root(case.root, NOW).der])
    assert bool(check_chain(tuple(built.chain), anchors, NOW)) is is_refused
