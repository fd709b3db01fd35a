"""UploadUserCertificate and DeleteUserCertificate, with the codes seen on the real service."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from localcloud.authority import Issued
from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE
from localcloud.services.cdn import Origin
from tests.localcloud.cas.crooked import crooked
from tests.localcloud.rpc.cloud import RpcCloud, refusal


def upload(cloud: RpcCloud, name: str, made: Issued, **changes: Any) -> Any:
    parameters = {"Name": name, "Cert": made.chain_pem, "Key": made.key_pem, **changes}
    wanted = {key: value for key, value in parameters.items() if value is not None}
    return cloud.cas_call("UploadUserCertificate", **wanted)


def refused(cloud: RpcCloud, name: str, made: Issued, **changes: Any) -> str:
    status, code = refusal(upload, cloud, name, made, **changes)
    assert status == 400
    return code


def key_as(pem: str, form: PrivateFormat, password: bytes = b"") -> str:
    key = load_pem_private_key(pem.encode(), None)
    protection = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, form, protection).decode()


def test_an_uploaded_certificate_is_there_under_a_new_id(cloud: RpcCloud) -> None:
    answer = upload(cloud, "my-cert.2026", cloud.issued("www.example.com"))
    assert isinstance(answer["CertId"], int)
    assert answer["ResourceId"].startswith("cas-upload-")
    held = cloud.cas.certificates(CHINA_SITE)
    assert [(c.number, c.name, c.instance_id) for c in held] == [
        (answer["CertId"], "my-cert.2026", answer["ResourceId"])
    ]


def test_certificate_and_key_are_taken_from_the_form(cloud: RpcCloud) -> None:
    made = cloud.issued("www.example.com")
    form = {"Cert": made.chain_pem, "Key": made.key_pem}
    answer = cloud.common("UploadUserCertificate", at=CHINA_SITE, form=form, Name="in-the-form")
    material = cloud.cas.resolve(answer["CertId"], CHINA_SITE)
    assert material is not None
    assert (material.chain_pem, material.key_pem) == (made.chain_pem, made.key_pem)


def test_the_form_read_the_other_way_is_signed_and_not_looked_at(cloud: RpcCloud) -> None:
    cloud.switches.set("rpc.form_parameters", "ignore")
    made = cloud.issued("www.example.com")
    form = {"Cert": made.chain_pem, "Key": made.key_pem}
    refused = refusal(
        cloud.common, "UploadUserCertificate", at=CHINA_SITE, form=form, Name="in-the-form"
    )
    assert refused == (400, "MissingParameter")
    assert upload(cloud, "in-the-query", made)["CertId"]


def test_a_name_is_taken_once_whatever_the_content_or_the_client_token(cloud: RpcCloud) -> None:
    made, other = cloud.issued("www.example.com"), cloud.issued("other.example.com")
    upload(cloud, "same", made, ClientToken="token")
    assert refused(cloud, "same", made, ClientToken="token") == "NameRepeat"
    assert refused(cloud, "same", other) == "NameRepeat"


def test_the_same_content_under_another_name_gets_an_id_of_its_own(cloud: RpcCloud) -> None:
    made = cloud.issued("www.example.com")
    assert upload(cloud, "one", made)["CertId"] != upload(cloud, "two", made)["CertId"]


def test_names_are_unique_for_each_site_only(cloud: RpcCloud) -> None:
    made = cloud.issued("www.example.com")
    china = upload(cloud, "same", made)["CertId"]
    form = {"Cert": made.chain_pem, "Key": made.key_pem}
    abroad = cloud.common("UploadUserCertificate", at=INTERNATIONAL_SITE, form=form, Name="same")
    assert abroad["CertId"] != china


@pytest.mark.parametrize("kind", ["ec", "rsa"])
@pytest.mark.parametrize("form", [PrivateFormat.TraditionalOpenSSL, PrivateFormat.PKCS8])
def test_every_plain_form_of_a_key_is_taken(
    cloud: RpcCloud, kind: str, form: PrivateFormat
) -> None:
    made = cloud.issued("www.example.com", key=kind)
    assert upload(cloud, "plain", made, Key=key_as(made.key_pem, form))["CertId"]


def test_bad_material_is_refused_with_the_real_codes(cloud: RpcCloud) -> None:
    made, other = cloud.issued("www.example.com"), cloud.issued("www.example.com")
    encrypted = key_as(made.key_pem, PrivateFormat.PKCS8, b"secret")
    assert refused(cloud, "a", made, Key=encrypted) == "PrivateKeyFormatException"
    assert refused(cloud, "b", made, Key="no key") == "PrivateKeyFormatException"
    assert refused(cloud, "c", made, Key=other.key_pem) == "NotMatch.CertificateAndPrivateKey"
    assert refused(cloud, "d", made, Cert="no certificate") == "ParseCertificateFailed"
    assert refused(cloud, "e", made, Key=None) == "MissingParameter"
    assert refused(cloud, "f", made, Cert=None) == "MissingParameter"
    assert refused(cloud, "n" * 64, made) == "InvalidParameter"
    assert cloud.cas.certificates(CHINA_SITE) == ()


@pytest.mark.parametrize("kind", ["version", "extension"])
def test_a_certificate_that_no_reader_takes_is_refused(cloud: RpcCloud, kind: str) -> None:
    chain, key = crooked(kind)
    made = cloud.issued("www.example.com")
    assert refused(cloud, "crooked", made, Cert=chain, Key=key) == "ParseCertificateFailed"
    with pytest.raises(ValueError, match="cannot be read"):
        cloud.cas.add_issued(chain, key, site=CHINA_SITE, name="crooked")
    cloud.cdn.add_domain("www.example.com", [Origin("ipaddr", "192.0.2.1")])
    wanted = {"DomainName": "www.example.com", "SSLProtocol": "on", "CertType": "upload"}
    pems = {"SSLPub": chain, "SSLPri": key, "CertName": "crooked"}
    bound = refusal(cloud.cdn_call, "SetCdnDomainSSLCertificate", **wanted, **pems)
    assert bound == (400, "InvalidSSLPub")


def test_the_leaf_must_come_first_and_may_come_alone(cloud: RpcCloud) -> None:
    backwards = cloud.issued("www.example.com", defects={"wrong_order"})
    alone = cloud.issued("www.example.com", defects={"missing_intermediate"})
    assert refused(cloud, "backwards", backwards) == "NotMatch.CertificateAndPrivateKey"
    assert upload(cloud, "alone", alone)["CertId"]


def test_tags_and_resource_group_are_kept(cloud: RpcCloud) -> None:
    tag = {"Tags.1.Key": "team", "Tags.1.Value": "web"}
    made = cloud.issued("www.example.com")
    number = upload(cloud, "tagged", made, ResourceGroupId="rg-mine", **tag)["CertId"]
    detail = cloud.cas_call("GetUserCertificateDetail", CertId=number, CertFilter="true")
    assert detail["Tags"] == [{"TagKey": "team", "TagValue": "web"}]
    assert detail["ResourceGroupId"] == "rg-mine"


def test_a_deleted_certificate_is_gone_and_its_number_is_not_given_again(
    cloud: RpcCloud,
) -> None:
    made = cloud.issued("www.example.com")
    number = upload(cloud, "first", made)["CertId"]
    cloud.cas_call("DeleteUserCertificate", CertId=number)
    gone = refusal(cloud.cas_call, "GetUserCertificateDetail", CertId=number)
    assert gone == (400, "NotFound")
    assert upload(cloud, "first", made)["CertId"] > number


def test_a_bought_certificate_can_be_deleted_only_when_it_has_expired(cloud: RpcCloud) -> None:
    held = cloud.held("www.example.com", days=90)
    early = refusal(cloud.cas_call, "DeleteUserCertificate", CertId=held.number)
    assert early == (400, "OperationDenied.StatusNotSupport")
    cloud.clock.advance(timedelta(days=91))
    cloud.cas_call("DeleteUserCertificate", CertId=held.number)
    assert cloud.cas.certificates(CHINA_SITE) == ()


@pytest.mark.parametrize(
    "code", ["InvalidStatus.DeleteProtection", "OperationDenied.StatusNotSupport"]
)
def test_a_certificate_in_use_is_not_deleted(cloud: RpcCloud, code: str) -> None:
    cloud.switches.set("cas.delete_in_use_code", code)
    number = upload(cloud, "used", cloud.issued("www.example.com"))["CertId"]
    cloud.cdn.add_domain("www.example.com", [Origin("ipaddr", "192.0.2.1")])
    cloud.cdn.bind("www.example.com", f"{number}-cn-hangzhou")
    assert refusal(cloud.cas_call, "DeleteUserCertificate", CertId=number) == (400, code)
    cloud.cdn.bind("www.example.com", None)
    cloud.cas_call("DeleteUserCertificate", CertId=number)
    assert cloud.cas.certificates(CHINA_SITE) == ()
