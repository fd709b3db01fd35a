"""The start-up check: whose packages would be imported."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from certbind.adapters.machine import provenance
from certbind.adapters.machine.provenance import (
    MARKER,
    SHIPPED,
    WrongPackageError,
    check_provenance,
)
from scripts.package import MARKER as WRITTEN
from scripts.stage_functions import ROOT
from tests.deploy.calling import (
    PAYLOADS,
    SETTINGS,
    Unpack,
    call,
    provenance_root,
    python_or_skip,
)

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A code folder with every SDK in it, first on sys.path, marked as a package."""
    folder = tmp_path / "code"
    for name in SHIPPED:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").touch()
        monkeypatch.delitem(sys.modules, name, raising=False)
    mark(folder)
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    sys.path_importer_cache.clear()


def mark(folder: Path, python: str = HERE) -> None:
    folder.mkdir(exist_ok=True)
    (folder / MARKER).write_text(json.dumps({"python": python}))


def move(name: str, code: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the runtime brought `name`."""
    elsewhere.mkdir(exist_ok=True)
    (code / name).rename(elsewhere / name)
    monkeypatch.setattr(sys, "path", [*sys.path, str(elsewhere)])


def test_the_builder_writes_the_marker_that_is_read() -> None:
    assert MARKER == WRITTEN


def test_the_marker_is_looked_for_where_the_library_lies(tmp_path: Path) -> None:
    """In the checkout, and in another place; elsewhere it would never be found, without a word."""
    assert provenance._ROOT == ROOT / "shared"
    code = tmp_path / "code"
    shutil.copytree(provenance._ROOT / "certbind", code / "certbind")
    root = provenance_root(Path(sys.executable), code)
    assert root == code
    assert (root / "certbind" / "errors.py").is_file()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("version", ["3.10", "3.12"])
def test_a_package_s_marker_is_found_beside_its_library(version: str, unpacked: Unpack) -> None:
    python, code = python_or_skip(version), unpacked(version)
    root = provenance_root(python, code)
    assert root == code
    assert (root / MARKER).is_file()
    assert (root / "certbind" / "errors.py").is_file()


def test_a_package_with_its_own_sdks_passes(code: Path) -> None:
    check_provenance(code)


def test_where_nothing_was_packaged_the_environment_s_packages_are_meant(tmp_path: Path) -> None:
    check_provenance(tmp_path)


@pytest.mark.parametrize("name", SHIPPED)
def test_an_sdk_of_the_platform_is_refused_by_name_and_place(
    name: str, code: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = tmp_path / "platform"
    monkeypatch.setattr(sys, "path", [str(code)])
    move(name, code, platform, monkeypatch)
    with pytest.raises(WrongPackageError) as caught:
        check_provenance(code)
    assert list(caught.value.faults) == [name]
    assert str(platform / name) in str(caught.value)
    assert name not in sys.modules  # looked up, never imported


def test_a_missing_sdk_is_named(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(code)])
    (code / "aliyunsdkcas" / "__init__.py").unlink()
    (code / "aliyunsdkcas").rmdir()
    with pytest.raises(WrongPackageError, match="aliyunsdkcas is missing in the package"):
        check_provenance(code)


def test_another_python_is_named_beside_the_one_it_was_packaged_for(code: Path) -> None:
    mark(code, "3.9")
    with pytest.raises(WrongPackageError, match=rf"for Python 3\.9, and this is Python {HERE}"):
        check_provenance(code)


@pytest.mark.parametrize("packaged", [True, False])
def test_the_package_that_prints_secrets_is_refused_wherever_it_is(
    packaged: bool, code: Path
) -> None:
    """aliyun-mns 1.1.5 and aliyun-mns-sdk 1.3.0 own the same folder `mns`."""
    (code / "mns" / "compat.py").touch()
    if not packaged:
        (code / MARKER).unlink()
    with pytest.raises(WrongPackageError, match="aliyun-mns, which prints the secret") as caught:
        check_provenance(code)
    assert ("make package" in caught.value.hint) is packaged
    assert ("pip uninstall aliyun-mns`" in caught.value.hint) is not packaged


def test_it_is_permanent_and_says_the_one_thing_to_do(code: Path) -> None:
    mark(code, "3.9")
    with pytest.raises(WrongPackageError, match="make package") as caught:
        check_provenance(code)
    assert not caught.value.retryable
    assert caught.value.to_json()["code"] == "wrong_package"


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("version", ["3.10", "3.12"])
def test_every_function_looks_before_it_works(
    version: str, unpacked: Unpack, tmp_path: Path
) -> None:
    python, unfolded = python_or_skip(version), tmp_path / "code"
    shutil.copytree(unpacked(version), unfolded, ignore=shutil.ignore_patterns("oss2"))
    for name in PAYLOADS:
        answer = call(python, unfolded, name, settings=SETTINGS)
        told = answer.get("returned", answer)
        assert told["code"] == "wrong_package", (name, answer)
        assert "oss2 is missing in the package" in told["message"]
