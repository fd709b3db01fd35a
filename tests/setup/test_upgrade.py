"""An older certbind's roles under a newer one: what they lack is told, and `setup` adds it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from localcloud.services.ram.entities import Role
from localcloud.world import LocalCloud
from tests.setup.acting import CDN, WWW, Acting, role_of
from tests.setup.commands import run

NEWER_FUNCTIONS = ("harden", "emergency")
NEWER_ACTIONS = {
    "cdn:DescribeCdnDomainConfigs",
    "oss:GetBucketHttpsConfig",
    "oss:GetBucketPolicy",
    "yundun-cert:ListDeploymentJob",
    "yundun-cert:ListCloudResources",
}
"""That an older certbind did not call."""


def without_newer(document: dict[str, Any]) -> dict[str, Any]:
    kept = []
    for one in document["Statement"]:
        actions = [action for action in one["Action"] if action not in NEWER_ACTIONS]
        if actions:
            kept.append({**one, "Action": actions})
    return {**document, "Statement": kept}


@pytest.fixture
def older(cloud: LocalCloud, functions: Acting) -> Acting:
    """As an older `setup` left it; and what other people have put there since."""
    assert run(cloud, "setup", "--yes").code == 0
    for function in NEWER_FUNCTIONS:
        cloud.ram.remove_role(role_of(function))
        cloud.ram.remove_policy(role_of(function))
    for policy in cloud.ram.policies("Custom"):
        document = without_newer(json.loads(policy.document))
        version = replace(policy.versions[0], document=json.dumps(document))
        cloud.ram.put_policy(replace(policy, versions=(version,)))
    allow = {"Effect": "Allow", "Action": ["log:GetLogStore"], "Resource": ["*"]}
    cloud.ram.set_role("other-team", [json.dumps({"Version": "1", "Statement": [allow]})])
    recheck = cloud.ram.role(role_of("recheck"))
    audit = ("Custom", "other-team-1", recheck.created)
    cloud.ram.put_role(replace(recheck, attached=(*recheck.attached, audit)))
    return functions


def roles_of_others(cloud: LocalCloud) -> list[Role]:
    return [role for role in cloud.ram.roles() if not role.name.startswith("certbind-")]


def test_an_upgrade_adds_what_is_missing_and_takes_nothing_of_others(older: Acting) -> None:
    cloud = older.cloud
    others = roles_of_others(cloud)
    ended = run(cloud, "setup", "--yes", "--json")
    assert ended.code == 1, "somebody's policy at a role of certbind's is told"
    created = {f"{kind} {role_of(f)}" for f in NEWER_FUNCTIONS for kind in ("role", "policy")}
    assert created <= set(ended.steps("create"))
    told = {one["name"]: one["told"] for one in ended.json["plan"] if one["change"] == "change"}
    assert "more: cdn:DescribeCdnDomainConfigs" in told[role_of("certificate_event")]
    assert "yundun-cert:ListCloudResources" in told[role_of("recheck")]
    assert not any("less:" in one for one in told.values())
    assert roles_of_others(cloud) == others
    assert cloud.ram.role(role_of("recheck")).holds("Custom", "other-team-1")
    (differs,) = (one for one in ended.json["plan"] if one["change"] == "differs")
    assert "it holds other-team-1 besides" in differs["told"]
    again = run(cloud, "setup", "--yes", "--json")
    assert (again.steps("create"), again.steps("change")) == ([], [])


def test_until_then_the_work_goes_on_and_what_lacks_is_told(older: Acting) -> None:
    """A renewal is bound and verified all the same; its answers, the sweep and doctor name it."""
    older.map_domains()
    older.watch()
    older.issue(WWW, CDN)
    older.watch()
    older.pump()
    older.issue(WWW, CDN)
    older.watch()
    outcomes = older.pump()
    assert [one.result.value for one in outcomes].count("verified") == 2
    told = "\n".join(one.message for one in outcomes)
    assert "How it is served besides could not be read, and is not compared" in told
    assert "must be allowed cdn:DescribeCdnDomainConfigs" in told
    assert any("yundun-cert:ListCloudResources" in one for one in older.recheck().unread)
    doctor = run(older.cloud, "doctor", "--json").json
    (line,) = (one for one in doctor["checks"] if one["check"] == "last sweep")
    assert line["status"] == "wrong"
    assert "yundun-cert:ListCloudResources" in str(line)
    run(older.cloud, "setup", "--yes")
    assert not older.recheck().unread
