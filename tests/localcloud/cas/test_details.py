"""GetUserCertificateDetail and GetCertificateDetail."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from localcloud.authority.certificates import key_to_pem
from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE
from localcloud.services.cdn import Origin
from tests.localcloud.rpc.cloud import RpcCloud

SECRETS = {"Cert", "Key", "EncryptCert", "EncryptPrivateKey", "SignCert", "SignPrivateKey"}


def test_cert_filter_leaves_out_pem_and_key(cloud: RpcCloud) -> None:
    held = cloud.held("www.example.com")
    filtered = cloud.cas_call("GetUserCertificateDetail", CertId=held.number, CertFilter="true")
    assert not SECRETS & set(filtered)
    assert "BEGIN" not in str(filtered)


@pytest.mark.parametrize("written", ["True", "TRUE", "true"])
def test_cert_filter_is_understood_as_sdks_write_it(cloud: RpcCloud, written: str) -> None:
    held = cloud.held("www.example.com")
    answer = cloud.cas_call("GetUserCertificateDetail", CertId=held.number, CertFilter=written)
    assert "Key" not in answer


def test_without_the_filter_the_answer_has_chain_and_key(cloud: RpcCloud) -> None:
    made = cloud.issued("www.example.com")
    held = cloud.cas.add_issued(made.chain_pem, made.key_pem, site=CHINA_SITE, name="www")
    answer = cloud.cas_call("GetUserCertificateDetail", CertId=held.number)
    assert (answer["Cert"], answer["Key"]) == (made.chain_pem, made.key_pem)


def test_the_detail_tells_identifier_names_chain_and_fingerprints(cloud: RpcCloud) -> None:
    made = cloud.issued("www.example.com", "example.com", days=90)
    held = cloud.cas.add_issued(made.chain_pem, made.key_pem, site=INTERNATIONAL_SITE, name="www")
    detail = cloud.cas_call(
        "GetUserCertificateDetail", at=INTERNATIONAL_SITE, CertId=held.number, CertFilter="true"
    )
    assert detail["CertIdentifier"] == f"{held.number}-ap-southeast-1"
    assert (detail["Common"], detail["Sans"]) == (
        "www.example.com",
        "www.example.com,example.com",
    )
    assert (detail["Fingerprint"], detail["Sha2"]) == (made.sha1.upper(), made.sha256.upper())
    assert (detail["Algorithm"], detail["BuyInAliyun"], detail["Expired"]) == (
        "ECC",
        True,
        False,
    )
    leaf, intermediate = detail["CertChain"]
    assert leaf["IssuerCommonName"] == intermediate["CommonName"] == "LocalTrust TLS CA 1"
    assert leaf["RemainDay"] == 89


def test_an_odd_serial_is_padded_to_whole_bytes(cloud: RpcCloud) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "serial.example.com")])
    now = cloud.clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(0xABC)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=90))
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(Encoding.PEM).decode()
    held = cloud.cas.add_issued(pem, key_to_pem(key), site=CHINA_SITE, name="serial")
    detail = cloud.cas_call("GetUserCertificateDetail", CertId=held.number, CertFilter="true")
    assert detail["SerialNo"] == "0abc"
    assert detail["Sans"] == "serial.example.com"


@pytest.mark.parametrize(("unit", "factor"), [("milliseconds", 1000), ("seconds", 1)])
def test_the_unit_of_times_is_a_switch(cloud: RpcCloud, unit: str, factor: int) -> None:
    cloud.switches.set("cas.detail_times", unit)
    made = cloud.issued("www.example.com")
    held = cloud.cas.add_issued(made.chain_pem, made.key_pem, site=CHINA_SITE, name="www")
    detail = cloud.cas_call("GetUserCertificateDetail", CertId=held.number, CertFilter="true")
    new = cloud.common("GetCertificateDetail", at=CHINA_SITE, CertificateId=held.number)
    expected = int(made.not_after.timestamp()) * factor
    assert detail["NotAfter"] == new["NotAfter"] == expected
    assert detail["CertChain"][0]["NotAfter"] == expected


def test_the_new_detail_has_a_number_for_an_id_and_no_pem(cloud: RpcCloud) -> None:
    held = cloud.held("www.example.com")
    cloud.cdn.add_domain("www.example.com", [Origin("ipaddr", "192.0.2.1")])
    cloud.cdn.bind("www.example.com", held.identifier)
    detail = cloud.common("GetCertificateDetail", at=CHINA_SITE, CertificateId=held.number)
    assert detail["CertificateId"] == held.number
    assert detail["UsingProductList"] == ["CDN"]
    assert detail["CertificateChainList"][0]["Subject"] == "www.example.com"
    assert "BEGIN" not in str(detail)


@pytest.mark.parametrize("defect", ["missing_intermediate", "wrong_order", "self_signed"])
def test_defective_certificates_are_kept_as_they_are(cloud: RpcCloud, defect: str) -> None:
    made = cloud.issued("www.example.com", defects={defect})
    held = cloud.cas.add_issued(made.chain_pem, made.key_pem, site=CHINA_SITE, name="bad")
    answer = cloud.cas_call("GetUserCertificateDetail", CertId=held.number)
    assert answer["Cert"] == made.chain_pem
    assert answer["Fingerprint"] == made.sha1.upper()


def test_a_certificate_without_key_cannot_be_deployed(cloud: RpcCloud) -> None:
    made = cloud.issued("www.example.com")
    held = cloud.cas.add_issued(made.chain_pem, "", site=CHINA_SITE, name="csr")
    assert cloud.cas.resolve(held.number, CHINA_SITE) is None
    detail = cloud.common("GetCertificateDetail", at=CHINA_SITE, CertificateId=held.number)
    assert detail["ExistPrivateKey"] is False


def test_no_repr_shows_the_key(cloud: RpcCloud) -> None:
    held = cloud.held("www.example.com")
    assert "PRIVATE" not in repr(held)
    assert "PRIVATE" not in repr(cloud.cas.resolve(held.number, CHINA_SITE))


def test_certificates_and_numbers_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    first = RpcCloud(path)
    kept, dropped = first.held("www.example.com"), first.held("www.example.com")
    first.cas.revoke(kept.identifier)
    first.cas.delete(dropped.identifier)
    first.stop()
    second = RpcCloud(path)
    try:
        (found,) = second.cas.certificates(CHINA_SITE)
        assert found == first.cas.get(kept.identifier)
        assert found.revoked
        assert second.held("www.example.com").number > dropped.number
    finally:
        second.stop()
