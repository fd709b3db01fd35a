"""The command, run as a person runs it, against a world in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from localcloud.cli import main
from localcloud.control import Control
from localcloud.world import LocalCloud

Run = Callable[..., Result]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LocalCloud]:
    """A world with a control endpoint and, when tests wrote one before, no functions."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "echo.py").write_text(
        "def handler(event, context):\n"
        "    print('seen')\n"
        "    if event == b'fail': raise RuntimeError('asked for')\n"
        "    return event\n"
    )
    (tmp_path / "s.yaml").write_text(
        "edition: 3.0.0\n"
        "resources:\n"
        "  echo:\n"
        "    component: fc3\n"
        "    props: {functionName: demo-echo, region: cn-hangzhou, runtime: python3.10,\n"
        "            handler: echo.handler, code: ./code, timeout: 20}\n"
    )
    with LocalCloud(tmp_path / "state", service_file=tmp_path / "s.yaml") as made:
        control = Control(made)
        control.start()
        yield made
        control.close()


@pytest.fixture
def run(world: LocalCloud) -> Run:
    """Run a command; the result with its output."""

    def invoke(*arguments: str, code: int = 0, text: str | None = None) -> Result:
        environment = {"LOCALCLOUD_DIR": str(world.directory)}
        result = CliRunner().invoke(main, arguments, env=environment, input=text)
        assert result.exit_code == code, result.output
        return result

    return invoke


@pytest.fixture
def act(run: Run) -> Callable[..., Any]:
    """Run a command with --json; what it printed, parsed."""

    def invoke(*arguments: str, **settings: Any) -> Any:
        return json.loads(run(*arguments, "--json", **settings).stdout)

    return invoke
