"""CAS's list of resources shows listeners, and its deployment jobs rebind them, and all else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from localcloud.acts.certificates import Certificates
from localcloud.acts.deployments import Deployments
from localcloud.services.cdn import Origin
from tests.localcloud.balancing.conftest import API, WWW, Shop, sha


def cas(shop: Shop, action: str, **parameters: Any) -> Any:
    key = shop.world.kernel.credentials.root
    domain = shop.world.env()["CAS_ENDPOINT"].removeprefix("http://")
    request = CommonRequest(domain=domain, version="2020-04-07", action_name=action)
    request.set_method("POST")
    for name, value in parameters.items():
        request.add_query_param(name, value)
    client = AcsClient(key.key_id, key.secret, "cn-hangzhou")
    return json.loads(client.do_action_with_exception(request))


@pytest.fixture
def deployments(shop: Shop) -> Deployments:
    return Deployments(shop.world, Certificates(shop.world))


def test_a_job_rebinds_the_slot_whose_name_fits(shop: Shop, deployments: Deployments) -> None:
    old, other = shop.held(API), shop.held("img.shop.example")
    for one in (old, other):
        shop.acts.bind(shop.listener, one.identifier, additional=True)
    shown = {one["Domain"]: one for one in cas(shop, "ListCloudResources")["Data"]}
    assert set(shown) == {WWW, API, "img.shop.example"}
    assert {one["CloudProduct"] for one in shown.values()} == {shop.kind.upper()}
    assert {one["ListenerId"] for one in shown.values()} == {shop.listener}
    fields = [shown[name][field] for name in (WWW, API) for field in ("DefaultResource", "CertId")]
    assert fields == [1, shop.default.number, 0, old.number]
    assert shown[API]["ListenerPort"] == "443"
    new = shop.held(WWW, API)
    job = deployments.deploy(new.identifier, [API])["job"]
    assert len(cas(shop, "ListDeploymentJobResource", JobId=job)["Data"]) == 1
    shop.pass_time(3600)
    assert shop.leaves(API) == {sha(new)}
    assert shop.leaves(WWW) == {sha(new)}  # of the additional ones it matches, too
    assert [row[0] for row in shop.rows()] == [
        shop.default.identifier, new.identifier, other.identifier,
    ]  # fmt: skip
    (worker,) = cas(shop, "ListWorkerResource", JobId=job)["Data"]
    told = [worker[name] for name in ("Status", "ListenerId", "Port", "DefaultResource")]
    assert told == ["success", shop.listener, 443, False]
    assert worker["ResourceCertId"] == old.number


def test_a_job_fails_at_a_listener_that_is_gone_or_being_changed(
    shop: Shop, deployments: Deployments
) -> None:
    new = shop.held(WWW)
    deployments.deploy(new.identifier, [WWW])
    shop.acts.set_manner(endless=True)
    shop.associate(shop.held(API))
    shop.pass_time(3600)
    (worker,) = deployments.workers()
    assert (worker["status"], shop.leaves(WWW)) == ("error", {sha(shop.default)})


def test_one_job_reaches_dcdn_and_vod_and_what_is_served_there(alb: Shop) -> None:
    old, world = alb.held(WWW), alb.world
    for site in ("dcdn", "vod"):
        world.accelerated[site].create(WWW, [Origin("domain", "origin.example")])
        world.accelerated[site].bind(WWW, old.identifier)
    new = alb.held(WWW)
    alb.pass_time()
    jobs = Deployments(world, Certificates(world))
    jobs.deploy(new.identifier, [WWW])
    alb.pass_time(3600)
    words = {one["product"]: one["status"] for one in jobs.workers()}
    assert words == {"DCDN": "success", "VOD": "success", "ALB": "success"}
    alb.pass_time()
    served = {row.site: row.identifier for row in world.edges.serving(WWW)}
    assert served == {
        "dcdn": new.identifier,
        "vod": new.identifier,
        f"alb/{alb.balancer}": new.identifier,
    }


def test_certificates_of_one_name_are_told_apart_and_a_job_is_rolled_back(
    shop: Shop, deployments: Deployments
) -> None:
    first, second = shop.held(WWW), shop.held(WWW)
    for one in (first, second):
        shop.acts.bind(shop.listener, one.identifier, additional=True)
    before = [shop.default, first, second]
    shown = cas(shop, "ListCloudResources")["Data"]
    assert [one["CertId"] for one in shown] == [one.number for one in before]
    new = shop.held(WWW)
    job = deployments.deploy(new.identifier, [WWW])["job"]
    shop.pass_time(3600)
    # A listener has a certificate once: it came to the first slot, and not to the others.
    after = [new, first, second]
    assert [row[0] for row in shop.rows()] == [one.identifier for one in after]
    workers = cas(shop, "ListWorkerResource", JobId=job)["Data"]
    assert [one["Status"] for one in workers] == ["success", "error", "error"]
    assert [one["ResourceCertId"] for one in workers] == [one.number for one in before]
    back = {"JobId": job, "WorkerId": workers[0]["Id"], "Status": "rollback"}
    cas(shop, "UpdateWorkerResourceStatus", **back)
    assert [row[0] for row in shop.rows()] == [one.identifier for one in before]
