"""The story of one certificate at every product, as a person sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_story_of_every_product_ends_well(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "demo", "everywhere"],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        check=False,
        timeout=150,
    )
    assert done.returncode == 0, done.stderr
    assert "CDN www.shop.example is left alone" in done.stdout
    assert "Not to" not in done.stdout
    assert done.stdout.count("Calls: ") == 3
