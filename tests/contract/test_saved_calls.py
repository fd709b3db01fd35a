"""Calls that are not made, and why that is right: each saved one has its test here."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

import pytest

from certbind.adapters.cas import facts as facts_of_cas
from certbind.adapters.cas.facts import FOLDER, FactsMemory, KeptFacts
from certbind.adapters.cas.inventory import CasInventory
from certbind.adapters.ledger import journal as ledger
from certbind.adapters.ledger.journal import OssJournal, SafetyLooked
from certbind.adapters.ledger.reports import OssReports
from certbind.adapters.mns import queue as mns
from certbind.adapters.oss import rows
from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.lifecycle.pause import Times
from certbind.domain.lifecycle.state import DomainState
from certbind.domain.lifecycle.state_json import state_to_json
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Binding, Target
from certbind.domain.situation.reading import Known
from certbind.errors import LedgerUnsafeError, NotFoundError, StalePlanError
from certbind.ports.ledger import Journal
from certbind.usecases.rotate.reads.memories import FILE, read_memories
from localcloud.faults import FaultKind, FaultRule
from localcloud.world import LocalCloud
from tests.contract.target_subjects import AnySubject, make_subject
from tests.contract.test_journal import SUBJECT, chain
from tests.contract.test_queue import BIND, ISSUED
from tests.contract.test_queue import CloudSubject as Queue
from tests.contract.wired import LEDGER, Wired, issue
from tests.fakes import FakeClock, FakeJournal
from tests.fakes.clock import NOON
from tests.fakes.reports import FakeReports


class Facts:
    """Instances of an account, each with what it remembers, and the shelf that they share."""

    def __init__(self, wired: Wired) -> None:
        wired.cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
        self.wired, self.cloud = wired, wired.cloud
        self.shelf = OssReports(wired.oss_api(), LEDGER, "certbind/", wired.retry, FOLDER)

    def instance(self, *, writes: bool = True) -> CasInventory:
        wired = self.wired
        kept = KeptFacts(FactsMemory(), self.shelf, writes=writes)
        return CasInventory(wired._sites, wired._cdn, wired.retry, wired.clock, kept=kept)

    def known(self) -> CertificateId:
        """A certificate that an instance has read, chain and all."""
        one, first = issue(self.cloud, "www.example.com"), self.instance()
        first.certificate(one)
        assert first.chain(one)
        self.cloud.kernel.calls.reset()
        return one

    def calls(self) -> dict[str, int]:
        return self.cloud.kernel.calls.counts()


@pytest.fixture
def facts(wired: Wired) -> Facts:
    return Facts(wired)


def test_what_never_changes_is_read_by_one_instance_for_all(facts: Facts) -> None:
    one = facts.known()
    other = facts.instance()
    read = other.certificate(one)
    assert other.chain(one)
    assert facts.calls() == {"oss.GetObject": 1, "cas.GetCertificateDetail": 1}
    assert other.certificate(one) == read == facts.wired.inventory().certificate(one)
    facts.cloud.kernel.calls.reset()
    assert other.facts(one).names == ("www.example.com",)
    assert facts.calls() == {}


def test_a_revocation_between_two_reads_is_seen(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By this instance after two seconds, by each other at once."""
    one, inventory = facts.known(), facts.instance()
    assert inventory.certificate(one).status is CertificateStatus.ISSUED
    facts.cloud.cas.revoke(str(one))
    assert inventory.certificate(one).status is CertificateStatus.ISSUED
    assert facts.instance().certificate(one).status is CertificateStatus.REVOKED
    monkeypatch.setattr(facts_of_cas, "STATUS_SECONDS", 0.0)
    assert inventory.certificate(one).status is CertificateStatus.REVOKED
    assert facts.instance().certificate(one).status is CertificateStatus.REVOKED


def test_domains_of_one_renewal_ask_for_its_status_once_in_two_seconds(facts: Facts) -> None:
    one, inventory = facts.known(), facts.instance()
    assert inventory.certificate(one) == inventory.certificate(one)
    assert facts.calls()["cas.GetCertificateDetail"] == 1


