"""What every port of CAS's own jobs does: the fake, and CAS of the local cloud."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import pytest

from certbind.adapters.cas.deploying.jobs import CasJobs
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.job import Job, JobPlace
from certbind.ports.deployments import Deployments
from localcloud.acts.certificates import Certificates
from localcloud.acts.deployments import Deployments as Console
from localcloud.services.cas.deploying.jobs import Manner
from localcloud.services.cdn import Origin
from tests.contract.wired import Wired, issue
from tests.fakes import FakeDeployments

NAME = "cdn.shop.example"


class Subject(Protocol):
    """Jobs with the world around them."""

    port: Deployments

    def begin(self) -> CertificateId:
        """Somebody starts one for a CDN domain."""

    def prepare(self) -> None:
        """Somebody makes one, and does not start it."""

    def end(self) -> None:
        """It ends."""


class FakeSubject:
    def __init__(self) -> None:
        self.fake = FakeDeployments()
        self.port: Deployments = self.fake

    def begin(self) -> CertificateId:
        held = CertificateId(2, "cn-hangzhou")
        place = JobPlace("CDN", Domain(NAME))
        self.fake.jobs.append(Job("1-cn-hangzhou", False, (held,), (NAME,), (place,)))
        return held

    def prepare(self) -> None:
        pass

    def end(self) -> None:
        self.fake.jobs.clear()


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.cloud = wired.cloud
        self.port: Deployments = CasJobs(wired._sites, wired.retry)
        self.cloud.cdn.model.add_domain(NAME, [Origin("domain", "origin.example")])
        self.cloud.cdn.model.bind(NAME, str(issue(self.cloud, NAME)))
        self.console = Console(self.cloud, Certificates(self.cloud))

    def begin(self) -> CertificateId:
        held = issue(self.cloud, NAME)
        self.cloud.cas.deploying.jobs.manner = Manner(endless=True)
        self.console.deploy(str(held), [NAME])
        self.cloud.advance(timedelta(seconds=3))  # it is scheduled
        return held

    def prepare(self) -> None:
        self.console.deploy(str(issue(self.cloud, NAME)), [NAME], start=False)

    def end(self) -> None:
        self.cloud.cas.deploying.jobs.manner = Manner()
        self.cloud.advance(timedelta(seconds=15))


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def test_a_job_is_seen_from_its_start_to_its_end(subject: Subject) -> None:
    assert subject.port.under_way() == ()
    subject.prepare()
    assert subject.port.under_way() == (), "one in `editing` is none"
    brings = subject.begin()
    (job,) = subject.port.under_way()
    assert (job.certificates, job.names, job.is_hosting) == ((brings,), (NAME,), False)
    assert job.places == (JobPlace("CDN", Domain(NAME)),)
    assert job.id.endswith("-cn-hangzhou")
    subject.end()
    assert subject.port.under_way() == ()
