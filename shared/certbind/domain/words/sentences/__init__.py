"""Sentences that are made where they become true, and what they are in Chinese.

The particulars of a reason, the message of a record, an error: their English is written where it
arises, and stands so in ledgers, logs and `--json`, whoever reads it later. The rooms here hold
each under its English, with its names in braces, beside its Chinese
(docs/decisions/0022-english-is-the-key.md). Words and labels of the catalogue count as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from heapq import merge

from certbind.domain.words import Language
from certbind.values import dataclass

Pairs = tuple[tuple[str, str], ...]

_HOLE = re.compile(r"\{(\w+)\}")
_SENTENCES = re.compile(r"(?<=[.?!])\s+(?=[A-Z`]|[a-z0-9]+ [A-Z][a-z]+[A-Z])")
"""What a service refused begins with its name: `oss ListCname failed …`."""

_CHINESE_SENTENCES = re.compile(r"(?<=[\u3002\uff1f\uff01])")
_ID = re.compile(r"\d+-[a-z][a-z0-9-]+")
_PLACE = re.compile(r"(?:OSS bucket \S+|[A-Z]{3,6} \S+)(?: / \S+)?|[\w*-]*(?:\.[\w-]+)+")
"""A target or a domain, of which the rest of a sentence tells."""

_OF_ID = re.compile(r"(\d+-[a-z][a-z0-9-]+) ([a-zA-Z].+)", re.DOTALL)
_WORDS = re.compile(r"[A-Za-z]")
_TERM_AND_STOP = re.compile(r"(?:`[^`]+`|[^\s`]*[A-Za-z0-9])\.")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_ANYTHING = r".+?"
_BRACKETS = re.compile(r"[()]")
_IN_BRACKETS = r"\((?:[^()]|\([^()]*\))*\)"
_AHEAD = rf"(?:{_IN_BRACKETS}|(?!: )[^(])+?"
"""What a sentence begins with. A subject before it is split off first, and is no part of it."""

_KINDS = {
    **dict.fromkeys("nmhp", r"-?\d+"),
    **dict.fromkeys(("number", "days", "count"), r"-?[\d.,]+"),
    "day": r"\d{4}-\d{2}-\d{2}",
    "id": _ID.pattern,
}
"""Names that stand for a number, a day, a certificate's id: they take nothing else."""

_MOST_KEPT = 4096
_DEEPEST = 6
_LONGEST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class _Pattern:
    """An English sentence with names to fill in. weight: of its own letters."""

    english: re.Pattern[str]
    chinese: str
    weight: int

    def begins_with(self, code: str) -> bool:
        """Whether `code: ` is of its own words: `verified: {a}`."""
        return self.english.pattern.startswith(re.escape(f"{code}: "))


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """exact: what has no names in it. patterns: by their first word, "" where that is a name."""

    exact: Mapping[str, str]
    patterns: Mapping[str, tuple[_Pattern, ...]]
    codes: frozenset[str]


def said(text: str, language: Language) -> str:
    """The text in the language; as it is, where the catalogue has no such sentence.

    What stands in its places (a domain, an id, another sentence) is put over as it is, or said in
    the language in its turn.
    """
    return text if language == "en" or not text else _chinese(text, 0)


def is_said(text: str) -> bool:
    """Whether the catalogue has the sentence."""
    return _chinese(text, 0) != text


@lru_cache(maxsize=_MOST_KEPT)
def _chinese(text: str, depth: int) -> str:
    bare = text.strip()
    if depth > _DEEPEST or not _WORDS.search(bare):
        return text
    found = _whole(bare, depth)
    is_sentence = bare.endswith(".")
    if found is None and is_sentence:
        found = _without_its_stop(bare, _whole(bare[:-1], depth + 1))
    if found is None:
        found = _in_parts(bare, depth)
    if found is None and is_sentence:
        found = _without_its_stop(bare, _chinese(bare[:-1], depth + 1))
    if found is None:
        return text
    ahead = text[: len(text) - len(text.lstrip())]
    after = text[len(text.rstrip()) :]
    return f"{ahead}{found}{after}"


