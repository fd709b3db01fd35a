"""A place that takes PEM alone, by CAS's own job: prepared, shown, started by a word, verified."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from certbind.cli.factories.deployment import permissions_of_operator
from certbind.domain.deployment.permissions import Permission, policy_document
from certbind.wiring.commands.jobs import permissions_of_deploy
from localcloud.acts.certificates import Certificates
from localcloud.acts.deployments import Deployments
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.services.cas.deploying.jobs import Manner
from localcloud.world import LocalCloud
from tests.e2e.test_chinese import english
from tests.setup.acting import SITE, Acting, role_of
from tests.setup.commands import Ended, run

LIVE, FC, OFF = "live.shop.example", "fc.shop.example", "waf.shop.example"
PERSON = "person"


class Desk(Acting):
    """An account with certificates at Live, Function Compute and WAF that end in nine days."""

    def __init__(self, cloud: LocalCloud) -> None:
        super().__init__(cloud)
        self.furnish()
        self.old, self.new = self.held(9), self.held(80)
        self.console = Deployments(cloud, Certificates(cloud))
        for product, name in (("LIVE", LIVE), ("FC", FC)):
            self.console.put(product, name, self.old.identifier)
        self.console.put("WAF", OFF, self.old.identifier, https=False)
        cloud.cas.deploying.jobs.manner = Manner(schedule_seconds=0, deploy_seconds=0)
        self.allow(permissions_of_deploy())

    def held(self, days: int) -> StoredCertificate:
        made = self.cloud.authorities.issue(["*.shop.example"], days=days)
        name = f"shop-{days}"
        return self.cloud.cas.add_issued(made.chain_pem, made.key_pem, site=SITE, name=name)

    def allow(self, permissions: tuple[Permission, ...]) -> None:
        """A person, with an operator's policy and these."""
        some = (permissions_of_operator(), permissions)
        documents = [json.dumps(policy_document(one, self.scope)) for one in some]
        self.cloud.ram.set_role(role_of(PERSON), documents)

    def deploy(self, *arguments: str) -> Ended:
        return self.run("deploy", *arguments)

    def run(self, *arguments: str) -> Ended:
        environment = {
            **self.environment(PERSON),
            "CERTBIND_LEDGER_BUCKET": self.scope.ledger_bucket,
        }
        return run(self.cloud, *arguments, **environment)

    def json(self, *arguments: str) -> tuple[int, Any]:
        ended = self.deploy(*arguments, "--json")
        return ended.code, ended.json


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with LocalCloud(tmp_path / "cloud", strict_roles=True) as cloud:
        yield Desk(cloud)


def places(told: Any) -> list[tuple[str, str]]:
    return [(one["subject"], one["outcome"]) for one in told["places"]]


def test_it_is_offered_prepared_shown_started_and_verified_on_the_wire(desk: Desk) -> None:
    told = desk.run("status").out
    assert f"LIVE {LIVE}: {desk.old.identifier}" in told

    offered = desk.deploy("prepare")
    assert offered.code == 1
    assert f"planned       LIVE {LIVE}: {desk.old.identifier} (ends " in offered.out
    assert f"refused       WAF {OFF}: no_https: HTTPS is off there" in offered.out
    assert desk.console.jobs() == []
    assert desk.run("verify", OFF).code != 0, "HTTPS is off there on the wire, too"

    prepared = desk.deploy("prepare", LIVE, FC, "--apply")
    assert prepared.code == 0
    (job,) = desk.console.jobs()
    number = f"{job['job']}-{SITE}"
    assert f"certbind deploy start {number}" in prepared.out
    assert job["status"] == "editing"
    assert desk.json("prepare", LIVE, FC, "--apply")[1]["jobs"] == [number], "it is found again"

    shown, told = desk.json("start", number)
    assert (shown, told["dry_run"]) == (1, True)
    assert places(told) == [(f"FC {FC}", "planned"), (f"LIVE {LIVE}", "planned")]
    assert desk.run("verify", LIVE, "--sha256", desk.new.facts.sha256).code == 1

    started = desk.deploy("start", number, "--apply")
    assert (started.code, started.out.count("verified ")) == (0, 2)
    for name in (LIVE, FC):
        assert desk.run("verify", name, "--sha256", desk.new.facts.sha256).code == 0

    history = desk.run("history", LIVE)
    assert history.code == 0
    assert f"Deployment job {number}:" in history.out
    assert "the hash chain is whole" in history.out
    keys = {one.key_pem.splitlines()[1] for one in (desk.old, desk.new)}
    assert not any(key in started.out + history.out for key in keys)


def test_a_worker_that_fails_is_told_and_the_other_place_verified(desk: Desk) -> None:
    manner = Manner(schedule_seconds=0, deploy_seconds=0, fails=(FC,))
    desk.cloud.cas.deploying.jobs.manner = manner
    (number,) = desk.json("prepare", LIVE, FC, "--apply")[1]["jobs"]
    code, told = desk.json("start", number, "--apply")
    assert (code, told["complete"]) == (3, False)
    assert places(told) == [(f"FC {FC}", "failed"), (f"LIVE {LIVE}", "verified")]
    assert told["places"][0]["details"]["before"] == desk.old.identifier


def test_each_permission_of_the_policy_is_needed_and_the_one_that_lacks_is_named(
    desk: Desk,
) -> None:
    (number,) = desk.json("prepare", LIVE, "--apply")[1]["jobs"]
    operator = {one.action for one in permissions_of_operator()}
    every = permissions_of_deploy()
    for one in every:
        if one.action in operator:
            continue
        desk.allow(tuple(other for other in every if other is not one))
        asked = (
            ("prepare", FC)
            if "Create" in one.action or "Contact" in one.action
            else ("start", number)
        )
        refused = desk.deploy(*asked, "--apply")
        assert refused.code == 3, one
        assert one.action in refused.err
    desk.allow(every)
    assert desk.deploy("start", number, "--apply").code == 0


def test_in_chinese_nothing_is_in_english(desk: Desk) -> None:
    (number,) = desk.json("prepare", LIVE, "--apply")[1]["jobs"]
    walk = (
        ("prepare",),
        ("prepare", LIVE, FC, "nix.shop.example", "--apply"),
        ("prepare", LIVE, "--certificate", desk.old.identifier),
        ("start", number),
        ("start", number, "--apply"),
    )
    for arguments in walk:
        told = desk.deploy(*arguments, "--lang", "zh")
        assert english(told.out + told.err) == [], arguments
    assert english(desk.run("history", LIVE, "--lang", "zh").out) == []
