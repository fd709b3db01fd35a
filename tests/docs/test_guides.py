"""Whoever follows a guide gets what it says, command for command, in either language."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from certbind.cli.main import main
from certbind.config.table import SETTINGS
from tests.docs.accounts import WORLDS
from tests.docs.guides import (
    FOLDER,
    NAMES,
    ROOT,
    Block,
    blocks_of,
    chinese,
    english,
    missing,
)
from tests.docs.troubles import TROUBLES
from tests.docs.walk import Walk

PAGES = [
    *(FOLDER / f"{name}.md" for name in NAMES),
    *(FOLDER / "zh" / f"{name}.md" for name in NAMES),
    FOLDER / "README.md",
    ROOT / "README.zh.md",
]
NOT_RUN = {
    ("first-deployment", "git clone ADDRESS certbind"),
    ("first-deployment", "cd certbind"),
    ("first-deployment", "npm install --global @serverless-devs/s@3.1.10"),
}
"""Every command that no test runs; each says why in the guide's source."""

guides = pytest.mark.parametrize("name", NAMES)
pages = pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    made = Walk(tmp_path)
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
@guides
def test_a_newcomer_walks_through_the_guide(name: str, walk: Walk) -> None:
    """Each command ends as the guide says and prints what it shows."""
    for block in blocks_of(english(name)):
        prepare(walk, block)
        if block.not_run:
            continue
        printed = ""
        for command in block.commands:
            ended = walk.run(command, block.typed)
            told = f"{name}.md, line {block.line}: {command}\n{ended.out}"
            assert ended.code == block.exit, f"ended with {ended.code}: {told}"
            printed += ended.out.replace(walk.account, "1234567890123456")
        left = missing(block.output, printed)
        assert left == [], f"not printed: {left}\n{printed}"
    if walk.form_only:
        pytest.skip(f"walked to its end, but `s` is not here for {walk.form_only}; see .ci/run")


def prepare(walk: Walk, block: Block) -> None:
    """What happens in the account before the block's commands."""
    for kind, value in block.before:
        if kind == "pass":
            walk.advance(value)
        else:
            {**WORLDS, **TROUBLES}[value](walk)
            walk.settle()


@guides
def test_both_languages_give_the_same_commands_and_show_the_same_output(name: str) -> None:
    ours, theirs = blocks_of(english(name)), blocks_of(chinese(name))
    for one, other in zip(ours, theirs, strict=False):
        assert one.content == other.content, f"lines {one.line} and {other.line}"
    assert len(ours) == len(theirs)


@guides
def test_both_languages_have_the_same_sections_and_lead_to_the_same_pages(name: str) -> None:
    def levels(text: str) -> list[str]:
        return re.findall(r"^(#+) ", text, re.MULTILINE)

    def pages_of(text: str, folder: Path) -> set[str]:
        targets = [(folder / link).resolve() for link in re.findall(r"\]\(([^)#]+)", text)]
        names = {t.name if FOLDER in t.parents else str(t) for t in targets}
        return {re.sub(r"(runbook|settings)\.zh\.md", r"\1.md", name) for name in names}

    assert levels(english(name)) == levels(chinese(name))
    assert pages_of(english(name), FOLDER) == pages_of(chinese(name), FOLDER / "zh")


@guides
def test_both_languages_name_the_same_words_of_the_runbook(name: str) -> None:
    def words(text: str) -> set[str]:
        prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        return set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", prose))

    assert words(english(name)) == words(chinese(name))


def test_every_command_that_is_not_run_is_listed_here() -> None:
    found = {
        (name, command)
        for name in NAMES
        for block in blocks_of(english(name))
        if block.not_run
        for command in block.commands
    }
    assert found == NOT_RUN


