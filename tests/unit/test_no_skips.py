"""A skip where none may be, which would make a green run say less than it seems to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULE = """
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
    (tmp_path / "test_it.py").write_text(MODULE)
    plain = ["-c", "/dev/null", "--rootdir", str(tmp_path), "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plain, "-p", "tests.conftest", str(tmp_path)],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert counts in done.stdout
    if environ:
        assert "nothing may be skipped here: Skipped: no Python" in done.stdout
