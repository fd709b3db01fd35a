"""Where this machine keeps the Python of a runtime, if it has one."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HOW_TO_GET_ONE = "put python{version} on PATH, or install it with pyenv or `uv python install`"
_ASK = "import sys; print('%d.%d' % sys.version_info[:2])"
_PATIENCE = 30.0


@functools.lru_cache
def find_python(version: str) -> Path | None:
    """An interpreter of `version` (such as `3.10`) that starts; the one that runs this comes
    first. A bare major version takes any. pyenv leaves commands on PATH that do not start while
    their version is not selected: those are found in its own folder.
    """
    for candidate in _candidates(version):
        told = _version_of(candidate)
        if told == version or told.startswith(f"{version}."):
            return candidate
    return None


def _candidates(version: str) -> Iterator[Path]:
    yield Path(sys.executable)
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder, pattern in (
        (pyenv / "versions", f"{version}.*"),
        (Path.home() / ".local/share/uv/python", f"cpython-{version}.*"),
    ):
        yield from sorted(folder.glob(f"{pattern}/bin/python{version}"), reverse=True)


def _version_of(python: Path) -> str:
    try:
        done = subprocess.run(
            [python, "-I", "-S", "-c", _ASK],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
