"""`python -m tests.breaks [NAME …]`: each break in a copy of the library, and whether tests tell.

The working tree is not touched. Exit 1: a break that no test saw, or whose line is there no more.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.breaks.table import BREAKS, Break

ROOT = Path(__file__).resolve().parents[2]


def main(*names: str) -> int:
    """A line each."""
    missed = 0
    for one in BREAKS:
        if names and not any(name in f"{one.place} {one.name}" for name in names):
            continue
        told = _tried(one)
        missed += not told.startswith("told")
        sys.stdout.write(f"{one.promise}  {one.place:10} {one.name:50} {told}\n")
        sys.stdout.flush()
    return int(missed > 0)


def _tried(one: Break) -> str:
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "certbind"
        shutil.copytree(ROOT / "shared" / "certbind", library)
        path = library / one.file
        text = path.read_text("utf-8")
        if text.count(one.old) != 1:
            return "ITS LINE IS GONE"
        path.write_text(text.replace(one.old, one.new), "utf-8")
        return _run(one, folder)


def _run(one: Break, folder: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    paths = os.pathsep.join((folder, str(ROOT), str(ROOT / "localcloud")))
    done = subprocess.run(
        [*command, "-o", f"pythonpath={folder}", *one.tests.split()],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    if not failed:
        return "NOT TOLD" if done.returncode == 0 else f"NO TEST RAN: {done.stdout[-200:]!r}"
    return f"told by {failed[0].split('::')[1].split(' ')[0][:70]}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
