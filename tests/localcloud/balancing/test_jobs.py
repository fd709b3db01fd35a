"""Jobs that end well, badly or never; writes that come twice, or only to be checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from localcloud.acts import Refusal
from localcloud.acts.trouble import Trouble
from localcloud.contracts import users_of
from localcloud.world import LocalCloud
from tests.localcloud.balancing.conftest import API, LIST, WWW, Shop, refusal, sha


def test_a_dry_run_checks_everything_and_changes_nothing(shop: Shop) -> None:
    more = shop.held(API)
    before = shop.kept()
    assert refusal(shop.associate, more, DryRun="true") == (400, "DryRunOperation")
    assert refusal(shop.update, more, DryRun="true") == (400, "DryRunOperation")
    checked = refusal(shop.dissociate, more, DryRun="true")
    assert checked == (400, "ResourceNotAssociated.Certificate")
    remove = refusal(shop.call, "DeleteListener", ListenerId=shop.listener, DryRun="true")
    assert remove == (400, "DryRunOperation")
    assert (shop.kept(), shop.acts.jobs()) == (before, [])


def test_a_write_under_its_token_is_done_once(shop: Shop) -> None:
    more = shop.held(API)
    job = shop.associate(more, ClientToken="t-1")["JobId"]
    other = refusal(shop.associate, shop.held(API), ClientToken="t-1")
    assert other == (400, "IdempotenceSignatureMismatch")
    shop.pass_time()
    assert shop.associate(more, ClientToken="t-1")["JobId"] == job
    assert len(shop.acts.jobs()) == 1
    assert shop.dissociate(more, ClientToken="t-2")["JobId"] != job


@pytest.mark.parametrize("reading", ["refuse", "answer"])
def test_the_token_of_a_job_that_goes_on_is_refused_or_answered(shop: Shop, reading: str) -> None:
    shop.world.switches.set(f"{shop.kind}.token_processing", reading)
    more = shop.held(API)
    job = shop.associate(more, ClientToken="t-1")["JobId"]
    if reading == "refuse":
        again = refusal(shop.associate, more, ClientToken="t-1")
        assert again == (400, "IdempotenceProcessing")
    else:
        assert shop.associate(more, ClientToken="t-1")["JobId"] == job


def test_a_job_may_never_end(shop: Shop) -> None:
    shop.acts.set_manner(endless=True)
    job = shop.update(shop.held(WWW))["JobId"]
    shop.pass_time(86_400)
    assert shop.word(job) == "Processing"
    assert shop.attribute()["ListenerStatus"] == "Configuring"
    assert shop.leaves(WWW) == {sha(shop.default)}
    shop.acts.set_manner(endless=False)
    assert shop.word(job) == "Succeeded"


@pytest.mark.parametrize("change", ["associate", "dissociate", "update", "delete"])
def test_a_job_that_fails_leaves_the_listener_as_it_was(shop: Shop, change: str) -> None:
    more = shop.held(API)
    shop.acts.bind(shop.listener, more.identifier, additional=True)
    before = shop.rows()
    shop.acts.set_manner(fails=1, seconds=10)
    if change == "delete":
        job = shop.call("DeleteListener", ListenerId=shop.listener)["JobId"]
    else:
        job = getattr(shop, change)(more if change == "dissociate" else shop.held(WWW))["JobId"]
    shop.pass_time(9)
    assert shop.word(job) == "Processing"
    shop.pass_time(2)
    assert (shop.word(job), shop.rows()) == ("Failed", before)
    assert shop.attribute()["ListenerStatus"] == "Running"
    if shop.kind == "alb":
        (told,) = shop.call("ListAsynJobs", ResourceIds__1=shop.listener)["Jobs"]
        assert (told["ErrorCode"], told["ResourceType"]) == ("SystemBusy", "listener")


def test_a_listener_is_deleted_by_a_job(shop: Shop) -> None:
    job = shop.call("DeleteListener", ListenerId=shop.listener)["JobId"]
    assert shop.leaves(WWW) == {sha(shop.default)}
    shop.pass_time()
    assert shop.word(job) == "Succeeded"
    assert shop.call("ListListeners")["Listeners"] == []
    with pytest.raises(OSError, match="reset"):
        shop.leaves(WWW)


def test_how_a_change_shows_meanwhile_is_a_matter_of_readings(shop: Shop) -> None:
    set_switch = shop.world.switches.set
    for name, other in (
        ("lb.default_shown", "standing"),
        ("lb.dissociating_word", "Dissociating"),
        ("lb.associating_listener", "Associating"),
        ("alb.attribute_certificates", "all"),
        ("nlb.processing_word", "processing"),
    ):
        set_switch(name, other)
    new = shop.held(WWW)
    job = shop.update(new)["JobId"]
    assert shop.rows() == [(shop.default.identifier, True, "Associated")]
    assert shop.attribute()["ListenerStatus"] == "Configuring"
    assert shop.word(job).lower() == "processing"
    assert shop.word(job) == ("processing" if shop.kind == "nlb" else "Processing")
    shop.pass_time()
    more = shop.held(API)
    shop.associate(more)
    assert shop.attribute()["ListenerStatus"] == "Associating"
    shop.pass_time()
    shop.dissociate(more)
    assert shop.rows()[1] == (more.identifier, False, "Dissociating")
    if shop.kind == "alb":
        held = [one["CertificateId"] for one in shop.attribute()["Certificates"]]
        assert held == [new.identifier, more.identifier]
    else:
        assert shop.attribute()["CertificateIds"] == [new.identifier]


def test_other_settings_stay_and_a_certificate_changes_none_of_them(shop: Shop) -> None:
    policy = {"SecurityPolicyId": "tls_cipher_policy_1_2"}
    shop.update(**policy, IdleTimeout="20")
    shop.pass_time()
    shop.update(shop.held(WWW))
    shop.pass_time()
    told = shop.attribute()
    assert (told["SecurityPolicyId"], told["IdleTimeout"]) == ("tls_cipher_policy_1_2", 20)


def test_lists_come_in_pages(shop: Shop) -> None:
    many = [shop.held(f"h{n}.shop.example") for n in range(4)]
    shop.associate(*many)
    shop.pass_time()
    found, token = [], ""
    while True:
        page = shop.call(LIST, ListenerId=shop.listener, MaxResults=2, NextToken=token)
        found += [one["CertificateId"] for one in page["Certificates"]]
        assert page["TotalCount"] == 5
        token = page.get("NextToken", "")
        if not token:
            break
    assert found == [one.identifier for one in (shop.default, *many)]


def test_a_stale_read_shows_the_listener_as_it_was(shop: Shop) -> None:
    before, new = shop.rows(), shop.held(WWW)
    shop.update(new)
    shop.pass_time()
    shop.world.switches.set("lb.default_shown", "standing")
    Trouble(shop.world).add("stale_read", service=shop.kind, action=LIST)
    assert shop.rows() == before
    assert shop.rows() == [(new.identifier, True, "Associated")]


def test_what_is_in_use_is_not_deleted_from_cas(shop: Shop) -> None:
    more = shop.held(API)
    shop.associate(more)
    user = f"{shop.kind}:{shop.balancer}/{shop.listener}"
    assert users_of(shop.world, more.identifier) == (user,)
    assert users_of(shop.world, shop.default.identifier) == (user,)


def test_acts_refuse_what_makes_no_sense(shop: Shop) -> None:
    plain = "HTTP" if shop.kind == "alb" else "TCP"
    abroad = shop.acts.add(shop.kind, region="ap-southeast-1", name="abroad")["balancer"]
    http = shop.acts.listen(shop.balancer, protocol=plain, port=80)["listener"]
    for act, arguments in (
        (shop.acts.add, {"kind": "clb"}),
        (shop.acts.add, {"kind": shop.kind, "region": "cn-nowhere"}),
        (shop.acts.add, {"kind": shop.kind, "edition": "Huge"}),
        (shop.acts.bind, {"listener": http, "certificate": shop.default.identifier}),
        (shop.acts.bind, {"listener": "lsn-0", "certificate": shop.default.identifier}),
        (shop.acts.detach, {"listener": shop.listener, "certificate": shop.default.identifier}),
        (shop.acts.point, {"balancer": "nobody", "domain": WWW}),
        (shop.acts.remove, {"name": "nobody"}),
        (shop.acts.set_manner, {"seconds": -1}),
        (shop.acts.listen, {"balancer": abroad, "certificate": shop.default.identifier}),
    ):
        with pytest.raises(Refusal):
            act(**arguments)
    for arguments in (
        {"protocol": "SMTP"},
        {"protocol": plain, "port": 81, "certificate": shop.default.identifier},
        {"port": 8443},
        {"certificate": shop.default.identifier},
    ):
        with pytest.raises(ValueError, match=r"protocol|certificate|already"):
            shop.acts.listen(shop.balancer, **arguments)


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    with LocalCloud(tmp_path / "state") as world:
        shop = Shop(world, "alb")
        shop.acts.set_manner(seconds=60)
        more = shop.held(API)
        job = shop.associate(more, ClientToken="t-1")["JobId"]
    with LocalCloud(tmp_path / "state") as world:
        again = Shop.__new__(Shop)
        again.__dict__.update(shop.__dict__)
        again.world, again.model = world, world.balancing["alb"]
        assert again.rows()[1] == (more.identifier, False, "Associating")
        again.pass_time(61)
        assert again.word(job) == "Succeeded"
        assert again.leaves(API) == {sha(more)}
        assert again.associate(more, ClientToken="t-1")["JobId"] == job
        acts = again.world
        again.acts = type(shop.acts)(acts, shop.acts._certificates)
        assert again.acts.remove(again.balancer)
        assert again.call("ListLoadBalancers")["LoadBalancers"] == []


def test_a_stopped_listener_serves_nobody_and_may_take_changes(shop: Shop) -> None:
    assert shop.acts.stop(shop.listener)["status"] == "Stopped"
    assert shop.attribute()["ListenerStatus"] == "Stopped"
    with pytest.raises(OSError, match="reset"):
        shop.leaves(WWW)
    shop.world.switches.set("lb.stopped_listener", "refuse")
    assert refusal(shop.associate, shop.held(API))[0] == 400
    shop.world.switches.set("lb.stopped_listener", "accept")
    shop.associate(shop.held(API))
    assert shop.attribute()["ListenerStatus"] == "Configuring"
    shop.pass_time()
    assert shop.attribute()["ListenerStatus"] == "Stopped"
    shop.acts.stop(shop.listener, stopped=False)
    assert shop.leaves(WWW) == {sha(shop.default)}
