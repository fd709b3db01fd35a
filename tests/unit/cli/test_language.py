"""The command speaks as `--lang` says, else as the locale has it."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner

from certbind.cli.main import main
from certbind.cli.speech.language import echo, language, speak
from certbind.domain.words.sentences import is_said

SENTENCE = re.compile(r"(?:\b[a-z]{2,}\b[ ,]*){3,}")
"""Three words of English in a row, none of which is a name in capitals."""


def commands(of: click.Group = main, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, one in of.commands.items():
        found.append((*path, name))
        if isinstance(one, click.Group):
            found += commands(one, (*path, name))
    return found


def out(*arguments: str, **environment: str) -> str:
    done = CliRunner().invoke(main, list(arguments), env=environment, prog_name="certbind")
    return done.output


@pytest.mark.parametrize("path", [(), *commands()], ids=" ".join)
def test_help_is_in_chinese(path: tuple[str, ...]) -> None:
    text = out(*path, "--help", "--lang", "zh")
    assert text.startswith("用法：certbind")
    assert SENTENCE.findall(text.partition("\n")[2]) == []  # names of commands are English
    assert "选项" in text
    assert max(len(line) for line in text.splitlines()) <= 80


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_first_variable_that_is_set_decides(environment: dict[str, str], spoken: str) -> None:
    speak([], environment)
    assert language() == spoken
    speak(["plan", "--lang", "en"], environment)
    assert language() == "en"
    speak(["--lang=zh", "plan"], environment)
    assert language() == "zh"
    speak(["plan", "--", "--lang", "zh"], environment)
    assert language() == spoken
    speak(["--lang"], environment)
    assert language() == spoken


def test_what_cannot_be_used_is_told_in_chinese() -> None:
    for arguments, told in (
        (("plan", "--nope"), "错误：没有选项 --nope。"),
        (("bind",), "错误：请指定 DOMAINS，或者使用 --all（不带 --certificate）。"),
        (("plann",), "错误：没有命令 plann。您是否要用 'explain', 'plan' 之一？"),
        (("history",), "错误：缺少参数 DOMAIN。"),
        (("explain", "1.2.3.4"), "这是 IP 地址，而证书绑定到域名"),
    ):
        text = out(*arguments, "--lang", "zh")
        assert told in text, text
        assert "查看帮助" in text
        assert SENTENCE.findall(text) == []


def test_a_line_is_said_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    speak(["--lang", "zh"], {})
    echo("Nothing to do.")
    speak([], {})
    echo("Nothing to do.")
    assert capsys.readouterr().out == "无需操作。\nNothing to do.\n"
    assert is_said("Nothing to do.")