def test_what_was_deleted_is_not_found_though_it_is_kept(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, inventory = facts.known(), facts.instance()
    inventory.certificate(one)
    monkeypatch.setattr(facts_of_cas, "STATUS_SECONDS", 0.0)
    facts.cloud.cas.delete(str(one))
    with pytest.raises(NotFoundError):
        inventory.certificate(one)


def test_where_nobody_tells_the_status_the_certificate_is_asked_for(facts: Facts) -> None:
    """An account whose role lacks GetCertificateDetail: what is kept proves nothing."""
    one, inventory = facts.known(), facts.instance()
    denied = FaultRule(
        FaultKind.ERROR,
        "cas",
        "GetCertificateDetail",
        count=None,
        status=403,
        code="Forbidden.RAM",
    )
    facts.cloud.kernel.faults.add(denied)
    assert inventory.certificate(one).status is CertificateStatus.ISSUED
    assert facts.calls()["cas.GetUserCertificateDetail"] == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"{",
        lambda data: data[:-20],
        lambda data: data.replace(b"www.example.com", b"www.example.org"),
        lambda data: data.replace(b'"version": 1', b'"version": 2'),
        lambda data: b"[]",
    ],
)
def test_damaged_facts_are_read_anew_and_said(
    facts: Facts, damage: object, caplog: pytest.LogCaptureFixture
) -> None:
    one = facts.known()
    name = f"{one}.json"
    kept = facts.shelf.read(name)
    assert kept is not None
    assert callable(damage)
    facts.shelf.keep(name, "application/json", damage(kept))
    inventory = facts.instance()
    with caplog.at_level(logging.WARNING):
        assert inventory.certificate(one).names == ("www.example.com",)
    assert inventory.chain(one)
    assert f"{name} is damaged, and CAS is asked anew" in caplog.text
    assert facts.shelf.read(name) == kept


def test_facts_of_another_certificate_are_damage(facts: Facts) -> None:
    one, other = facts.known(), facts.known()
    data = facts.shelf.read(f"{other}.json")
    assert data is not None
    facts.shelf.keep(f"{one}.json", "application/json", data)
    assert facts.instance().certificate(one).id == one
    assert facts.calls()["cas.GetUserCertificateDetail"] == 1


def test_what_only_looks_writes_no_facts(facts: Facts) -> None:
    one, inventory = issue(facts.cloud, "www.example.com"), facts.instance(writes=False)
    inventory.certificate(one)
    assert inventory.chain(one)
    assert "oss.PutObject" not in facts.calls()


def test_an_entry_is_read_by_its_number_and_the_next_one_tells_whether_it_was_newest(
    wired: Wired,
) -> None:
    wired.cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
    journal, entries = wired.journal(), chain(3)
    for entry in entries:
        journal.append(entry)
    wired.cloud.kernel.calls.reset()
    head = journal.head(SUBJECT, 2)
    assert (head.entry, head.is_newest) == (entries[1], False)
    assert head.age is not None
    assert head.age < timedelta(minutes=5)
    assert wired.cloud.kernel.calls.counts() == {"oss.GetObject": 1}
    other_ledger = journal.head(SUBJECT, 9)
    assert (other_ledger.entry, other_ledger.is_newest) == (entries[2], True)
    assert journal.head(SUBJECT, 99_999_999_999).entry == entries[2]


