"""The text of a notice, in the language of its readers, short enough for every receiver."""

from __future__ import annotations

from collections.abc import Mapping

from certbind.domain.model.policy import ExpiryStage
from certbind.domain.notices.due import BROKEN, Item, Occasion
from certbind.domain.words import Language
from certbind.domain.words.index import WORDS
from certbind.domain.words.labels import notices as sentences
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.values import dataclass

LONGEST = 2048
"""Bytes of UTF-8 that a WeCom robot takes; the others take more."""

_KEPT_FOR_THE_REST = 120
_HEADS = {
    Occasion.NEW: sentences.NEW,
    Occasion.STILL: sentences.STILL,
    Occasion.OVER: sentences.OVER,
}
_FAILED = SweepFinding.BIND_FAILED.value  # its mark names the word that it ended with
_STAGES = [stage.value for stage in ExpiryStage]


@dataclass(frozen=True, slots=True)
class Account:
    """What a sweep saw in all. details: of a thing, what was found there, for people."""

    domains: int
    unwell: int
    details: Mapping[str, str]


def write(items: list[Item], account: Account, language: Language) -> str:
    """One line a thing, the worst first; those that do not fit are counted."""
    lines = [_headline(items, account, language)]
    for place, item in enumerate(items):
        line = _line(item, account, language)
        if _size([*lines, line]) > LONGEST - _KEPT_FOR_THE_REST:
            lines.append(sentences.MORE.say(language).format(n=len(items) - place))
            break
        lines.append(line)
    return "\n".join(lines)


def sign_of_life(account: Account, language: Language) -> str:
    """That certbind is at work, and what it knows already."""
    told = sentences.NO_NEWS.say(language).format(n=account.domains, unwell=account.unwell)
    return f"certbind: {told}"


def _headline(items: list[Item], account: Account, language: Language) -> str:
    counted = [
        f"{sum(one.occasion is occasion for one in items)} {head.say(language)}"
        for occasion, head in _HEADS.items()
        if any(one.occasion is occasion for one in items)
    ]
    in_all = sentences.DOMAINS.say(language).format(n=account.domains)
    return f"certbind: {', '.join(counted)} ({in_all})"


def _line(item: Item, account: Account, language: Language) -> str:
    head = (sentences.BROKEN if item.is_broken else _HEADS[item.occasion]).say(language)
    since = f", {item.since:%Y-%m-%d}" if item.occasion is not Occasion.NEW else ""
    told = f"[{head}{since}] {item.what}"
    if item.occasion is Occasion.OVER:
        return told
    word = code_of(item.marks)
    meaning = WORDS[word].meaning.say(language) if word in WORDS else ""
    detail = account.details.get(item.what, "") if language == "en" or not meaning else meaning
    return f"{told}: {word}" + (f" ({detail})" if detail else "")


def code_of(marks: frozenset[str]) -> str:
    """The word of the catalogue for the worst of these marks."""
    worst = min(marks, key=lambda mark: (mark not in BROKEN, -_stage(mark), mark))
    first, _, second = worst.partition(" ")
    return second if first == _FAILED and second in WORDS else first


def _stage(mark: str) -> int:
    stage = mark.rpartition(" ")[2]
    return _STAGES.index(stage) + 1 if stage in _STAGES else 0


def _size(lines: list[str]) -> int:
    return len("\n".join(lines).encode())
