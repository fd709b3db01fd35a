"""Finding a Python of a given version, and what becomes of a package where there is none."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from scripts.package import build, main
from scripts.pythons import find_python, full_version
from tests.deploy.calling import Build

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One with nothing on PATH, in pyenv or of uv."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_the_one_that_runs_is_taken_first(machine: Path) -> None:
    program(machine / "bin" / f"python{HERE}", f"echo {HERE}.0")
    assert find_python(HERE) == Path(sys.executable)


def test_a_shim_that_does_not_start_is_passed_over(machine: Path) -> None:
    """As pyenv's for a version that is not selected."""
    program(machine / "bin" / "python3.7", "exit 127")
    assert find_python("3.7") is None
    pyenv = [
        program(machine / f"pyenv/versions/3.7.{n}/bin/python3.7", f"echo 3.7.{n}")
        for n in (9, 16, 2)
    ]
    assert find_python("3.7") == pyenv[1]  # the newest, as numbers


def test_another_version_under_that_name_is_not_believed(machine: Path) -> None:
    program(machine / "bin" / "python3.7", "echo 3.71.1")
    assert find_python("3.7") is None


def test_the_full_version_of_what_starts() -> None:
    assert full_version(Path(sys.executable)) == sys.version.split(maxsplit=1)[0].rstrip("+")
    assert full_version(Path("/nowhere/python")) is None


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_without_that_python_it_is_built_without_bytecode_and_said(
    built: Build,
    sources: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    built("3.12")
    monkeypatch.setattr("scripts.package.find_python", lambda _: None)
    monkeypatch.setattr(
        "scripts.package.build",
        lambda version, output, offline: build(version, output, sources=sources, offline=offline),
    )
    options = ["--python", "3.12", "--output", str(tmp_path), "--offline"]
    monkeypatch.setattr(sys, "argv", ["package", *options])
    main()
    told = capsys.readouterr().out
    assert "no bytecode" in told
    assert "put python3.12 on PATH" in told
    assert not list((tmp_path / "python3.12").rglob("*.pyc"))
