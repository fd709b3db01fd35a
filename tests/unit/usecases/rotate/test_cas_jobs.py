"""CAS's own deployment jobs beside certbind's work: waited for, taken over, never fought."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import Seen, SeenAs
from certbind.domain.lifecycle.state_json import state_to_json
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.job import Job, JobPlace
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import PermissionDeniedError, ThrottledError
from certbind.events import ChangeHint, EventType, certificate_event, step
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.overview.report import DomainHealth
from certbind.usecases.rotate.outcome import Result
from certbind.usecases.rotate.reads.jobs import JobsKept
from certbind.usecases.rotate.world import Sources
from tests.unit.usecases.account import (
    WWW,
    Account,
    bound_to,
    certificate,
    with_binding,
)
from tests.unit.usecases.authority import ROOT_PEM, chain_of
from tests.unit.usecases.sweeps import findings, sweep

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
Held = tuple[Certificate, tuple[bytes, ...]]


class Hosted(Account):
    """One domain, its certificate, its renewal, and CAS, which may bind by itself."""

    def __init__(self, anchors: TrustAnchors, days_left: int = 20) -> None:
        self.old = chain_of(certificate(1, days_left=days_left))
        self.new = chain_of(certificate(2, days_left=180))
        super().__init__(with_binding(WWW, self.old[0]), anchors=anchors)
        for one in (self.old, self.new):
            self.inventory.add(*one)
        self.served(self.old)
        self.kept = JobsKept()

    @property
    def sources(self) -> Sources:
        """As one instance keeps them."""
        return replace(super().sources, jobs=self.kept)

    def served(self, one: Held) -> None:
        self.probe.serve(WWW.domain, one[1])

    def begin(self, one: Held, number: int = 88001, *, hosting: bool = True) -> Job:
        """CAS starts a job for this domain."""
        place = JobPlace("OSS", WWW.domain)
        job = Job(f"{number}-cn-hangzhou", hosting, (one[0].id,), one[0].names, (place,))
        self.deployments.jobs.append(job)
        return job

    def end(self, job: Job, brought: Held | None = None) -> None:
        """It ends, and has bound, or not; nobody says why not."""
        self.deployments.jobs.remove(job)
        if brought is not None:
            self.targets.rebind_by_hand(WWW, bound_to(brought[0]))
            self.served(brought)

    def tell(self) -> Result:
        """The renewal's event comes."""
        message = step(WWW, "renewed-2", 0, candidate=self.new[0].id)
        return self.handle(message).result

    def pass_until(self, span: timedelta) -> None:
        """What is due within a span is handled."""
        end = self.clock.now() + span
        for _ in range(200):
            waiting = [one for one in self.queue.waiting() if one[0] <= end]
            if not waiting:
                break
            self.clock.advance(max(waiting[0][0] - self.clock.now(), timedelta()))
            for event in self.queue.take_due():
                self.handle(event)
        self.clock.advance(max(end - self.clock.now(), timedelta()))

    @property
    def stands(self) -> CertificateId | None:
        return self.binding(WWW).certificate_id

    @property
    def binds(self) -> int:
        """How often certbind itself bound."""
        return self.kinds(WWW.domain).count(EntryKind.BOUND)


def test_a_job_is_waited_for_and_its_work_verified_like_ours(anchors: TrustAnchors) -> None:
    account = Hosted(anchors)
    job = account.begin(account.new)
    assert account.tell() is Result.DEFERRED
    assert account.kinds(WWW.domain) == [EntryKind.KEPT]
    newest = account.entries(WWW.domain)[-1].record
    assert (newest.reason, newest.message.split(":")[1].strip()) == ("cas_at_work", "waits")
    account.pass_until(10 * MINUTE)
    assert account.stands == account.old[0].id
    assert account.kinds(WWW.domain) == [EntryKind.KEPT], "said once"
    account.end(job, account.new)
    account.run_queue()
    kinds = account.kinds(WWW.domain)
    assert kinds == [
        EntryKind.KEPT,
        EntryKind.FOREIGN_CHANGE,
        EntryKind.PENDING,
        EntryKind.VERIFIED,
    ]
    recorded = account.entries(WWW.domain)[1].record
    assert "deployment job of CAS that was waited for" in recorded.message
    state = account.state(WWW.domain)
    assert state.way_back is not None
    assert state.way_back.binding.certificate_id == account.old[0].id
    assert (account.binds, findings(sweep(account))) == (0, {SweepFinding.OK})


def test_one_that_fails_is_taken_over(anchors: TrustAnchors) -> None:
    account = Hosted(anchors)
    job = account.begin(account.new)
    account.tell()
    account.end(job)
    account.served(account.new)
    account.run_queue()
    assert (account.stands, account.binds) == (account.new[0].id, 1)
    assert account.kinds(WWW.domain)[-1] is EntryKind.VERIFIED


