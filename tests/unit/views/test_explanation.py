"""The page of `explain`: as wide as the terminal, nothing in a name obeyed, JSON as it is said."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from rich.cells import cell_len

from certbind.cli.overview.explain_command import show_explanation
from certbind.cli.terminal import PlainConsole
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.words import Language
from certbind.domain.words.labels.explain import EXPLAIN
from certbind.usecases.explain.explain_domain import ExplainDomain, Explained
from certbind.usecases.explain.explanation import Cause, Explanation
from certbind.usecases.overview.read_account import ReadAccount
from certbind.views.explanation.json import explain_json
from certbind.views.explanation.text import sections
from certbind.views.explanation.wrapped import wrapped
from tests.unit.usecases.account import WWW, Account, certificate
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.explain.pages import page
from tests.unit.usecases.explain.test_troubles import TROUBLES
from tests.unit.usecases.sweeps import verified
from tests.unit.views.accounts import MARKUP

SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "schemas" / "explain.v1.json"
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def printed(found: Explanation, language: Language, width: int | None) -> list[str]:
    out = io.StringIO()
    console = PlainConsole(file=out, width=width or 160, color_system=None)
    show_explanation(console, found, language, width)
    return out.getvalue().splitlines()


def schema() -> Draft202012Validator:
    read = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(read)
    return Draft202012Validator(read, format_checker=FormatChecker())


def explained(account: Account, *, look: bool) -> Explained:
    return ExplainDomain(ReadAccount(account.sources, account.rules))(WWW.domain, look=look)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", TROUBLES)
def test_no_line_is_longer_than_the_terminal(name: str, width: int, language: Language) -> None:
    case = TROUBLES[name]
    lines = printed(page(case.scene, not_read=case.not_read).found, language, width)
    assert [line for line in lines if cell_len(line) > width] == []


def test_piped_a_sentence_is_one_line() -> None:
    found = page(TROUBLES["the apex"].scene).found
    lines = printed(found, "en", None)
    for part in sections(found):
        assert all(any(line.strip() == one.text for line in lines) for one in part.paragraphs)


def test_nothing_is_obeyed_that_a_name_holds() -> None:
    found = page(TROUBLES["the apex"].scene).found
    named = replace(found.options.shown[0], name=MARKUP)
    options = replace(found.options, shown=(named,))
    text = "\n".join(printed(replace(found, options=options), "en", None))
    assert "[bold red]x[/bold red]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("width", range(8, 40))
def test_a_long_name_is_whole_and_a_mark_stays_with_its_character(width: int) -> None:
    text = f"请设置。。然后（续期{'a' * 30}）再（续期）。"  # noqa: RUF001
    lines = [line.strip() for line in wrapped(text, width, 2)]
    assert sum("a" * 30 in line for line in lines) == 1
    assert not any(line.startswith(("。", "）")) for line in lines)  # noqa: RUF001
    assert not any(line.endswith("（") for line in lines)  # noqa: RUF001
    assert list(wrapped("", width, 2)) == []


@pytest.mark.parametrize("key", EXPLAIN)
def test_both_languages_say_the_same_particulars(key: str) -> None:
    text = EXPLAIN[key]
    named = [
        {name for _, name, _, _ in Formatter().parse(one) if name} for one in (text.en, text.zh)
    ]
    assert named[0] == named[1]


def test_every_answer_is_as_its_schema_says(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    told: list[Any] = [explain_json(WWW.domain, explained(account, look=False))]
    account.targets.hide("elsewhere")
    _, chain = chain_of(certificate(9, days_left=-1, issued_days_ago=90))
    account.probe.serve(WWW.domain, chain)
    told.append(explain_json(WWW.domain, explained(account, look=True), "zh"))
    account.probe.trouble.before("observe", RuntimeError("a fault"))
    told.append(explain_json(WWW.domain, explained(account, look=True)))
    for one in told:
        schema().validate(json.loads(json.dumps(one)))
    assert told[1]["places"][0]["addresses"]["each"][0]["got"] == "refused"


@pytest.mark.parametrize("change", [{"version": 2}, {"more": 1}, {"places": [{}]}])
def test_what_the_schema_does_not_say_is_refused(
    change: dict[str, Any], anchors: TrustAnchors
) -> None:
    account, _, _ = verified(anchors)
    told = explain_json(WWW.domain, explained(account, look=False))
    with pytest.raises(ValidationError):
        schema().validate({**told, **change})


def test_a_code_that_the_catalogue_lacks_is_told_as_it_is() -> None:
    found = page(TROUBLES["the apex"].scene).found
    odd = replace(found, causes=(Cause("of_another_version", "as told"),))
    assert "  of_another_version: of_another_version (as told)" in printed(odd, "en", None)
