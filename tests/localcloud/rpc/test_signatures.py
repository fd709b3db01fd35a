"""Signatures, times, nonces and tokens, as vectors and as real requests."""

from __future__ import annotations

import hashlib
import http.client
import json
import urllib.parse
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from alibabacloud_cas20200407.client import Client as CasClient
from alibabacloud_cas20200407.models import ListUserCertificateOrderRequest
from alibabacloud_tea_openapi.exceptions import ClientException
from alibabacloud_tea_openapi.utils_models import Config
from aliyunsdkcas.request.v20200407.ListUserCertificateOrderRequest import (
    ListUserCertificateOrderRequest as ListOrders,
)

from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE
from localcloud.services.rpc.signatures import (
    ACS3,
    acs3_signature,
    acs3_string_to_sign,
    rpc_signature,
    rpc_string_to_sign,
)
from tests.localcloud.rpc.cloud import RpcCloud, refusal

PUBLISHED = {
    "AccessKeyId": "testid",
    "Action": "DescribeRegions",
    "Format": "XML",
    "SignatureMethod": "HMAC-SHA1",
    "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    "SignatureVersion": "1.0",
    "Timestamp": "2016-02-23T12:46:24Z",
    "Version": "2014-05-26",
}
FROM_SDK = {
    "AccessKeyId": "testid",
    "Action": "UploadUserCertificate",
    "Version": "2020-04-07",
    "Format": "JSON",
    "RegionId": "cn-hangzhou",
    "Timestamp": "2026-11-24T00:00:00Z",
    "SignatureMethod": "HMAC-SHA1",
    "SignatureType": "",
    "SignatureVersion": "1.0",
    "SignatureNonce": "0123456789abcdef0123456789abcdef",
    "Name": "a b*c~d+e/f=证书",
    "Key": "k",
    "Cert": "-----BEGIN CERTIFICATE-----\nAB+/=\n-----END CERTIFICATE-----\n",
}


@pytest.mark.parametrize(
    ("method", "parameters", "expected"),
    [
        ("GET", PUBLISHED, "OLeaidS1JvxuMvnyHOwuJ+uX5qY="),
        ("POST", FROM_SDK, "UIHMlo7/vhzdClGMw62LcdcRXDw="),
        ("POST", {**FROM_SDK, "SecurityToken": "tok"}, "YRbwG/fSNwZyaQqTfd3IHnQ79+c="),
    ],
)
def test_signature_agrees_with_the_known_vectors(
    method: str, parameters: dict[str, str], expected: str
) -> None:
    text = rpc_string_to_sign(method, {**parameters, "Signature": "not signed"})
    assert rpc_signature("testsecret", text) == expected


class Wire:
    """Requests signed by hand, so that each part can be wrong on purpose."""

    def __init__(self, cloud: RpcCloud) -> None:
        self.cloud = cloud

    def parameters(self, nonce: str = "n-1", **changes: str) -> dict[str, str]:
        wanted = {
            "Action": "ListUserCertificateOrder",
            "Version": "2020-04-07",
            "Format": "JSON",
            "AccessKeyId": self.cloud.credentials.root.key_id,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0",
            "SignatureNonce": nonce,
            "Timestamp": stamp(datetime.now(timezone.utc)),
            **changes,
        }
        return {name: value for name, value in wanted.items() if value}

    def send(
        self,
        parameters: dict[str, str],
        *,
        method: str = "GET",
        form: bool = False,
        at: str = CHINA_SITE,
    ) -> tuple[int, dict[str, Any]]:
        secret = self.cloud.credentials.root.secret
        text = rpc_string_to_sign(method, parameters)
        signed = {**parameters, "Signature": rpc_signature(secret, text)}
        return self.raw(signed, method=method, form=form, at=at)

    def raw(
        self,
        parameters: dict[str, str],
        *,
        method: str = "GET",
        form: bool = False,
        at: str = CHINA_SITE,
    ) -> tuple[int, dict[str, Any]]:
        encoded = urllib.parse.urlencode(parameters)
        port = self.cloud.endpoints[at].port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        if form:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, "/", encoded, kind)
        else:
            connection.request(method, "/?" + encoded)
        response = connection.getresponse()
        body = json.loads(response.read())
        connection.close()
        return response.status, body


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def wire(cloud: RpcCloud) -> Wire:
    return Wire(cloud)


@pytest.mark.parametrize(("method", "form"), [("GET", False), ("POST", False), ("POST", True)])
def test_parameters_are_taken_from_query_and_from_form(
    wire: Wire, method: str, *, form: bool
) -> None:
    status, body = wire.send(wire.parameters(), method=method, form=form)
    assert (status, body["TotalCount"]) == (200, 0)


def test_a_nonce_serves_once(wire: Wire) -> None:
    assert wire.send(wire.parameters(nonce="twice"))[0] == 200
    status, body = wire.send(wire.parameters(nonce="twice"))
    assert (status, body["Code"]) == (400, "SignatureNonceUsed")