@guides
def test_what_is_left_to_serverless_devs_names_functions_and_files_that_there_are(
    name: str,
) -> None:
    """Also where `s` itself is not here to say so."""
    resources = yaml.safe_load((ROOT / "s.yaml").read_text("utf-8"))["resources"]
    for block in blocks_of(english(name)):
        for command in block.commands:
            words = shlex.split(command)
            if words[0] != "s":
                continue
            if words[1] in ("deploy", "remove", "preview", "config"):
                assert words[1] == "config" or words[2:] == [], command
                continue
            assert words[1] in resources, command
            assert words[2] == "invoke", command
            if words[3] == "-f" and words[4].startswith("events/"):
                assert (ROOT / words[4]).is_file(), command


@pages
def test_where_a_secret_is_put_on_a_command_line_the_way_that_asks_for_it_is_told(
    page: Path,
) -> None:
    text = page.read_text("utf-8")
    commands, prose = "".join(re.findall(r"```.*?```", text, re.DOTALL)), re.split("```", text)
    if "--AccessKeySecret" in commands:
        assert any("`s config add`" in part for part in prose[::2])


@pages
def test_commands_and_settings_named_in_the_text_are_real(page: Path) -> None:
    text = page.read_text("utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    for code in re.findall(r"`([^`]+)`", prose):
        if code.startswith("certbind "):
            assert_known(code)
        elif code.startswith("make "):
            assert f"\n{code.split()[1]}:" in (ROOT / "Makefile").read_text("utf-8"), code
    known = {setting.name for setting in SETTINGS} | {"CERTBIND_CODE"}
    assert set(re.findall(r"\bCERTBIND_[A-Z_]+\b", text)) <= known


def assert_known(code: str) -> None:
    """A command of certbind, and options that it has."""
    command: click.Command = main
    for word in code.split()[1:]:
        if isinstance(command, click.Group) and word in command.commands:
            command = command.commands[word]
        elif word.startswith("--"):
            options = {o for p in command.params for o in p.opts}
            assert word.partition("=")[0] in options | {"--help", "--version"}, code
    assert command is not main or "--" in code, code


def test_the_chinese_first_screen_shows_what_the_english_one_does() -> None:
    def fences(text: str) -> list[str]:
        return re.findall(r"```\n(.*?)```", text, re.DOTALL)

    ours = fences((ROOT / "README.md").read_text("utf-8"))
    theirs = fences((ROOT / "README.zh.md").read_text("utf-8"))
    assert theirs[3] == ours[3], "the verification, which test_readme.py compares"
    commands = [re.findall(r"^(make \w+)", fence, re.MULTILINE) for fence in (ours[0], theirs[0])]
    assert commands[0] == commands[1] == ["make demo", "make test"]
    assert [*map(_bare, theirs)] == [*map(_bare, ours)], "the same commands in the same order"
    assert len(ours) == len(theirs)


def _bare(fence: str) -> list[str]:
    """Without what stands behind a command in either language."""
    return [line.partition("  #")[0].rstrip() for line in fence.splitlines()]


def test_both_first_pages_have_the_same_sections_and_tables() -> None:
    ours, theirs = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
    for form in (r"^(#+) ", r"^\|(-+\|)+$", r"^\| `certbind ([\w-]+)"):
        found = [re.findall(form, text, re.MULTILINE) for text in (ours, theirs)]
        assert found[0] == found[1], form


def test_the_chinese_first_page_promises_and_names_what_the_english_one_does() -> None:
    ours, theirs = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
    promises = [re.findall(r"^\d\. ", text, re.MULTILINE) for text in (ours, theirs)]
    assert promises[0] == promises[1] == [f"{number}. " for number in range(1, 8)]
    links = [set(re.findall(r"\]\(([^)#]+)", text)) for text in (ours, theirs)]
    own = {"README.zh.md", "docs/runbook.md", "docs/settings.md", "docs/pictures/page.png"}
    guides = {one for one in links[0] if one.startswith("docs/guides/") and "README" not in one}
    assert links[0] - links[1] == own | guides, "each leads to its own"
    (codes,) = re.findall(r"^Exit codes: (.+)$", ours, re.MULTILINE)
    (told,) = re.findall(r"^退出码.(.+)$", theirs, re.MULTILINE)
    assert re.findall(r"\d+", told) == re.findall(r"\d+", codes)
