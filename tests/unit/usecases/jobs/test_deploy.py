"""CAS's deployment jobs by a person's word: prepared, shown, started, followed, looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from certbind.domain.jobs.values import Contact, JobId, JobState, SeenJob
from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.model.job import Job, JobPlace
from certbind.domain.model.reasons import Reason
from certbind.domain.model.resource import CloudResource
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt
from certbind.errors import PermissionDeniedError, UnavailableError
from certbind.usecases.jobs.prepare import PrepareJobs, Wanted
from certbind.usecases.jobs.start import StartJob
from certbind.usecases.jobs.telling import JobReport
from certbind.usecases.rotate.outcome import Result
from certbind.usecases.serving.patience import Patience
from tests.fakes import FakePreparedJobs
from tests.unit.usecases.account import SITE, Account, certificate
from tests.unit.usecases.authority import chain_of

LIVE, FC = Domain("live.shop.example"), Domain("fc.shop.example")
JOB = JobId(88_001, SITE)


class Shop(Account):
    """Two places that take PEM alone, with a certificate that ends in nine days."""

    def __init__(self, anchors: TrustAnchors) -> None:
        super().__init__(anchors=anchors)
        self.chains: dict[int, tuple[bytes, ...]] = {}
        self.old = self.real(1, days=9)
        self.new = self.real(2, days=80)
        self.jobs = FakePreparedJobs(self.resources, ended=self.serve)
        for number, (product, name) in enumerate((("LIVE", LIVE), ("FC", FC)), 1):
            self.resources.held.append(
                CloudResource(number, SITE, product, name, "", self.old.id, self.old.not_after)
            )
            self.probe.serve(name, self.chains[1])
        self.waits = 0
        self.edges_follow = True

    def real(self, number: int, days: int) -> Certificate:
        names = certificate(number, LIVE, FC, days_left=days, issued_days_ago=81)
        held, chain = chain_of(names)
        self.inventory.add(held, chain)
        self.chains[number] = chain
        return held

    def serve(self, job: SeenJob) -> None:
        """What the workers bound is at the edges."""
        for one in job.workers:
            if one.is_done and one.brings.number in self.chains and self.edges_follow:
                self.probe.serve(one.domain, self.chains[one.brings.number])

    def prepare(self, *domains: Domain, apply: bool = True, **more: Any) -> JobReport:
        use = PrepareJobs(self.sources, self.resources, self.jobs, self.rules)
        return use(replace(Wanted(domains), **more), dry_run=not apply)

    def start(self, job: JobId = JOB, *, apply: bool = True) -> JobReport:
        patience = Patience(self.wait, longest=60.0)
        return StartJob(self.sources, self.jobs, self.rules, patience)(
            job, "cli-1", dry_run=not apply
        )

    def wait(self, seconds: float) -> None:
        self.waits += 1

    def job_kinds(self, job: JobId = JOB) -> list[EntryKind]:
        found = reversed(self.journal.history(f"job/{job}"))
        return [one.record.kind for one in found if isinstance(one, Entry)]


@pytest.fixture
def shop(anchors: TrustAnchors) -> Shop:
    return Shop(anchors)


def results(report: JobReport) -> list[tuple[str, str]]:
    return [(one.result.value, one.reason) for one in report.outcomes]


def test_without_the_word_nothing_is_made(shop: Shop) -> None:
    report = shop.prepare(apply=False)
    assert results(report) == [("planned", "")] * 2
    assert report.is_to_do
    assert not report.is_complete
    assert "FC fc.shop.example: 1-cn-hangzhou (ends" in report.outcomes[0].message
    assert "in days: 9) → 2-cn-hangzhou (ends" in report.outcomes[0].message
    assert shop.jobs.held == {}
    assert shop.journal.subjects("") == []


def test_one_job_is_made_for_one_certificate_and_said_again_it_is_found(shop: Shop) -> None:
    report = shop.prepare()
    assert (results(report), report.jobs) == ([("prepared", "")] * 2, (JOB,))
    assert report.is_complete
    assert report.to_json()["jobs"] == [str(JOB)]
    assert shop.jobs.held[JOB].state is JobState.EDITING
    assert shop.prepare().jobs == (JOB,)
    assert len(shop.jobs.held) == 1
    assert shop.job_kinds() == [EntryKind.JOB_PREPARED]


def test_a_lost_answer_makes_no_second_job(shop: Shop) -> None:
    lost = UnavailableError("lost", service="cas", action="CreateDeploymentJob")
    shop.jobs.trouble.after("create", lost)
    assert shop.prepare().jobs == (JOB,)
    shop.jobs.held.clear()
    shop.jobs.trouble.before("create", lost)
    with pytest.raises(UnavailableError):
        shop.prepare()


def test_a_contact_is_needed_and_of_several_one_is_named(shop: Shop) -> None:
    shop.jobs.known.clear()
    assert results(shop.prepare()) == [("refused", "no_contact")] * 2
    shop.jobs.known += [Contact(1, "ops"), Contact(2, "web")]
    (first, _) = shop.prepare().outcomes
    assert "--contact has to name one: 1 (ops), 2 (web)" in first.message
    assert shop.prepare(contact=2).jobs == (JOB,)


def test_a_place_that_the_list_lacks_is_named(shop: Shop) -> None:
    report = shop.prepare(Domain("nix.shop.example"), LIVE, apply=False)
    assert results(report) == [("planned", ""), ("refused", "not_listed")]


def test_a_place_of_both_sites_lists_is_one(shop: Shop) -> None:
    other = replace(shop.resources.held[0], site="ap-southeast-1", certificate=None)
    shop.resources.held.append(other)
    assert len(shop.prepare(LIVE, apply=False).outcomes) == 1


def test_an_upload_costs_a_paid_deployment(shop: Shop) -> None:
    assert not shop.prepare(apply=False).costs
    held, chain = chain_of(replace(certificate(3, LIVE, FC, days_left=85), uploaded=True))
    shop.inventory.add(held, chain)
    assert shop.prepare(apply=False).costs


def test_the_job_is_shown_then_started_and_every_place_is_verified(shop: Shop) -> None:
    shop.prepare()
    shown = shop.start(apply=False)
    assert results(shown) == [("planned", "")] * 2
    assert shop.jobs.held[JOB].state is JobState.EDITING
    report = shop.start()
    assert results(report) == [("verified", "verified")] * 2
    assert report.is_complete
    assert shop.job_kinds() == [
        EntryKind.JOB_PREPARED,
        EntryKind.JOB_INTENT,
        EntryKind.JOB_ENDED,
        EntryKind.VERIFIED,
    ]
    intent = shop.journal.history(f"job/{JOB}")[2]
    assert isinstance(intent, Entry)
    (before, _) = intent.record.details["places"]
    assert before["stands"] == "1-cn-hangzhou"
    assert before["served"][LIVE][0]["sha256"] == shop.old.sha256
    assert results(shop.start(apply=False)) == [("verified", "verified")] * 2
    assert shop.job_kinds()[-1] is EntryKind.VERIFIED


def test_a_job_that_takes_longer_is_followed_when_it_is_said_again(shop: Shop) -> None:
    shop.prepare()
    shop.jobs.rounds = 20
    assert results(shop.start()) == [("pending", "job_under_way")]
    assert results(shop.start(apply=False)) == [("pending", "job_under_way")]
    assert shop.jobs.trouble.calls["start"] == 1
    assert results(shop.start()) == [("verified", "verified")] * 2
    assert shop.jobs.trouble.calls["start"] == 1


def test_what_visitors_get_already_and_ends_later_is_not_replaced(shop: Shop) -> None:
    """CAS's list lags; handshakes do not."""
    shop.prepare()
    shop.real(3, days=85)
    shop.probe.serve(LIVE, shop.chains[3])
    report = shop.start()
    assert results(report) == [("refused", "ends_earlier"), ("deferred", "")]
    assert "It waits for the places that are refused." in report.outcomes[1].message
    assert shop.jobs.held[JOB].state is JobState.EDITING


