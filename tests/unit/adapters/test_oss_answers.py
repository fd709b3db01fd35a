"""Answers of OSS that are not of the documented form, and how its places are chosen."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from certbind.adapters.calls.oss import api as oss_api
from certbind.adapters.calls.oss.api import OssApi, OssPlace
from certbind.adapters.calls.oss.buckets import OssBucket, OssBuckets
from certbind.adapters.calls.retry import Deadline, Retry
from certbind.adapters.oss.reading import bound_target
from certbind.adapters.oss.targets import OssTargets
from certbind.config import Credentials
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import UNBOUND, BindingSource, Target, TargetState
from certbind.errors import (
    CloudError,
    NotFoundError,
    OutOfScopeError,
    RejectedError,
    UnavailableError,
)
from tests.unit.adapters.scripted import once, oss_at
from tests.unit.adapters.servers import answer_http, listening, wait_for_farewell

TARGET = Target(ProductName("oss"), Domain("www.example.com"), "assets", "cn-hangzhou")
CREDENTIALS = Credentials("key", "secret")
LIST = "<ListCnameResult><Bucket>assets</Bucket>{}</ListCnameResult>"


@pytest.fixture
def answer() -> Iterator[dict[str, object]]:
    """What the next requests get: status and body, or nothing; and the port."""
    said: dict[str, object] = {"status": 200, "body": "", "silent": False}

    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        if said["silent"]:
            wait_for_farewell(connection)
            return
        answer_http(connection, str(said["body"]), said["status"])

    with listening(script) as port:
        said["port"] = port
        yield said


def targets(said: dict[str, object]) -> OssTargets:
    api = oss_at(int(str(said["port"])))
    return OssTargets(api, OssBuckets(api, once()), once())


@pytest.mark.parametrize(
    "body", ["", "<html>gateway</html>", "no xml", "<x>", "{}", LIST.format(""), "<a/>"]
)
@pytest.mark.parametrize("status", [200, 403, 502])
def test_an_answer_of_another_form_is_unavailable_and_never_an_empty_list(
    answer: dict[str, object], status: int, body: str
) -> None:
    """oss2 raises a bare RuntimeError when Owner is missing."""
    answer["status"], answer["body"] = status, body
    with pytest.raises(UnavailableError, match=r"OSS bucket assets / www\.example\.com"):
        targets(answer).read(TARGET)


def test_an_empty_owner_is_allowed(answer: dict[str, object]) -> None:
    answer["body"] = LIST.format("<Owner/>")
    with pytest.raises(NotFoundError):
        targets(answer).read(TARGET)


def test_a_name_that_is_none_hides_no_other_domain(answer: dict[str, object]) -> None:
    cnames = "".join(
        f"<Cname><Domain>{name}</Domain><Status>Enabled</Status></Cname>"
        for name in ("a..b", "WWW.example.com")
    )
    answer["body"] = LIST.format(f"<Owner>1</Owner>{cnames}")
    assert targets(answer).read(TARGET).target == TARGET


def test_a_service_that_does_not_answer_is_given_up(
    answer: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oss_api, "CONNECT_AND_READ_SECONDS", (1, 0.1))
    answer["silent"] = True
    with pytest.raises(UnavailableError, match="did not answer in time"):
        targets(answer).read(TARGET)
    (failure,) = targets(answer).scan().failures
    assert failure.message.startswith("oss ListBuckets: ")
    assert "did not answer in time" in failure.message


def test_a_bucket_name_that_none_can_have_is_refused_without_a_call() -> None:
    api = oss_at(9)
    with pytest.raises(RejectedError, match="UPPER"):
        api.bucket("UPPER")


def test_an_endpoint_that_oss2_does_not_take_is_an_error_of_ours() -> None:
    api = OssApi(OssPlace("http://exa_mple", "cn-hangzhou"), CREDENTIALS)
    buckets = OssBuckets(api, once())
    with pytest.raises(CloudError):
        buckets.list()


def cname(**fields: object) -> SimpleNamespace:
    certificate = SimpleNamespace(
        type=fields.get("type", "CAS"),
        cert_id=fields.get("cert_id", "7-cn-hangzhou"),
        fingerprint=fields.get("fingerprint", ":".join(["AB"] * 20)),
    )
    return SimpleNamespace(
        domain="www.example.com", status=fields.get("status", "Enabled"), certificate=certificate
    )


def test_a_certificate_of_cas_is_told_by_id_and_fingerprint() -> None:
    binding = bound_target(cname(), "assets", "cn-hangzhou").binding
    assert binding.certificate_id == CertificateId(7, "cn-hangzhou")
    assert binding.raw_id == "7-cn-hangzhou"
    assert binding.sha1 == "ab" * 20


def test_an_uploaded_certificate_keeps_its_id_for_the_compare_only() -> None:
    binding = bound_target(cname(type="Upload"), "assets", "cn-hangzhou").binding
    assert binding.source is BindingSource.UPLOAD
    assert binding.certificate_id is None
    assert binding.raw_id == "7-cn-hangzhou"


@pytest.mark.parametrize("cert_id", ["493****-cn-hangzhou", "", None, "12345"])
def test_an_id_of_another_form_is_kept_as_it_is(cert_id: str | None) -> None:
    binding = bound_target(cname(cert_id=cert_id), "assets", "cn-hangzhou").binding
    assert binding.certificate_id is None
    assert binding.raw_id == (cert_id or "")


def test_a_disabled_domain_is_offline() -> None:
    read = bound_target(cname(status="Disabled"), "b-1", "r")
    assert (read.state, read.why_offline) == (TargetState.OFFLINE, "is disabled")


def real(region: str = "cn-hangzhou", *, internal: bool = False) -> OssApi:
    host = f"oss-{region}{'-internal' if internal else ''}.aliyuncs.com"
    return OssApi(OssPlace(f"https://{host}", region, internal), CREDENTIALS)


def opened(api: OssApi, target: Target) -> str:
    """The endpoint at which a target's bucket is called; nothing is called here."""
    return str(OssBuckets(api, Retry(Deadline(60))).open(target).endpoint)


