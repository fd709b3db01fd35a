"""CAS's deployment jobs and its list of resources, through an SDK."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from localcloud.contracts import Stand
from localcloud.services.accelerated.deployable import AcceleratedDeployable
from localcloud.services.cas import StoredCertificate
from localcloud.services.cas.deploying.jobs import Manner
from localcloud.services.cdn import Origin
from tests.localcloud.cas.applicants import Applicants
from tests.localcloud.rpc.cloud import refusal

WWW, SHOP = "www.shop.example", "img.shop.example"


class Live:
    """A product without a service here."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand

    def stands(self) -> list[Stand]:
        return [self.stand]

    def attach(self, stand: Stand, identifier: str) -> None:
        raise LookupError(stand.domain)


@pytest.fixture
def accelerated(applicants: Applicants) -> Applicants:
    """Two CDN domains with one certificate, and CAS's list."""
    cloud = applicants.cloud
    cloud.cas.deploying.resources.products.append(AcceleratedDeployable(cloud.cdn))
    held = applicants.held(WWW, SHOP)
    for name in (WWW, SHOP):
        cloud.cdn.add_domain(name, [Origin("domain", "origin.example")])
        cloud.cdn.bind(name, held.identifier)
    return applicants


def listed(applicants: Applicants, **wanted: Any) -> dict[str, Any]:
    answer = applicants.call("ListCloudResources", **wanted)
    return {one["Domain"]: one for one in answer["Data"]}


def made(applicants: Applicants, certificate: int, *domains: str, **other: Any) -> int:
    """A job that nobody has started."""
    resources = listed(applicants)
    (contact,) = applicants.call("ListContact")["ContactList"]
    given = {
        "Name": "to-cdn",
        "JobType": "user",
        "CertIds": str(certificate),
        "ResourceIds": ",".join(str(resources[name]["Id"]) for name in domains),
        "ContactIds": str(contact["ContactId"]),
        **other,
    }
    return int(applicants.call("CreateDeploymentJob", **given)["JobId"])


def start(applicants: Applicants, job: int, word: str = "pending") -> None:
    applicants.call("UpdateDeploymentJobStatus", JobId=job, Status=word)


def status(applicants: Applicants, job: int) -> str:
    return str(applicants.call("DescribeDeploymentJob", JobId=job)["Status"])


def stands(applicants: Applicants, name: str) -> str:
    found = applicants.cloud.cdn.get(name)
    assert found is not None
    return found.binding.identifier if found.binding else ""


def test_a_job_lies_in_editing_until_somebody_starts_it(accelerated: Applicants) -> None:
    job = made(accelerated, accelerated.held(WWW, SHOP).number, WWW)
    accelerated.pass_time(days=30)
    assert status(accelerated, job) == "editing"
    assert accelerated.call("ListDeploymentJob", Status="pending")["Total"] == 0


def test_it_rebinds_and_remembers_what_stood_before(accelerated: Applicants) -> None:
    before, new = stands(accelerated, WWW), accelerated.held(WWW, SHOP)
    job = made(accelerated, new.number, WWW, SHOP)
    start(accelerated, job)
    assert status(accelerated, job) == "scheduling"
    accelerated.pass_time(seconds=3)
    assert status(accelerated, job) == "processing"
    assert stands(accelerated, WWW) == before
    counted = accelerated.call("DescribeDeploymentJobStatus", JobId=job)
    assert (counted["WorkerCount"], counted["SuccessCount"]) == (2, 0)
    assert "Status" not in counted
    assert len(accelerated.call("ListDeploymentJobResource", JobId=job)["Data"]) == 2
    accelerated.pass_time(seconds=10)
    assert status(accelerated, job) == "success"
    assert stands(accelerated, WWW) == stands(accelerated, SHOP) == new.identifier
    workers = accelerated.call("ListWorkerResource", JobId=job)["Data"]
    assert {str(one["ResourceCertId"]) for one in workers} == {before.partition("-")[0]}
    assert accelerated.call("ListDeploymentJobResource", JobId=job)["Data"] == []
    (held,) = accelerated.call("ListDeploymentJobCert", JobId=job)["Data"]
    assert (held["CertId"], held["StatusCode"]) == (new.number, "issued")


