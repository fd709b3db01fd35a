"""The JavaScript SDK (ali-oss of npm), unmodified: each scenario of ali_oss.js in a bucket `b-1`.

It is no part of the project: where npm is, it is installed once into build/ali-oss.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.localcloud.oss.running import Running

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "build" / "ali-oss"
VERSION = "6.23.0"
SCRIPT = Path(__file__).with_name("ali_oss.js")
NAMES = re.findall(r"^scenario\('(.+)',", SCRIPT.read_text("utf-8"), re.MULTILINE)
NAMES += [f"a file is uploaded by parts, {n} at once" for n in (1, 3)]


@pytest.fixture(scope="module")
def modules() -> Path:
    """Where the SDK is."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not here")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as lock:  # the workers of pytest-xdist install it once
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = FOLDER / "node_modules"
        if not (found / "ali-oss" / "package.json").is_file():
            quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
            package = ["--prefix", str(FOLDER), f"ali-oss@{VERSION}"]
            subprocess.run([npm, "install", *quiet, *package], check=True, timeout=300)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_what_the_javascript_sdk_does(
    cloud: Running, modules: Path, tmp_path: Path, name: str
) -> None:
    cloud.service.world.create_bucket("b-1", "cn-hangzhou")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "NODE_PATH": str(modules),
        "OSS_ENDPOINT": cloud.url(),
        "OSS_KEY_ID": cloud.root.key_id,
        "OSS_KEY_SECRET": cloud.root.secret,
    }
    done = subprocess.run(
        ["node", str(SCRIPT), name],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
