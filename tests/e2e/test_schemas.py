"""What every command prints with --json is what docs/schemas says, also where it ends ill."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import jsonschema
import pytest
from click.testing import CliRunner

from certbind.cli.main import main
from localcloud.world import LocalCloud
from tests.e2e.ten_troubles import TenTroubles

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"
HOSTS = "www.shop.example\nwrong.shop.example\ngone.shop.example\ntwo words\n"
WALK: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("plan", ("plan",)),
    ("outcomes", ("bind", "late.shop.example", "bare.other.example", "--yes")),
    ("plan", ("bind", "wrong.shop.example")),
    ("history", ("history", "late.shop.example")),
    ("outcomes", ("rollback", "--domain", "late.shop.example")),
    ("outcomes", ("harden", "cdn.shop.example", "www.shop.example")),
    ("outcomes", ("emergency", "downgrade", "cdn.shop.example")),
    ("outcomes", ("emergency", "failover", "www.shop.example")),
    ("outcomes", ("emergency", "restore", "cdn.shop.example")),
    ("recheck", ("recheck",)),
    ("status", ("status",)),
    ("status", ("status", "late.shop.example", "--look")),
    ("certificates", ("certificates",)),
    ("explain", ("explain", "chain.other.example")),
    ("verify", ("verify", "www.shop.example", "wrong.shop.example", "silent.shop.example")),
    ("verify", ("verify", "www.shop.example", "--sha256", "0" * 64)),
    ("verify", ("verify", "--settings", "cdn.shop.example", "gone.shop.example")),
    ("verify", ("verify", "--file", "-")),
    ("roots", ("roots", "www.shop.example")),
    ("doctor", ("doctor",)),
    ("setup", ("setup",)),
    ("setup", ("teardown",)),
    ("notices", ("notices",)),
    ("notices", ("ack", "ended.other.example")),
    ("prune", ("prune",)),
    ("error", ("dead-letters", "list")),
    ("error", ("bind", "nosuch.shop.example")),
    ("error", ("roots", "--certificate", "7-cn-hangzhou")),
)


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TenTroubles]:
    with LocalCloud(tmp_path_factory.mktemp("cloud")) as cloud:
        yield TenTroubles(cloud)


def test_each_answer_is_as_its_schema_says(account: TenTroubles) -> None:
    """One after the other, in one account."""
    for name, arguments in WALK:
        with pytest.MonkeyPatch.context() as patch:
            for variable, value in account.environment().items():
                patch.setenv(variable, value)
            done = CliRunner().invoke(main, [*arguments, "--json"], input=HOSTS)
        assert done.exit_code != 70, done.output
        held_to(name, json.loads(done.stdout))


def held_to(name: str, answer: object) -> None:
    schema = json.loads((FOLDER / f"{name}.v1.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(answer)


def commands(
    group: click.Group = main, path: str = "certbind"
) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(click.Context(group)):
        command = group.commands[name]
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def test_every_command_with_json_is_listed_beside_a_schema() -> None:
    listed = (FOLDER / "README.md").read_text("utf-8")
    with_json = [
        path for path, command in commands() if any("--json" in one.opts for one in command.params)
    ]
    assert [path for path in with_json if f"`{path}" not in listed] == []
    named = set(re.findall(r"\]\(([\w.-]+\.json)\)", listed))
    assert named == {one.name for one in FOLDER.glob("*.json")}