def test_one_worker_fails_without_a_word(accelerated: Applicants) -> None:
    before, new = stands(accelerated, WWW), accelerated.held(WWW, SHOP)
    accelerated.cloud.cas.deploying.jobs.manner = Manner(fails=(WWW,))
    job = made(accelerated, new.number, WWW, SHOP)
    start(accelerated, job, "scheduling")
    accelerated.pass_time(seconds=15)
    assert status(accelerated, job) == "error"
    assert (stands(accelerated, WWW), stands(accelerated, SHOP)) == (before, new.identifier)
    (failed,) = accelerated.call("ListWorkerResource", JobId=job, Status="error")["Data"]
    assert failed["ResourceDomain"] == WWW
    assert not any("message" in key.lower() for key in failed)


def test_a_certificate_goes_only_where_its_names_fit(accelerated: Applicants) -> None:
    job = made(accelerated, accelerated.held(SHOP).number, WWW)
    start(accelerated, job)
    accelerated.pass_time(seconds=15)
    assert status(accelerated, job) == "error"
    assert accelerated.call("DescribeDeploymentJobStatus", JobId=job)["WorkerCount"] == 0


def test_an_endless_one_goes_on(accelerated: Applicants) -> None:
    accelerated.cloud.cas.deploying.jobs.manner = Manner(endless=True)
    job = made(accelerated, accelerated.held(WWW).number, WWW)
    start(accelerated, job)
    accelerated.pass_time(days=2)
    assert status(accelerated, job) == "processing"
    for word in ("pending", "editing"):
        refused = refusal(accelerated.call, "UpdateDeploymentJobStatus", JobId=job, Status=word)
        assert refused == (400, "OperationDenied.StatusNotSupport")
    refused = refusal(accelerated.call, "DeleteDeploymentJob", JobId=job)
    assert refused == (400, "OperationDenied.StatusNotSupport")


def test_a_scheduled_one_waits_and_can_be_taken_back(accelerated: Applicants) -> None:
    at = accelerated.cloud.clock.now() + timedelta(hours=2)
    new = accelerated.held(WWW).number
    job = made(accelerated, new, WWW, ScheduleTime=int(at.timestamp() * 1000))
    start(accelerated, job)
    accelerated.pass_time(hours=1)
    assert status(accelerated, job) == "pending"
    start(accelerated, job, "editing")
    accelerated.pass_time(hours=2)
    assert status(accelerated, job) == "editing"


def test_a_worker_is_rolled_back_and_the_jobs_word_stays(accelerated: Applicants) -> None:
    before, new = stands(accelerated, WWW), accelerated.held(WWW)
    job = made(accelerated, new.number, WWW)
    start(accelerated, job)
    accelerated.pass_time(seconds=15)
    (worker,) = accelerated.call("ListWorkerResource", JobId=job)["Data"]
    given = {"JobId": job, "WorkerId": worker["Id"], "Status": "rollback"}
    accelerated.call("UpdateWorkerResourceStatus", **given)
    assert stands(accelerated, WWW) == before
    shown = accelerated.call("DescribeDeploymentJob", JobId=job)
    assert (shown["Status"], shown["Rollback"]) == ("success", 1)
    counted = accelerated.call("DescribeDeploymentJobStatus", JobId=job)
    assert (counted["SuccessCount"], counted["RollbackSuccessCount"]) == (0, 1)
    accelerated.call("DeleteDeploymentJob", JobId=job)
    assert refusal(status, accelerated, job) == (400, "NotFound")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ContactIds": "1"}, "InvalidParameter"),
        ({"ResourceIds": "www.shop.example"}, "InvalidParameter"),
        ({"ResourceIds": "7"}, "InvalidResourceId.NotFound"),
        ({"CertIds": "7"}, "InvalidCertId.NotFound"),
        ({"JobType": "trustee"}, "InvalidParameter"),
        ({"Name": "x" * 64}, "InvalidParameter"),
        ({"ContactIds": ""}, "MissingContactIds"),
    ],
)
def test_what_is_refused(accelerated: Applicants, wrong: dict[str, str], code: str) -> None:
    refused = refusal(made, accelerated, accelerated.held(WWW).number, WWW, **wrong)
    assert refused == (400, code)


