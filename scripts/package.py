"""Build what is deployed: the functions, the library and the SDKs, one archive for each Python.

    python -m scripts.package [--python 3.10 --python 3.12]

gives build/package/python3.10/ and build/package/python3.10.zip. The same sources and the same
lock give the same bytes (file times fixed, entries sorted, bytecode without times), so that an
unchanged archive is not uploaded again: fc3 compares its CRC-64 with the deployed one.

Bytecode is in it: the code folder of Function Compute is read-only, and without bytecode every
cold start compiles anew. It is bound to the minor version of Python, so only that compiles it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from scripts.elf_symbols import ElfError, highest_glibc, needed_versions
from scripts.locked_packages import PackagesError, install_locked
from scripts.package_content import strip, trim, versions, without_sources
from scripts.pythons import HOW_TO_GET_ONE, find_python, full_version
from scripts.stage_functions import MODIFIED, ROOT, alone, replace, staged_files
from scripts.stand_ins import put_stand_ins

PYTHONS = ("3.10", "3.12")
OUTPUT = ROOT / "build" / "package"
MARKER = "certbind-package.json"
"""At the root of a package: what it is made of (read by certbind.adapters.machine.provenance)."""

PLATFORM_GLIBC = (2, 28)
"""Debian 10, on which python3.10 runs; python3.12's Debian 11 has 2.31."""

_ZIP_TIME = (2020, 1, 1, 0, 0, 0)  # MODIFIED
_CODE_FOLDER = "/code"
"""Where Function Compute unpacks it; stands in tracebacks instead of this machine's path."""


@dataclasses.dataclass(frozen=True, slots=True)
class Package:
    """One that was built.

    bytes, archive_bytes: unpacked and zipped. glibc: the newest version of the C library that a
    shared object in it asks for. bytecode: the full version that compiled it, None without.
    is_stripped: whether its shared objects hold nothing for debuggers.
    """

    python: str
    folder: Path
    archive: Path
    files: int
    bytes: int
    archive_bytes: int
    glibc: tuple[int, ...]
    bytecode: str | None
    is_stripped: bool = True

    @property
    def base64_bytes(self) -> int:
        """The archive as the API takes it; Function Compute allows 100 MB."""
        return -(-self.archive_bytes // 3) * 4

    def __str__(self) -> str:
        """The line that `make package` prints."""
        compiled = f"bytecode of {self.bytecode}" if self.bytecode else "no bytecode"
        return (
            f"{self.archive}: {self.archive_bytes / 1e6:.1f} MB"
            f" ({self.base64_bytes / 1e6:.1f} MB in base64),"
            f" {self.bytes / 1e6:.1f} MB unpacked, {self.files} files,"
            f" glibc {'.'.join(map(str, self.glibc))}, {compiled}"
        )


class PackageError(Exception):
    """It cannot be built; the message says why."""


def main() -> None:
    """Build and report each; exit 1 with one line when one cannot be built."""
    parser = argparse.ArgumentParser(description="Build the archives that are deployed.")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="default: all")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--offline", action="store_true", help="only what was fetched before")
    arguments = parser.parse_args()
    wanted = arguments.python or PYTHONS
    if sys.stderr.isatty():
        told = f"packages for Python {' and '.join(wanted)}: built in half a minute …"
        print(told, file=sys.stderr, flush=True)
    made = partial(build, output=arguments.output, offline=arguments.offline)
    try:
        with ThreadPoolExecutor() as side_by_side:  # much of it is waiting for programs
            for package in side_by_side.map(made, wanted):
                _report(package)
    except (PackageError, PackagesError) as error:
        sys.exit(str(error))


def _report(package: Package) -> None:
    print(package)
    if package.bytecode is None:
        how = HOW_TO_GET_ONE.format(version=package.python)
        print(f"  It starts more slowly so. For bytecode: {how}.")
    if not package.is_stripped:
        print("  It is 2 MB larger so: install binutils, whose `strip` is missing.")


def build(version: str, output: Path, *, sources: Path = ROOT, offline: bool = False) -> Package:
    """Build `output`/python<version> and its zip. PackageError, PackagesError: the old stay.

    sources: holds `functions/` and `shared/certbind/`.
    """
    output.mkdir(parents=True, exist_ok=True)
    target = output / f"python{version}"
    with alone(target), tempfile.TemporaryDirectory(prefix=".work-", dir=output) as work:
        fresh = Path(work) / target.name
        install_locked(version, fresh, offline=offline)
        put_stand_ins(fresh)
        trim(fresh)
        is_stripped = strip(fresh)
        own = staged_files(sources)
        _add_own(own, fresh)
        bytecode = _compile(version, fresh)
        without_sources(fresh, own)
        _mark(version, fresh, bytecode)
        _fix_times(fresh)
        archive = _zip(fresh, Path(work) / f"{target.name}.zip")
        package = _measured(version, fresh, archive, bytecode, is_stripped=is_stripped)
        if package.glibc > PLATFORM_GLIBC:
            raise PackageError(f"glibc {package.glibc} is asked for; there is {PLATFORM_GLIBC}")
        replace(target, fresh)
        archive.replace(output / archive.name)
    return dataclasses.replace(package, folder=target, archive=output / archive.name)


def _add_own(own: dict[Path, Path], folder: Path) -> None:
    third_party = {path.name.partition(".")[0] for path in folder.iterdir()}
    doubled = third_party & {place.parts[0].partition(".")[0] for place in own}
    if doubled:
        raise PackageError(f"{', '.join(sorted(doubled))}: a third-party package has this name")
    for place, source in own.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _compile(version: str, folder: Path) -> str | None:
    """Bytecode that is never compared with its source; the full version that made it.

    The seed is fixed because the order of a set constant depends on it.
    """
    python = find_python(version)
    if python is None:
        return None
    done = subprocess.run(
        [
            *(python, "-s", "-S", "-W", "ignore", "-m", "compileall", "-q"),
            *("--invalidation-mode", "unchecked-hash", "-s", folder, "-p", _CODE_FOLDER, folder),
        ],
        cwd=folder.parent,
        env={"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise PackageError(f"Python {version} cannot compile it: {done.stdout}{done.stderr}")
    return full_version(python)


def _mark(version: str, folder: Path, bytecode: str | None) -> None:
    marker = {"python": version, "bytecode": bytecode, "packages": versions(folder)}
    (folder / MARKER).write_text(json.dumps(marker, indent=1, sort_keys=True) + "\n", "utf-8")


def _measured(
    version: str, fresh: Path, archive: Path, bytecode: str | None, *, is_stripped: bool
) -> Package:
    """What is said of it; the places are those of the work folder."""
    files = [path for path in fresh.rglob("*") if path.is_file()]
    return Package(
        python=version,
        folder=fresh,
        archive=archive,
        files=len(files),
        bytes=sum(path.stat().st_size for path in files),
        archive_bytes=archive.stat().st_size,
        glibc=max((_glibc(path) for path in files if path.suffix == ".so"), default=()),
        bytecode=bytecode,
        is_stripped=is_stripped,
    )


def _glibc(path: Path) -> tuple[int, ...]:
    try:
        return highest_glibc(needed_versions(path.read_bytes()))
    except ElfError as error:
        raise PackageError(f"{path.name}: {error}") from error


def _fix_times(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (MODIFIED, MODIFIED))


def _zip(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix: the mode below counts
            entry.external_attr = 0o100644 << 16
            opened.writestr(entry, path.read_bytes(), compresslevel=9)
    return archive


if __name__ == "__main__":
    main()
