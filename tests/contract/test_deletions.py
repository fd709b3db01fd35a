"""What every port of deletions does: the fake, and CAS of the local cloud."""

from __future__ import annotations

from typing import Protocol

import pytest

from certbind.adapters.cas.deletions import CasDeletions
from certbind.domain.model.identity import CertificateId
from certbind.errors import CloudError
from certbind.ports.certificates import CertificateDeletions
from localcloud.services.cdn import Origin
from tests.contract.wired import Wired
from tests.fakes import FakeDeletions
from tests.unit.usecases.test_prune import uploaded

NAME = "cdn.shop.example"


class Subject(Protocol):
    """CAS with the world around it."""

    port: CertificateDeletions

    def upload(self, *, ended: bool = False) -> CertificateId:
        """A person's."""

    def use(self, one: CertificateId) -> None:
        """A product takes it."""


class FakeSubject:
    def __init__(self) -> None:
        self.fake = FakeDeletions()
        self.port: CertificateDeletions = self.fake

    def upload(self, *, ended: bool = False) -> CertificateId:
        made = uploaded(len(self.fake.held) + 1, -3 if ended else 30)
        self.fake.held.append(made)
        return made.id

    def use(self, one: CertificateId) -> None:
        self.fake.used.add(one)


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.cloud = wired.cloud
        self.port: CertificateDeletions = CasDeletions(wired._sites, wired.retry)

    def upload(self, *, ended: bool = False) -> CertificateId:
        defects = ["expired"] if ended else []
        made = self.cloud.authorities.issue([NAME], defects=defects)
        stored = self.cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site="cn-hangzhou", name=made.serial, source="upload"
        )
        return CertificateId.parse(stored.identifier)

    def use(self, one: CertificateId) -> None:
        self.cloud.cdn.model.add_domain(NAME, [Origin("domain", "origin.example")])
        self.cloud.cdn.model.bind(NAME, str(one))


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def test_ended_ones_are_listed_too_and_one_goes_once(subject: Subject) -> None:
    one, ended = subject.upload(), subject.upload(ended=True)
    assert {held.id for held in subject.port.every()} == {one, ended}
    assert all(held.uploaded for held in subject.port.every())
    subject.port.delete(ended)
    subject.port.delete(ended)
    assert {held.id for held in subject.port.every()} == {one}


def test_what_a_product_uses_is_refused(subject: Subject) -> None:
    one = subject.upload()
    subject.use(one)
    with pytest.raises(CloudError):
        subject.port.delete(one)
    assert {held.id for held in subject.port.every()} == {one}
