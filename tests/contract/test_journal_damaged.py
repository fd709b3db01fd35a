"""What every journal does with damage: the fake, and the ledger on OSS of the local cloud."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import oss2
import pytest

from certbind.adapters.ledger.keys import key_of
from certbind.domain.lifecycle.journal import (
    ChainBreak,
    EntryKind,
    Record,
    encode,
    seal,
    verify_chain,
)
from certbind.errors import LedgerNewerError, LedgerUnreadableError, UnavailableError
from tests.contract.test_journal import SUBJECT, CloudSubject, FakeSubject, chain
from tests.fakes.clock import NOON


class Damaged:
    """A journal of three entries, the newest of which others wrote over."""

    def __init__(self, subject: FakeSubject | CloudSubject) -> None:
        self.subject = subject
        self.port = subject.port
        self.written = chain(3)
        for entry in self.written:
            self.port.append(entry)

    def put(self, data: bytes, sequence: int = 3) -> None:
        if isinstance(self.subject, FakeSubject):
            self.subject.fake.put(SUBJECT, sequence, data)
        else:
            self.subject.bucket.put_object(key_of("certbind/", SUBJECT, sequence), data)


@pytest.fixture(params=["fake", "local cloud"])
def damaged(request: pytest.FixtureRequest) -> Damaged:
    if request.param == "fake":
        return Damaged(FakeSubject())
    return Damaged(CloudSubject(request.getfixturevalue("wired")))


def forged(**changes: Any) -> bytes:
    """The newest entry with other content, and the hash that it had."""
    return json.dumps({**json.loads(encode(chain(3)[2])), **changes}).encode()


def rehashed(**changes: Any) -> bytes:
    """With other content and the hash of it, as a newer certbind would write it."""
    body = {**json.loads(encode(chain(3)[2])), **changes}
    del body["hash"]
    plain = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return json.dumps({**body, "hash": hashlib.sha256(plain.encode()).hexdigest()}).encode()


DAMAGE = {
    "empty": b"",
    "truncated": encode(chain(3)[2])[:-40],
    "no text": b"\xff\xfe\x00",
    "no object": b"[]",
    "too deep": b"[" * 100_000,
    "another hash": forged(hash="0" * 64),
    "another state": forged(state={"held_to": "2099-01-01T00:00:00+00:00"}),
    "another version, the old hash": forged(version=9),
    "a time without a zone": rehashed(at="2026-11-25T00:00:00.000"),
    "a time beyond all": rehashed(at="9999-99-99T00:00:00Z"),
    "half a character": forged(message="\ud800"),
    "of another journal": encode(chain(3, "domain/other.example.com")[2]),
    "of another place": encode(chain(2)[1]),
}


@pytest.mark.parametrize("data", DAMAGE.values(), ids=DAMAGE)
def test_what_is_damaged_is_a_break_and_never_an_entry(damaged: Damaged, data: bytes) -> None:
    damaged.put(data)
    found = damaged.port.newest(SUBJECT)
    assert isinstance(found, ChainBreak)
    assert (found.sequence, found.hash) == (3, hashlib.sha256(data).hexdigest())
    assert damaged.port.head(SUBJECT).entry == found
    assert damaged.port.sound(SUBJECT) == (damaged.written[1], damaged.written[0])
    assert damaged.port.history(SUBJECT) == (found, damaged.written[1], damaged.written[0])
    with pytest.raises(LedgerUnreadableError, match="Entry 3 cannot be read"):
        damaged.port.entries(SUBJECT)


def test_a_journal_goes_on_after_what_is_damaged_and_says_so(damaged: Damaged) -> None:
    damaged.put(b"hello")
    broken = damaged.port.newest(SUBJECT)
    assert isinstance(broken, ChainBreak)
    after = seal(SUBJECT, broken, NOON + timedelta(hours=1), Record(EntryKind.KEPT, "x"))
    damaged.port.append(after)
    assert after.sequence == 4
    assert after.record.details["set_aside"] == {"entry": 3, "problem": broken.problem}
    assert damaged.port.newest(SUBJECT) == after
    assert damaged.port.history(SUBJECT) == (after, broken, *reversed(damaged.written[:2]))
    assert verify_chain(damaged.port.history(SUBJECT)) == (broken,)


@pytest.mark.parametrize("changes", [{"version": 2}, {"kind": "of_another_day"}], ids=str)
def test_what_a_newer_certbind_wrote_is_no_damage_and_nothing_goes_on_after_it(
    damaged: Damaged, changes: dict[str, Any]
) -> None:
    damaged.put(rehashed(**changes))
    for read in (damaged.port.newest, damaged.port.head, damaged.port.sound):
        with pytest.raises(LedgerNewerError):
            read(SUBJECT)
    newest, *others = damaged.port.history(SUBJECT)
    assert isinstance(newest, ChainBreak)
    assert others == [damaged.written[1], damaged.written[0]]


def test_only_the_newest_few_are_read_for_what_is_sound(damaged: Damaged) -> None:
    longer = chain(20)
    for entry in longer[3:]:
        damaged.port.append(entry)
    damaged.put(b"hello", 20)
    assert damaged.port.sound(SUBJECT) == tuple(reversed(longer[4:19]))


def test_behind_the_last_number_nothing_is_written(damaged: Damaged) -> None:
    damaged.put(b"hello", 9_999_999_998)
    broken = damaged.port.newest(SUBJECT)
    with pytest.raises(LedgerUnreadableError):
        damaged.port.append(seal(SUBJECT, broken, NOON, Record(EntryKind.KEPT, "x")))


@pytest.fixture
def ledger(request: pytest.FixtureRequest) -> Damaged:
    return Damaged(CloudSubject(request.getfixturevalue("wired")))


@pytest.mark.parametrize("name", ["", "!", "0000000000.json", "0000000001/9999999990.json"])
def test_what_lies_before_the_entries_and_is_none_is_passed_over(
    ledger: Damaged, name: str
) -> None:
    """A console that shows folders puts an object of the folder's own name there."""
    assert isinstance(ledger.subject, CloudSubject)
    ledger.subject.bucket.put_object(f"certbind/domain/www.example.com/{name}", b"")
    assert ledger.port.newest(SUBJECT) == ledger.written[-1]
    assert ledger.port.sound(SUBJECT) == tuple(reversed(ledger.written))


def test_what_was_cut_off_on_the_way_is_no_damage(
    ledger: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = oss2.models.GetObjectResult.read
    cut = [True, False]
    monkeypatch.setattr(
        oss2.models.GetObjectResult,
        "read",
        lambda self: whole(self)[: -9 if cut.pop(0) else None],
    )
    assert ledger.port.newest(SUBJECT) == ledger.written[-1], "read once more"
    cut[:] = [True] * 9
    with pytest.raises(UnavailableError, match="bytes came"):
        ledger.port.newest(SUBJECT)
