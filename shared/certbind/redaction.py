"""What must not be repeated is known by its shape, wherever it came in.

Nobody expects a key in an event's id, a setting or a service's sentence, so every way out (log
lines, errors, ledger entries, answers, the terminal) passes here. A shape is no proof: a secret of
lower-case letters alone, or of hex as short as a fingerprint, looks like a name or a fingerprint
and stays. So what comes from outside is held to a narrow alphabet as well (`repeatable`), and
settings and arguments are described, not repeated (`fields.describe`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

REMOVED = "[removed]"

LONGEST_NAME = 128
"""Characters of a name from outside that is repeated as it is."""

_SENSITIVE = (
    r"access[_-]?key[_-]?secret|secret[_-]?key|security[_-]?token|(?<!no_)private[_-]?key"
    r"|pass(?:word|wd)|(?<![a-z]\s)(?<!bad_)(?<!weak_)signature|authorization"
    r"|(?<![a-z])secret|(?<![a-z])token"
)
"""Of signatures people write as well: `browsers offer no signature: P-521`. The catalogue's words
bad_signature, weak_signature and no_private_key are said with a colon behind them.
"""
_STEMS = ("key", "token", "word", "wd", "gnature", "author", "ecret")
"""A part of each name above, without s and i: to re.IGNORECASE other letters are these, too (the
long s, the dotless i), and are no upper case of theirs.
"""
_SENSITIVE_KEY = re.compile(rf"(?:{_SENSITIVE})\Z", re.IGNORECASE)
_NAMED_SECRET = re.compile(
    rf"""((?:{_SENSITIVE})[\\"']*\s*(?:[:=]|%3[AD])\s*[\\"']*)  # name, quotes if any, = or :
         (?!(?:is|was|must|may|not|the|missing|empty)\s)  # a sentence about it, such as ours
         (?!\[)  # taken out before
         (?:(?:OSS4?|ACS3?|MNS|Basic|Bearer)[\w-]*\s+)?  # the scheme of an Authorization header
         [^\s"'&,;}}\\]+""",
    re.IGNORECASE | re.VERBOSE,
)
_USER_INFO = re.compile(r"(://)[^\s/@?#:\"']*:[^\s/@\"']*@")
_PEM = re.compile(r"-----BEGIN\b.*?(?:-----END [^-]{1,64}-----|\Z)", re.DOTALL)
_ACCESS_KEY_ID = re.compile(r"\b(?:LTAI|STS\.|TMP\.)[A-Za-z0-9]{8,}")
_BEGINNINGS = ("ltai", "sts.", "tmp.")
_FEWEST_HEX = 136
_LONG_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{136,}|[0-9A-F]{136,})(?![0-9A-Za-z])")
"""DER in hex; the longest that a record is about is SHA-512 with 128 digits."""
_RUN = re.compile(
    r"(?:[A-Za-z0-9+_-]|\\?/|%2[BF]){20,}(?:={1,2}|(?:%3D){1,2})?"
    r"(?:(?:\\[rn]|\s)+[A-Za-z0-9+/]{1,76}={1,2}(?![A-Za-z0-9]))?",
    re.IGNORECASE,
)
"""Characters of base64, also as a URL or JSON writes them; with a last line that `=` ends."""
_PARTS = re.compile(r"\\?/|%2[BF]|[+_-]|=|%3D|\\[rn]|\s", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SHORTEST_RUN = 20
_FEWEST_MIXED = 16
_SHORTEST_WORDS = 3.0
_NARROW = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._:/-]{{0,{LONGEST_NAME - 1}}}")


def redact(text: str) -> str:
    """The text without PEM blocks, access key ids, values named as secrets, passwords of URLs,
    base64 and what else is drawn at random from both cases of letters.

    Names, paths, fingerprints, request ids and times stay: they are what records are about. Nearly
    every text is told at a glance to be one of these, and no pattern is tried on it.
    """
    lowered = text.lower()
    if "-----begin" in lowered:
        text = _PEM.sub("[PEM removed]", text)
    if "://" in text:
        text = _USER_INFO.sub(rf"\1{REMOVED}@", text)
    if any(map(lowered.__contains__, _STEMS)):
        text = _NAMED_SECRET.sub(rf"\1{REMOVED}", text)
    if any(map(lowered.__contains__, _BEGINNINGS)):
        text = _ACCESS_KEY_ID.sub("[access key id removed]", text)
    if len(text) >= _FEWEST_HEX:
        text = _LONG_HEX.sub("[hex removed]", text)
    if len(text) < _SHORTEST_RUN or lowered == text:  # of one case nothing is random
        return text
    return _RUN.sub(lambda run: "[base64 removed]" if _is_random(run[0]) else run[0], text)


def _is_random(run: str) -> bool:
    """Whether the parts that mix upper and lower case are no words: those that people write are
    four letters long and more on average, those of random characters not two.

    Ids in hex are of one case, and so are the names of hosts and buckets.
    """
    mixed = [part for part in _PARTS.split(run) if not (part.islower() or part.isupper())]
    mixed = [part for part in mixed if any(map(str.isalpha, part))]
    words = [word for part in mixed for word in _WORDS.findall(part)]
    length = sum(map(len, words))
    return length >= _FEWEST_MIXED and length < _SHORTEST_WORDS * len(words)


def redacted(value: Any, name: str = "") -> Any:
    """A JSON value, every text in it redacted, and those whose field is named as a secret's."""
    if isinstance(value, str):
        return REMOVED if value and _is_a_secret_s(name) else redact(value)
    if isinstance(value, Mapping):
        return {_field(str(k)): redacted(v, str(k)) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(item, name) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redact(str(value))


@lru_cache(maxsize=512)
def _field(name: str) -> str:
    """A report has the same few dozens a thousand times: half of what was looked over."""
    return redact(name)


@lru_cache(maxsize=512)
def _is_a_secret_s(name: str) -> bool:
    return _SENSITIVE_KEY.search(name) is not None


def is_repeatable(text: str) -> bool:
    """Whether a name from outside is short, plain, and of no secret's shape."""
    return _NARROW.fullmatch(text) is not None and redact(text) == text


def repeatable(text: str) -> str:
    """A name from outside (of several words, too), or one made of its digest: the same text has
    the same again.
    """
    if is_repeatable(text.replace(" ", "-")):
        return text
    return f"sha256-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