def test_a_badly_signed_request_does_not_use_up_the_nonce(wire: Wire) -> None:
    wire.raw({**wire.parameters(nonce="mine"), "Signature": "forged"})
    assert wire.send(wire.parameters(nonce="mine"))[0] == 200


def test_wrong_signature_is_refused_with_the_string_to_sign_after_a_colon(wire: Wire) -> None:
    parameters = wire.parameters()
    status, body = wire.raw({**parameters, "Signature": "AAAA"})
    assert (status, body["Code"]) == (400, "SignatureDoesNotMatch")
    assert body["Message"].split(":")[1] == rpc_string_to_sign("GET", parameters)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"Timestamp": "2026-11-24 00:00:00"}, 400, "InvalidTimeStamp.Format"),
        ({"Timestamp": "2020-01-01T00:00:00Z"}, 400, "InvalidTimeStamp.Expired"),
        ({"Timestamp": ""}, 400, "MissingTimestamp"),
        ({"SignatureNonce": ""}, 400, "MissingSignatureNonce"),
        ({"AccessKeyId": "LTAInobody"}, 404, "InvalidAccessKeyId.NotFound"),
        ({"SignatureMethod": "HMAC-MD5"}, 400, "InvalidParameter"),
        ({"Version": "2018-07-13"}, 400, "InvalidVersion"),
        ({"Version": ""}, 400, "MissingVersion"),
        ({"SecurityToken": "stray"}, 400, "InvalidSecurityToken.MismatchWithAccessKey"),
        ({"Action": "ListUserCertificates"}, 404, "InvalidApi.NotFound"),
        ({"Action": "RefundInstance"}, 501, "NotBuiltInLocalCloud"),
        ({"ShowSize": "many"}, 400, "InvalidParameter"),
        ({"Action": "GetUserCertificateDetail"}, 400, "MissingCertId"),
        ({"Action": "GetUserCertificateDetail", "CertId": "9" * 19}, 400, "InvalidParameter"),
    ],
)
def test_a_request_that_is_wrong_in_one_way_gets_the_code_of_that_way(
    wire: Wire, changes: dict[str, str], status: int, code: str
) -> None:
    got, body = wire.send(wire.parameters(**changes))
    assert (got, body["Code"]) == (status, code)


def test_an_action_that_is_not_built_is_named(wire: Wire) -> None:
    _, body = wire.send(wire.parameters(Action="RefundInstance"))
    assert "RefundInstance" in body["Message"]


def test_times_of_this_machine_and_of_the_world_are_both_good(wire: Wire) -> None:
    wire.cloud.clock.advance(timedelta(days=40))
    machine = stamp(datetime.now(timezone.utc))
    world = stamp(wire.cloud.clock.now())
    between = stamp(wire.cloud.clock.now() - timedelta(days=20))
    assert wire.send(wire.parameters(nonce="a", Timestamp=machine))[0] == 200
    assert wire.send(wire.parameters(nonce="b", Timestamp=world))[0] == 200
    assert wire.send(wire.parameters(nonce="c", Timestamp=between))[0] == 400


def test_the_error_body_has_the_real_gateways_fields(wire: Wire) -> None:
    status, body = wire.send(wire.parameters(Action="GetUserCertificateDetail", CertId="1"))
    assert (status, body["Code"], body["HostId"]) == (400, "NotFound", "cas.aliyuncs.com")
    assert body["Recommend"] == ("https://next.api.aliyun.com/troubleshoot?q=NotFound&product=cas")
    assert set(body) == {"RequestId", "HostId", "Code", "Message", "Recommend"}


def test_request_ids_are_upper_case_uuids_and_new_each_time(wire: Wire) -> None:
    first = wire.send(wire.parameters(nonce="a"))[1]["RequestId"]
    second = wire.send(wire.parameters(nonce="b"))[1]["RequestId"]
    assert first != second
    assert [len(part) for part in first.split("-")] == [8, 4, 4, 4, 12]
    assert first == first.upper()


def test_temporary_credentials_need_their_token(cloud: RpcCloud) -> None:
    key = cloud.credentials.issue_role_key("certbind")
    assert cloud.common("ListUserCertificateOrder", at=CHINA_SITE, key=key)["TotalCount"] == 0
    assert cloud.calls.calls()[-1].principal == "role/certbind"
    cloud.clock.advance(timedelta(hours=37))
    expired = refusal(cloud.common, "ListUserCertificateOrder", at=CHINA_SITE, key=key)
    assert expired == (400, "InvalidSecurityToken.Expired")


def test_a_temporary_key_without_token_is_refused(wire: Wire) -> None:
    key = wire.cloud.credentials.issue_role_key("certbind")
    parameters = wire.parameters(AccessKeyId=key.key_id)
    text = rpc_string_to_sign("GET", parameters)
    signed = {**parameters, "Signature": rpc_signature(key.secret, text)}
    assert wire.raw(signed)[1]["Code"] == "MissingSecurityToken"


def new_client(cloud: RpcCloud, *, secret: str = "") -> CasClient:
    root = cloud.credentials.root
    endpoint = f"127.0.0.1:{cloud.endpoints[CHINA_SITE].port}"
    return CasClient(
        Config(
            access_key_id=root.key_id,
            access_key_secret=secret or root.secret,
            endpoint=endpoint,
            protocol="http",
        )
    )


