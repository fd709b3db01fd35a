"""What every port of CAS's list of places does: the fake, and CAS of the local cloud."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import pytest

from certbind.adapters.cas.deploying.resources import CasResources
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.resource import CloudResource
from certbind.ports.deployments import CloudResources
from localcloud.acts.certificates import Certificates
from localcloud.acts.deployments import Deployments as Console
from tests.contract.wired import Wired, issue
from tests.fakes import FakeResources

NAME = "waf.shop.example"


class Subject(Protocol):
    """The list with the world around it."""

    port: CloudResources

    def put(self, product: str) -> CertificateId:
        """A certificate comes to a product; the list has heard of it."""


class FakeSubject:
    def __init__(self) -> None:
        self.fake = FakeResources()
        self.port: CloudResources = self.fake

    def put(self, product: str) -> CertificateId:
        held = CertificateId(2, "cn-hangzhou")
        number = len(self.fake.held) + 1
        if product != "ESA":
            one = CloudResource(number, "cn-hangzhou", product, Domain(NAME), "", held)
            self.fake.held.append(one)
        return held


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.cloud = wired.cloud
        self.port: CloudResources = CasResources(wired._sites, wired.retry)
        self.console = Console(self.cloud, Certificates(self.cloud))

    def put(self, product: str) -> CertificateId:
        held = issue(self.cloud, NAME)
        self.console.put(product, NAME, str(held))
        self.cloud.advance(timedelta(minutes=6))
        return held


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def test_places_are_listed_with_what_stands_there(subject: Subject) -> None:
    assert subject.port.listed() == ()
    held = subject.put("WAF")
    (found,) = (one for one in subject.port.listed() if one.site == "cn-hangzhou")
    assert (found.product, found.domain, found.certificate) == ("WAF", NAME, held)
    assert found.has_https
    assert found.id


def test_what_stands_at_esa_is_not_in_it(subject: Subject) -> None:
    subject.put("ESA")
    assert all(one.certificate is None for one in subject.port.listed())
