"""What recheck keeps beside the ledger: the fake, and an object on OSS of the local cloud."""

from __future__ import annotations

from typing import Protocol

import pytest

from certbind.adapters.ledger.reports import OssReports
from certbind.errors import NotFoundError, UnavailableError
from certbind.ports.ledger import KeptReports
from localcloud.faults import FaultKind, FaultRule
from tests.contract.test_journal import chain
from tests.contract.wired import LEDGER, Wired
from tests.fakes.reports import FakeReports


class Subject(Protocol):
    """Reports, and how they are kept."""

    port: KeptReports

    def type_of(self, name: str) -> str:
        """The content type of a kept one."""


class FakeSubject:
    def __init__(self) -> None:
        self.fake = FakeReports()
        self.port: KeptReports = self.fake

    def type_of(self, name: str) -> str:
        return self.fake.types[name]


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        wired.cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
        self.bucket = wired.oss_api().bucket(LEDGER)
        self.port: KeptReports = reports(wired)

    def type_of(self, name: str) -> str:
        return str(self.bucket.head_object(f"certbind/report/{name}").content_type)


def reports(wired: Wired) -> OssReports:
    return OssReports(wired.oss_api(), LEDGER, "certbind/", wired.retry)


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def test_what_was_never_kept_is_none(subject: Subject) -> None:
    assert subject.port.read("report.json") is None


def test_what_is_kept_comes_back_and_is_written_over(subject: Subject) -> None:
    subject.port.keep("report.json", "application/json", b"{}")
    subject.port.keep("report.json", "application/json", '{"ü": 1}'.encode())
    subject.port.keep("index.html", "text/html; charset=utf-8", b"<!doctype html>")
    assert subject.port.read("report.json") == '{"ü": 1}'.encode()
    assert subject.type_of("index.html") == "text/html; charset=utf-8"


def test_the_ledger_takes_no_report_for_a_journal(wired: Wired) -> None:
    CloudSubject(wired).port.keep("report.json", "application/json", b"{}")
    journal = wired.journal()
    for entry in chain(1):
        journal.append(entry)
    assert list(journal.subjects("")) == ["domain/www.example.com"]


def test_a_bucket_that_is_not_there_is_no_empty_report(wired: Wired) -> None:
    """Writing says so; reading cannot tell it from a report that was never kept."""
    with pytest.raises(NotFoundError):
        reports(wired).keep("report.json", "application/json", b"{}")


def test_a_service_that_does_not_answer_is_told(wired: Wired) -> None:
    subject = CloudSubject(wired)
    down = FaultRule(FaultKind.ERROR, "oss", "GetObject", count=None, status=503)
    wired.cloud.kernel.faults.add(down)
    with pytest.raises(UnavailableError):
        subject.port.read("report.json")
