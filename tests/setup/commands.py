"""`certbind setup` and `certbind teardown`, as a person runs them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner

from certbind.cli.main import main
from localcloud.world import LocalCloud


@dataclass(frozen=True)
class Ended:
    """A command's end; `out` holds stdout, `err` stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def steps(self, change: str) -> list[str]:
        """`queue certbind-events`, of the plan's steps of one kind."""
        plan = self.json["plan"]
        return [f"{s['thing']} {s['name']}" for s in plan if s["change"] == change]


def run(cloud: LocalCloud, *arguments: str, typed: str = "", **environ: str) -> Ended:
    """With nothing but the local cloud's variables and `environ`."""
    given: Mapping[str, str] = {**cloud.env(), "COLUMNS": "200", **environ}
    runner = CliRunner(env=dict(given))
    ended = runner.invoke(main, list(arguments), input=typed, catch_exceptions=False)
    return Ended(ended.exit_code, ended.stdout, ended.stderr)
