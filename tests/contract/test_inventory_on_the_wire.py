"""CAS of the local cloud in trouble, in many pages, and with its uncertain answers both ways."""

from __future__ import annotations

import pytest

from certbind.adapters.calls import pem
from certbind.adapters.cas.inventory import PageSizes
from certbind.config import CasList
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.identity import CertificateId
from certbind.errors import (
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)
from localcloud.authority import Issued
from localcloud.calls import Call
from localcloud.faults import FaultKind, FaultRule
from localcloud.world import LocalCloud
from tests.contract.wired import Wired, issue

SMALL = PageSizes(orders=7, certificates=5)


def fault(
    cloud: LocalCloud, kind: FaultKind, action: str = "*", count: int | None = 1, code: str = ""
) -> None:
    rule = FaultRule(kind, "*", action, count=count, status=400, code=code or "InternalError")
    cloud.kernel.faults.add(rule)


@pytest.mark.parametrize("lists", list(CasList))
def test_every_page_of_the_chosen_lists_is_read(wired: Wired, lists: CasList) -> None:
    issued = {issue(wired.cloud, f"d{number}.example.com") for number in range(18)}
    listed = wired.inventory(lists, SMALL).list_certificates()
    assert {one.id for one in listed} == issued
    assert len(listed) == 18
    calls = wired.cloud.kernel.calls.counts()
    assert calls.get("cas.ListUserCertificateOrder", 0) == (
        0 if lists is CasList.CERTIFICATES else 3 + 1
    )
    assert calls.get("cas.ListCertificates", 0) == (0 if lists is CasList.ORDERS else 4 + 1)


def test_a_certificate_deleted_while_pages_are_read_hides_no_other(wired: Wired) -> None:
    issued = [issue(wired.cloud, f"d{number}.example.com") for number in range(18)]
    newest = issued[-1]
    deleted = False

    def delete_one(call: Call) -> None:
        nonlocal deleted
        if call.action == "ListUserCertificateOrder" and not deleted:
            deleted = True
            wired.cloud.cas.delete(str(newest))

    wired.cloud.kernel.calls.listen(delete_one)
    listed = wired.inventory(CasList.ORDERS, SMALL).list_certificates()
    assert {one.id for one in listed} == set(issued) - {newest}


def test_certificates_that_only_one_list_shows_are_found_by_both(wired: Wired) -> None:
    wired.cloud.switches.set("cas.instances_in_order_list", "no")
    hidden = issue(wired.cloud, "www.example.com")
    orders = wired.inventory(CasList.ORDERS).list_certificates()
    both = wired.inventory(CasList.BOTH).list_certificates()
    assert hidden not in {one.id for one in orders}
    assert hidden in {one.id for one in both}


@pytest.mark.parametrize("unit", ["milliseconds", "seconds"])
@pytest.mark.parametrize("lists", list(CasList))
def test_dates_are_exact_in_either_unit(wired: Wired, unit: str, lists: CasList) -> None:
    wired.cloud.switches.set("cas.detail_times", unit)
    made = wired.cloud.authorities.issue(["www.example.com"])
    stored = wired.cloud.cas.add_issued(made.chain_pem, made.key_pem, site="cn-hangzhou", name="x")
    read = wired.inventory(lists).certificate(CertificateId.parse(stored.identifier))
    assert (read.not_before, read.not_after) == (made.not_before, made.not_after)
    assert read.dates_are_exact


def test_a_revoked_certificate_is_told_as_such_in_list_and_detail(wired: Wired) -> None:
    certificate = issue(wired.cloud, "www.example.com")
    wired.cloud.cas.revoke(str(certificate))
    inventory = wired.inventory()
    assert inventory.certificate(certificate).status is CertificateStatus.REVOKED
    (listed,) = inventory.list_certificates()
    assert (listed.id, listed.status) == (certificate, CertificateStatus.REVOKED)


def test_whether_cas_holds_the_key_is_told(wired: Wired) -> None:
    made = wired.cloud.authorities.issue(["www.example.com"])
    keyless = wired.cloud.cas.add_issued(made.chain_pem, "", site="cn-hangzhou", name="csr")
    inventory = wired.inventory()
    read = inventory.certificate(CertificateId.parse(keyless.identifier))
    assert read.has_private_key is False
    assert inventory.certificate(issue(wired.cloud, "a.example.com")).has_private_key is True


def test_without_the_newer_action_a_certificate_counts_as_issued(wired: Wired) -> None:
    certificate = issue(wired.cloud, "www.example.com")
    fault(wired.cloud, FaultKind.ERROR, "GetCertificateDetail", None, "InvalidApi.NotFound")
    read = wired.inventory().certificate(certificate)
    assert (read.status, read.has_private_key) == (CertificateStatus.ISSUED, None)


@pytest.mark.parametrize(
    "kind", [FaultKind.THROTTLE, FaultKind.UNAVAILABLE, FaultKind.HTML, FaultKind.LOST_RESPONSE]
)
def test_calls_that_fail_for_a_moment_are_repeated(wired: Wired, kind: FaultKind) -> None:
    certificate = issue(wired.cloud, "www.example.com")
    fault(wired.cloud, kind, "ListUserCertificateOrder", 3)
    fault(wired.cloud, kind, "GetUserCertificateDetail", 3)
    fault(wired.cloud, kind, "DescribeCdnCertificateDetailById", 3)
    inventory = wired.inventory()
    assert [one.id for one in inventory.list_certificates()] == [certificate]
    assert inventory.certificate(certificate).id == certificate
    assert inventory.chain(certificate)


