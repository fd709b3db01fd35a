"""The journal: what was written is what is read, and a change of it shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from certbind.domain.lifecycle.journal import (
    GENESIS,
    ChainBreak,
    Entry,
    EntryKind,
    NewerEntryError,
    Record,
    decode,
    encode,
    seal,
    verify_chain,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.builds(
    Record,
    st.sampled_from(EntryKind),
    TEXTS,
    TEXTS,
    TEXTS,
    st.dictionaries(TEXTS, JSON, max_size=3),
    st.dictionaries(TEXTS, JSON, max_size=3),
)
START = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


def _sealed(records: list[Record]) -> list[Entry]:
    entries: list[Entry] = []
    for number, record in enumerate(records):
        previous = entries[-1] if entries else None
        entries.append(seal("domain/x", previous, START + timedelta(seconds=number), record))
    return entries


JOURNALS = st.lists(RECORDS, min_size=1, max_size=6).map(_sealed)
LONGER_JOURNALS = st.lists(RECORDS, min_size=2, max_size=6).map(_sealed)


@given(JOURNALS)
def test_an_entry_is_read_as_it_was_written(entries: list[Entry]) -> None:
    for entry in entries:
        assert decode(encode(entry)) == entry


@given(JOURNALS, st.randoms(use_true_random=False))
def test_a_journal_as_it_was_written_is_whole_in_any_order(entries: list[Entry], dice) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    shuffled = list(entries)
    dice.shuffle(shuffled)
    assert verify_chain(shuffled) == ()


@given(JOURNALS, st.data())
def test_any_change_of_an_entry_shows(entries: list[Entry], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(RECORDS)
    entry = entries[position]
    assume(encode(replace(entry, record=other)) != encode(entry))
    entries[position] = replace(entry, record=other)
    assert position + 1 in {broken.sequence for broken in verify_chain(entries)}


@given(LONGER_JOURNALS, st.data())
def test_a_forged_entry_with_a_fitting_hash_breaks_the_next_link(
    entries: list[Entry], data: st.DataObject
) -> None:
    """Whoever changes an entry and its hash must change every later one as well."""
    position = data.draw(st.integers(0, len(entries) - 2))
    other = data.draw(RECORDS)
    previous = entries[position - 1] if position else None
    forged = seal("domain/x", previous, entries[position].at, other)
    assume(forged != entries[position])
    entries[position] = forged
    assert [b.sequence for b in verify_chain(entries)] == [position + 2]


@given(LONGER_JOURNALS, st.data())
def test_a_missing_entry_shows(entries: list[Entry], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(entries) - 2))
    del entries[position]
    assert verify_chain(entries)[0].sequence == position + 1


@given(JOURNALS, st.data())
def test_an_entry_that_cannot_be_read_is_told_and_nothing_else(
    entries: list[Entry], data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(entries) - 1))
    unread = ChainBreak(position + 1, "no journal entry")
    beside = ChainBreak(0, "notes.txt is no entry")
    history: list[Entry | ChainBreak] = [*entries, beside]
    history[position] = unread
    assert verify_chain(history) == (beside, unread)


@given(JOURNALS, st.data())
def test_behind_an_entry_that_cannot_be_read_the_links_are_held_again(
    entries: list[Entry], data: st.DataObject
) -> None:
    assume(len(entries) > 2)
    position = data.draw(st.integers(2, len(entries) - 1))
    entry, previous = entries[position], replace(entries[position - 1], hash=GENESIS)
    unlinked = seal("domain/x", previous, entry.at, entry.record)
    unread = ChainBreak(1, "no journal entry")
    history: list[Entry | ChainBreak] = [unread, *entries[1:position], unlinked]
    assert verify_chain(history) == (
        unread,
        ChainBreak(position + 1, "does not follow the entry before it"),
    )


@given(st.binary(max_size=200) | JSON.map(lambda v: json.dumps(v).encode()))
def test_bytes_that_are_no_entry_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"entry|JSON|Expecting|decode|delimiter|Extra|control"):
        decode(data)


def rehashed(entry: Entry, **changes: object) -> bytes:
    """With other content and the hash of that, as another build would write it."""
    raw = {**json.loads(encode(entry)), **changes}
    del raw["hash"]
    plain = json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return json.dumps({**raw, "hash": hashlib.sha256(plain.encode()).hexdigest()}).encode()


def test_an_entry_of_another_format_is_refused_with_its_version() -> None:
    (entry,) = _sealed([Record(EntryKind.BOUND, "e-1")])
    with pytest.raises(NewerEntryError, match="format 2"):
        decode(rehashed(entry, version=2))


@given(JOURNALS, st.data())
def test_nothing_of_an_entry_can_be_changed_under_its_hash(
    entries: list[Entry], data: st.DataObject
) -> None:
    raw = json.loads(encode(entries[-1]))
    name = data.draw(st.sampled_from(sorted(raw)))
    value = data.draw(JSON)
    assume(json.dumps(raw[name], sort_keys=True) != json.dumps(value, sort_keys=True))
    with pytest.raises(ValueError, match="entry") as caught:
        decode(json.dumps({**raw, name: value}).encode())
    assert not isinstance(caught.value, NewerEntryError)


@pytest.mark.parametrize(
    ("name", "value"), [("at", "2026-11-25T00:00:00.000"), ("sequence", "1"), ("sequence", True)]
)
def test_an_entry_without_a_zone_or_a_number_is_none(name: str, value: object) -> None:
    entry = seal("s", None, START, Record(EntryKind.KEPT, "event"))
    with pytest.raises(ValueError, match="no journal entry"):
        decode(rehashed(entry, **{name: value}))
