"""Many requests at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from aliyunsdkcore.acs_exception.exceptions import ServerException

from localcloud.contracts import CHINA_SITE
from localcloud.services.cas.applying.instances import Instance
from localcloud.services.cdn import Origin
from tests.localcloud.rpc.cloud import RpcCloud
from tests.waiting import PATIENCE


def test_of_many_uploads_under_one_name_exactly_one_is_taken(cloud: RpcCloud) -> None:
    made = cloud.issued("www.example.com")
    start = threading.Barrier(8)

    def upload(_: int) -> str:
        start.wait(PATIENCE)
        try:
            cloud.cas_call(
                "UploadUserCertificate", Name="same", Cert=made.chain_pem, Key=made.key_pem
            )
        except ServerException as error:
            return str(error.get_error_code())
        return "taken"

    with ThreadPoolExecutor(8) as pool:
        ends = sorted(pool.map(upload, range(8)))
    assert ends == ["NameRepeat"] * 7 + ["taken"]


def test_binding_deleting_and_listing_at_once_neither_block_nor_break(cloud: RpcCloud) -> None:
    for place in range(4):
        cloud.cdn.add_domain(f"d{place}.example.com", [Origin("ipaddr", "192.0.2.1")])
    held = [cloud.held("*.example.com") for _ in range(4)]

    def work(place: int) -> None:
        for turn in range(8):
            number = held[(place + turn) % 4].number
            cloud.cdn_call(
                "SetCdnDomainSSLCertificate",
                DomainName=f"d{place}.example.com",
                SSLProtocol="on",
                CertType="cas",
                CertId=number,
            )
            made = cloud.issued("up.example.com")
            name = f"up-{place}-{turn}"
            uploaded = cloud.cas_call(
                "UploadUserCertificate", Name=name, Cert=made.chain_pem, Key=made.key_pem
            )
            cloud.common("ListCertificates", at=CHINA_SITE)
            cloud.cas_call("DeleteUserCertificate", CertId=uploaded["CertId"])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert {c.number for c in cloud.cas.certificates(CHINA_SITE)} == {c.number for c in held}
    bound = [domain.binding for domain in cloud.cdn.domains()]
    assert {b.number for b in bound if b is not None} == {c.number for c in held}


def test_what_the_ca_did_and_what_a_request_asked_for_at_once_both_count(cloud: RpcCloud) -> None:
    """The CA's end came while a request was half done: one of both was lost."""
    held = cloud.held("www.example.com")
    book = cloud.cas.instances
    second = threading.Thread(
        target=book.change,
        args=(held.instance_id, lambda one: replace(one, auto_reissue=not one.auto_reissue)),
    )

    def first(one: Instance) -> Instance:
        second.start()
        second.join(0.2)
        assert second.is_alive(), "it waits"
        return replace(one, days=47)

    before = book.find(held.instance_id)
    assert before is not None
    book.change(held.instance_id, first)
    second.join(PATIENCE)
    assert book.find(held.instance_id) == replace(
        before, days=47, auto_reissue=not before.auto_reissue
    )
