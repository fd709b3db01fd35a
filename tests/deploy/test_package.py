"""What is in the archive that is deployed, and that it is the same whoever builds it."""

from __future__ import annotations

import json
import os
import re
import sys
import zipfile
from pathlib import Path

import pytest

from scripts.elf_symbols import highest_glibc, needed_versions
from scripts.package import MARKER, PLATFORM_GLIBC, PYTHONS, PackageError, build
from scripts.pythons import find_python
from scripts.stage_functions import ROOT, staged_files
from tests.deploy.calling import BUILDS, Build

pytestmark = BUILDS

BASE64_LIMIT = 25_000_000
"""A quarter of what the API takes (100 MB, Function Compute, "Limits"): room to notice growth."""
FILES_LIMIT = 2700


@pytest.mark.parametrize("version", PYTHONS)
def test_it_stays_small(version: str, built: Build) -> None:
    package = built(version)
    assert package.base64_bytes < BASE64_LIMIT
    assert package.files < FILES_LIMIT
    assert package.archive_bytes == package.archive.stat().st_size


@pytest.mark.parametrize("version", PYTHONS)
def test_the_page_tells_about_how_large_it_is(version: str, built: Build) -> None:
    page = (ROOT / "docs" / "package.md").read_text("utf-8")
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in page.splitlines()]
    place = next(row.index(f"python{version}") for row in rows if f"python{version}" in row)
    cells = [row[place] for row in rows if len(row) > place and row[place][:1].isdigit()]
    *sizes, files, _ = (float(cell.removesuffix(" MB")) for cell in cells)
    package = built(version)
    bytes_ = (package.archive_bytes, package.base64_bytes, package.bytes)
    assert sizes == pytest.approx([size / 1e6 for size in bytes_], rel=0.05)
    assert files == pytest.approx(package.files, rel=0.05)


@pytest.mark.parametrize("version", PYTHONS)
def test_every_shared_object_loads_on_the_platform_s_c_library(version: str, built: Build) -> None:
    objects = list(built(version).folder.rglob("*.so*"))
    assert any("_rust" in path.name for path in objects)  # cryptography's
    assert any(f"cpython-{version.replace('.', '')}" in path.name for path in objects)
    for path in objects:
        assert highest_glibc(needed_versions(path.read_bytes())) <= PLATFORM_GLIBC, path
        tagged = re.search(r"cpython-(\d+)", path.name)
        assert tagged is None or tagged[1] == version.replace(".", ""), path
    assert built(version).glibc <= PLATFORM_GLIBC


@pytest.mark.parametrize("version", PYTHONS)
def test_the_functions_lie_at_the_root_and_nothing_superfluous_is_there(
    version: str, built: Build, sources: Path
) -> None:
    places = names_in(built(version).archive)
    handlers = {
        f"{p.stem}.py" for p in (sources / "functions").glob("*.py") if p.stem != "__init__"
    }
    at_root = {p for p in places if "/" not in p and p.endswith(".py")}
    assert at_root - {"six.py", "typing_extensions.py"} == handlers
    assert {str(p) for p in staged_files(sources)} <= places
    tops = {p.split("/")[0] for p in places}
    assert tops.isdisjoint({"localcloud", "tests", "demo", "scripts", "click", "rich", "bin"})
    superfluous = re.compile(
        r"^certbind/cli/|SelfTest|(^|/)tests?/|\.pyi$|/RECORD$|/INSTALLER$|direct_url"
    )
    assert [p for p in places if superfluous.search(p)] == []


