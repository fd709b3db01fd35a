"""Where this machine keeps a Python of a given minor version, if it has one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HOW_TO_GET_ONE = "put python{version} on PATH, or install it with pyenv or `uv python install`"
"""For whoever reads that one is missing."""

_ASK = "import platform; print(platform.python_version())"


def find_python(version: str) -> Path | None:
    """An interpreter of `version` (such as `3.10`) that starts; None when there is none.

    A shim of pyenv for a version that is not selected lies on PATH and does not start; such a
    version is found in pyenv's own folder.
    """
    for candidate in _candidates(version):
        told = full_version(candidate)
        if told is not None and told.rpartition(".")[0] == version:
            return candidate
    return None


def full_version(python: Path) -> str | None:
    """`3.10.13`; None when it does not start."""
    try:
        done = subprocess.run(
            [python, "-I", "-S", "-c", _ASK],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _candidates(version: str) -> Iterator[Path]:
    yield Path(sys.executable)
    name = f"python{version}"
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv")
    for folder, pattern in (
        (pyenv / "versions", f"{version}.*"),
        (home / ".local/share/uv/python", f"cpython-{version}.*"),
    ):
        yield from sorted(folder.glob(f"{pattern}/bin/{name}"), key=_by_number, reverse=True)


def _by_number(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.parents[1].name)]