def test_an_ended_certificate_is_refused(accelerated: Applicants) -> None:
    old = accelerated.held(WWW, days=2)
    accelerated.pass_time(days=3)
    refused = refusal(made, accelerated, old.number, WWW)
    assert refused == (400, "CertificateExpired")


@pytest.mark.parametrize("when", ["start", "create"])
def test_an_upload_needs_what_was_paid_for(accelerated: Applicants, when: str) -> None:
    accelerated.cloud.switches.set("cas.upload_needs_units", when)
    issued = accelerated.cloud.issued(WWW)
    held: StoredCertificate = accelerated.cloud.cas.add_issued(
        issued.chain_pem, issued.key_pem, site="cn-hangzhou", name="mine", source="upload"
    )

    def whole() -> None:
        start(accelerated, made(accelerated, held.number, WWW))

    assert refusal(whole) == (400, "InsufficientQuota")
    accelerated.cloud.cas.deploying.jobs.units = 1
    whole()
    assert accelerated.cloud.cas.deploying.jobs.units == 0


def test_the_list_is_a_copy_that_lags(accelerated: Applicants) -> None:
    before = stands(accelerated, WWW)
    assert str(listed(accelerated)[WWW]["CertId"]) == before.partition("-")[0]
    new = accelerated.held(WWW)
    accelerated.cloud.cdn.bind(WWW, new.identifier)
    assert str(listed(accelerated)[WWW]["CertId"]) == before.partition("-")[0]
    accelerated.pass_time(minutes=6)
    assert listed(accelerated)[WWW]["CertId"] == new.number
    shown = listed(accelerated, CertIds=json.dumps([new.number]), CloudProduct="cdn")
    assert set(shown) == {WWW}
    assert refusal(listed, accelerated, CertIds="1,2") == (400, "InvalidParameter")
    assert accelerated.call("ListCloudResources", Keyword="nowhere")["Total"] == 0


def test_it_lacks_esa(accelerated: Applicants) -> None:
    held, now = accelerated.held(WWW), accelerated.cloud.clock.now()
    products = accelerated.cloud.cas.deploying.resources.products
    for product in ("ESA", "LIVE"):
        stand = Stand(product, f"{product}.x.example", "", "cn-hangzhou", held.identifier, now)
        products.append(Live(stand))
    shown = listed(accelerated, CertIds=json.dumps([held.number]))
    assert {one["CloudProduct"] for one in shown.values()} == {"LIVE"}


def test_hosting_makes_a_job_and_starts_it_when_it_has_a_certificate(
    accelerated: Applicants,
) -> None:
    held = accelerated.cloud.cas.get(stands(accelerated, WWW))
    assert held is not None
    hosted = {"InstanceId": held.instance_id, "AutoReissue": "enable", "KeyAlgorithm": "ECC_256"}
    accelerated.call("UpdateInstance", **hosted)
    accelerated.pass_time(days=61)
    accelerated.detail(held.instance_id)
    accelerated.pass_time(minutes=2)
    assert accelerated.detail(held.instance_id)["CertificateId"] > held.number
    (job,) = accelerated.call("ListDeploymentJob", JobType="trustee", Status="scheduling")["Data"]
    accelerated.pass_time(seconds=15)
    assert status(accelerated, job["Id"]) == "success"
    new = accelerated.detail(held.instance_id)["CertificateId"]
    assert stands(accelerated, WWW) == stands(accelerated, SHOP) == f"{new}-cn-hangzhou"


def test_jobs_are_kept_over_a_restart_and_their_times_in_either_unit(
    accelerated: Applicants,
) -> None:
    job = made(accelerated, accelerated.held(WWW).number, WWW)
    start(accelerated, job)
    accelerated.pass_time(seconds=15)
    (shown,) = accelerated.call("ListDeploymentJob", JobType="user", Status="success")["Data"]
    assert len(shown["EndTime"]) == 13
    accelerated.cloud.switches.set("cas.job_times", "seconds")
    (shown,) = accelerated.call("ListDeploymentJob")["Data"]
    assert len(shown["EndTime"]) == 10
    jobs = type(accelerated.cloud.cas.deploying.jobs)(accelerated.cloud.store)
    assert jobs.find(job) == accelerated.cloud.cas.deploying.jobs.find(job)
