"""Format 1 of the ledger, to the byte: whoever hashes otherwise finds every chain broken."""

from __future__ import annotations

from datetime import datetime, timezone

from certbind.domain.lifecycle.journal import EntryKind, Record, decode, encode, seal, verify_chain

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


def test_a_journal_that_an_older_version_wrote_is_whole() -> None:
    assert verify_chain(decode(text.encode()) for text in WRITTEN) == ()
