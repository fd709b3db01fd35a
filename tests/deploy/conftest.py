"""The packages, built once a session from what was fetched before (`make package`)."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from scripts.locked_packages import PackagesError
from scripts.package import Package, build
from scripts.stage_functions import ROOT, alone
from tests.deploy.calling import Build, Unpack


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of this session."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def sources(shared_folder: Path) -> Path:
    """Functions and library as they were when the session began: a person may be at work."""
    copy = shared_folder / "sources"
    with alone(copy):
        if not copy.exists():
            for folder in ("functions", "shared/certbind"):
                shutil.copytree(ROOT / folder, copy / folder)
    return copy


@pytest.fixture(scope="session")
def built(shared_folder: Path, sources: Path) -> Build:
    """The package for a Python; skips where the wheels for it were never fetched."""

    def build_once(version: str) -> Package:
        record = shared_folder / f"built-{version}.json"
        with alone(record):
            if not record.exists():
                record.write_text(_built(version, shared_folder / "package", sources))
        fields = json.loads(record.read_text())
        fields["glibc"] = tuple(fields["glibc"])
        fields |= {name: Path(fields[name]) for name in ("folder", "archive")}
        return Package(**fields)

    return build_once


def _built(version: str, output: Path, sources: Path) -> str:
    try:
        package = build(version, output, sources=sources, offline=True)
    except PackagesError as error:
        if "offline" not in str(error) and "cache" not in str(error):
            raise
        pytest.skip(f"the wheels for Python {version} are not here yet; `make package` gets them")
    return json.dumps(dataclasses.asdict(package), default=str)


@pytest.fixture(scope="session")
def unpacked(built: Build, shared_folder: Path) -> Unpack:
    """The archive unpacked as the platform does, once for all tests: they only read it."""

    def unpack(version: str) -> Path:
        package = built(version)
        code = shared_folder / f"platform-{version}" / "code"
        code.parent.mkdir(exist_ok=True)
        with alone(code):
            if not code.exists():
                with zipfile.ZipFile(package.archive) as archive:
                    archive.extractall(code)
        return code

    return unpack