def test_one_that_never_ends_is_waited_for_two_hours(anchors: TrustAnchors) -> None:
    account = Hosted(anchors)
    account.begin(account.new)
    account.tell()
    account.pass_until(2 * HOUR - 5 * MINUTE)
    assert account.stands == account.old[0].id
    account.pass_until(10 * MINUTE)
    assert (account.stands, account.binds) == (account.new[0].id, 1)
    assert account.deployments.asked <= 40


def test_its_wait_begins_with_the_event_of_the_certificate_that_it_brings(
    anchors: TrustAnchors,
) -> None:
    """It began with the next sweep, so that what hosting had bound by then was another hand's."""
    account = Hosted(anchors)
    job = account.begin(account.new)
    renewed = certificate_event(EventType.RENEWED, account.new[0].id)
    assert account.handle(renewed).result is Result.NOTHING_TO_DO
    (begins,) = account.queue.take_due()
    assert account.handle(begins).result is Result.DEFERRED
    again = certificate_event(EventType.RENEWED, account.new[0].id)
    assert account.handle(again).result is Result.DUPLICATE, "it is waited for already"
    account.end(job, account.new)
    account.run_queue()
    assert "deployment job of CAS that was waited for" in str(
        [one.record.message for one in account.entries(WWW.domain)]
    )
    assert findings(sweep(account)) == {SweepFinding.OK}


def test_while_it_is_waited_for_nobody_is_told_to_renew_what_it_replaces(
    anchors: TrustAnchors,
) -> None:
    """`status` said "act": order another one, with a better one at hand."""
    account = Hosted(anchors)
    account.clock.advance(timedelta(days=15))
    account.begin(account.new)
    account.tell()
    (row,) = ReadAccount(account.sources, account.rules)().domains
    assert (row.health, row.advice) == (DomainHealth.WAITS, "cas_at_work")
    told = dict(row.findings)["expiring"]
    assert told.endswith(f"; {account.new[0].id} is to take its place, and waits")


def test_one_that_brings_the_worse_certificate_is_told_and_not_fought(
    anchors: TrustAnchors,
) -> None:
    account = Hosted(anchors, days_left=60)
    worse = chain_of(certificate(3, days_left=40))
    account.inventory.add(*worse)
    job = account.begin(worse, hosting=False)
    account.tell()
    account.end(job, worse)
    account.run_queue()
    assert (account.stands, account.binds) == (account.new[0].id, 1), "it ends later than both"
    again = account.begin(worse, 88002, hosting=False)
    sweep(account)
    account.end(again, worse)
    sweep(account)
    account.run_queue()
    assert account.stands == worse[0].id
    assert account.binds == 1, "what was taken off does not come back by itself"
    assert SweepFinding.HELD in findings(sweep(account))


def test_one_whose_work_visitors_are_refused_is_taken_off_once(anchors: TrustAnchors) -> None:
    account = Hosted(anchors)
    bad, leaf_alone = chain_of(certificate(3, days_left=170))
    account.inventory.add(bad, leaf_alone)
    seen = replace(account.state(WWW.domain), seen=Seen(SeenAs.VERIFIED), place=WWW)
    account.write(WWW.domain, state_to_json(seen, account.clock.now()))
    before = account.binds
    job = account.begin((bad, leaf_alone))
    account.tell()
    account.end(job, (bad, leaf_alone[:1]))
    account.pass_until(3 * MINUTE)
    assert account.stands == account.old[0].id
    newest = account.entries(WWW.domain)[-1].record
    assert (newest.kind, newest.reason) == (EntryKind.BOUND, "rolled_back")
    account.served(account.old)
    account.pass_until(MINUTE)
    account.served(account.new)
    account.run_queue()
    assert (account.stands, account.binds - before) == (account.new[0].id, 2)
    again = account.begin((bad, leaf_alone), 88002)
    sweep(account)
    account.end(again, (bad, leaf_alone[:1]))
    for _ in range(4):
        sweep(account)
        account.pass_until(6 * HOUR)
    assert (account.stands, account.binds - before) == (bad.id, 2), "a person is called"
    assert SweepFinding.NOT_SOUND in findings(sweep(account))


def test_one_that_ends_while_we_bind_is_seen(anchors: TrustAnchors) -> None:
    """OSS compares: certbind's write is void, and all is decided anew."""
    account = Hosted(anchors)
    other = chain_of(certificate(3, days_left=100))
    account.inventory.add(*other)

    def ends() -> None:
        if account.stands == account.old[0].id:
            account.targets.rebind_by_hand(WWW, bound_to(other[0]))

    account.targets.trouble.act_before("bind", ends)
    account.tell()
    kinds = account.kinds(WWW.domain)
    assert kinds[:2] == [EntryKind.INTENT, EntryKind.REPLANNED]
    way_back = account.state(WWW.domain).way_back
    assert way_back is not None
    assert way_back.binding.certificate_id == other[0].id


def test_a_job_that_lies_in_editing_is_none(anchors: TrustAnchors) -> None:
    """The adapter lists it not; what is not listed holds nothing back."""
    account = Hosted(anchors)
    assert account.tell() is Result.BOUND