@pytest.mark.parametrize(
    ("kind", "code", "error"),
    [
        (FaultKind.THROTTLE, "", ThrottledError),
        (FaultKind.UNAVAILABLE, "", UnavailableError),
        (FaultKind.HTML, "", UnavailableError),
        (FaultKind.RESET, "", UnavailableError),
        (FaultKind.ERROR, "InternalError", UnavailableError),
        (FaultKind.ERROR, "Throttling.User", ThrottledError),
        (FaultKind.ERROR, "FlowControlError", ThrottledError),
        (FaultKind.ERROR, "Forbidden.RAM", PermissionDeniedError),
        (FaultKind.ERROR, "PermissionDenied", PermissionDeniedError),
        (FaultKind.ERROR, "InvalidParameter", RejectedError),
    ],
)
def test_a_call_that_keeps_failing_is_given_up_by_name(
    wired: Wired, kind: FaultKind, code: str, error: type[Exception]
) -> None:
    certificate = issue(wired.cloud, "www.example.com")
    fault(wired.cloud, kind, "*", None, code)
    inventory = wired.inventory()
    with pytest.raises(error, match=f"{certificate}.*GetUserCertificateDetail"):
        inventory.certificate(certificate)
    with pytest.raises(error, match="ListUserCertificateOrder"):
        inventory.list_certificates()


def test_a_site_that_is_not_read_is_named(wired: Wired) -> None:
    china_only = Wired(wired.cloud, CERTBIND_SITE="china")
    abroad = issue(wired.cloud, "www.example.com", region="ap-southeast-1")
    with pytest.raises(NotFoundError, match=r"ap-southeast-1 is not read.*CERTBIND_SITE"):
        china_only.inventory().certificate(abroad)
    assert china_only.inventory().list_certificates() == ()


@pytest.mark.parametrize("code", ["Forbidden.RAM", "InvalidApi.NotFound", "Certificate.NotFind"])
def test_a_chain_that_cdn_does_not_give_is_no_error(wired: Wired, code: str) -> None:
    certificate = issue(wired.cloud, "www.example.com")
    fault(wired.cloud, FaultKind.ERROR, "DescribeCdnCertificateDetailById", None, code)
    assert wired.inventory().chain(certificate) is None


def test_a_chain_that_cdn_cuts_to_the_leaf_is_given_as_it_is(wired: Wired) -> None:
    wired.cloud.switches.set("cdn.detail_by_id", "leaf")
    chain = wired.inventory().chain(issue(wired.cloud, "www.example.com"))
    assert chain is not None
    assert len(chain) == 1


def upload(wired: Wired, made: Issued, name: str = "from-acme") -> CertificateId:
    return wired.uploads().upload(name, made.chain_pem, made.key_pem)[0]


def test_an_uploaded_certificate_is_there_with_its_key(wired: Wired) -> None:
    made = wired.cloud.authorities.issue(["www.example.com"])
    certificate = upload(wired, made)
    material = wired.cloud.cas.resolve(certificate.number, certificate.region)
    assert material is not None
    assert material.key_pem == made.key_pem
    read = wired.inventory().certificate(certificate)
    assert (read.uploaded, read.name) == (True, "from-acme")


def test_uploading_the_same_again_gives_the_same_certificate(wired: Wired) -> None:
    made = wired.cloud.authorities.issue(["www.example.com"])
    assert upload(wired, made) == upload(wired, made)
    assert len(wired.inventory().list_certificates()) == 1


def test_an_upload_whose_answer_was_lost_finds_its_own_certificate(wired: Wired) -> None:
    made = wired.cloud.authorities.issue(["www.example.com"])
    fault(wired.cloud, FaultKind.LOST_RESPONSE, "UploadUserCertificate")
    certificate = upload(wired, made)
    (listed,) = wired.inventory().list_certificates()
    assert listed.id == certificate
    assert listed.sha1 == pem.sha1_of(pem.certificates(made.chain_pem)[0])


def test_a_name_that_belongs_to_another_certificate_is_refused(wired: Wired) -> None:
    upload(wired, wired.cloud.authorities.issue(["www.example.com"]))
    with pytest.raises(ConflictError, match="NameRepeat"):
        upload(wired, wired.cloud.authorities.issue(["www.example.com"]))


def test_a_key_that_does_not_fit_is_refused(wired: Wired) -> None:
    one, other = (wired.cloud.authorities.issue(["www.example.com"]) for _ in "12")
    with pytest.raises(RejectedError, match="NotMatch"):
        wired.uploads().upload("mixed", one.chain_pem, other.key_pem)


@pytest.mark.parametrize("code", ["CdnServiceNotFound", "Certificate.NotFind", "CertNotExisted"])
def test_without_cdn_a_chain_is_unknown_and_nothing_fails(wired: Wired, code: str) -> None:
    certificate = issue(wired.cloud, "www.example.com")
    fault(wired.cloud, FaultKind.ERROR, "DescribeCdnCertificateDetailById", None, code)
    assert wired.inventory().chain(certificate) is None


@pytest.mark.parametrize("lists", list(CasList))
def test_what_is_revoked_is_told_whatever_lists_are_read(wired: Wired, lists: CasList) -> None:
    """A list of orders hides it, so only the question for this very one can tell."""
    held = issue(wired.cloud, "www.example.com")
    wired.cloud.cas.revoke(str(held))
    assert wired.inventory(lists).certificate(held).status is CertificateStatus.REVOKED
