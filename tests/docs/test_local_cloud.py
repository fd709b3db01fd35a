"""Walking a guide on the local cloud, as docs/local-cloud.md lists it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.stage_functions import ROOT

PAGE = ROOT / "docs" / "local-cloud.md"
_LEFT_OUT = shutil.ignore_patterns(".*", "build", "tests", "__pycache__")


def commands() -> str:
    section = PAGE.read_text("utf-8").partition("## Walking a guide on the local cloud")[2]
    block = re.search(r"```\n(.*?)```", section, re.DOTALL)
    assert block is not None
    return block[1]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_list_ends_with_a_certificate_that_an_event_bound(tmp_path: Path) -> None:
    """Word for word, in a checkout of its own; `make` alone is spelt out, as it would install."""
    folder, checkout = Path(sys.executable).parent, tmp_path / "certbind"
    shutil.copytree(ROOT, checkout, ignore=_LEFT_OUT)
    (checkout / ".venv").symlink_to(folder.parent)
    script = commands().replace("make stage", ".venv/bin/python -m scripts.stage_functions")
    stop_it = "trap '.venv/bin/localcloud down 2>/dev/null || true' EXIT"
    done = subprocess.run(
        ["bash", "-c", f"{stop_it}\nset -e\n{script}"], cwd=checkout, env={**os.environ},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    status, _, history = done.stdout.partition("1 domain: ")
    assert "what is bound" in status.splitlines()[-1], "visitors get it"
    assert re.search(r"bound +event .* is bound; nothing was bound there before", history)
    assert "nothing is bound there" not in history, "why it was bound is of the time before"
