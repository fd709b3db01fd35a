"""Jobs by a person's word: the form of every call, and answers that are not as they should."""

from __future__ import annotations

from typing import Any

import pytest

from certbind.adapters.cas.deploying.prepared import CasPreparedJobs
from certbind.domain.jobs.values import JobId, JobState, WantedJob
from certbind.domain.model.identity import CertificateId
from certbind.errors import ConflictError, NotFoundError, UnavailableError
from tests.schemas import openapi_metadata
from tests.unit.adapters.rpc_server import Params, RpcServer
from tests.unit.adapters.scripted import once
from tests.unit.adapters.test_jobs import GATEWAY

SITE = "cn-hangzhou"
JOB = JobId(88_001, SITE)
WANTED = WantedJob("certbind-7", CertificateId(7, SITE), (1, 2), (5,))
EMPTY = {"RequestId": "R", "Total": 0, "Data": []}


def jobs(server: RpcServer) -> CasPreparedJobs:
    return CasPreparedJobs({SITE: server.api()}, once())


@pytest.fixture
def answering(server: RpcServer) -> RpcServer:
    for action in ("ListDeploymentJob", "ListWorkerResource"):
        server.answers[action] = EMPTY
    for action in ("ListDeploymentJobCert", "ListDeploymentJobResource"):
        server.answers[action] = {"RequestId": "R", "Data": None}
    contact = {"ContactId": 5, "Name": "ops"}
    server.answers["ListContact"] = {"RequestId": "R", "TotalCount": 1, "ContactList": [contact]}
    server.answers["CreateDeploymentJob"] = {"RequestId": "R", "JobId": JOB.number}
    server.answers["UpdateDeploymentJobStatus"] = {"RequestId": "R", "Data": []}
    server.answers["DescribeDeploymentJob"] = {"RequestId": "R", "Status": "Editing", "Name": "x"}
    return server


def test_every_call_has_the_form_of_the_metadata(answering: RpcServer) -> None:
    official = openapi_metadata("cas-2020-04-07")["actions"]
    port = jobs(answering)
    assert port.contacts(SITE)[0].id == 5
    assert port.lying(SITE, "certbind-7") == ()
    assert port.create(WANTED) == JOB
    port.start(JOB)
    assert port.read(JOB).state is JobState.EDITING
    assert len({params["Action"] for params in answering.requests}) == 8
    for params in answering.requests:
        declared = official[params["Action"]]["parameters"]
        sent = {name for name in params if not name.startswith("Signature")} - GATEWAY
        assert sent <= {p["name"] for p in declared}
        assert {p["name"] for p in declared if p["required"]} <= sent


def test_a_state_of_no_page_is_none_that_is_over(answering: RpcServer) -> None:
    answering.answers["DescribeDeploymentJob"] = {"RequestId": "R", "Status": "dancing"}
    assert jobs(answering).state(JOB) is JobState.UNKNOWN


def test_a_start_that_cas_refuses_is_refused_where_the_job_still_waits(
    answering: RpcServer,
) -> None:
    def refused(_: Params) -> Any:
        answering.status = 400
        return {"Code": "OperationDenied.StatusNotSupport", "Message": "no", "RequestId": "R"}

    def shown(_: Params) -> Any:
        answering.status = 200
        return {"RequestId": "R", "Status": "editing"}

    answering.answers["UpdateDeploymentJobStatus"] = refused
    answering.answers["DescribeDeploymentJob"] = shown
    with pytest.raises(ConflictError):
        jobs(answering).start(JOB)


def asked_for_all(port: CasPreparedJobs) -> None:
    port.contacts(SITE)
    port.lying(SITE, "x")
    port.create(WANTED)
    port.read(JOB)


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("CreateDeploymentJob", {"RequestId": "R"}),
        ("ListContact", {"RequestId": "R", "ContactList": []}),
        ("ListContact", {"RequestId": "R", "TotalCount": 2, "ContactList": [{"ContactId": 5}]}),
        ("ListDeploymentJob", {"RequestId": "R", "Total": 1, "Data": [{"Name": "x"}]}),
        ("ListDeploymentJobCert", {"RequestId": "R", "Data": "x"}),
    ],
)
def test_what_cannot_be_read_is_nothing_that_is_there(
    answering: RpcServer, action: str, answer: dict[str, Any]
) -> None:
    answering.answers[action] = answer
    with pytest.raises(UnavailableError, match="could not be read"):
        asked_for_all(jobs(answering))


def test_a_site_that_is_not_read_is_named(server: RpcServer) -> None:
    with pytest.raises(NotFoundError, match="CAS of ap-southeast-1 is not read here"):
        jobs(server).state(JobId(1, "ap-southeast-1"))