def test_a_place_that_cas_is_at_work_on_holds_the_job_back(shop: Shop) -> None:
    shop.prepare()
    place = JobPlace("FC", FC)
    shop.deployments.jobs.append(Job("9-cn-hangzhou", False, (shop.new.id,), (), (place,)))
    assert Reason.CAS_AT_WORK.value in {one.reason for one in shop.start().outcomes}


def test_a_job_that_would_touch_nothing_is_not_started(shop: Shop) -> None:
    shop.jobs.held[JOB] = SeenJob(JOB, "mine", JobState.EDITING, (shop.new.id,))
    assert results(shop.start()) == [("refused", "nothing_to_touch")]


def test_where_all_stands_already_nothing_is_started(shop: Shop) -> None:
    shop.prepare()
    job = shop.jobs.held[JOB]
    there = tuple(replace(one, certificate=shop.new.id) for one in job.places)
    shop.jobs.held[JOB] = replace(job, places=there)
    assert results(shop.start()) == [("nothing_to_do", "already_bound")] * 2
    assert shop.jobs.held[JOB].state is JobState.EDITING


def test_a_refused_start_is_on_record(shop: Shop) -> None:
    shop.prepare()
    denied = PermissionDeniedError("no", service="cas", action="UpdateDeploymentJobStatus")
    shop.jobs.trouble.before("start", denied)
    with pytest.raises(PermissionDeniedError):
        shop.start()
    assert shop.job_kinds()[-1] is EntryKind.JOB_REFUSED


