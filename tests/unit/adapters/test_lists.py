"""Lists of CAS and CDN that show less, or more, than was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.adapters.accelerated.targets import AcceleratedTargets
from certbind.adapters.cas.uploads import CasUploads
from certbind.adapters.cdn.dialect import DIALECT
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import UNBOUND, Target, TargetScan
from certbind.errors import NotFoundError, OutOfScopeError, UnavailableError
from tests.unit.adapters.rpc_server import Params, RpcServer
from tests.unit.adapters.scripted import CDN, DOMAIN, ORDER, domains, inventory, once, targets


def test_certificates_that_cas_counts_and_does_not_show_are_told_and_hide_no_other(
    server: RpcServer, caplog: pytest.LogCaptureFixture
) -> None:
    """It may count what the caller is not to see: the others must stay of use."""
    server.answers["ListUserCertificateOrder"] = lambda params: {
        "TotalCount": 3,
        "CertificateOrderList": [ORDER] if params["CurrentPage"] == "1" else [],
    }
    listed = inventory(server).list_certificates()
    assert [one.id.number for one in listed] == [8089870]
    assert "ListUserCertificateOrder: it counts 2 certificates more than it shows" in caplog.text


def test_a_list_that_never_rests_and_lacks_certificates_is_read_again_later(
    server: RpcServer,
) -> None:
    numbers = iter(range(1, 100))

    def page(params: Params) -> object:
        item = {**ORDER, "CertificateId": next(numbers)}
        return {"TotalCount": 9, "CertificateOrderList": [item] * (params["CurrentPage"] == "1")}

    server.answers["ListUserCertificateOrder"] = page
    with pytest.raises(UnavailableError, match="6 certificates more than it shows"):
        inventory(server).list_certificates()


def shown(*names: str, total: int) -> object:
    """DescribeUserDomains with these on the first page."""
    items = [{**DOMAIN, "DomainName": name} for name in names]
    return lambda params: domains(*(items if params["PageNumber"] == "1" else []), total=total)


def test_domains_that_cdn_counts_and_does_not_show_are_a_part_that_was_not_read(
    server: RpcServer,
) -> None:
    server.answers["DescribeUserDomains"] = shown("www.example.com", total=3)
    server.answers["DescribeCdnHttpsDomainList"] = {"TotalCount": 0}
    scan = targets(server).scan()
    assert [found.target for found in scan.targets] == [CDN]
    (failure,) = scan.failures
    assert "counts 2 more than it shows" in failure.message
    assert "CERTBIND_CDN_DOMAINS" in failure.message


def test_where_every_domain_that_counts_is_shown_nothing_is_missing(server: RpcServer) -> None:
    server.answers["DescribeUserDomains"] = shown("www.example.com", total=3)
    server.answers["DescribeCdnHttpsDomainList"] = {"TotalCount": 0}
    scan = AcceleratedTargets(DIALECT, server.api("cdn"), once(), only=["www.example.com"]).scan()
    assert (len(scan.targets), scan.failures) == (1, ())


@pytest.mark.parametrize("name", ["www.example.com", ".example.com"])
def test_a_domain_is_found_by_its_whole_name(server: RpcServer, name: str) -> None:
    """Older versions of the action match parts of a name."""
    others = ("a.www.example.com", "www.example.com", ".example.com", "b.example.com", "no..name")
    server.answers["DescribeUserDomains"] = shown(*others, total=5)
    server.answers["DescribeDomainCertificateInfo"] = {"CertInfos": {}}
    target = Target(ProductName("cdn"), Domain(name))
    assert targets(server).read(target).target == target
    assert [found.target for found in targets(server).find(Domain(name)).targets] == [target]


def test_a_domain_that_others_resemble_is_not_there(server: RpcServer) -> None:
    server.answers["DescribeUserDomains"] = shown("a.www.example.com", total=1)
    with pytest.raises(NotFoundError):
        targets(server).read(CDN)
    assert targets(server).find(CDN.domain) == TargetScan(())


def test_a_domain_that_may_have_been_kept_back_is_not_taken_for_gone(server: RpcServer) -> None:
    server.answers["DescribeUserDomains"] = shown(total=1)
    with pytest.raises(UnavailableError, match="not shown"):
        targets(server).read(CDN)
    assert targets(server).find(CDN.domain).failures


def test_a_domain_that_does_not_count_is_neither_read_nor_bound(server: RpcServer) -> None:
    narrow = AcceleratedTargets(DIALECT, server.api("cdn"), once(), only=["a.example.com"])
    for call in (
        lambda: narrow.read(CDN),
        lambda: narrow.bind(CDN, CertificateId(7, "cn-hangzhou"), UNBOUND),
    ):
        with pytest.raises(OutOfScopeError, match="CERTBIND_CDN_DOMAINS"):
            call()
    assert narrow.find(CDN.domain) == TargetScan((), limits=("CERTBIND_CDN_DOMAINS",))
    assert server.requests == []


@pytest.mark.parametrize(
    "answer",
    [
        {"CertificateOrderList": []},
        {"TotalCount": "x", "CertificateOrderList": []},
        {"TotalCount": 1, "CertificateOrderList": 7},
        {"TotalCount": 1, "CertificateOrderList": [{"Name": "mine", "CertificateId": "x"}]},
        {"TotalCount": 1, "CertificateOrderList": []},
    ],
)
def test_the_owner_of_a_name_that_cannot_be_read_is_unavailable(
    server: RpcServer, answer: object
) -> None:
    def refuse(_: Params) -> object:
        server.status = 400
        return {"Code": "NameRepeat", "Message": "taken"}

    def listed(_: Params) -> object:
        server.status = 200
        return answer

    server.answers = {"UploadUserCertificate": refuse, "ListUserCertificateOrder": listed}
    with pytest.raises(UnavailableError, match="mine: cas ListUserCertificateOrder"):
        CasUploads(server.api(), "cn-hangzhou", once()).upload("mine", "", "")


def test_a_cdn_domain_that_is_said_to_lie_in_a_bucket_is_asked_for_nowhere(
    server: RpcServer,
) -> None:
    with pytest.raises(NotFoundError, match="in no bucket"):
        targets(server).read(replace(CDN, bucket="assets"))