@pytest.mark.parametrize("internal", [True, False])
def test_a_bucket_near_by_is_called_at_the_functions_own_endpoint(internal: bool) -> None:
    api = real(internal=internal)
    assert opened(api, TARGET) == api.place.endpoint


@pytest.mark.parametrize("internal", [True, False])
def test_a_bucket_far_away_is_called_at_its_regions_public_endpoint(internal: bool) -> None:
    far = Target(ProductName("oss"), Domain("www.example.com"), "assets", "cn-shanghai")
    assert opened(real(internal=internal), far) == "https://oss-cn-shanghai.aliyuncs.com"


def test_a_bucket_that_does_not_count_is_not_called() -> None:
    """Its role may not, and nobody asked for it: CERTBIND_BUCKETS is a person's word."""
    retry = Retry(Deadline(60))
    narrow = OssTargets(real(), OssBuckets(real(), retry, only=["media"]), retry)
    for call in (
        lambda: narrow.read(TARGET),
        lambda: narrow.bind(TARGET, CertificateId(7, "cn-hangzhou"), UNBOUND),
    ):
        with pytest.raises(OutOfScopeError, match="CERTBIND_BUCKETS"):
            call()


def test_keys_for_a_local_service_never_go_to_a_real_name() -> None:
    api = oss_at(9)
    assert api.endpoint_at("oss-cn-hangzhou.aliyuncs.com") == ""
    assert api.endpoint_at("127.0.0.1:10") == "http://127.0.0.1:10"
    assert real().endpoint_at("oss-cn-x.aliyuncs.com") == "https://oss-cn-x.aliyuncs.com"


NOT_A_NAME = LIST.format(
    "<Owner>1</Owner>"
    "<Cname><Domain>not a name</Domain><Status>Enabled</Status></Cname>"
    "<Cname><Domain>www.example.com</Domain><Status>Enabled</Status></Cname>"
)


def test_a_domain_that_is_no_name_is_told_and_hides_no_other(answer: dict[str, object]) -> None:
    answer["body"] = NOT_A_NAME
    scan = targets(answer)._scan_bucket(OssBucket("assets", "cn-hangzhou", ""))
    assert [bound.target for bound in scan.targets] == [TARGET]
    (failure,) = scan.failures
    assert (failure.where, failure.code) == ("OSS bucket assets", "unreadable")
    assert targets(answer).read(TARGET).target == TARGET


def test_a_name_that_only_begins_like_a_real_one_is_not_real() -> None:
    near = OssPlace("https://oss.aliyuncs.com.corp.example", "cn-hangzhou")
    assert OssApi(near, CREDENTIALS).endpoint_at("oss-cn-hangzhou.aliyuncs.com") == ""
    assert real().endpoint_at("oss-cn-hangzhou.aliyuncs.com.attacker.example") == ""


@pytest.mark.parametrize(
    "host", ["127.0.0.1:10", "oss-attacker.example/.aliyuncs.com", "a@b.aliyuncs.com", ""]
)
def test_keys_for_the_real_service_never_go_to_another_name(host: str) -> None:
    assert real().endpoint_at(host) == ""


def test_a_region_that_is_none_leads_to_no_other_host() -> None:
    strange = Target(ProductName("oss"), Domain("www.example.com"), "assets", "attacker.example/")
    assert opened(real(), strange) == real().place.endpoint


def test_a_domain_without_its_bucket_is_asked_for_nowhere() -> None:
    nowhere = Target(ProductName("oss"), Domain("www.example.com"))
    with pytest.raises(NotFoundError, match="none is named"):
        opened(real(), nowhere)
