"""What tests/conftest.py makes hold for every test: the session of a small module shows it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPS = """
import pytest

@pytest.mark.skipif(True, reason="no readelf")
def test_marked():
    pass

def test_called():
    pytest.skip("no Python")

@pytest.mark.xfail
def test_expected():
    assert False

def test_schema():
    pytest.skip("see CERTBIND_SCHEMAS")
"""
ENVIRONMENT = """
import os

def test_it():
    names = {"HTTPS_PROXY", "all_proxy", "CERTBIND_REGION", "OSS_ENDPOINT", "COLUMNS"}
    assert names & set(os.environ) == set()
    assert os.environ["CERTBIND_SCHEMAS"] == "here"
"""


def session(folder: Path, module: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Pytest with tests/conftest.py and this one module, in this environment and no other."""
    (folder / "test_it.py").write_text(module)
    plain = ["-c", "/dev/null", "--rootdir", str(folder), "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plain, "-p", "tests.conftest", str(folder)],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environ", "code", "counts"),
    [
        ({"NO_SKIPS": "1"}, 1, "1 failed, 1 skipped, 1 xfailed, 1 error"),
        ({}, 0, "3 skipped, 1 xfailed"),
    ],
)
def test_a_skip_is_a_failure_where_nothing_may_be_skipped(
    tmp_path: Path, environ: dict[str, str], code: int, counts: str
) -> None:
    done = session(tmp_path, SKIPS, **environ)
    assert done.returncode == code, done.stdout + done.stderr
    assert counts in done.stdout
    if environ:
        assert "nothing may be skipped here: Skipped: no Python" in done.stdout


def test_the_machine_s_own_settings_do_not_reach_a_test(tmp_path: Path) -> None:
    proxies = {"HTTPS_PROXY": "http://127.0.0.1:9", "all_proxy": "http://127.0.0.1:9"}
    account = {"CERTBIND_REGION": "zz", "OSS_ENDPOINT": "http://192.0.2.1", "COLUMNS": "20"}
    done = session(tmp_path, ENVIRONMENT, **proxies, **account, CERTBIND_SCHEMAS="here")
    assert done.returncode == 0, done.stdout + done.stderr