@pytest.mark.parametrize("version", PYTHONS)
def test_the_packages_are_those_of_the_lock_and_keep_their_licences(
    version: str, built: Build
) -> None:
    marker = json.loads((built(version).folder / MARKER).read_text())
    assert marker["python"] == version
    locked = set(re.findall(r'\nname = "(.+)"\nversion = "(.+)"', (ROOT / "uv.lock").read_text()))
    assert {(name, number) for name, number in marker["packages"].items()} <= locked
    assert marker["packages"]["aliyun-mns-sdk"] == "1.3.0"
    assert "aliyun-mns" not in marker["packages"]
    replaced = {"pycryptodome", "deprecated", "wrapt", "charset-normalizer"}
    assert replaced.isdisjoint(marker["packages"])
    for name in ("cryptography", "oss2", "requests", "urllib3"):
        (metadata,) = built(version).folder.glob(f"{name}-*.dist-info")
        assert any("LICEN" in path.name.upper() for path in metadata.rglob("*"))


@pytest.mark.parametrize("version", PYTHONS)
def test_nothing_of_this_machine_is_in_it(version: str, built: Build) -> None:
    package = built(version)
    home = Path.home()
    traces = {str(ROOT), str(package.folder.parent), sys.prefix, *_inside(home)}
    for path in package.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert [t for t in traces if t.encode() in content] == [], path


@pytest.mark.parametrize("version", PYTHONS)
def test_each_module_has_bytecode_that_is_never_compared_with_its_source(
    version: str, built: Build
) -> None:
    if find_python(version) is None:
        assert built(version).bytecode is None
        pytest.skip(f"no Python {version} is here to compile with")
    tag = f"cpython-{version.replace('.', '')}"
    folder = built(version).folder
    for source in folder.rglob("*.py"):
        compiled = source.parent / "__pycache__" / f"{source.stem}.{tag}.pyc"
        assert compiled.read_bytes()[4:8] == b"\x01\0\0\0", source  # PEP 552: hash, unchecked


@pytest.mark.parametrize("version", PYTHONS)
def test_the_archive_holds_the_folder_sorted_with_fixed_times(version: str, built: Build) -> None:
    package = built(version)
    with zipfile.ZipFile(package.archive) as archive:
        entries = archive.infolist()
        assert [e.filename for e in entries] == sorted(
            (e.filename for e in entries), key=lambda name: name.split("/")
        )
        assert {e.date_time for e in entries} == {(2020, 1, 1, 0, 0, 0)}
        assert {e.external_attr >> 16 for e in entries} == {0o100644}
        for entry in entries:
            assert archive.read(entry) == (package.folder / entry.filename).read_bytes()
    assert len(entries) == package.files


def test_whoever_builds_it_gets_the_same_bytes(
    built: Build, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere, with another umask, another hash seed and another index in the environment."""
    first = built("3.10")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://index.invalid/simple")
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.invalid/simple")
    before = os.umask(0o077)
    try:
        place = tmp_path / "a" / "longer" / "place"
        again = build("3.10", place, sources=sources, offline=True)
    finally:
        os.umask(before)
    assert again.archive.read_bytes() == first.archive.read_bytes()
    assert (again.files, again.bytes) == (first.files, first.bytes)


def test_a_function_named_like_a_package_is_refused_and_the_old_archive_stays(
    built: Build, tmp_path: Path
) -> None:
    built("3.10")  # so that the wheels are here
    (tmp_path / "python3.10.zip").write_bytes(b"the one before")
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "oss2.py").write_text("")
    with pytest.raises(PackageError, match="oss2: a third-party package has this name"):
        build("3.10", tmp_path, sources=tmp_path, offline=True)
    assert (tmp_path / "python3.10.zip").read_bytes() == b"the one before"
    assert not (tmp_path / "python3.10").exists()


def test_a_package_that_cannot_load_there_is_not_made(
    built: Build, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built("3.10")
    monkeypatch.setattr("scripts.package.PLATFORM_GLIBC", (2, 27))
    with pytest.raises(PackageError, match="glibc"):
        build("3.10", tmp_path / "package", sources=sources, offline=True)
    assert list((tmp_path / "package").glob("python*")) == []


def _inside(home: Path) -> set[str]:
    """Not the home itself: wheels that were built in a container name /root."""
    return {str(home / name) for name in (".cache", ".local", ".pyenv", ".config")}


def names_in(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())