def _whole(text: str, depth: int) -> str | None:
    known = _catalogue()
    if text in known.exact:
        return known.exact[text]
    if f"{text}." in known.exact:
        return known.exact[f"{text}."].rstrip(_STOP)
    if text.endswith(".") and text[:-1] in known.exact:
        return f"{known.exact[text[:-1]]}{_STOP}"
    subject = text.partition(": ")[0]
    if _ID.fullmatch(subject) or (_PLACE.fullmatch(subject) and subject != text):
        return _of_subject(text, depth) or _by_pattern(text, depth, subject)
    return _by_pattern(text, depth, subject)


def _by_pattern(text: str, depth: int, subject: str) -> str | None:
    known = _catalogue()
    is_code = subject in known.codes
    for pattern in _candidates(text, known.patterns):
        if is_code and not pattern.begins_with(subject):
            continue
        found = pattern.english.fullmatch(text)
        if found is not None and all(map(_is_whole, found.groups())):
            return _filled(pattern.chinese, found.groupdict(), depth)
    return None


def _filled(chinese: str, values: Mapping[str, str], depth: int) -> str:
    """A stop behind a term, as a name or a command, is the sentence's; and no blank stands between
    Chinese letters, where it stood beside a name.
    """
    told = {name: _chinese(value, depth + 1) for name, value in values.items()}
    last = next((name for name in values if chinese.endswith(f"{{{name}}}")), "")
    is_term = last and _TERM_AND_STOP.fullmatch(told[last])
    if is_term:
        told[last] = f"{told[last][:-1]}{_STOP}"
    return _BETWEEN_CHINESE.sub("", chinese.format(**told))


def _is_whole(value: str) -> bool:
    """What stands in a place: no end of one sentence with the beginning of another, and no end of
    what is in brackets.
    """
    open_brackets = 0
    for letter in _BRACKETS.findall(value):
        open_brackets += 1 if letter == "(" else -1
        if open_brackets < 0:
            return False
    return open_brackets == 0 and not _SENTENCES.search(value)


def _without_its_stop(text: str, told: str | None) -> str | None:
    """A clause that was made a sentence of."""
    return None if told in (None, text[:-1]) else f"{told}{_STOP}"


def _candidates(text: str, patterns: Mapping[str, tuple[_Pattern, ...]]) -> Iterator[_Pattern]:
    """Those that begin with its first word or with a name; the most words of their own first."""
    named, others = patterns.get(_first_word(text), ()), patterns.get("", ())
    return merge(named, others, key=lambda one: -one.weight)


def _in_parts(text: str, depth: int) -> str | None:
    """Several sentences; several subjects, or one, with what is said of it; several clauses; what
    becomes of what.
    """
    ways = (_of_sentences, _of_last, _of_subjects, _of_subject, _of_certificate, _of_clauses)
    found = (told for way in ways if (told := way(text, depth)) is not None)
    return next(found, None) or _of_change(text, depth)


def _of_sentences(text: str, depth: int) -> str | None:
    """One that is left as it was, as what a service said, keeps its blank behind it."""
    parts = _SENTENCES.split(text)
    some = [_chinese(one, depth + 1) for one in parts] if len(parts) > 1 else parts
    if some == parts:
        return None
    ended = (f"{one} " if one == part else one for one, part in zip(some, parts, strict=True))
    return "".join(ended).rstrip()


def _of_last(text: str, depth: int) -> str | None:
    """A sentence of several clauses, to which one more was put."""
    first, _, last = text.rpartition("; ")
    told = (_whole(first, depth + 1), _whole(last, depth + 1)) if first else (None, None)
    return None if None in told else f"{told[0]}{_CLAUSES}{told[1]}"


def _of_subjects(text: str, depth: int) -> str | None:
    """`expired: …; revoked: …`."""
    parts = text.split("; ")
    return _joined(parts, _CLAUSES, depth) if all(": " in one for one in parts) else None


def _of_clauses(text: str, depth: int) -> str | None:
    return _joined(text.split("; "), _CLAUSES, depth)