def test_a_list_that_is_denied_is_told_by_the_sweep_and_holds_nothing_back(
    anchors: TrustAnchors,
) -> None:
    account = Hosted(anchors)
    denied = PermissionDeniedError(
        "no", service="cas", action="ListDeploymentJob", api_code="Forbidden.RAM"
    )
    account.deployments.trouble.before("under_way", denied)
    report = sweep(account)
    assert any("ListDeploymentJob" in one for one in report.unread)
    account.deployments.trouble.before("under_way", denied)
    assert account.tell() is Result.BOUND


def test_a_sweep_and_a_plan_ask_once_however_many_domains(anchors: TrustAnchors) -> None:
    account = Hosted(anchors)
    account.begin(account.new)
    for _ in range(3):
        (decision,) = PlanAccount(account.sources, account.rules)().decisions
        assert decision.word == "cas_at_work"
    report = sweep(account)
    assert SweepFinding.WAITING in findings(report)
    account.run_queue(steps=200)
    assert account.entries(WWW.domain)[0].record.reason == "cas_at_work"


HINT = ChangeHint("hint-1", "ActionTrail CreateDeployment", deploys=True)


def on_record(account: Hosted) -> None:
    """Certbind itself has bound what stands."""
    account.tell()
    account.served(account.new)
    account.pass_until(HOUR)
    assert account.kinds(WWW.domain)[-1] is EntryKind.VERIFIED


@pytest.mark.parametrize("is_told", [True, False])
@pytest.mark.parametrize("says_where", [True, False])
def test_what_a_job_binds_is_found_sooner_where_a_record_of_the_call_comes(
    anchors: TrustAnchors, is_told: bool, says_where: bool
) -> None:
    """Whether such records come is not known. Without one the sweep finds the same."""
    account = Hosted(anchors)
    on_record(account)
    brought = chain_of(certificate(3, days_left=170))
    account.inventory.add(*brought)
    job = account.begin(brought)
    if not says_where:
        account.deployments.jobs[:] = [replace(job, places=())]
    if is_told:
        outcome = account.handle(HINT)
        assert outcome.result is Result.PLANNED
        assert "www.shop.example is looked at in 10 min" in outcome.message
    account.deployments.jobs.clear()
    account.targets.rebind_by_hand(WWW, bound_to(brought[0]))
    account.served(brought)
    account.pass_until(15 * MINUTE)
    assert (EntryKind.FOREIGN_CHANGE in account.kinds(WWW.domain)) is is_told
    sweep(account)
    account.pass_until(HOUR)
    assert EntryKind.FOREIGN_CHANGE in account.kinds(WWW.domain)
    assert account.stands == brought[0].id, "what another hand brought is not fought"


def test_a_hint_of_a_job_that_is_not_under_way_leads_to_nothing(anchors: TrustAnchors) -> None:
    account = Hosted(anchors)
    assert account.handle(HINT).result is Result.NOTHING_TO_DO
    account.begin((replace(account.new[0], names=("other.example",)), account.new[1]))
    (job,) = account.deployments.jobs
    account.deployments.jobs[:] = [replace(job, places=())]
    assert account.handle(HINT).result is Result.NOTHING_TO_DO
    assert not account.queue.waiting()


def test_jobs_that_may_not_be_read_are_told_and_what_passes_comes_again(
    anchors: TrustAnchors,
) -> None:
    account = Hosted(anchors)
    denied = PermissionDeniedError("no", service="cas", action="ListDeploymentJob")
    account.deployments.trouble.before("under_way", denied)
    refused = account.handle(HINT)
    assert (refused.result, refused.reason) == (Result.REFUSED, "permission_denied")
    slow = ThrottledError("slow", service="cas", action="ListDeploymentJob")
    account.deployments.trouble.before("under_way", slow)
    with pytest.raises(ThrottledError):
        account.handle(HINT)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["job", "fail", "hand", "new", "sweep"]),
            st.integers(0, 3),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_certbind_and_cas_never_bind_back_and_forth(
    happenings: list[tuple[str, int, bool]],
) -> None:
    """Each job, hand or new certificate leads to one bind of certbind's at most."""
    account = Hosted(TrustAnchors.from_pem(ROOT_PEM))
    held = [account.old, account.new]
    stirred = 1
    for number, (kind, which, is_hosting) in enumerate(happenings):
        one = held[which % len(held)]
        if kind == "new":
            held.append(chain_of(certificate(10 + number, days_left=90 + 40 * which)))
            account.inventory.add(*held[-1])
            stirred += 1
        elif kind in ("job", "fail"):
            job = account.begin(one, 88100 + number, hosting=is_hosting)
            sweep(account)
            account.pass_until(10 * MINUTE)
            account.end(job, one if kind == "job" else None)
            stirred += 1
        elif kind == "hand":
            account.targets.rebind_by_hand(WWW, bound_to(one[0]))
            stirred += 1
        sweep(account)
        account.pass_until(30 * MINUTE)
        account.served(next(c for c in held if c[0].id == account.stands))
        account.pass_until(6 * HOUR)
        assert account.binds <= stirred
