"""Answers that are not of the documented form, and those that are odd but allowed."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest

from certbind.adapters.calls.rpc import api as openapi
from certbind.adapters.calls.rpc.api import unlisted_request
from certbind.adapters.ram.caller import read_caller
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.target import UNBOUND, BindingSource
from certbind.errors import CloudError, ConflictError, UnavailableError
from tests.unit.adapters.rpc_server import Params, RpcServer
from tests.unit.adapters.scripted import CDN, DOMAIN, ORDER, domains, inventory, once, targets


def ask(server: RpcServer) -> dict[str, Any]:
    return server.api().call(unlisted_request("cas", "2020-04-07", "Ask"), {}, subject="it")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"7", b"\xff\xfe", b'{"a":', b"null", b'"text"']
)
@pytest.mark.parametrize("status", [200, 400, 502])
def test_an_answer_that_is_no_json_object_is_unavailable_whatever_its_status(
    server: RpcServer, body: bytes, status: int
) -> None:
    server.answers["Ask"], server.status = body, status
    with pytest.raises(UnavailableError, match="it: cas Ask"):
        ask(server)


@pytest.mark.parametrize("code", ["SignatureDoesNotMatch", None, 7, ["x"]])
def test_an_odd_error_body_is_an_error_of_ours_all_the_same(
    server: RpcServer, code: object
) -> None:
    server.answers["Ask"], server.status = {"Code": code, "Message": "no colon here"}, 400
    with pytest.raises(CloudError):
        ask(server)


def test_a_service_that_does_not_answer_is_given_up(
    server: RpcServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openapi, "READ_SECONDS", 0.1)

    given_up = threading.Event()

    def wait(_: Params) -> bytes:
        given_up.wait(20)
        return b"{}"

    server.answers["Ask"] = wait
    try:
        with pytest.raises(UnavailableError, match="did not answer in time"):
            ask(server)
    finally:
        given_up.set()


def test_an_item_that_cannot_be_read_is_told_and_hides_no_other(
    server: RpcServer, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {**ORDER, "CertificateId": 5, "Fingerprint": ""}
    server.answers["ListUserCertificateOrder"] = {
        "TotalCount": 2,
        "CertificateOrderList": [broken, ORDER],
    }
    with caplog.at_level(logging.WARNING):
        listed = inventory(server).list_certificates()
    assert [one.id.number for one in listed] == [8089870]
    assert "certificate 5, left out" in caplog.text


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"CertificateOrderList": [ORDER]},
        {"TotalCount": "1", "CertificateOrderList": [ORDER]},
        {"TotalCount": 1, "CertificateOrderList": {"x": 1}},
    ],
)
def test_a_list_of_another_form_is_not_taken_for_an_empty_one(
    server: RpcServer, answer: object
) -> None:
    server.answers["ListUserCertificateOrder"] = answer
    with pytest.raises(UnavailableError, match="CertificateOrderList"):
        inventory(server).list_certificates()


def test_an_empty_list_may_be_left_out(server: RpcServer) -> None:
    server.answers["ListUserCertificateOrder"] = {"TotalCount": 0}
    assert inventory(server).list_certificates() == ()


@pytest.mark.parametrize("infos", [None, {}, {"CertInfo": []}, {"CertInfo": None}, []])
def test_no_certificate_info_at_cdn_is_nothing_bound(server: RpcServer, infos: object) -> None:
    server.answers["DescribeUserDomains"] = domains(DOMAIN)
    server.answers["DescribeDomainCertificateInfo"] = {"CertInfos": infos}
    assert targets(server).read(CDN).binding == UNBOUND


@pytest.mark.parametrize("infos", [7, {"CertInfo": 7}, {"CertInfo": ["x"]}])
def test_certificate_info_of_another_form_is_not_taken_for_nothing(
    server: RpcServer, infos: object
) -> None:
    server.answers["DescribeDomainCertificateInfo"] = {"CertInfos": infos}
    with pytest.raises(UnavailableError, match="CertInfos"):
        targets(server).bind(CDN, CertificateId(7, "cn-hangzhou"), UNBOUND)


def test_a_kind_of_certificate_that_is_not_known_has_no_way_back(server: RpcServer) -> None:
    info = {"ServerCertificateStatus": "on", "CertType": "quantum", "CertId": "5"}
    server.answers["DescribeUserDomains"] = domains(DOMAIN)
    server.answers["DescribeDomainCertificateInfo"] = {"CertInfos": {"CertInfo": [info]}}
    binding = targets(server).read(CDN).binding
    assert (binding.source, binding.certificate_id) == (BindingSource.UPLOAD, None)


def test_a_domain_with_https_that_the_second_list_lacks_counts_as_bound(
    server: RpcServer,
) -> None:
    server.answers["DescribeUserDomains"] = domains({**DOMAIN, "SslProtocol": "on"})
    server.answers["DescribeCdnHttpsDomainList"] = {"TotalCount": 0}
    (found,) = targets(server).scan().targets
    assert not found.binding.is_empty
    assert not found.binding_is_exact


def test_one_domain_with_a_name_that_is_none_hides_no_other(server: RpcServer) -> None:
    server.answers["DescribeUserDomains"] = domains({**DOMAIN, "DomainName": "a..b"}, DOMAIN)
    server.answers["DescribeCdnHttpsDomainList"] = {"TotalCount": 0}
    scan = targets(server).scan()
    assert [found.target for found in scan.targets] == [CDN]
    assert [(failure.where, failure.code) for failure in scan.failures] == [
        ("CDN a..b", "unreadable")
    ]


def test_where_a_page_size_is_refused_the_default_is_asked_for(server: RpcServer) -> None:
    def https(params: Params) -> object:
        if "PageSize" in params:
            server.status = 400
            return {"Code": "InvalidPageSize", "Message": "too large"}
        server.status = 200
        info = {"DomainName": "www.example.com", "CertType": "cas", "CertName": "x"}
        return {"TotalCount": 1, "CertInfos": {"CertInfo": [info]}}

    server.answers["DescribeUserDomains"] = domains(DOMAIN)
    server.answers["DescribeCdnHttpsDomainList"] = https
    scan = targets(server).scan()
    assert [found.binding.name for found in scan.targets] == ["x"]
    assert scan.failures == ()


def test_a_refusal_keeps_code_request_and_the_services_sentence(server: RpcServer) -> None:
    server.status = 400
    server.answers["Ask"] = {"Code": "ParamRepeat", "Message": "twice.", "RequestId": "R-1"}
    with pytest.raises(ConflictError) as caught:
        ask(server)
    error = caught.value
    assert (error.api_code, error.request_id, error.subject) == ("ParamRepeat", "R-1", "it")
    assert "twice" in error.message


@pytest.mark.parametrize("lacking", ["AccountId", "Arn"])
def test_a_caller_without_account_or_name_is_not_believed(server: RpcServer, lacking: str) -> None:
    whole = {"AccountId": "1", "IdentityType": "RAMUser", "Arn": "acs:ram::1:user/a"}
    server.answers["GetCallerIdentity"] = whole
    assert read_caller(server.api("sts"), once()).account_id == "1"
    server.answers["GetCallerIdentity"] = {**whole, lacking: ""}
    with pytest.raises(UnavailableError, match="no AccountId or Arn"):
        read_caller(server.api("sts"), once())


def test_no_private_key_is_left_in_an_answer_however_deep_it_lies(server: RpcServer) -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"
    hidden = {"PrivateKey": "MIIE", "EncryptPrivateKey": "MIIE", "Other": key, "Id": 7}
    server.answers["Ask"] = {
        "Key": "MIIE",
        "Pem": key,
        "One": {"In": hidden},
        "Many": [[{"SignPrivateKey": "MIIE", "In": [hidden, key]}]],
    }
    kept = {"Other": "", "Id": 7}
    assert ask(server) == {"Pem": "", "One": {"In": kept}, "Many": [[{"In": [kept, ""]}]]}
