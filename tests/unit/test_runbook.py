"""Every word that certbind prints has one row, one meaning, and a section in both runbooks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from certbind.domain.words.index import RENAMED, WORDS
from scripts.runbook import BEGIN, PAGES, PLACES, filled
from scripts.vocabularies import (
    ENUMS,
    FACTS,
    NO_WORDS,
    REASON_AT,
    classes,
    enums,
    places_of,
    words,
)

ROOT = Path(__file__).resolve().parents[2]
EN, ZH = (path.read_text(encoding="utf-8") for path in PAGES)

ONE_FACT = {
    frozenset({"reason", "fault", "stage"}): "of one certificate, before or after it is bound",
    frozenset({"reason", "finding", "entry", "trouble"}): "what was found, on record and told",
    frozenset({"entry", "outcome", "phase"}): "a step, its record and where it leaves the domain",
    frozenset({"verdict", "match", "sight", "finding"}): "of all addresses and of one",
    frozenset({"sight", "check"}): "of an address and of an installation",
    frozenset({"entry", "outcome", "finding"}): "a refusal, its record, and in a report",
    frozenset({"reason", "outcome"}): "what stood before is bound again: why, and that it is",
    frozenset({"reason", "error"}): "the cloud's own answer, and what follows from it",
    frozenset({"finding", "check"}): "of a domain and of an installation",
    frozenset({"finding", "health", "trouble"}): "a part, and a domain that lies in one",
    frozenset({"entry", "letter"}): "what became of a letter, and its record",
    frozenset({"error", "letter"}): "why a message is none, and what became of it",
}
"""Places that may share a word, since it states one fact there: which."""


@pytest.fixture(scope="module")
def printed() -> frozenset[str]:
    """Not while tests are collected, which every worker does: it reads the whole library."""
    return frozenset().union(*words().values())


def test_every_word_that_certbind_prints_has_a_row(printed: frozenset[str]) -> None:
    assert sorted(printed - WORDS.keys()) == []


def test_no_row_is_of_a_word_that_nobody_says(printed: frozenset[str]) -> None:
    assert sorted(WORDS.keys() - printed) == []


def test_every_enum_is_one_of_words_or_has_a_reason_not_to_be() -> None:
    words_of = set(ENUMS.values())
    rest = {one.__name__ for one in enums() if one not in words_of and one not in NO_WORDS}
    assert rest == FACTS


def test_a_word_stands_in_several_places_only_where_it_states_one_fact(
    printed: frozenset[str],
) -> None:
    mixed = {
        code
        for code in printed
        if not any(set(places_of(code)) <= together for together in ONE_FACT)
        and len(places_of(code)) > 1
    }
    assert mixed == set()


def test_no_places_may_share_words_that_share_none(printed: frozenset[str]) -> None:
    """A pair for which no word is left excuses the next word that comes to be mixed up."""
    shared = [frozenset(places_of(code)) for code in printed if len(places_of(code)) > 1]
    fitting = [[group for group in ONE_FACT if places <= group] for places in shared]
    assert {groups[0] for groups in fitting if len(groups) == 1} == ONE_FACT.keys()


def test_codes_are_looked_for_where_there_are_such() -> None:
    assert REASON_AT.keys() - classes() == set()


def test_a_name_that_was_given_up_does_not_come_back_where_it_was() -> None:
    assert [(where, was) for where, was, _ in RENAMED if was in words()[where]] == []


def test_the_changelog_names_every_renamed_word() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    rows = [f"| {where} | `{was}` | `{now}` |" for where, was, now in RENAMED]
    assert [row for row in rows if row not in changelog] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.name))
def test_the_runbook_is_current(path: Path) -> None:
    """`make runbook` writes it."""
    text = path.read_text(encoding="utf-8")
    assert filled(text, PAGES[path]) == text


@pytest.mark.parametrize("text", [EN, ZH], ids=["en", "zh"])
def test_every_word_has_one_section_in_each_language(text: str) -> None:
    assert sorted(re.findall(r"^### (\S+)$", text, re.MULTILINE)) == sorted(WORDS)


@pytest.mark.parametrize(
    ("word", "english", "chinese"),
    [
        ("permission_denied", "`certbind bind DOMAIN`", "`certbind bind DOMAIN`"),
        ("target_busy", "SystemUpgrading", "SystemUpgrading"),
        ("chain_incomplete", "cross-signed root", "交叉签名"),
    ],
)
def test_a_word_tells_the_way_out_of_what_it_is_said_of(
    word: str, english: str, chinese: str
) -> None:
    """A bind that lacks a permission is no dead letter; CDN's upgrade is told as busy; and the CA
    that needs its cross-signed root is not to be changed.
    """
    row = WORDS[word]
    assert english in row.meaning.say("en") + row.remedy.say("en")
    assert chinese in row.meaning.say("zh") + row.remedy.say("zh")


def test_a_page_without_its_marks_is_told() -> None:
    with pytest.raises(ValueError, match="words:begin"):
        filled(EN.replace(BEGIN, ""), "en")


def test_every_link_to_the_runbook_leads_to_a_section() -> None:
    asked = set()
    for folder in ("shared", "functions", "docs", "deploy"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".md", ".json", ".yaml"):
                text = path.read_text(encoding="utf-8")
                asked |= set(re.findall(r"runbook(?:\.zh)?\.md#(\w+)", text))
    anchors = {code.replace(".", "") for code in WORDS}
    assert len(anchors) == len(WORDS), "each leads to one word"
    assert asked
    assert asked <= anchors


@pytest.mark.parametrize(("text", "language"), [(EN, "en"), (ZH, "zh")], ids=["en", "zh"])
def test_every_place_is_explained_at_the_beginning(text: str, language: str) -> None:
    explained = re.findall(r"\*([^*]+)\*[:：]", text.partition(BEGIN)[0])  # noqa: RUF001
    assert PLACES.keys() == words().keys()
    assert sorted(explained) == sorted(getattr(p, language) for p in PLACES.values())
