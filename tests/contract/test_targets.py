"""What targets of every kind do: the fake, and OSS and CDN of the local cloud."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    Target,
    TargetState,
)
from certbind.errors import BusyError, NotFoundError, StalePlanError
from tests.contract.target_subjects import ORIGIN, FakeSubject, Subject, make_subject
from tests.contract.wired import insist

DOMAIN = "www.example.com"


FAKES = ["fake oss", "fake cdn", "fake dcdn"]
EDGES = ["local cloud cdn", "local cloud dcdn", "local cloud vod"]


@pytest.fixture(params=[*FAKES, "local cloud oss", *EDGES, "local cloud esa"])
def subject(request: pytest.FixtureRequest) -> Subject:
    where, _, kind = request.param.rpartition(" ")
    if where == "fake":
        return FakeSubject(ProductName(kind))
    return make_subject(ProductName(kind), request.getfixturevalue("wired"))


only_edges = pytest.mark.parametrize("subject", [*FAKES[1:], *EDGES], indirect=True)


def bound(certificate_id: CertificateId) -> Binding:
    return Binding(BindingSource.CAS, certificate_id, str(certificate_id))


def stands(subject: Subject, target: Target) -> CertificateId | None:
    binding = subject.port.read(target).binding
    assert binding.is_empty == (binding.certificate_id is None)
    return binding.certificate_id


def test_an_empty_account_has_no_targets_and_no_failures(subject: Subject) -> None:
    scan = subject.port.scan()
    assert (scan.targets, scan.failures) == ((), ())


def test_a_scan_finds_every_target_bound_or_not(subject: Subject) -> None:
    free, taken = subject.add(DOMAIN), subject.add("img.example.com")
    subject.bind_by_hand(taken, subject.issue("img.example.com"))
    scan = subject.port.scan()
    found = {one.target: one for one in scan.targets}
    assert set(found) == {free, taken}
    assert found[free].binding == UNBOUND
    assert found[free].binding_is_exact
    assert not found[taken].binding.is_empty
    assert {one.state for one in scan.targets} == {TargetState.ONLINE}
    assert scan.failures == ()


def test_a_target_tells_what_visitors_must_be_sent_to(subject: Subject) -> None:
    subject.add(DOMAIN)
    (found,) = subject.port.scan().targets
    if subject.kind == "oss":
        assert found.cname == ORIGIN
    else:
        assert found.cname == DOMAIN + subject.suffix


def test_a_binding_that_a_list_told_exactly_is_what_a_reading_tells(subject: Subject) -> None:
    target, certificate = subject.add(DOMAIN), subject.issue(DOMAIN)
    subject.bind_by_hand(target, certificate)
    (listed,) = subject.port.scan().targets
    read = subject.port.read(target)
    assert read.binding.certificate_id == certificate
    assert read.binding_is_exact
    if listed.binding_is_exact:
        assert listed == read
    else:
        assert listed.binding.certificate_id is None
        assert replace(listed, binding=read.binding, binding_is_exact=True) == read


def test_a_domain_is_found_by_its_name(subject: Subject) -> None:
    target = subject.add(DOMAIN)
    subject.add("img.example.com")
    assert [one.target for one in subject.port.find(Domain(DOMAIN)).targets] == [target]
    assert subject.port.find(Domain("nobody.example.com")).targets == ()
    assert subject.port.find(Domain("example.com")).targets == ()


def test_a_certificate_is_bound_where_nothing_stood(subject: Subject) -> None:
    target, certificate = subject.add(DOMAIN), subject.issue(DOMAIN)
    assert subject.port.bind(target, certificate, UNBOUND)
    assert stands(subject, target) == certificate


def test_a_certificate_is_replaced_and_put_back(subject: Subject) -> None:
    target, old, new = subject.add(DOMAIN), subject.issue(DOMAIN), subject.issue(DOMAIN)
    subject.bind_by_hand(target, old)
    first = subject.port.read(target).binding
    subject.port.bind(target, new, first)
    assert stands(subject, target) == new
    subject.port.bind(target, old, subject.port.read(target).binding)
    assert stands(subject, target) == old


@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_changed_where_something_else_stands(subject: Subject, there: bool) -> None:
    target, seen, foreign, wanted = subject.add(DOMAIN), *(subject.issue(DOMAIN) for _ in "123")
    subject.bind_by_hand(target, foreign if there else None)
    with pytest.raises(StalePlanError):
        subject.port.bind(target, wanted, bound(seen))
    assert stands(subject, target) == (foreign if there else None)


def test_a_first_bind_does_not_replace_what_came_in_between(subject: Subject) -> None:
    target, foreign, wanted = subject.add(DOMAIN), subject.issue(DOMAIN), subject.issue(DOMAIN)
    subject.bind_by_hand(target, foreign)
    with pytest.raises(StalePlanError):
        subject.port.bind(target, wanted, UNBOUND)
    assert stands(subject, target) == foreign


def test_binding_what_stands_there_already_succeeds(subject: Subject) -> None:
    target, old, new = subject.add(DOMAIN), subject.issue(DOMAIN), subject.issue(DOMAIN)
    subject.bind_by_hand(target, new)
    subject.port.bind(target, new, bound(old))
    assert stands(subject, target) == new


def test_after_a_lost_answer_the_same_bind_succeeds(subject: Subject) -> None:
    target, old, new = subject.add(DOMAIN), subject.issue(DOMAIN), subject.issue(DOMAIN)
    subject.bind_by_hand(target, old)
    expected = subject.port.read(target).binding
    subject.lose_next_answer()
    insist(lambda: subject.port.bind(target, new, expected))
    assert stands(subject, target) == new


def test_a_target_that_does_not_exist_is_not_found_and_not_made(subject: Subject) -> None:
    known = subject.add(DOMAIN)
    absent = replace(known, domain=Domain("gone.example.com"))
    certificate = subject.issue("gone.example.com")
    with pytest.raises(NotFoundError):
        subject.port.read(absent)
    with pytest.raises(NotFoundError):
        subject.port.bind(absent, certificate, UNBOUND)
    assert [one.target for one in subject.port.scan().targets] == [known]


def test_what_may_not_be_read_is_a_failure_of_the_scan_and_no_exception(
    subject: Subject,
) -> None:
    target = subject.add(DOMAIN)
    subject.refuse_reads(target)
    for scan in (subject.port.scan(), subject.port.find(Domain(DOMAIN))):
        assert scan.targets == ()
        (failure,) = scan.failures
        assert failure.code == "permission_denied"
        assert failure.where
        assert failure.message


@only_edges
def test_a_domain_that_is_being_configured_takes_no_writes(subject: Subject) -> None:
    target, certificate = subject.add(DOMAIN), subject.issue(DOMAIN)
    subject.start_configuring(target)
    assert subject.port.read(target).state is TargetState.CONFIGURING
    with pytest.raises(BusyError):
        subject.port.bind(target, certificate, UNBOUND)
    assert stands(subject, target) is None


@only_edges
def test_a_wildcard_domain_of_cdn_is_written_with_a_leading_dot(subject: Subject) -> None:
    target, certificate = subject.add(".img.example.com"), subject.issue("*.img.example.com")
    assert [one.target for one in subject.port.scan().targets] == [target]
    subject.port.bind(target, certificate, UNBOUND)
    assert stands(subject, target) == certificate
