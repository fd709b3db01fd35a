"""CAS's own jobs: answers that move between two calls, and answers that are not as they should."""

from __future__ import annotations

from typing import Any

import alibabacloud_cas20200407.models as newer
import pytest

from certbind.adapters.cas.deploying.jobs import CasJobs
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.job import JobPlace
from certbind.errors import UnavailableError
from tests.schemas import openapi_metadata
from tests.unit.adapters.rpc_server import Params, RpcServer
from tests.unit.adapters.scripted import once

WORKERS = [
    {"Id": 1, "CertId": 7, "CloudProduct": "cdn", "ResourceDomain": "WWW.shop.example"},
    {"Id": "2", "CertId": "7", "ResourceDomain": "x"},
]
GATEWAY = {"Action", "Version", "Format", "RegionId", "AccessKeyId", "Timestamp", "Signature"}


def jobs(server: RpcServer) -> CasJobs:
    return CasJobs({"cn-hangzhou": server.api()}, once())


def listed(server: RpcServer, by_state: dict[str, list[Any]]) -> None:
    def answer(params: Params) -> Any:
        found = by_state.get(params["Status"], [])
        return {"RequestId": "R", "Total": len(found), "Data": found}

    server.answers["ListDeploymentJob"] = answer
    server.answers["ListWorkerResource"] = {"RequestId": "R", "Total": 2, "Data": WORKERS}


def test_one_that_moves_on_between_two_calls_is_one(server: RpcServer) -> None:
    item = {"Id": "88001", "JobType": "Trustee", "CertDomain": "www.shop.example,SHOP.example"}
    listed(server, {"pending": [item], "scheduling": [item], "processing": [item]})
    (job,) = jobs(server).under_way()
    assert (job.id, job.is_hosting) == ("88001-cn-hangzhou", True)
    assert job.certificates == (CertificateId(7, "cn-hangzhou"),)
    assert job.names == ("www.shop.example", "shop.example")
    assert job.places == (JobPlace("CDN", Domain("www.shop.example")),)


def test_nothing_more_is_asked_where_none_is_under_way(server: RpcServer) -> None:
    listed(server, {})
    assert jobs(server).under_way() == ()
    states = [params["Status"] for params in server.requests]
    assert states == ["pending", "scheduling", "processing"]


def test_one_that_is_gone_when_it_is_asked_for_is_under_way_no_more(server: RpcServer) -> None:
    listed(server, {"processing": [{"Id": 1}]})

    def gone(_: Params) -> Any:
        server.status = 400
        return {"Code": "NotFound", "Message": "none", "RequestId": "R"}

    server.answers["ListWorkerResource"] = gone
    assert jobs(server).under_way() == ()


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("ListDeploymentJob", {"Data": []}),
        ("ListDeploymentJob", {"Total": 1, "Data": [{"Name": "x"}]}),
        ("ListDeploymentJob", {"Total": 3, "Data": [{"Id": 1}]}),
        ("ListDeploymentJob", {"Total": 1, "Data": {"Id": 1}}),
        ("ListWorkerResource", {"Total": 1, "Data": [7]}),
        ("ListWorkerResource", {"Data": "x"}),
    ],
)
def test_what_cannot_be_read_is_no_empty_list(
    server: RpcServer, action: str, answer: dict[str, Any]
) -> None:
    listed(server, {"pending": [{"Id": 1}]})
    server.answers[action] = {"RequestId": "R", **answer}
    with pytest.raises(UnavailableError, match="could not be read"):
        jobs(server).under_way()


def test_what_a_job_says_not_yet_is_nothing(server: RpcServer) -> None:
    listed(server, {"pending": [{"Id": 1}]})
    server.answers["ListWorkerResource"] = {"RequestId": "R", "Total": 0, "Data": None}
    (job,) = jobs(server).under_way()
    assert (job.certificates, job.names, job.places) == ((), (), ())


def test_every_call_has_the_form_of_the_metadata_and_of_the_newest_sdk(server: RpcServer) -> None:
    official = openapi_metadata("cas-2020-04-07")["actions"]
    listed(server, {"pending": [{"Id": 1}]})
    jobs(server).under_way()
    for params in server.requests:
        declared = {p["name"] for p in official[params["Action"]]["parameters"]}
        sent = {name for name in params if not name.startswith("Signature")} - GATEWAY
        assert sent <= declared
        request = getattr(newer, f"{params['Action']}Request")().to_map
        assert callable(request)
