"""A sweep as a person reads it: a line a host, those that are not well last, then the counts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import Enum

from certbind.domain.trust.names import shown
from certbind.domain.trust.observation import Endpoint
from certbind.domain.trust.verdict import AddressVerdict, Verdict
from certbind.domain.words import Language, word
from certbind.domain.words.labels import label
from certbind.domain.words.sentences import said
from certbind.values import dataclass

_WIDEST_HOST = 48


class Sort(Enum):
    """How a host fares; in the order of the lines."""

    OK = "ok"
    UNSEEN = "unseen"
    FAILED = "failed"

    @classmethod
    def of(cls, verdict: Verdict) -> Sort:
        """What could not be looked at has not failed."""
        if verdict.is_good:
            return cls.OK
        return cls.UNSEEN if verdict.is_undecided else cls.FAILED


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a verdict until all are there. until: when what is served there ends."""

    number: int
    host: str
    sort: Sort
    until: datetime | None
    told: str


def row(number: int, endpoint: Endpoint, verdict: Verdict, language: Language) -> Row:
    """number: its place in the list."""
    sort, until = Sort.of(verdict), _until(verdict.addresses)
    told = _sound(verdict, until, language) if sort is Sort.OK else _fault(verdict, language)
    return Row(number, told_host(endpoint), sort, until, told)


def told_host(endpoint: Endpoint) -> str:
    """As it was listed, in its own letters; with its port where that is another than 443."""
    host = shown(endpoint.host)
    if endpoint.port in {None, _HTTPS}:
        return host
    return f"[{host}]:{endpoint.port}" if ":" in host else f"{host}:{endpoint.port}"


_HTTPS = 443


def _until(addresses: Iterable[AddressVerdict]) -> datetime | None:
    ends = [one.path_end for one in addresses if one.path_end is not None]
    return min(ends, default=None)


def _sound(verdict: Verdict, until: datetime | None, language: Language) -> str:
    issuers = dict.fromkeys(one.served.issuer for one in verdict.addresses if one.served)
    days = (until - verdict.judged_at).days if until else 0
    return label("sweep.sound", language, issuer=", ".join(issuers), days=days)


def _fault(verdict: Verdict, language: Language) -> str:
    """The code, its meaning in a sentence, and the particulars of this case."""
    fault = verdict.headline
    if fault is None:
        return verdict.outcome.value
    meaning = word(fault.kind.value).meaning.say(language)
    end = "。" if language == "zh" else ". "
    sentence = meaning.partition(end)[0].rstrip(".")
    aside = label("explain.aside", language, text=said(fault.detail, language))
    told = f"{sentence}{aside}" if fault.detail else sentence
    return label("reason", language, code=fault.kind.value, text=told)


def table(rows: Iterable[Row], language: Language) -> Iterator[tuple[Sort | None, str]]:
    """Lines, with the sort that begins them; None for the heading. Those that are well first, so
    that the others stand at the end, where the eye is.
    """
    order = list(Sort)
    ordered = sorted(rows, key=lambda one: (order.index(one.sort), one.number))
    words = {one: label(f"sweep.{one.value}", language) for one in Sort}
    first = max(map(_width, words.values()))
    hosts = min(max((_width(one.host) for one in ordered), default=0), _WIDEST_HOST)
    heading = _wide(label("sweep.host", language), hosts)
    until = label("sweep.until", language)
    told = label("sweep.told", language)
    yield None, f"{' ' * first}  {heading}  {_wide(until, 10)}  {told}"
    for one in ordered:
        day = f"{one.until:%Y-%m-%d}" if one.until else ""
        begin = _wide(words[one.sort], first)
        yield one.sort, f"{begin}  {_wide(one.host, hosts)}  {day:10}  {one.told}"


def counts(rows: Iterable[Row], language: Language) -> Iterator[str]:
    """How many fare how, and the first end among those that are well."""
    rows = tuple(rows)
    number = {sort: sum(one.sort is sort for one in rows) for sort in Sort}
    yield label(
        "sweep.counts",
        language,
        hosts=len(rows),
        ok=number[Sort.OK],
        failed=number[Sort.FAILED],
        unseen=number[Sort.UNSEEN],
    )
    ends = [(one.until, one.host) for one in rows if one.sort is Sort.OK and one.until]
    if ends:
        end, host = min(ends)
        yield label("sweep.first_end", language, host=host, day=f"{end:%Y-%m-%d}")


def _wide(text: str, width: int) -> str:
    return text + " " * max(width - _width(text), 0)


def _width(text: str) -> int:
    """Columns of a terminal; most characters of Chinese take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
