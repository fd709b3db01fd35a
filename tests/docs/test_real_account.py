"""What a person is to run against a real account runs here too, as far as the local cloud goes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from localcloud.world import LocalCloud

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "real-account.md").read_text(encoding="utf-8")


def test_a_plain_body_is_put_into_the_queue_as_it_is() -> None:
    section = PAGE.partition("### A plain body in the queue")[2]
    block = re.search(r"```bash\n(.*?)```", section, re.DOTALL)
    assert block is not None
    with LocalCloud() as cloud:
        cloud.mns.model.create_queue("certbind-events", {})
        done = subprocess.run(
            ["bash", "-c", block[1].replace("python -", f"{sys.executable} -W ignore -")],
            cwd=ROOT,
            env={**os.environ, **cloud.env()},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        (message,) = cloud.mns.model.peek("certbind-events", 16)
    assert message.body == (ROOT / "events" / "bind-command.json").read_text("utf-8")


def test_every_open_point_names_a_command() -> None:
    rows = [line.split(" | ")[-1] for line in PAGE.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 15
    assert [row for row in rows if "`" not in row and "](#" not in row] == []
