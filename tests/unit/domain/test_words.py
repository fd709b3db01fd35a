"""The catalogue has each word once, in both languages, with something that can be done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import click
import pytest

from certbind.cli.main import main
from certbind.config import SETTINGS
from certbind.domain.words import Urgency, is_word, word
from certbind.domain.words.index import RENAMED, ROOMS, WORDS
from certbind.domain.words.labels import LABELS, label

ROWS = tuple(one for room in ROOMS for one in room.words)
TEXTS = [(one.code, text) for one in ROWS for text in (one.meaning, one.remedy)]
_HAN = re.compile(r"[\u4e00-\u9fff]")

NOT_SAID = {
    "颁发": "签发",  # 颁发者 and 证书颁发机构 are the consoles' own
    "撤销": "吊销",
    "即将到期": "即将过期",
    "通配符": "泛域名",
    "托管": "绑定证书 (托管 is renewal in CAS: only 自动托管)",
    "桶": "Bucket",
    "仿真": "模拟器",
    "模拟环境": "模拟器",
    "秘钥": "私钥",
}
"""What Chinese texts must not say, and what the consoles call it."""

OF_THE_CONSOLES = ("颁发者", "证书颁发机构", "自动托管")


def test_a_word_has_one_row() -> None:
    assert [code for code, rows in Counter(one.code for one in ROWS).items() if rows > 1] == []
    assert tuple(WORDS.values()) == ROWS


def test_no_two_words_have_the_same_meaning() -> None:
    for language in ("en", "zh"):
        said = Counter(getattr(one.meaning, language) for one in ROWS)
        assert [text for text, rows in said.items() if rows > 1] == []


def test_a_code_is_in_snake_case_and_an_event_has_its_dot() -> None:
    form = re.compile(r"([a-z]+\.)?[a-z][a-z0-9]*(_[a-z0-9]+)*")
    assert [one.code for one in ROWS if not form.fullmatch(one.code)] == []


def test_a_row_is_filled_in_both_languages() -> None:
    assert [code for code, text in TEXTS if not text.en.endswith(".")] == []
    assert [code for code, text in TEXTS if not text.zh.endswith("。")] == []
    assert [code for code, text in TEXTS if not _HAN.search(text.zh)] == []
    assert [code for code, text in TEXTS if _HAN.search(text.en)] == []


def test_both_languages_name_the_same_commands_settings_and_words() -> None:
    assert [code for code, text in TEXTS if _named(text.en) != _named(text.zh)] == []


def test_chinese_is_punctuated_as_chinese() -> None:
    """Outside of code and links; no blank beside a full-width mark."""
    wrong = re.compile(r"[,;:!?()]|\s[，。；：（）]|[，。；：（）]\s")  # noqa: RUF001
    plain = [(code, re.sub(r"`[^`]*`|\[[^]]*]\([^)]*\)", "X", text.zh)) for code, text in TEXTS]
    assert [(code, text) for code, text in plain if wrong.search(text)] == []


def test_chinese_uses_the_consoles_terms() -> None:
    found = []
    for code, text in TEXTS:
        rest = text.zh
        for term in OF_THE_CONSOLES:
            rest = rest.replace(term, "")
        found += [(code, wrong, right) for wrong, right in NOT_SAID.items() if wrong in rest]
    assert found == []


def test_nothing_has_to_be_done_where_all_is_well() -> None:
    well = [one for one in ROWS if one.urgency is Urgency.WELL]
    assert [one.code for one in well if not one.remedy.en.startswith(("Nothing", "See"))] == []


def test_a_browsers_name_is_one_of_chromiums() -> None:
    form = re.compile(r"(ERR_[A-Z]+(_[A-Z]+)*)?")
    assert [one.code for one in ROWS if not form.fullmatch(one.browser)] == []


def test_the_commands_that_a_text_names_exist() -> None:
    lines = {line for _, text in TEXTS for line in _commands(text.en + text.zh)}
    assert len(lines) > 10
    for line in sorted(lines):
        _parse(main, line.split())


def test_the_settings_that_a_text_names_exist() -> None:
    known = {one.name for one in SETTINGS}
    named = {n for _, text in TEXTS for n in re.findall(r"\b[A-Z]+_[A-Z_]+", text.en)}
    assert named
    assert named <= known


def test_the_words_that_a_text_sends_to_are_in_the_catalogue() -> None:
    sent = {to for _, text in TEXTS for to in re.findall(r"\*([a-z]+(?:_[a-z]+)+)\*", text.en)}
    assert sent
    assert sent <= WORDS.keys()


def test_a_word_that_certbind_does_not_say_has_no_row() -> None:
    with pytest.raises(KeyError, match="no_such_word"):
        word("no_such_word")


def test_a_text_is_said_in_the_language_that_is_asked_for() -> None:
    meaning = word("held").meaning
    assert meaning.say("en") == meaning.en
    assert meaning.say("zh") == meaning.zh
    assert meaning.en != meaning.zh


def test_a_renamed_word_leads_to_a_row() -> None:
    assert {new for _, _, new in RENAMED} <= WORDS.keys()


def _commands(text: str) -> list[str]:
    return re.findall(r"`certbind ([^`]+)`", text)


def _named(text: str) -> set[str]:
    return {"".join(one) for one in re.findall(r"`([^`]+)`|\*(\w[\w ]*)\*|([A-Z]+_[A-Z_]+)", text)}


def _parse(command: click.Command, given: list[str]) -> None:
    """Take the words as click would, without running anything."""
    if isinstance(command, click.Group):
        name, *rest = given
        assert name in command.commands, f"no command {name}"
        _parse(command.commands[name], rest)
        return
    command.make_context(command.name, list(_as_values(given)), resilient_parsing=False)


def _as_values(given: list[str]) -> Iterator[str]:
    """Placeholders as something that their options take."""
    values = {
        "DOMAIN": "www.example.com",
        "ID": "12345678-cn-hangzhou",
        "JOB": "88001-cn-hangzhou",
        "NUMBER": "1",
    }
    return (values.get(one, one) for one in given)


def test_a_label_is_filled_in_and_one_that_there_is_not_is_a_fault_of_ours() -> None:
    key = next(key for key, text in LABELS.items() if "{" not in text.en)
    assert label(key, "zh") == LABELS[key].zh
    assert label("health.person.by", day="2026-12-24") == "act by 2026-12-24"
    with pytest.raises(KeyError):
        label("no such label")


def test_a_code_of_a_later_version_is_no_word() -> None:
    assert is_word("quota_exceeded")
    assert not is_word("a_later_word")
