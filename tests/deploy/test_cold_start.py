"""What a function does not need it does not import: counted, since times are noisy.

benchmarks/cold_start.py measures the times, and fails beyond its ratios.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from scripts.package import PYTHONS
from scripts.stage_functions import stage, staged_files
from tests.deploy.calling import (
    BUILDS,
    PAYLOADS,
    Unpack,
    loaded_modules,
    python_or_skip,
    standard_library,
    wired_modules,
)

pytestmark = BUILDS

HERE = "this one"
"""The Python of the tests with its own packages: there on every machine."""

NEVER = (
    *("pydantic", "rich", "click", "jinja2", "aiohttp", "numpy", "yaml", "pytest"),
    *("pkg_resources", "setuptools", "certbind.cli", "certbind.domain.words.index"),
)
NOT_FOR_WATCH = (
    *("cryptography.x509", "dns"),
    *("certbind.domain.decide", "certbind.domain.situation", "certbind.domain.lifecycle.state"),
    *("certbind.domain.trust.chain", "certbind.domain.trust.leaf", "certbind.domain.trust.paths"),
    *("certbind.domain.trust.verdict", "certbind.domain.words"),
    *("certbind.adapters.edge", "certbind.adapters.registry", "certbind.adapters.targets"),
    *("certbind.adapters.accelerated.targets", "certbind.adapters.oss.targets"),
    *("certbind.usecases.account", "certbind.usecases.wishes"),
    *("certbind.usecases.rotate.step", "certbind.usecases.rotate.gather"),
)
"""It reads lists and writes snapshots: no chain, no name resolution, no target."""

PURE = {"idna", "publicsuffixlist"}
"""Python alone, hence good for any; the names in an event are read with them."""

MOST = {
    "watch": 614,
    "recheck": 774,
    "rollback": 739,
    "certificate_event": 764,
    "harden": 703,
    "emergency": 774,
}
"""Modules in memory when wired, some 430 of them the SDKs'."""

REPLACED = 175
"""More where the package's stand-ins (scripts/stand_ins.py) are not."""

Modules = Callable[[str], dict[str, str]]


@pytest.fixture(params=[*PYTHONS, HERE])
def wired(request: pytest.FixtureRequest, tmp_path: Path) -> Modules:
    """The modules of a wired function: from the package, or from here without a package."""
    if request.param == HERE:
        code, python = tmp_path / "code", Path(sys.executable)
        stage(staged_files(request.getfixturevalue("sources")), code)
        packages = [Path(p) for p in sys.path if p.endswith("site-packages")]
    else:
        python = python_or_skip(request.param)
        code, packages = request.getfixturevalue("unpacked")(request.param), []
    return lambda name: wired_modules(python, code, name, *packages)


@pytest.fixture
def more(request: pytest.FixtureRequest) -> int:
    """Modules that only the packages themselves bring."""
    return REPLACED if HERE in request.node.name else 0


@pytest.mark.parametrize("name", [b for b in (*NEVER, *NOT_FOR_WATCH) if "certbind" in b])
def test_what_is_barred_of_the_library_is_there(name: str) -> None:
    """A name that a move left behind bars nothing."""
    assert find_spec(name) is not None


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_function_imports_no_more_than_it_needs(name: str, wired: Modules, more: int) -> None:
    modules = wired(name)
    barred = (*NEVER, *(NOT_FOR_WATCH if name == "watch" else ()))
    assert [m for m in modules if any(m == b or m.startswith(f"{b}.") for b in barred)] == []
    assert "oss2" in modules
    assert len(modules) <= MOST[name] + more


@pytest.mark.parametrize("version", PYTHONS)
def test_a_handler_s_module_imports_no_sdk_yet(version: str, unpacked: Unpack) -> None:
    """So that a wrong package or a missing setting is said, and not an ImportError."""
    python, code = python_or_skip(version), unpacked(version)
    standard = standard_library(python)
    for name in PAYLOADS:
        files = loaded_modules(python, code, name)
        files = {m: file for m, file in files.items() if file}
        third_party = {
            m.partition(".")[0]
            for m, file in files.items()
            if Path(file).is_relative_to(code) and m.partition(".")[0] not in {name, "certbind"}
        }
        assert third_party <= PURE
        outside = [Path(file) for file in files.values() if not file.startswith(str(code))]
        assert all(file.is_relative_to(standard) for file in outside)
