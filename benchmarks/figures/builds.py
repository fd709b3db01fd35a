"""The build before, taken out of the repository and run beside this one."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Environment = Mapping[str, str]

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "fa15c6c"
"""The commit of which the first figures are."""


class NoBuildError(Exception):
    """The checkout has no history: nothing can be compared."""


@dataclass(frozen=True, slots=True)
class Build:
    """A tree with `shared/certbind` in it; its library is imported from there."""

    name: str
    folder: Path

    def run(self, module: str, *arguments: str, env: Environment | None = None) -> dict[str, Any]:
        """`python -m module` of this checkout's benchmarks over that build's library, in a
        process of its own; the JSON object that it prints last.
        """
        done = subprocess.run(
            self._command(module, *arguments),
            cwd=self.folder,
            env=self._environment(env or {}),
            stdout=subprocess.PIPE,
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def start(self, module: str, *arguments: str, env: Environment) -> subprocess.Popen[str]:
        """The same, to be talked to over its standard input and output."""
        return subprocess.Popen(
            self._command(module, *arguments),
            cwd=self.folder,
            env=self._environment(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _command(self, module: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", module, *arguments]

    def _environment(self, env: Environment) -> dict[str, str]:
        paths = (env.get("PYTHONPATH"), self.folder / "shared", ROOT, ROOT / "localcloud")
        path = os.pathsep.join(str(one) for one in paths if one)
        return {**os.environ, **env, "PYTHONPATH": path}


def with_bytecode(environment: Environment) -> dict[str, str]:
    """What is run twice finds its bytecode, as whatever is installed does; none is left beside
    the sources.
    """
    kept = {"PYTHONPYCACHEPREFIX": str(ROOT / "build" / "figures" / "bytecode")}
    given = {**os.environ, **environment, **kept}
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    return given


THIS = Build("this build", ROOT)


def build_before() -> Build:
    """Commit BEFORE, under build/figures; NoBuildError where git does not have it."""
    folder = ROOT / "build" / "figures" / BEFORE
    if not (folder / "shared").is_dir():
        command = ["git", "archive", "--format=tar", BEFORE, "shared", "functions"]
        taken = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        if taken.returncode:
            raise NoBuildError(f"git has no commit {BEFORE}: fetch the whole history")
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(fileobj=io.BytesIO(taken.stdout)) as archive:
            archive.extractall(folder, filter="data")
    return Build(f"commit {BEFORE}", folder)
