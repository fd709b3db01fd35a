"""Reading what CAS and CDN say, in full and in part."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from certbind.adapters.cas.reading import (
    UnreadableItemError,
    from_certificate_item,
    from_detail,
    from_order_item,
    merge,
    with_status,
)
from certbind.domain.model.certificate import CertificateStatus, KeyAlgorithm
from certbind.domain.model.identity import CertificateId
from tests.unit.adapters.scripted import ORDER

CHINA = "cn-hangzhou"
DETAIL: dict[str, Any] = {
    **ORDER,
    "Id": 8089870,
    "CertIdentifier": "8089870-cn-hangzhou",
    "Algorithm": "ECC",
    "NotBefore": 1793491200000,
    "NotAfter": 1801267200000,
    "Tags": [{"TagKey": "team", "TagValue": "web"}],
    "CertChain": [{"CommonName": "www.example.com", "IssuerCommonName": "R13"}],
}
ITEM: dict[str, Any] = {
    "CertificateId": "8089870",
    "CertificateName": "www-3f9a",
    "CertificateSource": "UPLOAD",
    "CertificateStatus": "issued",
    "SubjectAlternativeNames": ["www.example.com", "*.img.example.com"],
    "Algorithm": "RSA_2048",
    "NotBefore": 1793491200,
    "NotAfter": 1801267200,
    "FingerPrint": "ab" * 20,
    "Serial": "0a1b",
    "InstanceId": "cas-upload-50yf1q",
    "ExistPrivateKey": True,
}


def test_an_item_of_the_order_list_is_read() -> None:
    read = from_order_item(ORDER, CHINA)
    assert read.id == CertificateId(8089870, CHINA)
    assert read.names == ("www.example.com", "*.img.example.com")
    assert (read.sha1, read.sha256, read.serial) == ("ab" * 20, "cd" * 32, "a1b")
    assert (read.uploaded, read.dates_are_exact) == (True, False)
    assert read.not_after == datetime(2027, 1, 29, 16, tzinfo=timezone.utc)
    assert read.has_private_key is None


def test_an_item_of_the_certificate_list_is_read() -> None:
    read = from_certificate_item({**ITEM, "Issuer": "R13"}, CHINA)
    assert read.id == CertificateId(8089870, CHINA)
    assert read.names == ("www.example.com", "*.img.example.com")
    assert (read.sha1, read.sha256, read.serial) == ("ab" * 20, None, "a1b")
    assert (read.issuer, read.name, read.instance_id) == ("R13", "www-3f9a", "cas-upload-50yf1q")
    assert read.algorithm is KeyAlgorithm.RSA
    assert (read.uploaded, read.dates_are_exact, read.has_private_key) == (True, True, True)
    assert not from_certificate_item({**ITEM, "CertificateSource": "BUY"}, CHINA).uploaded


def test_both_lists_tell_the_same_certificate() -> None:
    merged = merge(from_order_item(ORDER, CHINA), from_certificate_item(ITEM, CHINA))
    assert merged.id == CertificateId(8089870, CHINA)
    assert merged.sha256 == "cd" * 32
    assert merged.dates_are_exact
    assert merged.not_after == datetime(2027, 1, 30, tzinfo=timezone.utc)
    assert merged.has_private_key is True
    assert merged.algorithm is KeyAlgorithm.RSA
    assert merged.uploaded


def test_a_detail_is_read_with_its_chain() -> None:
    read = from_detail(DETAIL, CertificateId(8089870, CHINA))
    assert read.algorithm is KeyAlgorithm.ECC
    assert [link.issuer_common_name for link in read.chain_summary] == ["R13"]
    assert read.dates_are_exact


@pytest.mark.parametrize("value", [["x"], [None], [["y"]], "x", 7, {"a": 1}])
def test_a_chain_of_another_form_tells_nothing(value: object) -> None:
    read = from_detail({**DETAIL, "CertChain": value}, CertificateId(8089870, CHINA))
    assert read.chain_summary == ()


def test_names_that_are_no_text_are_left_out() -> None:
    item = {**ITEM, "SubjectAlternativeNames": ["www.example.com", None, 7]}
    assert from_certificate_item(item, CHINA).names == ("www.example.com",)


def test_a_detail_of_another_certificate_is_refused() -> None:
    with pytest.raises(UnreadableItemError, match="8089870-cn-hangzhou"):
        from_detail(DETAIL, CertificateId(8089870, "ap-southeast-1"))


def test_dates_of_fourteen_digits_give_way_to_the_days() -> None:
    read = from_detail({**DETAIL, "NotAfter": 17934912000000}, CertificateId(8089870, CHINA))
    assert not read.dates_are_exact
    assert read.not_after == datetime(2027, 1, 29, 16, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "change",
    [
        {"Fingerprint": ""},
        {"Fingerprint": "no hex at all"},
        {"EndDate": None},
        {"CertificateId": None},
        {"CertificateId": -4},
    ],
)
def test_an_item_that_lacks_what_a_certificate_has_is_unreadable(change: dict[str, Any]) -> None:
    with pytest.raises(UnreadableItemError):
        from_order_item({**ORDER, **change}, CHINA)


@pytest.mark.parametrize("field", ["Sans", "Sha2", "SerialNo", "Issuer", "Name", "InstanceId"])
@pytest.mark.parametrize("value", [None, 7, ["x"]])
def test_what_is_not_needed_may_be_missing_or_of_another_type(field: str, value: object) -> None:
    read = from_order_item({**ORDER, field: value}, CHINA)
    assert read.id.number == 8089870


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("issued", CertificateStatus.ISSUED),
        ("willExpire", CertificateStatus.ISSUED),
        ("expired", CertificateStatus.ISSUED),
        ("revoked", CertificateStatus.REVOKED),
        ("somethingNew", CertificateStatus.UNKNOWN),
        ("", CertificateStatus.ISSUED),
        (None, CertificateStatus.ISSUED),
    ],
)
def test_the_status_is_read_from_the_newer_actions(
    word: str | None, status: CertificateStatus
) -> None:
    issued = from_order_item(ORDER, CHINA)
    assert with_status(issued, {"CertificateStatus": word}).status is status
