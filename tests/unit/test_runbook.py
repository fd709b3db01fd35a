"""The runbook has a section for every word, and no section for a word that nobody says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.runbook_words import families_of, words

ROOT = Path(__file__).resolve().parents[2]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", RUNBOOK, re.MULTILINE | re.DOTALL))
EVERY_WORD = sorted(set().union(*words().values()))


def test_every_word_has_one_section_and_every_section_a_word() -> None:
    headings = re.findall(r"^### (\w+)$", RUNBOOK, re.MULTILINE)
    assert sorted(headings) == EVERY_WORD


@pytest.mark.parametrize("word", EVERY_WORD)
def test_a_section_says_where_the_word_occurs_what_it_means_and_what_to_do(word: str) -> None:
    where, means, do = (part.strip() for part in SECTIONS[word].strip().split("\n\n"))
    assert where == f"*{' · '.join(families_of(word))}*"
    assert means.endswith(".")
    assert do.startswith("**Do:** ")
    assert do.endswith(".")


def test_every_link_to_the_runbook_leads_to_a_section() -> None:
    asked = set()
    for folder in ("shared", "functions", "docs", "deploy"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".md", ".json", ".yaml"):
                text = path.read_text(encoding="utf-8")
                asked |= set(re.findall(r"runbook\.md#(\w+)", text))
    assert asked
    assert asked <= SECTIONS.keys()


def test_every_place_that_the_runbook_lists_is_a_family_of_words() -> None:
    listed = re.findall(r"^- \*(\w+)\*: ", RUNBOOK, re.MULTILINE)
    assert sorted(listed) == sorted(words())
