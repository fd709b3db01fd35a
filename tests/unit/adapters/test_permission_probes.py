"""What an answer or a refusal shows of a permission."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest

from certbind.adapters.calls.probe import Probe
from certbind.adapters.cas.probes import cas_probes
from certbind.adapters.ledger.probes import ledger_probes
from certbind.domain.deployment.surroundings import Access
from certbind.errors import CloudError, NotFoundError, PermissionDeniedError, RejectedError
from certbind.usecases.operate.doctor import Doctor, Examination, Status
from certbind.usecases.operate.doctor_account import judge_permission
from tests.unit.adapters.rpc_server import rpc_server
from tests.unit.adapters.scripted import once, oss_at


def refusing(kind: type[CloudError], code: str, hint: str = "") -> Callable[[], NoReturn]:
    def call() -> NoReturn:
        raise kind("no", service="oss", action="GetObject", api_code=code, hint=hint)

    return call


def probe(call: Callable[[], object], *shown_by: str) -> Probe:
    return Probe("oss:GetObject", "bucket b", "", call, shown_by)


def status(one: Probe) -> Status:
    look = Examination("may", lambda: [judge_permission(one.look(once()))])
    (check,) = Doctor((look,))().checks
    return check.status


def test_an_answer_shows_the_permission() -> None:
    assert status(probe(lambda: None)) is Status.OK


@pytest.mark.parametrize(
    ("kind", "code", "told"),
    [
        (NotFoundError, "NoSuchKey/0026-00000001", Status.OK),
        (NotFoundError, "NoSuchBucket", Status.WRONG),
        (RejectedError, "InvalidBucketName", Status.WRONG),
        (RejectedError, "", Status.COULD_NOT_LOOK),
    ],
)
def test_of_the_refusals_only_one_that_comes_after_it_does(
    kind: type[CloudError], code: str, told: Status
) -> None:
    assert status(probe(refusing(kind, code), "NoSuchKey")) is told


def test_a_list_is_shown_by_an_answer_alone() -> None:
    assert status(probe(refusing(NotFoundError, "NoSuchBucket"))) is Status.WRONG


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("PublicEndpointForbidden", "set CERTBIND_NETWORK=internal"),
        ("InvalidAccessKeyId", "The access key is not accepted"),
    ],
)
def test_a_refusal_is_mended_as_its_code_says(code: str, hint: str) -> None:
    facts = probe(refusing(PermissionDeniedError, code, hint)).look(once())
    assert facts.access is Access.DENIED
    assert judge_permission(facts).remedy == hint


def test_without_a_ledger_bucket_nothing_of_it_is_asked() -> None:
    of_ledger = ledger_probes(oss_at(9), "", "certbind/")
    assert [status(one) for one in of_ledger] == [Status.NOT_PROBED] * 2


@pytest.mark.parametrize(
    ("code", "of_instance"),
    [
        ("NotFound", "NotFound"),
        ("NotFound.Certificate", "InvalidParameter.InstanceId"),
    ],
)
def test_a_certificate_that_is_not_there_shows_that_it_may_be_asked_for(
    code: str, of_instance: str
) -> None:
    """Which code says of an instance that it is not there is UNCERTAIN."""
    with rpc_server() as server:
        server.status = 400
        for action in ("GetUserCertificateDetail", "GetCertificateDetail", "ListWorkerResource"):
            server.answers[action] = {"Code": code, "Message": "none"}
        server.answers["GetInstanceDetail"] = {"Code": of_instance, "Message": "none"}
        lists = ("ListUserCertificateOrder", "ListCertificates")
        for action in (*lists, "ListDeploymentJob", "ListCloudResources"):
            server.answers[action] = {"Code": "InvalidApi.NotFound", "Message": "none"}
        told = [status(one) for one in cas_probes(server.api(), "cn-hangzhou", None)]
    upload = Status.NOT_PROBED
    assert told == [Status.WRONG] * 4 + [Status.OK] * 4 + [upload]
