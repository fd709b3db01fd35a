"""Known flaws: each that affects a version which is locked or carried inside is argued.

Needs no network: `scripts/advisories.json` is kept by hand, with source and date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
ADVISORIES: list[dict[str, Any]] = json.loads((ROOT / "scripts/advisories.json").read_text())[
    "advisories"
]
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
_LOCKED = re.compile(r'^name = "([^"]+)"\nversion = "([^"]+)"$', re.MULTILINE)
_VERSION = re.compile(r"^__version__\s*=\s*['\"]([0-9.]+)['\"]", re.MULTILINE)
_ARGUED = re.compile(r"^\| (\S+) (\S+) \| ([^|]*) \| ([^|]+) \|$", re.MULTILINE)


def locked() -> set[tuple[str, str]]:
    return set(_LOCKED.findall((ROOT / "uv.lock").read_text("utf-8")))


def carried_inside() -> set[tuple[str, str]]:
    """What aliyun-python-sdk-core brings along, by what stands in its files."""
    spec = find_spec("aliyunsdkcore")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "vendored"
    parts = [folder / "six.py", folder / "requests"]
    parts += [one for one in (folder / "requests/packages").iterdir() if one.is_dir()]
    return {(one.stem, version_in(one)) for one in parts if one.name != "__pycache__"}


def version_in(part: Path) -> str:
    files = [part] if part.is_file() else [part / "__init__.py", part / "__version__.py"]
    found = [_VERSION.search(file.read_text("utf-8")) for file in files if file.exists()]
    return next(one[1] for one in found if one)


def argued() -> dict[tuple[str, str], set[str]]:
    told: dict[tuple[str, str], set[str]] = {}
    for package, version, ids, why in _ARGUED.findall(SECURITY):
        if ids.startswith("CVE-"):
            assert len(why) > 20
            told.setdefault((package, version), set()).update(ids.split(", "))
    return told


def affecting(package: str, version: str) -> Iterator[str]:
    for advisory in ADVISORIES:
        ranges = advisory["affected"] if advisory["package"] == package else ()
        if any(Version(r["introduced"]) <= Version(version) < Version(r["fixed"]) for r in ranges):
            yield advisory["id"]


def test_every_advisory_that_affects_a_version_of_ours_is_argued_and_no_other() -> None:
    needed = {part: set(affecting(*part)) for part in locked() | carried_inside()}
    assert argued() == {part: ids for part, ids in needed.items() if ids}


def test_nothing_that_is_locked_is_known_to_be_flawed() -> None:
    assert {part: ids for part in locked() if (ids := list(affecting(*part)))} == {}


def test_the_page_names_what_is_carried_inside() -> None:
    """Another SDK brings other parts: each is to be looked at again."""
    assert carried_inside() == {
        ("requests", "2.18.3"),
        ("urllib3", "1.24.3"),
        ("chardet", "3.0.4"),
        ("certifi", "2026.07.22"),
        ("six", "1.16.0"),
    }
    text = " ".join(SECURITY.split())
    assert all(f"{name} {version}" in text for name, version in carried_inside())


@pytest.mark.parametrize("advisory", ADVISORIES, ids=lambda one: one["id"])
def test_an_advisory_tells_its_range_its_source_and_its_day(advisory: dict[str, Any]) -> None:
    assert re.fullmatch(r"CVE-\d{4}-\d{4,}", advisory["id"])
    assert advisory["source"].startswith("https://")
    assert date.fromisoformat(advisory["read"]) >= date(2026, 11, 29)
    assert advisory["affected"]
    for span in advisory["affected"]:
        assert Version(span["introduced"]) < Version(span["fixed"])


def test_no_advisory_stands_twice() -> None:
    ids = [one["id"] for one in ADVISORIES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("version", "affected"),
    [("1.24.3", True), ("2.5.0", True), ("2.6.0", False), ("1.23", False), ("2.8.0", False)],
)
def test_a_range_holds_its_first_version_and_not_the_mended_one(
    version: str, *, affected: bool
) -> None:
    assert ("CVE-2025-66418" in affecting("urllib3", version)) is affected
