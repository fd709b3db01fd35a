"""What every port of jobs by a person's word does: the fake, and CAS of the local cloud."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import pytest

from certbind.adapters.cas.deploying.prepared import CasPreparedJobs
from certbind.adapters.cas.deploying.resources import CasResources
from certbind.domain.jobs.values import JobId, JobState, WantedJob
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.resource import CloudResource
from certbind.errors import NotFoundError, UnavailableError
from certbind.ports.deployments import CloudResources, PreparedJobs
from localcloud.acts.certificates import Certificates
from localcloud.acts.deployments import Deployments as Console
from localcloud.faults import FaultKind, FaultRule
from tests.contract.wired import Wired, issue
from tests.fakes import FakePreparedJobs, FakeResources

SITE, NAME = "cn-hangzhou", "live.shop.example"
OLD, NEW = CertificateId(1, SITE), CertificateId(2, SITE)


class Subject(Protocol):
    """A place with an old certificate, and a new one for it in CAS."""

    port: PreparedJobs
    resources: CloudResources
    old: CertificateId
    new: CertificateId

    def go_on(self) -> None:
        """A started job comes to its end."""

    def lose_answer(self, action: str) -> None:
        """The next call does its work, and nobody hears of it."""


class FakeSubject:
    def __init__(self) -> None:
        place = CloudResource(7, SITE, "LIVE", Domain(NAME), "", OLD)
        self.resources: CloudResources = FakeResources([place])
        self.fake = FakePreparedJobs(FakeResources([place]), rounds=9)
        self.port: PreparedJobs = self.fake
        self.old, self.new = OLD, NEW

    def go_on(self) -> None:
        self.fake.rounds = 0

    def lose_answer(self, action: str) -> None:
        if "Create" in action:  # of a start the adapter finds out by itself
            lost = UnavailableError("lost", service="cas", action=action)
            self.fake.trouble.after("create", lost)


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.cloud = wired.cloud
        self.port: PreparedJobs = CasPreparedJobs(wired._sites, wired.retry)
        self.resources: CloudResources = CasResources(wired._sites, wired.retry)
        self.old, self.new = issue(self.cloud, NAME), issue(self.cloud, NAME)
        Console(self.cloud, Certificates(self.cloud)).put("LIVE", NAME, str(self.old))

    def go_on(self) -> None:
        self.cloud.advance(timedelta(seconds=15))

    def lose_answer(self, action: str) -> None:
        rule = FaultRule(FaultKind.LOST_RESPONSE, "cas", action)
        self.cloud.kernel.faults.add(rule)


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def wanted(subject: Subject, name: str = "certbind-1") -> WantedJob:
    (place,) = (one for one in subject.resources.listed() if one.certificate == subject.old)
    (contact,) = subject.port.contacts(SITE)
    return WantedJob(name, subject.new, (place.id,), (contact.id,))


def test_a_job_is_made_and_lies_there_until_it_is_started(subject: Subject) -> None:
    job = subject.port.create(wanted(subject))
    assert subject.port.state(job) is JobState.EDITING
    assert subject.port.lying(SITE, "certbind-1") == (job,)
    assert subject.port.lying(SITE, "certbind-2") == ()
    seen = subject.port.read(job)
    assert (seen.id, seen.name, seen.certificates) == (job, "certbind-1", (subject.new,))
    (place,) = seen.places
    assert (place.product, place.domain, place.certificate) == ("LIVE", NAME, subject.old)
    assert seen.workers == ()


def test_a_started_job_ends_and_says_what_it_did(subject: Subject) -> None:
    job = subject.port.create(wanted(subject))
    subject.port.start(job)
    assert subject.port.state(job) in {JobState.PENDING, JobState.SCHEDULING}
    assert subject.port.lying(SITE, "certbind-1") == ()
    subject.go_on()
    assert subject.port.state(job) is JobState.SUCCESS
    (worker,) = subject.port.read(job).workers
    assert (worker.brings, worker.before) == (subject.new, subject.old)
    assert worker.is_done
    assert str(worker) == f"LIVE {NAME}"
    with pytest.raises(NotFoundError):
        subject.port.state(JobId(1, SITE))


def test_an_answer_that_was_lost_left_a_job_that_is_found(subject: Subject) -> None:
    asked = wanted(subject)
    subject.lose_answer("CreateDeploymentJob")
    with pytest.raises(UnavailableError):
        subject.port.create(asked)
    assert len(subject.port.lying(SITE, asked.name)) == 1


def test_what_nobody_has_to_start_any_more_is_left_alone(subject: Subject) -> None:
    job = subject.port.create(wanted(subject))
    subject.lose_answer("UpdateDeploymentJobStatus")
    subject.port.start(job)
    subject.go_on()
    assert subject.port.state(job) is JobState.SUCCESS
    subject.port.start(job)
    assert subject.port.state(job) is JobState.SUCCESS
