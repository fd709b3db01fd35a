"""Format 1 of the ledger, to the byte: whoever hashes otherwise finds every chain broken."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest

from certbind.domain.lifecycle.journal import (
    ChainBreak,
    Entry,
    EntryKind,
    NewerEntryError,
    Record,
    decode,
    encode,
    read_at,
    seal,
    verify_chain,
)

AT = datetime(2026, 11, 24, 12, 0, 0, 123_456, tzinfo=timezone.utc)
INTENT = Record(
    EntryKind.INTENT,
    "bind-0a1b-1",
    "renewed",
    "bücher.example: 7 → 8",
    {"expects": None, "tries": 1},
    {"phase": "binding"},
)
BOUND = Record(EntryKind.BOUND, "bind-0a1b-1")
WRITTEN = (
    (
        '{"at":"2026-11-24T12:00:00.123Z","details":{"expects":null,"tries":1},'
        '"event_id":"bind-0a1b-1",'
        '"hash":"6fac6a79ece0f3fe94ce167867e56d7a6f4aed5cbcf4eb41ce989cfb85c55941",'
        '"kind":"intent","message":"bücher.example: 7 → 8",'
        '"previous_hash":"0000000000000000000000000000000000000000000000000000000000000000",'
        '"reason":"renewed","sequence":1,"state":{"phase":"binding"},'
        '"subject":"domain/www.example.com","version":1}'
    ),
    (
        '{"at":"2026-11-24T12:00:00.123Z","details":{},"event_id":"bind-0a1b-1",'
        '"hash":"dee685260bb8bc0b1c35cd35bc7cca52c7480ecf15975ccc22bf7a152220fd4b",'
        '"kind":"bound","message":"",'
        '"previous_hash":"6fac6a79ece0f3fe94ce167867e56d7a6f4aed5cbcf4eb41ce989cfb85c55941",'
        '"reason":"","sequence":2,"state":{},"subject":"domain/www.example.com","version":1}'
    ),
)


def test_an_entry_is_written_as_every_version_of_format_1_wrote_it() -> None:
    first = seal("domain/www.example.com", None, AT, INTENT)
    second = seal("domain/www.example.com", first, AT, BOUND)
    assert (encode(first).decode(), encode(second).decode()) == WRITTEN


def test_people_are_shown_all_of_an_entry_but_the_state() -> None:
    entry = seal("domain/b", None, AT, INTENT)
    assert entry.to_json() == {
        "sequence": 1,
        "at": "2026-11-24T12:00:00.123000+00:00",
        "kind": "intent",
        "event_id": "bind-0a1b-1",
        "reason": "renewed",
        "message": "bücher.example: 7 → 8",
        "details": {"expects": None, "tries": 1},
        "hash": entry.hash,
    }


def test_a_journal_that_an_older_version_wrote_is_whole() -> None:
    assert verify_chain(decode(text.encode()) for text in WRITTEN) == ()


SUBJECT = "domain/www.example.com"
FIRST = WRITTEN[0].encode()


def by_a_newer_one(**changes: Any) -> bytes:
    """The first entry with other content and the hash of that, so that nothing is damaged."""
    body = {**json.loads(FIRST), **changes}
    del body["hash"]
    plain = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return json.dumps({**body, "hash": hashlib.sha256(plain.encode()).hexdigest()}).encode()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"version": 2}, "entry format 2; this certbind reads format 1"),
        (
            {"kind": "renewed_itself"},
            "an entry of the kind 'renewed_itself', which this one lacks",
        ),
    ],
)
def test_what_a_newer_certbind_wrote_is_no_damage(changes: dict[str, Any], problem: str) -> None:
    for read in (decode, lambda data: read_at(data, SUBJECT, 1)):
        with pytest.raises(NewerEntryError, match=problem):
            read(by_a_newer_one(**changes))


def test_an_entry_counts_in_its_own_place_only() -> None:
    assert isinstance(read_at(FIRST, SUBJECT, 1), Entry)
    moved = read_at(FIRST, SUBJECT, 2)
    assert moved == ChainBreak(2, f"it is entry 1 of {SUBJECT}", hashlib.sha256(FIRST).hexdigest())
    other = read_at(FIRST, "domain/other.example.com", 1)
    assert isinstance(other, ChainBreak)
    assert other.problem == f"it is entry 1 of {SUBJECT}"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "it is no JSON"),
        (b"[]", "no journal entry: "),
        (FIRST.replace(b"renewed", b"revoked"), "it was changed after it was written"),
        (by_a_newer_one(at="2026-11-25T00:00:00.000"), "its time has no zone"),
    ],
)
def test_what_is_damaged_is_a_break_with_the_hash_of_what_lies_there(
    data: bytes, problem: str
) -> None:
    found = read_at(data, SUBJECT, 1)
    assert isinstance(found, ChainBreak)
    assert (found.sequence, found.hash) == (1, hashlib.sha256(data).hexdigest())
    assert problem in found.problem


def test_the_entry_after_a_break_follows_its_bytes_and_says_what_was_set_aside() -> None:
    broken = read_at(b"rubbish", SUBJECT, 1)
    after = seal(SUBJECT, broken, AT, BOUND)
    assert isinstance(broken, ChainBreak)
    assert (after.sequence, after.previous_hash) == (2, broken.hash)
    assert after.record.details == {"set_aside": {"entry": 1, "problem": broken.problem}}
    assert verify_chain([broken, after]) == (broken,)


def test_a_chain_tells_each_place_where_it_does_not_fit() -> None:
    first, second = (decode(text.encode()) for text in WRITTEN)
    third = seal(SUBJECT, second, AT, BOUND)
    spoilt = replace(second, record=INTENT)
    relinked = replace(second, previous_hash="f" * 64)
    assert verify_chain([third, first]) == (ChainBreak(2, "missing: the next entry is 3"),)
    changed = ChainBreak(2, "was changed after it was written")
    assert verify_chain([first, spoilt, third]) == (changed,)
    unlinked = ChainBreak(2, "does not follow the entry before it")
    assert verify_chain([first, relinked, third]) == (unlinked, changed)
    stray = ChainBreak(0, "it is in no entry's place")
    assert verify_chain([first, stray, second, third]) == (stray,)