def test_a_worker_that_failed_and_a_place_left_out_are_told_with_what_stood_there(
    shop: Shop,
) -> None:
    shop.prepare()
    shop.jobs.fails, shop.jobs.skips = (LIVE,), (FC,)
    report = shop.start()
    assert results(report) == [("failed", "place_failed"), ("failed", "place_left_out")]
    assert "before it stood 1-cn-hangzhou" in report.outcomes[0].message
    assert shop.job_kinds()[-1] is EntryKind.NOT_VERIFIED


def test_cas_s_word_alone_is_no_verification(shop: Shop) -> None:
    shop.prepare(LIVE)
    shop.edges_follow = False
    report = shop.start()
    assert results(report) == [("pending", "old")]
    assert shop.job_kinds()[-1] is EntryKind.PENDING
    assert shop.waits > 5
    shop.probe.serve(LIVE, shop.chains[2])
    assert results(shop.start()) == [("verified", "verified")]


def test_what_browsers_refuse_is_told_at_once_with_what_stood_before(shop: Shop) -> None:
    shop.prepare(LIVE)
    shop.edges_follow = False

    def half(_: SeenJob) -> None:
        shop.probe.serve(LIVE, shop.chains[2][:1])

    shop.jobs.ended = half
    report = shop.start()
    assert [one.result for one in report.outcomes] == [Result.NOT_VERIFIED]
    assert "browsers refuse what live.shop.example serves" in report.outcomes[0].message
    assert "before it stood 1-cn-hangzhou" in report.outcomes[0].message


def test_a_place_without_a_name_that_can_be_asked_for_is_told_so(shop: Shop) -> None:
    wild = replace(shop.resources.held[0], domain=Domain(".shop.example"), id=3)
    held, chain = chain_of(certificate(4, "*.shop.example", days_left=70))
    shop.inventory.add(held, chain)
    shop.resources.held.append(replace(wild, certificate=None))
    shop.prepare(Domain(".shop.example"))
    assert results(shop.start()) == [("pending", "no_name_there")]
    assert shop.waits < 3, "no later look would show more"


def test_a_prober_without_network_proves_nothing(shop: Shop) -> None:
    shop.prepare(LIVE)
    shop.edges_follow = False
    shop.probe.fail(LIVE, Attempt.CONNECT_TIMEOUT)
    assert results(shop.start()) == [("pending", "not_seen")]
