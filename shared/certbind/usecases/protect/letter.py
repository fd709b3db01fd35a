"""The text of a notice, in the language of its readers, short enough for every receiver."""

from __future__ import annotations

from collections.abc import Mapping

from certbind.domain.model.policy import ExpiryStage
from certbind.domain.notices.due import BROKEN, Item, Occasion
from certbind.domain.words import Language, Urgency
from certbind.domain.words.index import WORDS
from certbind.domain.words.labels import notices as sentences
from certbind.domain.words.sentences import is_said, said
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
_FAILED = (SweepFinding.BIND_FAILED.value, SweepFinding.RENEWAL_FAILED.value)
"""Their marks name the word that it ended with."""

_EXPIRING = SweepFinding.EXPIRING.value
_STAGES = [stage.value for stage in ExpiryStage]
_TOLD_FROM = ExpiryStage.URGENT


@dataclass(frozen=True, slots=True)
class Account:
    """What a sweep saw in all. details: of a thing and a finding, its particulars for people."""

    domains: int
    unwell: int
    details: Mapping[str, Mapping[str, str]]


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
    """With where to read on, unless all is over."""
    counted = [
        f"{sum(one.occasion is occasion for one in items)} {head.say(language)}"
        for occasion, head in _HEADS.items()
        if any(one.occasion is occasion for one in items)
    ]
    in_all = sentences.DOMAINS.say(language).format(n=account.domains)
    is_open = any(one.occasion is not Occasion.OVER for one in items)
    what_to_do = sentences.WHAT_TO_DO.say(language) if is_open else ""
    return f"certbind: {', '.join(counted)} ({in_all}){what_to_do}"


def _line(item: Item, account: Account, language: Language) -> str:
    """What a person has to mend, with its particulars; how near the end is, where that is why it
    is told.
    """
    head = (sentences.BROKEN if item.is_broken else _HEADS[item.occasion]).say(language)
    since = f", {item.since:%Y-%m-%d}" if item.occasion is not Occasion.NEW else ""
    told = f"[{head}{since}] {item.what}"
    if item.occasion is Occasion.OVER:
        return told
    mark = _worst(item.marks)
    word = _word(mark)
    detail = _detail(account.details.get(item.what, {}).get(_finding(mark), ""), word, language)
    near = max(map(_stage, item.marks), default=0)
    is_near = word != _EXPIRING and near > _STAGES.index(_TOLD_FROM.value)
    stage = f", {said(_STAGES[near - 1], language)}" if is_near else ""
    return f"{told}: {word}{stage}" + (f" ({detail})" if detail else "")


def _detail(detail: str, word: str, language: Language) -> str:
    bare = detail.removeprefix(f"{word}: ")
    if language == "en" or is_said(bare) or word not in WORDS:
        return said(bare, language)
    return WORDS[word].meaning.say(language)


def code_of(marks: frozenset[str]) -> str:
    """The word of the catalogue for the worst of these marks."""
    return _word(_worst(marks))


def _worst(marks: frozenset[str]) -> str:
    """What keeps visitors out; else what a person has to mend, rather than that an end is near:
    that is told beside it.
    """
    return min(marks, key=_rank)


def _rank(mark: str) -> tuple[bool, bool, bool, int, str]:
    word = _word(mark)
    waits = word in WORDS and WORDS[word].urgency is not Urgency.PERSON
    is_end = word == _EXPIRING
    return is_end or mark not in BROKEN, waits, is_end, -_stage(mark), mark


def _finding(mark: str) -> str:
    return mark.partition(" ")[0]


def _word(mark: str) -> str:
    first, _, second = mark.partition(" ")
    return second if first in _FAILED and second in WORDS else first


def _stage(mark: str) -> int:
    stage = mark.rpartition(" ")[2]
    return _STAGES.index(stage) + 1 if stage in _STAGES else 0


def _size(lines: list[str]) -> int:
    return len("\n".join(lines).encode())
