"""docs/local-cloud.md names every command, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from localcloud.cli import main
from localcloud.switches import SWITCHES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "local-cloud.md"


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name


def named() -> set[str]:
    """The commands in the page: what stands in code there and begins as one."""
    text = re.sub(r"\s+", " ", PAGE.read_text("utf-8"))
    codes = [code.removeprefix("localcloud ") for code in re.findall(r"`([^`]+)`", text)]
    known = set(commands(main))
    found = {" ".join(code.split()[:count]) for code in codes for count in (1, 2)}
    return found & known


def test_every_command_is_in_the_page() -> None:
    assert set(commands(main)) - named() == set()


def test_the_page_names_commands_with_options_that_they_have() -> None:
    text = re.sub(r"\s+", " ", PAGE.read_text("utf-8"))
    found = re.findall(r"`(?:localcloud )?([a-z][^`]*--[^`]*)`", text)
    assert len(found) > 5
    for code in found:
        words = code.replace("[", "").replace("]", "").split()
        command: click.Command = main
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        options = {name for p in command.params for name in (*p.opts, *p.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= options, code


def test_the_switches_that_the_page_names_exist() -> None:
    names = set(re.findall(r"`([a-z]+\.[a-z_]+)`", PAGE.read_text("utf-8"))) - {"s.yaml"}
    assert names <= set(SWITCHES)