def _of_change(text: str, depth: int) -> str | None:
    """`not set → enable=on`."""
    return _joined(text.split(" → "), " → ", depth)


def _joined(parts: list[str], joint: str, depth: int) -> str | None:
    if len(parts) == 1:
        return None
    some = [_chinese(one, depth + 1) for one in parts]
    return joint.join(some) if some != parts else None


_CLAUSES, _COLON, _STOP = "；", "：", "。"
_OF_A_SUBJECT = "{a}: "


def _of_subject(text: str, depth: int) -> str | None:
    """`OSS bucket assets / www.example.com: …`, `expired: …`."""
    subject, colon, rest = text.partition(": ")
    if not colon or len(subject) > _LONGEST_SUBJECT:
        return None
    told = _chinese(rest, depth + 1)
    if told == rest:
        return None
    is_code = subject in _catalogue().codes
    return f"{subject if is_code else _chinese(subject, depth + 1)}{_COLON}{told}"


def _of_certificate(text: str, depth: int) -> str | None:
    """`12345678-cn-hangzhou ended …`."""
    found = _OF_ID.fullmatch(text)
    told = _chinese(found[2], depth + 1) if found is not None else ""
    return f"{found[1]} {told}" if found is not None and told != found[2] else None


def _first_word(text: str) -> str:
    return text.split(" ", 1)[0]


@lru_cache(maxsize=1)
def _catalogue() -> _Catalogue:
    from certbind.domain.words.index import WORDS  # noqa: PLC0415 - read when wanted

    exact: dict[str, str] = {}
    some: dict[str, list[_Pattern]] = {}
    for english, chinese in _each_sentence(_rows()):
        if _HOLE.search(english) is None:
            exact.setdefault(english, chinese)
        elif _WORDS.search(_HOLE.sub("", english)):  # another one only joins
            head = _first_word(english)
            of_head = some.setdefault("" if "{" in head else head, [])
            of_head.append(_pattern(english, chinese))
    patterns = {
        head: tuple(sorted(found, key=lambda one: -one.weight)) for head, found in some.items()
    }
    return _Catalogue(exact, patterns, frozenset(WORDS))


def _each_sentence(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each row; what one says of its subject, which may be of another form than a name; and of
    one with several sentences each of these.
    """
    for english, chinese in rows:
        if english == chinese:
            continue
        yield english.strip(), chinese.strip()
        if (
            english.startswith(_OF_A_SUBJECT)
            and chinese.startswith("{a}：")
            and "{a}" not in english[4:]
        ):
            yield english.removeprefix(_OF_A_SUBJECT), chinese.removeprefix("{a}：")
        parts = _SENTENCES.split(english.strip())
        others = [*filter(None, _CHINESE_SENTENCES.split(chinese.strip()))]
        if len(parts) == len(others) > 1:
            yield from zip(parts, others, strict=True)


def _pattern(english: str, chinese: str) -> _Pattern:
    parts: list[str] = []
    at, seen = 0, set[str]()
    for hole in _HOLE.finditer(english):
        parts.append(re.escape(english[at : hole.start()]))
        name = hole[1]
        what = _KINDS.get(name, _ANYTHING if hole.start() else _AHEAD)
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{what})")
        seen.add(name)
        at = hole.end()
    parts.append(re.escape(english[at:]))
    own = len(_HOLE.sub("", english))
    return _Pattern(re.compile("".join(parts), re.DOTALL), chinese, own)


def _rows() -> Iterator[tuple[str, str]]:
    """The rooms before the rest: they were written for whole lines."""
    from certbind.domain.words.index import ROOMS  # noqa: PLC0415 - read when wanted
    from certbind.domain.words.labels import LABELS  # noqa: PLC0415 - read when wanted
    from certbind.domain.words.sentences.index import PAIRS  # noqa: PLC0415 - read when wanted

    yield from PAIRS
    for text in LABELS.values():
        yield text.en, text.zh
    for room in ROOMS:
        for word in room.words:
            yield word.meaning.en, word.meaning.zh
            yield word.remedy.en, word.remedy.zh
