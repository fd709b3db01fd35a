"""Build what the functions run: their modules at the root, the library beside them.

The same sources give the same folder, byte for byte and with the same file times, so that an
unchanged one is not uploaded again (fc3 compares the checksum of its zip). Third-party packages
are not in it: locally they come from the environment.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.import_closure import reachable

ROOT = Path(__file__).resolve().parent.parent
MODIFIED = 1_577_836_800  # 2020-01-01T00:00:00Z; a zip knows nothing before 1980


def main() -> None:
    """Build it and say what is in it."""
    parser = argparse.ArgumentParser(description="Build the folder that the functions run.")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "fc")
    output: Path = parser.parse_args().output
    files = staged_files(ROOT)
    changed = stage(files, output)
    handlers = ", ".join(p.stem for p in files if len(p.parts) == 1)
    state = "built" if changed else "unchanged"
    print(f"{output}: {state}, {len(files)} files; functions: {handlers}")


def staged_files(root: Path) -> dict[Path, Path]:
    """Every file by its place in the folder, sorted; the value is its source.

    Of the library only what a function can reach: the command and what it alone needs stay out.
    """
    handlers = [p for p in (root / "functions").glob("*.py") if p.stem != "__init__"]
    library = root / "shared"
    found = {Path(p.name): p for p in handlers}
    found |= {p.relative_to(library): p for p in reachable(library, handlers)}
    return dict(sorted(found.items()))


def stage(files: dict[Path, Path], output: Path) -> bool:
    """Put the files where `output` is, all at once; False when it holds exactly them already.

    A reader finds the old folder or the new one, never a mixture; for the moment between the two
    renames it may find none.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with alone(output):
        if _holds(output, files):
            return False
        fresh = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
        try:
            _copy(files, fresh)
            replace(output, fresh)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return True


@contextmanager
def alone(output: Path) -> Iterator[None]:
    """One builder at a time."""
    with (output.parent / f".{output.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _holds(output: Path, files: dict[Path, Path]) -> bool:
    there = {
        path.relative_to(output)
        for path in output.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return there == files.keys() and all(
        (output / place).read_bytes() == source.read_bytes() for place, source in files.items()
    )


def _copy(files: dict[Path, Path], folder: Path) -> None:
    folder.chmod(0o755)
    for place, source in files.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        target.chmod(0o644)
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (MODIFIED, MODIFIED))


def replace(output: Path, fresh: Path) -> None:
    """Put the folder `fresh` in the place of `output`; both lie on one file system."""
    old = fresh.with_name(f"{fresh.name}-old")
    if output.exists():
        output.rename(old)
    try:
        fresh.rename(output)
    except OSError:
        if old.exists():
            old.rename(output)
        raise
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    main()
