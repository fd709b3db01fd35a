"""A short part of the bench: one case of each kind, the same every time.

The whole is `python -m benchmarks.judge`; how it stands is in docs/figures.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.judge.answers import CERTUTIL, CHROMIUM
from tests.judge.bench import NOT_SERVED, ask
from tests.judge.cases import AREAS, singles
from tests.judge.generator import every_case, is_held_out, relatives
from tests.judge.listed import LISTED, NOW_AND_THEN

SHORT = (
    "sound", "key/rsa1023", "key/p224", "ca-key/rsa1024", "names/other", "names/second-of-two",
    "dates/expired", "purpose/any", "purpose/critical", "usage/encipherment", "usage/ca-none",
    "basic/leaf-ca", "constraints/permitted-dot", "depth/intermediates-18",
    "extension/leaf-no-key-ids", "extension/leaf-unknown-critical", "serial/zero",
    "renewed/earlier-copy-first", "missing/intermediate-to-fetch", "cipher/dhe-only-cbc",
    "group/P-521-3", "root-extension/explicit-policy", "fetched/sound", "algorithm/pss-salt-64",
    "algorithm/ca-key-pss", "encoding/ca-path-length-300", "limits/minimum", "policy/mapped",
    "policy/mapped-but-old", "policy/twice", "policy/inhibit-any", "scheme/sha1-rsa-2",
    "client/required", "peer/http",
)  # fmt: skip
"""Each is one on which the two differed once, or the plainest of its kind."""


NEEDS_CHROMIUM = pytest.mark.skipif(
    CHROMIUM is None or CERTUTIL is None,
    reason="needs Chromium and certutil: apt-get install chromium libnss3-tools",
)


@NEEDS_CHROMIUM
def test_certbind_says_what_chromium_says(tmp_path: Path) -> None:
    by_name = {case.name: case for case in (*singles(), *relatives())}
    answers = list(ask((by_name[name] for name in SHORT), tmp_path))
    assert [one.case.name for one in answers] == list(SHORT)
    assert [(one.case.name, one.chromium, one.told) for one in answers if not one.agrees] == []
    assert {one.chromium for one in answers} > {"ok", "ERR_CERT_DATE_INVALID"}


@NEEDS_CHROMIUM
def test_what_is_listed_as_different_differs_still(tmp_path: Path) -> None:
    """A reason for a difference that has gone would excuse the next one."""
    by_name = {case.name: case for case in (*every_case(), *relatives())}
    answers = list(ask((by_name[name] for name in LISTED), tmp_path))
    assert [one.case.name for one in answers] == list(LISTED)
    assert [one.case.name for one in answers if NOT_SERVED in (one.chromium, one.certbind)] == []
    in_vain = {one.case.name for one in answers if one.agrees}
    assert in_vain <= NOW_AND_THEN


def test_the_generator_makes_the_same_cases_each_time() -> None:
    cases = every_case()
    assert [one.name for one in cases] == [one.name for one in every_case()]
    assert len({one.name for one in cases}) == len(cases) >= 200
    assert {area for one in cases for area in one.areas} == AREAS.keys()


def test_about_a_third_is_set_aside_and_another_seed_sets_aside_others() -> None:
    cases = every_case()
    aside = {one.name for one in cases if is_held_out(one)}
    assert len(cases) / 4 < len(aside) < len(cases) / 2
    assert aside != {one.name for one in cases if is_held_out(one, seed=1)}


def test_what_is_listed_is_a_case_and_has_a_reason() -> None:
    assert LISTED.keys() <= {one.name for one in (*every_case(), *relatives())}
    assert all(LISTED.values())
