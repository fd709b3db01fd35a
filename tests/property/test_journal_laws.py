"""The journal: what was written is what is read, and a change of it shows."""

from __future__ import annotations

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
    Record,
    decode,
    encode,
    seal,
    verify_chain,
)
from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import CertificateId, Domain, ProductName, Sha1, Sha256
from certbind.domain.model.target import Binding, BindingSource, Target
from certbind.domain.state import REMEMBERED_CAUSES, DomainState, KnownBinding, Phase
from certbind.domain.state_json import state_from_json, state_to_json

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


def test_an_entry_of_another_format_is_refused_with_its_version() -> None:
    (entry,) = _sealed([Record(EntryKind.BOUND, "e-1")])
    raw = json.loads(encode(entry))
    raw["version"] = 2
    with pytest.raises(ValueError, match="format 2"):
        decode(json.dumps(raw).encode())


BINDINGS = st.builds(
    Binding,
    st.sampled_from(BindingSource),
    st.none() | st.builds(CertificateId, st.integers(1, 10**9), st.just("cn-hangzhou")),
    TEXTS,
    TEXTS,
    st.none() | st.just(Sha1("a" * 40)),
    st.none() | st.just(Sha256("b" * 64)),
)
MOMENTS = st.none() | st.datetimes(timezones=st.just(timezone.utc))
KNOWN = st.none() | st.builds(
    KnownBinding,
    BINDINGS,
    st.none() | st.builds(LeafIdentity, st.just(Sha256("c" * 64)), st.none(), TEXTS),
    MOMENTS,
)
STATES = st.builds(
    DomainState,
    phase=st.sampled_from(Phase),
    target=st.sampled_from(
        (
            None,
            Target(ProductName("oss"), Domain("a.example"), "b", "cn-hangzhou"),
            Target(ProductName("alb"), Domain("a.example"), "", "cn-hangzhou"),
        )
    ),
    current=KNOWN,
    previous=KNOWN,
    bound_sequence=st.integers(0, 10**6),
    bound_at=MOMENTS,
    intent_cause=TEXTS,
    intent_certificate=st.none() | st.just(CertificateId(7, "cn-hangzhou")),
    intent_at=MOMENTS,
    intent_before=KNOWN,
    intent_by_hand=st.booleans(),
    rest_phase=st.sampled_from(Phase),
    looks=st.integers(0, 99),
    good_rounds=st.integers(0, 9),
    good_since=MOMENTS,
    verify_deadline=MOMENTS,
    held_to=MOMENTS,
    rolled_back=st.booleans(),
    handled=st.lists(TEXTS, max_size=4).map(tuple),
)


@given(STATES)
def test_a_state_survives_its_entry(state: DomainState) -> None:
    through_json = json.loads(json.dumps(state_to_json(state)))
    assert state_from_json(through_json) == state


WRONG: list[object] = [None, True, -1, 1.5, "", "x", "2026-11-25T00:00:00", [1], {}, {"a": 1}]


@given(STATES, st.data())
def test_a_state_with_one_value_spoilt_is_none_or_sound(
    state: DomainState, data: st.DataObject
) -> None:
    """Nothing that would fail later, in the midst of a sweep, is read as a state."""
    raw = json.loads(json.dumps(state_to_json(state)))
    name = data.draw(st.sampled_from(sorted(raw)))
    raw[name] = data.draw(st.sampled_from(WRONG))
    try:
        read = state_from_json(raw)
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    assert state_from_json(json.loads(json.dumps(state_to_json(read)))) == read
    times = (read.bound_at, read.intent_at, read.good_since, read.verify_deadline, read.held_to)
    assert all(moment is None or moment.tzinfo is not None for moment in times)
    assert all(type(count) is int for count in (read.looks, read.good_rounds, read.bound_sequence))
    assert type(read.rolled_back) is type(read.intent_by_hand) is bool
    assert all(type(text) is str for text in (read.intent_cause, *read.handled))


@pytest.mark.parametrize(
    ("name", "value"), [("at", "2026-11-25T00:00:00.000"), ("sequence", "1"), ("sequence", True)]
)
def test_an_entry_without_a_zone_or_a_number_is_none(name: str, value: object) -> None:
    raw = json.loads(encode(seal("s", None, START, Record(EntryKind.KEPT, "event"))))
    raw[name] = value
    with pytest.raises(ValueError, match="no journal entry"):
        decode(json.dumps(raw).encode())


@given(STATES)
def test_withdrawing_an_intent_leaves_what_is_bound(state: DomainState) -> None:
    rested = state.at_rest()
    assert rested.current == state.current
    assert rested.previous == state.previous
    assert (rested.phase is Phase.INTENT) == (
        state.phase is Phase.INTENT and state.rest_phase is Phase.INTENT
    )


@given(STATES, st.lists(TEXTS, unique=True, min_size=28, max_size=40))
def test_the_newest_causes_are_remembered(state: DomainState, causes: list[str]) -> None:
    """32 of them, however many there were; more deliveries than that do not pass one another."""
    causes = [cause for cause in causes if not state.has_handled(cause)]
    for cause in causes:
        state = state.with_handled(cause)
    assert len(state.handled) <= REMEMBERED_CAUSES == 32
    assert [cause for cause in causes if state.has_handled(cause)] == causes[-32:]