def test_the_classic_sdk_recognises_that_its_secret_is_wrong(cloud: RpcCloud) -> None:
    """It says so only when the string to sign in the message is its own, to the letter."""
    wrong = replace(cloud.credentials.root, secret="wrong")
    request = ListOrders()
    request.set_Keyword("ä b:c")
    request.set_endpoint(cloud.endpoints[CHINA_SITE].url)
    refused = refusal(cloud.client(wrong).do_action_with_exception, request)
    assert refused == (400, "InvalidAccessKeySecret")


def test_an_acs3_request_with_an_unsigned_x_acs_header_is_refused(wire: Wire) -> None:
    root = wire.cloud.credentials.root
    digest = hashlib.sha256(b"").hexdigest()
    headers = {
        "host": f"127.0.0.1:{wire.cloud.endpoints[CHINA_SITE].port}",
        "x-acs-action": "ListUserCertificateOrder",
        "x-acs-content-sha256": digest,
        "x-acs-date": stamp(datetime.now(timezone.utc)),
        "x-acs-signature-nonce": "n",
        "x-acs-version": "2020-04-07",
    }

    def send(signed: dict[str, str]) -> tuple[int, str]:
        text = acs3_string_to_sign("POST", "/", [], sorted(signed.items()), digest)
        names = ";".join(sorted(signed))
        signature = acs3_signature(root.secret, text)
        sent = {
            **headers,
            "Authorization": f"{ACS3} Credential={root.key_id},SignedHeaders={names},"
            f"Signature={signature}",
        }
        connection = http.client.HTTPConnection(headers["host"], timeout=10)
        connection.request("POST", "/", b"", sent)
        response = connection.getresponse()
        body = json.loads(response.read())
        connection.close()
        return response.status, body.get("Code", "")

    partly = {name: value for name, value in headers.items() if name != "x-acs-action"}
    assert send(partly) == (400, "SignatureDoesNotMatch")
    assert send(headers) == (200, "")
    assert send(headers) == (400, "SignatureNonceUsed")


@pytest.mark.parametrize(
    ("at", "action", "host", "product"),
    [
        (CHINA_SITE, "GetCompany", "cas.aliyuncs.com", "cas"),
        (INTERNATIONAL_SITE, "GetCompany", "cas.ap-southeast-1.aliyuncs.com", "cas"),
        ("cdn", "DescribeCdnService", "cdn.aliyuncs.com", "Cdn"),
    ],
)
def test_each_endpoint_names_itself_in_its_errors(
    wire: Wire, at: str, action: str, host: str, product: str
) -> None:
    version = "2018-05-10" if at == "cdn" else "2020-04-07"
    status, body = wire.send(wire.parameters(Action=action, Version=version), at=at)
    assert (status, body["HostId"]) == (501, host)
    assert body["Recommend"].endswith(f"?q=NotBuiltInLocalCloud&product={product}")


def test_the_new_sdk_signs_by_acs3_and_is_understood(cloud: RpcCloud) -> None:
    held = cloud.held("www.example.com")
    request = ListUserCertificateOrderRequest(order_type="CERT", keyword="www.example.com")
    answer = new_client(cloud).list_user_certificate_order(request)
    assert answer.body.total_count == 1
    assert answer.body.certificate_order_list[0].certificate_id == held.number
    assert cloud.calls.calls()[-1].principal == "root"


def test_the_new_sdk_with_a_wrong_secret_is_refused(cloud: RpcCloud) -> None:
    client = new_client(cloud, secret="wrong")
    with pytest.raises(ClientException) as caught:
        client.list_user_certificate_order(ListUserCertificateOrderRequest())
    assert caught.value.code == "SignatureDoesNotMatch"
    assert caught.value.status_code == 400


def test_an_acs3_temporary_key_works_with_its_token(cloud: RpcCloud) -> None:
    key = cloud.credentials.issue_role_key("certbind")
    client = CasClient(
        Config(
            access_key_id=key.key_id,
            access_key_secret=key.secret,
            security_token=key.token,
            endpoint=f"127.0.0.1:{cloud.endpoints[CHINA_SITE].port}",
            protocol="http",
        )
    )
    request = ListUserCertificateOrderRequest(order_type="CERT")
    assert client.list_user_certificate_order(request).body.total_count == 0


def test_without_a_form_the_classic_signature_gets_xml(wire: Wire) -> None:
    """The common parameters' page: XML is the default. ACS3 has no such parameter."""
    parameters = wire.parameters(Format="")
    text = rpc_string_to_sign("GET", parameters)
    signature = rpc_signature(wire.cloud.credentials.root.secret, text)
    query = urllib.parse.urlencode({**parameters, "Signature": signature})
    port = wire.cloud.endpoints[CHINA_SITE].port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/?{query}")
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert (response.status, response.getheader("Content-Type")) == (
        200,
        "text/xml;charset=utf-8",
    )
    assert b"<ListUserCertificateOrderResponse>" in body
