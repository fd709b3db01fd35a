"""Third-party packages as uv.lock has them, for the platform of the functions, not for this one.

uv judges markers and wheels for the named Python, whatever Python runs here; pip judges markers
for its own and so leaves packages out. cryptography's newest wheels ask for a newer C library
than Function Compute has (Debian 10: 2.28), so the platform is named too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.stage_functions import ROOT

PLATFORM = "x86_64-manylinux_2_28"
_SOURCE_ONLY = "oss2"
"""Published without a wheel; pure Python."""

_BUILD_CONSTRAINTS = Path(__file__).parent / "build-constraints.txt"
_PASSED_ON = (
    *("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "UV_CACHE_DIR"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
)
"""How the network is reached. Which index and which settings: the lock alone says it."""


class PackagesError(Exception):
    """The packages could not be had; the message is uv's."""


def install_locked(version: str, target: Path, *, offline: bool = False) -> None:
    """Put what `dependencies` of pyproject.toml need into `target`, for Python `version`.

    Files are copies of their own. Hashes are checked against the lock. offline: only what uv has
    fetched before. PackagesError.
    """
    target.mkdir(parents=True, exist_ok=True)
    requirements = target.with_name(f"{target.name}-requirements.txt")
    export = ("export", "--frozen", "--no-dev", "--no-emit-project", "--output-file", requirements)
    install = (
        *("pip", "install", "--no-deps", "--target", target, "--requirements", requirements),
        # else the files are those of uv's cache and of every environment made from it, and what
        # is done to them here (times, modes, what is stripped) is done to all of them
        *("--link-mode", "copy"),
        *("--python-platform", PLATFORM, "--python-version", version),
        *("--only-binary", ":all:", "--no-binary", _SOURCE_ONLY, "--python", sys.executable),
        *("--build-constraints", _BUILD_CONSTRAINTS),
        *(("--offline",) if offline else ()),
    )
    try:
        _uv(*export)
        _uv(*install)
    finally:
        requirements.unlink(missing_ok=True)


def _uv(*arguments: str | Path) -> None:
    beside = Path(sys.executable).with_name("uv")
    uv = beside if beside.exists() else shutil.which("uv")
    if uv is None:
        raise PackagesError("uv is missing: make package installs it")
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    done = subprocess.run(
        [uv, *arguments, "--no-config", "--quiet", "--no-python-downloads"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise PackagesError(f"uv {arguments[0]}: {done.stderr.strip()}")