def test_a_bucket_is_looked_at_once_an_instance_and_again_after_a_while(
    wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    wired.cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
    looked, entries = SafetyLooked(), chain(3)
    for entry in entries[:2]:
        OssJournal(wired.oss_api(), LEDGER, "certbind/", wired.retry, looked).append(entry)
    assert wired.cloud.kernel.calls.counts()["oss.GetBucketInfo"] == 1
    wired.cloud.oss.world.set_versioning(LEDGER, "Enabled")
    monkeypatch.setattr(ledger, "_LOOKED_COUNTS_FOR", -1.0)
    with pytest.raises(LedgerUnsafeError):
        OssJournal(wired.oss_api(), LEDGER, "certbind/", wired.retry, looked).append(entries[2])


@pytest.mark.parametrize("kind", ["oss", "cdn"])
def test_what_was_just_read_is_not_read_again(wired: Wired, kind: str) -> None:
    subject, target, old, new = _bound(wired, kind)
    stands = subject.port.read(target).binding
    wired.cloud.kernel.calls.reset()
    assert subject.port.bind(target, new, stands, just_read=True)
    assert sum(wired.cloud.kernel.calls.counts().values()) == 1
    assert subject.port.read(target).binding.certificate_id == new
    assert old != new


def test_oss_compares_itself_with_what_was_just_read(wired: Wired) -> None:
    """Another hand between the reading and the write: PreviousCertId is another then."""
    subject, target, _, new = _bound(wired, "oss")
    stands = subject.port.read(target).binding
    by_hand = subject.issue("www.example.com")
    subject.bind_by_hand(target, by_hand)
    with pytest.raises(StalePlanError):
        subject.port.bind(target, new, stands, just_read=True)
    assert subject.port.read(target).binding.certificate_id == by_hand


@pytest.mark.parametrize("kind", ["oss", "cdn"])
def test_a_lost_answer_is_read_back_before_it_is_repeated(wired: Wired, kind: str) -> None:
    subject, target, _, new = _bound(wired, kind)
    stands: Binding = subject.port.read(target).binding
    subject.lose_next_answer()
    subject.port.bind(target, new, stands, just_read=True)
    counts = wired.cloud.kernel.calls.counts()
    write = {"oss": "oss.PutCname", "cdn": "cdn.SetCdnDomainSSLCertificate"}[kind]
    assert counts[write] == 1
    assert subject.port.read(target).binding.certificate_id == new


def test_an_event_for_many_goes_out_sixteen_a_call(wired: Wired) -> None:
    queue = Queue(wired)
    queue.port.send_all([(BIND, timedelta())] * 33 + [(ISSUED, timedelta(hours=1))])
    assert wired.cloud.kernel.calls.counts() == {"mns.BatchSendMessage": 3}
    assert queue.take() == [BIND] * 33
    queue.advance(timedelta(hours=1, seconds=1))
    assert queue.take() == [ISSUED]
    queue.port.send_all([])


def test_batches_go_out_side_by_side(wired: Wired, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each over a connection of its own: three must be under way before any is answered."""
    queue, together, call = Queue(wired), threading.Barrier(3, timeout=10), mns._Line.call

    def met(line: mns._Line, work: Any) -> Any:
        together.wait()
        return call(line, work)

    monkeypatch.setattr(mns._Line, "call", met)
    queue.port.send_all([(BIND, timedelta())] * 48)
    assert queue.take() == [BIND] * 48


def test_after_a_batch_that_is_refused_no_other_is_begun(
    cloud: LocalCloud, wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event comes again and sends all: what went out meanwhile would be asked for twice."""
    monkeypatch.setattr(mns, "_LINES", 1)
    queue = Queue(wired)
    rule = FaultRule(
        FaultKind.ERROR, "mns", "BatchSendMessage", status=404, code="QueueNotExist", skip=1
    )
    cloud.kernel.faults.add(rule)
    with pytest.raises(NotFoundError):
        queue.port.send_all([(BIND, timedelta())] * 64)
    assert queue.take() == [BIND] * 16


def test_a_role_of_before_sends_one_by_one(cloud: LocalCloud, wired: Wired) -> None:
    queue = Queue(wired)
    rule = FaultRule(
        FaultKind.ERROR, "mns", "BatchSendMessage", count=None, status=403, code="AccessDenied"
    )
    cloud.kernel.faults.add(rule)
    queue.port.send_all([(BIND, timedelta()), (ISSUED, timedelta())])
    assert sorted(map(repr, queue.take())) == sorted(map(repr, [BIND, ISSUED]))


def _bound(wired: Wired, kind: str) -> tuple[AnySubject, Target, CertificateId, CertificateId]:
    """A target with a certificate, and another for it."""
    subject = make_subject(ProductName(kind), wired)
    target = subject.add("www.example.com")
    old, new = subject.issue("www.example.com"), subject.issue("www.example.com")
    subject.bind_by_hand(target, old)
    return subject, target, old, new


def test_rows_of_a_bucket_are_told_once_and_for_a_moment(
    wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject, one, old, _ = _bound(wired, "oss")
    other = subject.add("static.example.com")
    port = wired.targets()
    wired.cloud.kernel.calls.reset()
    assert port.read(one).binding.certificate_id == old
    assert port.read(other).binding.is_empty
    assert wired.cloud.kernel.calls.counts()["oss.ListCname"] == 1
    subject.bind_by_hand(other, old)
    assert port.read(other).binding.certificate_id == old, "whoever asks again asks OSS"
    subject.bind_by_hand(one, None)
    monkeypatch.setattr(rows, "KEPT_SECONDS", -1.0)
    assert port.read(one).binding.is_empty


@pytest.mark.parametrize("journals", ["fake", "local cloud"])
def test_newest_entries_are_found_by_few_listings(
    wired: Wired, journals: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of three keys: one ends among the entries of a subject, one before the next."""
    monkeypatch.setattr(ledger, "_KEYS_A_PAGE", 3)
    wired.cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
    journal: Journal = FakeJournal() if journals == "fake" else wired.journal()
    names = ("a.example", "a.example.com", ".b.example", "b.example", "zz.example")
    for count, name in enumerate(names, 1):
        for entry in chain(count, f"domain/{name}"):
            journal.append(entry)
    for entry in chain(9, "certificate/1-cn-hangzhou"):
        journal.append(entry)
    wired.cloud.kernel.calls.reset()
    asked = [f"domain/{name}" for name in (*names, "none.example")]
    heads = journal.heads(asked)
    found = {one: top.number for one, top in heads.newest.items()}
    assert found == {f"domain/{name}": count for count, name in enumerate(names, 1)}
    assert wired.cloud.kernel.calls.counts().get("oss.ListObjectsV2", 0) <= len(asked)
    assert len({top.digest for top in heads.newest.values()}) == len(names)
    assert journal.heads([]).newest == {}


@pytest.fixture
def remembered() -> tuple[FakeJournal, FakeReports, FakeClock, list[Domain]]:
    """Ten domains with a journal each, as a sweep has left them."""
    clock, shelf = FakeClock(), FakeReports()
    journal = FakeJournal(clock)
    domains = [Domain(f"d{number}.example.com") for number in range(10)]
    for domain in domains:
        record = Record(EntryKind.VERIFIED, "e", state=state_to_json(DomainState(), NOON))
        journal.append(seal(f"domain/{domain}", None, NOON, record))
    first = read_memories(journal, clock, Times(), shelf, domains)
    assert first is not None
    assert all(isinstance(first.of(domain), Known) for domain in domains)
    shelf.keep(FILE, "", first.to_json())
    journal.trouble.calls.clear()
    return journal, shelf, clock, domains


def test_what_a_sweep_left_is_read_in_place_of_entries_that_are_still_the_newest(
    remembered: tuple[FakeJournal, FakeReports, FakeClock, list[Domain]],
) -> None:
    journal, shelf, clock, domains = remembered
    held = DomainState(said="held")
    record = Record(EntryKind.KEPT, "e", state=state_to_json(held, NOON))
    newest = journal.newest(f"domain/{domains[3]}")
    journal.append(seal(f"domain/{domains[3]}", newest, NOON, record))
    journal.trouble.calls.clear()
    found = read_memories(journal, clock, Times(), shelf, domains)
    assert found is not None
    told = [found.of(domain) for domain in domains]
    assert all(isinstance(one, Known) for one in told)
    assert [one.value.state.said for one in told if isinstance(one, Known)].count("held") == 1
    assert journal.trouble.calls == {"heads": 1, "head": 1}


@pytest.mark.parametrize("damage", [b"", b"{}", b"\x78\x9c", b"not a file"])
def test_what_a_sweep_left_may_be_damaged(
    remembered: tuple[FakeJournal, FakeReports, FakeClock, list[Domain]], damage: bytes
) -> None:
    journal, shelf, clock, domains = remembered
    shelf.keep(FILE, "", damage)
    found = read_memories(journal, clock, Times(), shelf, domains)
    assert found is not None
    assert all(isinstance(found.of(domain), Known) for domain in domains)
    assert journal.trouble.calls == {"heads": 1, "head": 10}
