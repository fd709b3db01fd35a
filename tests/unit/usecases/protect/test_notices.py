"""After a sweep: who is told what, and what becomes of a post that does not arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import Entry
from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import UNBOUND, BoundTarget, Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import CertbindError, LedgerConflictError, RejectedError, UnavailableError
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.protect.acknowledge import Acknowledge
from certbind.usecases.protect.letter import LONGEST
from certbind.usecases.protect.notices import SUBJECT, Post, TellAfterSweep
from certbind.usecases.protect.receivers import Receivers
from certbind.usecases.protect.told_sweep import SweepAndTell, ToldSweep
from tests.unit.usecases.account import WWW, Account, certificate
from tests.unit.usecases.authority import ROOT_PEM, chain_of

DAY = timedelta(days=1)


@dataclass
class Group:
    """A receiver that keeps what it reads."""

    name: str = "dingtalk"
    read: list[str] = field(default_factory=list)
    trouble: CertbindError | None = None

    def post(self, text: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.read.append(text)


REFUSED = RejectedError("keywords not in content", service="dingtalk", action="post")


@dataclass
class Office:
    """An account, its sweeps, and its groups."""

    account: Account
    groups: tuple[Group, ...]
    seconds_left: Callable[[], float] = lambda: 500.0

    def sweep(self) -> ToldSweep:
        sources = self.account.sources
        tell = TellAfterSweep(sources.journal, sources.clock, self.groups, "en", self.seconds_left)
        return SweepAndTell(Sweep(*self.account.connected), lambda: tell)()

    def later(self, by: timedelta) -> ToldSweep:
        self.account.clock.advance(by)
        return self.sweep()


def account_of(*targets: Target) -> Account:
    unbound = (BoundTarget(one, UNBOUND) for one in targets)
    return Account(*unbound, anchors=TrustAnchors.from_pem(ROOT_PEM))


def renew(account: Account) -> None:
    held, chain = chain_of(certificate(7))
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)


@pytest.fixture
def group() -> Group:
    return Group()


@pytest.fixture
def office(group: Group) -> Office:
    """Nothing is bound at the only domain, and nothing fits."""
    return Office(account_of(WWW), (group,))


def entries(office: Office) -> list[Entry]:
    return list(office.account.journal.entries(SUBJECT))


def test_what_a_sweep_finds_is_told_once_and_again_after_a_week(
    office: Office, group: Group
) -> None:
    told = office.sweep()
    assert told.posts == (Post("dingtalk", 1),)
    (text,) = group.read
    first, line = text.splitlines()
    assert first == "certbind: 1 new (of 1 domains). What to do: certbind explain DOMAIN"
    assert line.startswith(f"[new] {WWW}: no_https (")
    for _ in range(6):
        assert office.later(DAY).posts == ()
    assert len(group.read) == 1
    assert office.later(DAY).posts == (Post("dingtalk", 1),)
    assert "[still there, 20" in group.read[-1]
    assert len(entries(office)) == 2, "what tells nothing writes nothing"


def test_the_end_is_told(office: Office, group: Group) -> None:
    office.sweep()
    renew(office.account)
    office.sweep()
    office.account.run_queue()
    office.later(DAY)
    assert group.read[-1].splitlines()[1].startswith("[over, 20")


def test_a_post_that_is_refused_is_recorded_and_made_again_after_the_next_sweep(
    office: Office, group: Group
) -> None:
    group.trouble = REFUSED
    told = office.sweep()
    (post,) = told.posts
    assert (post.code, post.items) == ("rejected", 1)
    assert "keywords not in content" in post.message
    (newest,) = entries(office)
    assert newest.record.reason == "rejected"
    assert told.to_json()["notices"] == [post.to_json()]
    office.sweep()
    assert len(entries(office)) == 1, "the same trouble is on record already"
    group.trouble = None
    office.later(DAY)
    assert len(group.read) == 1
    assert f"[new] {WWW}" in group.read[0]


def test_one_receiver_s_trouble_is_its_own(office: Office, group: Group) -> None:
    other = Group("wecom", trouble=UnavailableError("no answer", service="wecom", action="post"))
    office.groups = (other, group)
    told = office.sweep()
    assert [(one.receiver, one.code) for one in told.posts] == [
        ("wecom", "unavailable"),
        ("dingtalk", ""),
    ]
    other.trouble = None
    office.later(DAY)
    assert len(group.read) == 1
    assert len(other.read) == 1


def test_a_receiver_that_comes_later_hears_everything(office: Office, group: Group) -> None:
    office.sweep()
    late = Group("feishu")
    office.groups = (group, late)
    office.later(DAY)
    assert len(group.read) == 1
    assert f"[new] {WWW}" in late.read[0]


def test_who_hears_nothing_for_a_week_gets_a_sign_of_life(group: Group) -> None:
    office = Office(account_of(), (group,))
    office.sweep()
    (text,) = group.read
    assert text.startswith("certbind: no news. 0 domains, 0 of them known to be unwell.")
    office.later(6 * DAY)
    assert len(group.read) == 1
    office.later(DAY)
    assert len(group.read) == 2


def test_without_receivers_nothing_is_read_or_written(office: Office) -> None:
    office.groups = ()
    assert office.sweep().posts == ()
    assert entries(office) == []


def test_where_no_time_is_left_one_is_told_after_the_next_sweep(
    office: Office, group: Group
) -> None:
    office.seconds_left = lambda: 9.0
    assert office.sweep().posts == ()
    assert entries(office) == []
    office.seconds_left = lambda: 500.0
    office.later(DAY)
    assert len(group.read) == 1


def test_a_ledger_that_fails_for_notices_stops_no_sweep(office: Office) -> None:
    def broken() -> TellAfterSweep:
        raise UnavailableError("no answer", service="oss", action="GetObject")

    told = SweepAndTell(Sweep(*office.account.connected), broken)()
    assert len(told.report.domains) == 1
    assert "no answer" in told.to_json()["notices_failed"]


def test_people_are_told_though_the_look_at_a_domain_ended_in_a_fault(
    office: Office, group: Group
) -> None:
    office.account.queue.trouble.before("send", RuntimeError("a fault of ours"))
    renew(office.account)
    with pytest.raises(RuntimeError):
        office.sweep()
    assert "unread" in group.read[0]


def test_two_sweeps_that_overlap_do_not_fail(office: Office, group: Group) -> None:
    def racing(text: str) -> None:
        group.post = Group.post.__get__(group)  # type: ignore[method-assign]
        office.sweep()
        group.post(text)

    group.post = racing  # type: ignore[method-assign]
    office.sweep()
    assert len(group.read) == 2
    assert len(entries(office)) == 1


def test_what_a_person_knows_is_not_repeated(office: Office, group: Group) -> None:
    office.sweep()
    known = Acknowledge(office.account.journal, office.account.clock)(WWW.domain)
    assert known.to_json() == {
        "domain": WWW.domain,
        "acknowledged": {str(WWW): ["no_https"]},
    }
    office.later(8 * DAY)
    assert "no news. 1 domains, 1 of them known" in group.read[-1]
    assert "[still" not in "".join(group.read)


def test_acknowledging_a_domain_that_is_well_writes_nothing(office: Office) -> None:
    office.sweep()
    before = entries(office)
    known = Acknowledge(office.account.journal, office.account.clock)(Domain("other.example.com"))
    assert known.marks == {}
    assert entries(office) == before


def test_an_acknowledgement_in_the_midst_of_a_sweep_is_to_be_said_again(office: Office) -> None:
    office.sweep()
    office.account.journal.trouble.before("append", LedgerConflictError("taken", subject=SUBJECT))
    with pytest.raises(LedgerConflictError):
        Acknowledge(office.account.journal, office.account.clock)(WWW.domain)


def test_a_notice_of_a_thousand_domains_fits_into_the_shortest_receiver(group: Group) -> None:
    targets = [Target(ProductName("cdn"), Domain(f"d{n}.example.com")) for n in range(1000)]
    office = Office(account_of(*targets), (group,))
    office.sweep()
    (text,) = group.read
    assert len(text.encode()) <= LONGEST
    *lines, last = text.splitlines()
    left = int(last.split()[2])
    assert left + len(lines) - 1 == 1000


def test_a_notice_in_chinese_says_the_meaning_in_chinese(office: Office, group: Group) -> None:
    sources = office.account.sources
    tell = TellAfterSweep(sources.journal, sources.clock, (group,), "zh", lambda: 500.0)
    SweepAndTell(Sweep(*office.account.connected), lambda: tell)()
    head, line = group.read[0].splitlines()
    assert head == "certbind: 1 新出现 (共 1 个域名)。怎么处理：certbind explain DOMAIN"
    assert line.startswith(f"[新出现] {WWW}: no_https (")
    assert any("一" <= letter <= "鿿" for letter in line.partition("no_https")[2])


def test_receivers_are_listed_with_what_became_of_their_last_post(
    office: Office, group: Group
) -> None:
    journal = office.account.journal
    wecom = Group("wecom", trouble=REFUSED)
    receivers = Receivers(journal, (group, wecom), "en")
    assert ["nothing was posted yet" in one.sentence for one in receivers.known()] == [True, True]
    office.groups = (group, wecom)
    office.sweep()
    good, bad = receivers.known()
    assert good.code == ""
    assert "1 known to be unwell" in good.sentence
    assert bad.code == "rejected"
    assert "last post never" in bad.sentence


def test_a_greeting_says_what_each_receiver_answered(office: Office, group: Group) -> None:
    wecom = Group("wecom", trouble=REFUSED)
    good, bad = Receivers(office.account.journal, (group, wecom), "en").greet()
    assert (good.code, bad.code) == ("", "rejected")
    assert group.read == ["certbind: a greeting. What recheck finds unwell is told here."]
    assert "keywords not in content" in bad.to_json()["message"]
    assert entries(office) == []
