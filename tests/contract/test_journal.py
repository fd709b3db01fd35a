"""What every journal does: the fake, and the ledger on OSS of the local cloud."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import oss2
import pytest

from certbind.adapters.ledger.keys import key_of
from certbind.domain.lifecycle.journal import (
    ChainBreak,
    Entry,
    EntryKind,
    Record,
    encode,
    seal,
    verify_chain,
)
from certbind.errors import (
    LedgerConflictError,
    LedgerUnreadableError,
    LedgerUnsafeError,
    NotFoundError,
    RejectedError,
)
from certbind.ports.ledger import Journal
from localcloud.faults import FaultKind, FaultRule
from localcloud.world import LocalCloud
from tests.contract.wired import LEDGER, Wired
from tests.fakes import FakeJournal
from tests.fakes.clock import NOON

SUBJECT = "domain/www.example.com"


def chain(count: int, subject: str = SUBJECT, word: str = "x") -> list[Entry]:
    """`count` entries, first to last."""
    entries: list[Entry] = []
    for number in range(count):
        record = Record(EntryKind.KEPT, f"event-{number}", message=f"{word} ü")
        previous = entries[-1] if entries else None
        entries.append(seal(subject, previous, NOON + timedelta(seconds=number), record))
    return entries


class Subject(Protocol):
    """A journal with the world around it."""

    port: Journal

    def other_writer(self) -> Journal:
        """The same ledger, as another function has it."""

    def enable_versioning(self) -> None:
        """Make the ledger unsafe."""


class FakeSubject:
    def __init__(self) -> None:
        self.fake = FakeJournal()
        self.port: Journal = self.fake

    def other_writer(self) -> Journal:
        return self.fake

    def enable_versioning(self) -> None:
        self.fake.unsafe = True


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.wired = wired
        self.cloud: LocalCloud = wired.cloud
        self.cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
        self.port: Journal = wired.journal()
        self.bucket = wired.oss_api().bucket(LEDGER)

    def other_writer(self) -> Journal:
        return self.wired.journal()

    def enable_versioning(self, status: str = "Enabled") -> None:
        config = oss2.models.BucketVersioningConfig()
        config.status = status
        self.bucket.put_bucket_versioning(config)


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def test_an_unknown_subject_has_no_entries(subject: Subject) -> None:
    assert subject.port.newest(SUBJECT) is None
    assert subject.port.entries(SUBJECT) == ()
    assert list(subject.port.subjects("")) == []


def test_entries_come_back_as_they_were_written_newest_first(subject: Subject) -> None:
    written = chain(12)
    for entry in written:
        subject.port.append(entry)
    assert subject.port.newest(SUBJECT) == written[-1]
    assert subject.port.entries(SUBJECT) == tuple(reversed(written))
    assert subject.port.history(SUBJECT) == tuple(reversed(written))
    assert verify_chain(subject.port.entries(SUBJECT)) == ()


def test_a_number_that_is_taken_is_a_conflict_and_stays_as_it_was(subject: Subject) -> None:
    (ours,), (theirs,) = chain(1), chain(1, word="other")
    subject.other_writer().append(theirs)
    with pytest.raises(LedgerConflictError):
        subject.port.append(ours)
    assert subject.port.newest(SUBJECT) == theirs


def test_two_that_say_the_same_in_the_same_moment_do_not_both_succeed(subject: Subject) -> None:
    """Else both take an intent for their own, and both write at the target."""
    (entry,) = chain(1)
    subject.port.append(entry)
    with pytest.raises(LedgerConflictError):
        subject.port.append(entry)
    assert subject.port.entries(SUBJECT) == (entry,)


def test_subjects_do_not_mix(subject: Subject) -> None:
    names = [
        "certificate/7-cn-hangzhou",
        "domain/.example.com",
        "domain/a.example.com",
        "domain/a.example.com.cn",
        "domain/_wildcard.example.com",
    ]
    for name in names:
        subject.port.append(chain(1, name)[0])
    assert list(subject.port.subjects("domain/")) == sorted(names[1:])
    assert list(subject.port.subjects("domain/a.example.com")) == names[2:4]
    assert list(subject.port.subjects("")) == sorted(names)
    assert list(subject.port.subjects("cert")) == names[:1]
    assert list(subject.port.subjects("watch/")) == []
    for name in names:
        assert [entry.subject for entry in subject.port.entries(name)] == [name]


def test_a_bucket_with_versioning_is_refused_before_anything_is_written(
    subject: Subject,
) -> None:
    subject.enable_versioning()
    with pytest.raises(LedgerUnsafeError, match="never had versioning"):
        subject.port.append(chain(1)[0])


@pytest.fixture
def ledger(wired: Wired) -> CloudSubject:
    return CloudSubject(wired)


def fault(ledger: CloudSubject, kind: FaultKind, action: str, count: int | None = 1) -> None:
    ledger.cloud.kernel.faults.add(FaultRule(kind, "oss", action, count=count))


def test_an_entry_whose_answer_was_lost_is_recognised_as_our_own(ledger: CloudSubject) -> None:
    (entry,) = chain(1)
    fault(ledger, FaultKind.LOST_RESPONSE, "PutObject")
    ledger.port.append(entry)
    assert ledger.port.entries(SUBJECT) == (entry,)


@pytest.mark.parametrize(
    "kind", [FaultKind.THROTTLE, FaultKind.UNAVAILABLE, FaultKind.HTML, FaultKind.RESET]
)
def test_calls_that_fail_for_a_moment_are_repeated(ledger: CloudSubject, kind: FaultKind) -> None:
    (entry,) = chain(1)
    for action in ("GetBucketInfo", "PutObject", "ListObjectsV2", "GetObject"):
        fault(ledger, kind, action)
    ledger.port.append(entry)
    assert ledger.port.newest(SUBJECT) == entry


def test_a_bucket_whose_versioning_was_suspended_is_refused_too(ledger: CloudSubject) -> None:
    ledger.enable_versioning("Enabled")
    ledger.enable_versioning("Suspended")
    with pytest.raises(LedgerUnsafeError, match="Suspended"):
        ledger.port.append(chain(1)[0])
    assert list(ledger.bucket.list_objects_v2().object_list) == []


def test_the_bucket_is_looked_at_once(ledger: CloudSubject) -> None:
    for entry in chain(3):
        ledger.port.append(entry)
    assert ledger.cloud.kernel.calls.counts()["oss.GetBucketInfo"] == 1


def test_the_newest_of_many_entries_costs_two_calls(ledger: CloudSubject) -> None:
    for entry in chain(15):
        ledger.port.append(entry)
    ledger.cloud.kernel.calls.reset()
    ledger.port.newest(SUBJECT)
    assert ledger.cloud.kernel.calls.counts() == {"oss.GetObject": 1, "oss.ListObjectsV2": 1}


def test_an_account_without_the_public_endpoint_is_told_the_way_round(
    ledger: CloudSubject,
) -> None:
    ledger.cloud.oss.world.set_forbids_public_endpoint(True)
    with pytest.raises(RejectedError, match=r"PublicEndpointForbidden.*internal") as caught:
        ledger.port.append(chain(1)[0])
    assert caught.value.api_code.startswith("PublicEndpointForbidden")
    inside = Wired(
        ledger.cloud,
        CERTBIND_NETWORK="internal",
        OSS_ENDPOINT=ledger.cloud.env()["OSS_INTERNAL_ENDPOINT"],
    )
    inside.journal().append(chain(1)[0])
    assert inside.journal().newest(SUBJECT) == chain(1)[0]


def test_a_bucket_that_does_not_exist_is_named(wired: Wired) -> None:
    with pytest.raises(NotFoundError, match=f"{LEDGER}.*NoSuchBucket"):
        wired.journal().append(chain(1)[0])


def test_the_history_tells_what_is_no_entry_and_all_the_others(ledger: CloudSubject) -> None:
    written = chain(3)
    for entry in written:
        ledger.port.append(entry)
    ledger.bucket.put_object(key_of("certbind/", SUBJECT, 2), b"hello")
    ledger.bucket.put_object("certbind/domain/www.example.com/notes.txt", b"hello")
    with pytest.raises(LedgerUnreadableError):
        ledger.port.entries(SUBJECT)
    history = ledger.port.history(SUBJECT)
    assert [one for one in history if isinstance(one, Entry)] == [written[2], written[0]]
    breaks = {one.sequence: one.problem for one in history if isinstance(one, ChainBreak)}
    assert set(breaks) == {0, 2}
    assert "notes.txt is no entry" in breaks[0]
    assert "it is no JSON" in breaks[2]


def test_an_entry_that_was_changed_at_the_bucket_shows_in_the_chain(ledger: CloudSubject) -> None:
    written = chain(3)
    for entry in written:
        ledger.port.append(entry)
    changed = encode(written[1]).replace(b"event-1", b"event-9")
    ledger.bucket.put_object(key_of("certbind/", SUBJECT, 2), changed)
    (found,) = verify_chain(ledger.port.history(SUBJECT))
    assert (found.sequence, "was changed after it was written" in found.problem) == (2, True)


def test_more_subjects_and_entries_than_a_page_holds_are_all_found(
    ledger: CloudSubject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certbind.adapters.ledger.journal._KEYS_A_PAGE", 3)
    names = [f"domain/d{number}.example.com" for number in range(7)]
    for name in names:
        ledger.port.append(chain(1, name)[0])
    written = chain(8)
    for entry in written:
        ledger.port.append(entry)
    assert list(ledger.port.subjects("domain/")) == [*names, SUBJECT]
    assert ledger.port.entries(SUBJECT) == tuple(reversed(written))
