"""What every certificate inventory does: the fake, and CAS of the local cloud."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Protocol

import pytest

from certbind.adapters.calls import pem
from certbind.domain.model.certificate import Certificate, ChainLink, KeyAlgorithm
from certbind.domain.model.identity import CertificateId
from certbind.errors import NotFoundError
from certbind.ports.certificates import CertificateInventory
from localcloud.world import LocalCloud
from tests.contract.wired import Wired
from tests.fakes import FakeClock, FakeInventory
from tests.fakes.certificates import Authority, Spec

CHINA = "cn-hangzhou"
ABROAD = "ap-southeast-1"
UNKNOWN = CertificateId(99, CHINA)


class Subject(Protocol):
    """An inventory with the world around it."""

    port: CertificateInventory

    def issue(self, *names: str, region: str = CHINA, days: int = 60) -> Certificate:
        """Issue a certificate and tell what is exactly known of it."""

    def advance(self, by: timedelta) -> None:
        """Let time pass."""

    def delete(self, certificate_id: CertificateId) -> None:
        """Take a certificate out."""

    def sent_chain(self, certificate_id: CertificateId) -> tuple[bytes, ...]:
        """What the CA handed out."""


class FakeSubject:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.fake = FakeInventory(self.clock)
        self.port: CertificateInventory = self.fake
        self._ca = Authority.root().subordinate()
        self._chains: dict[CertificateId, tuple[bytes, ...]] = {}

    def issue(self, *names: str, region: str = CHINA, days: int = 60) -> Certificate:
        start = self.clock.now().replace(microsecond=0) - timedelta(hours=1)
        end = start + timedelta(days=days)
        leaf = self._ca.leaf(*names, spec=Spec(not_before=start, not_after=end))
        known = Certificate(
            CertificateId(1000 + len(self._chains), region),
            names,
            start,
            end,
            pem.sha1_of(leaf.der),
            pem.sha256_of(leaf.der),
            f"{leaf.certificate.serial_number:x}",
            "Test Intermediate",
            algorithm=KeyAlgorithm.ECC,
            chain_summary=(
                ChainLink("leaf", "Test Intermediate"),
                ChainLink("Test Intermediate", "Test Root"),
            ),
        )
        self._chains[known.id] = leaf.chain
        self.fake.add(known, leaf.chain)
        return known

    def advance(self, by: timedelta) -> None:
        self.clock.advance(by)

    def delete(self, certificate_id: CertificateId) -> None:
        self.fake.remove(certificate_id)

    def sent_chain(self, certificate_id: CertificateId) -> tuple[bytes, ...]:
        return self._chains[certificate_id]


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.cloud: LocalCloud = wired.cloud
        self.port: CertificateInventory = wired.inventory()

    def issue(self, *names: str, region: str = CHINA, days: int = 60) -> Certificate:
        made = self.cloud.authorities.issue(names, days=days)
        stored = self.cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site=region, name=f"{names[0]}-{made.serial[:8]}"
        )
        leaf = pem.certificates(made.chain_pem)[0]
        return Certificate(
            CertificateId.parse(stored.identifier),
            names,
            made.not_before,
            made.not_after,
            pem.sha1_of(leaf),
            pem.sha256_of(leaf),
            made.serial,
        )

    def advance(self, by: timedelta) -> None:
        self.cloud.advance(by)

    def delete(self, certificate_id: CertificateId) -> None:
        self.cloud.cas.delete(str(certificate_id))

    def sent_chain(self, certificate_id: CertificateId) -> tuple[bytes, ...]:
        stored = self.cloud.cas.get(str(certificate_id))
        assert stored is not None
        return pem.certificates(stored.chain_pem)


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def identity(certificate: Certificate) -> tuple[object, ...]:
    return (
        certificate.id,
        certificate.names,
        certificate.sha1,
        certificate.sha256,
        certificate.serial,
    )


def test_an_empty_account_lists_nothing(subject: Subject) -> None:
    assert subject.port.list_certificates() == ()


def test_certificates_of_every_site_are_listed(subject: Subject) -> None:
    issued = [
        subject.issue("www.example.com", "example.com"),
        subject.issue("*.img.example.com"),
        subject.issue("www.example.com", region=ABROAD),
    ]
    listed = subject.port.list_certificates()
    assert sorted(map(identity, listed)) == sorted(map(identity, issued))


def test_a_listed_end_is_exact_or_the_first_moment_of_its_day_in_beijing(
    subject: Subject,
) -> None:
    issued = subject.issue("www.example.com")
    (listed,) = subject.port.list_certificates()
    assert listed.chain_summary == ()
    if listed.dates_are_exact:
        assert listed.not_after == issued.not_after
    else:
        assert listed.not_after == day_in_beijing(issued.not_after)
        assert listed.not_before == day_in_beijing(issued.not_before)


def day_in_beijing(moment: datetime) -> datetime:
    zone = timezone(timedelta(hours=8))
    return moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def test_expired_certificates_are_left_out_of_the_list_and_can_still_be_read(
    subject: Subject,
) -> None:
    short, long = subject.issue("a.example.com", days=3), subject.issue("a.example.com", days=9)
    subject.advance(timedelta(days=5))
    assert [listed.id for listed in subject.port.list_certificates()] == [long.id]
    assert subject.port.certificate(short.id).not_after == short.not_after


def test_one_certificate_is_told_with_exact_dates_and_its_chain_summary(
    subject: Subject,
) -> None:
    issued = subject.issue("www.example.com", "*.img.example.com")
    read = subject.port.certificate(issued.id)
    assert identity(read) == identity(issued)
    assert read.dates_are_exact
    assert (read.not_before, read.not_after) == (issued.not_before, issued.not_after)
    leaf, above = read.chain_summary
    assert leaf.issuer_common_name == above.common_name


@pytest.mark.parametrize("region", [CHINA, ABROAD])
def test_an_unknown_certificate_is_not_found_at_its_site(subject: Subject, region: str) -> None:
    issued = subject.issue("www.example.com", region=CHINA if region == ABROAD else ABROAD)
    asked = CertificateId(issued.id.number, region)
    with pytest.raises(NotFoundError, match=str(asked)):
        subject.port.certificate(asked)


def test_a_deleted_certificate_is_not_found(subject: Subject) -> None:
    issued = subject.issue("www.example.com")
    subject.delete(issued.id)
    assert subject.port.list_certificates() == ()
    with pytest.raises(NotFoundError):
        subject.port.certificate(issued.id)


def test_the_chain_is_der_leaf_first(subject: Subject) -> None:
    issued = subject.issue("www.example.com")
    chain = subject.port.chain(issued.id)
    assert chain == subject.sent_chain(issued.id)
    assert chain is not None
    assert pem.sha256_of(chain[0]) == issued.sha256


@pytest.mark.parametrize(
    "certificate_id", [UNKNOWN, CertificateId(99, ABROAD)], ids=["china", "international"]
)
def test_there_is_no_chain_of_an_unknown_certificate(
    subject: Subject, certificate_id: CertificateId
) -> None:
    assert subject.port.chain(certificate_id) is None
