"""`certbind setup` and `teardown` against the local cloud, from the command line."""

from __future__ import annotations

import json

import oss2
import pytest

from certbind.domain.deployment.permissions import policy_document
from certbind.wiring import uses
from certbind.wiring.commands.deployed import permissions_of_setup
from localcloud.faults import FaultKind, FaultRule
from localcloud.policies import parse_policy
from localcloud.services.mns.model import Draft
from localcloud.world import LocalCloud
from tests.owner import own_bucket
from tests.setup.acting import CDN, WWW, Acting, role_of
from tests.setup.commands import run

ROLES = [role_of(function) for function in uses.USES]


def ledger(cloud: LocalCloud, prefix: str = "certbind") -> str:
    return f"{prefix}-ledger-{cloud.kernel.credentials.account_id}"


def bucket(cloud: LocalCloud, name: str) -> object:
    return next((one for one in cloud.oss.world.buckets() if one.name == name), None)


def test_setup_makes_queues_a_closed_bucket_and_a_role_for_each_function(
    cloud: LocalCloud,
) -> None:
    assert run(cloud, "setup", "--yes").code == 0
    assert set(cloud.mns.model.queue_names()) == {"certbind-events", "certbind-events-dead"}
    assert cloud.mns.model.attributes("certbind-events")["VisibilityTimeout"] == 360
    (made,) = cloud.oss.world.buckets()
    assert made.name == ledger(cloud)
    assert (made.acl, made.versioning, made.blocks_public_access) == ("private", "", True)
    assert {role.name for role in cloud.ram.roles()} == set(ROLES)
    for role in cloud.ram.roles():
        assert [name for _, name, _ in role.attached] == [role.name]
        assert cloud.ram.lets_functions(role.name)


def test_the_functions_can_work_in_what_setup_made(cloud: LocalCloud, functions: Acting) -> None:
    """From an empty account to a verified certificate, under the roles that setup made."""
    assert run(cloud, "setup", "--yes").code == 0
    functions.map_domains()
    functions.watch()
    functions.issue(WWW, CDN)
    functions.watch()
    assert [o.result.value for o in functions.pump()].count("verified") == 2
    assert functions.refused() == []


def test_a_second_run_does_nothing(cloud: LocalCloud) -> None:
    run(cloud, "setup", "--yes")
    before = cloud.kernel.calls.counts()
    ended = run(cloud, "setup")
    assert (ended.code, "Nothing to do." in ended.out) == (0, True)
    assert ended.err == "", "there is nothing to ask"
    now = cloud.kernel.calls.counts()
    made = {name for name in now if now[name] != before.get(name)}
    assert not {
        name for name in made if any(w in name for w in ("Create", "Put", "Set", "Attach"))
    }


def test_without_a_yes_the_plan_is_shown_and_nothing_is_done(cloud: LocalCloud) -> None:
    ended = run(cloud, "setup", typed="n\n")
    assert ended.code == 1
    assert "certbind-events-dead" in ended.out
    assert "Go on?" in ended.err
    assert cloud.mns.model.queue_names() == []
    assert run(cloud, "setup", "--json").steps("create")[:1] == ["queue certbind-events-dead"]
    assert run(cloud, "setup", "--json").code == 1
    assert cloud.oss.world.buckets() == ()


def test_a_queue_with_other_attributes_is_told_and_left_alone(cloud: LocalCloud) -> None:
    cloud.mns.model.create_queue("certbind-events", {"VisibilityTimeout": "30"})
    ended = run(cloud, "setup", "--yes")
    assert ended.code == 1
    assert "visibility 30, not 360" in ended.out
    assert cloud.mns.model.attributes("certbind-events")["VisibilityTimeout"] == 30
    assert len(cloud.ram.roles()) == len(ROLES), "the rest is made nevertheless"
    assert run(cloud, "setup", "--yes", "--adopt").code == 0
    assert cloud.mns.model.attributes("certbind-events")["VisibilityTimeout"] == 360
    assert run(cloud, "setup", "--yes").code == 0


def test_adopting_a_queue_sets_every_attribute(cloud: LocalCloud) -> None:
    run(cloud, "setup", "--yes")
    wanted = dict(cloud.mns.model.attributes("certbind-events"))
    other = {
        "DelaySeconds": "5",
        "MaximumMessageSize": "2048",
        "MessageRetentionPeriod": "600",
        "PollingWaitSeconds": "3",
        "VisibilityTimeout": "30",
    }
    cloud.mns.model.set_attributes("certbind-events", other)
    assert not wanted.items() <= cloud.mns.model.attributes("certbind-events").items()
    assert run(cloud, "setup", "--yes", "--adopt").code == 0
    now = cloud.mns.model.attributes("certbind-events")
    assert {name: now[name] for name in other} == {name: wanted[name] for name in other}


def test_a_public_ledger_is_shut_only_with_adopt(cloud: LocalCloud) -> None:
    run(cloud, "setup", "--yes")
    cloud.oss.account.buckets.change(ledger(cloud), acl="public-read", blocks_public_access=False)
    ended = run(cloud, "setup", "--yes")
    assert ended.code == 1
    assert "public-read" in ended.out
    (kept,) = cloud.oss.world.buckets()
    assert (kept.acl, kept.blocks_public_access) == ("public-read", False)
    assert run(cloud, "setup", "--yes", "--adopt").code == 0
    (shut,) = cloud.oss.world.buckets()
    assert (shut.acl, shut.blocks_public_access) == ("private", True)


def test_a_bucket_with_versioning_stops_it_before_anything_is_made(cloud: LocalCloud) -> None:
    cloud.oss.world.create_bucket(ledger(cloud), "cn-hangzhou")
    cloud.oss.account.buckets.change(ledger(cloud), versioning="Suspended")
    ended = run(cloud, "setup", "--yes", "--adopt")
    assert ended.code == 1
    assert "Suspended" in ended.out
    assert "Nothing was changed." in ended.out
    assert cloud.mns.model.queue_names() == []
    assert cloud.ram.roles() == ()


def test_a_failure_stops_with_what_is_left_and_the_next_run_goes_on(cloud: LocalCloud) -> None:
    refuse = FaultRule(FaultKind.ERROR, "ram", "CreateRole", status=409, code="LimitExceeded.Role")
    cloud.kernel.faults.add(refuse)
    ended = run(cloud, "setup", "--yes", "--json")
    assert ended.code == 3
    assert ended.json["failed"]["thing"] == "role"
    assert ended.json["error"]["api_code"] == "LimitExceeded.Role"
    assert [step["thing"] for step in ended.json["done"]] == [
        "queue",
        "queue",
        "ledger bucket",
        "public access block of the ledger bucket",
        "policy",
    ]
    assert len(ended.json["left"]) == 1 + 3 * (len(ROLES) - 1)
    again = run(cloud, "setup", "--yes")
    assert again.code == 0
    assert len(cloud.ram.roles()) == len(ROLES)


@pytest.mark.parametrize(
    ("service", "action"),
    [
        ("mns", "CreateQueue"),
        ("oss", "PutBucket"),
        ("oss", "PutBucketPublicAccessBlock"),
        ("ram", "CreatePolicy"),
        ("ram", "CreateRole"),
        ("ram", "AttachPolicyToRole"),
    ],
)
def test_a_lost_answer_is_no_trouble(cloud: LocalCloud, service: str, action: str) -> None:
    """The call was carried out, and its repetition meets its own work."""
    cloud.kernel.faults.add(FaultRule(FaultKind.LOST_RESPONSE, service, action))
    assert run(cloud, "setup", "--yes").code == 0
    assert run(cloud, "setup", "--yes").out.count("Nothing to do.") == 1


def test_teardown_deletes_what_setup_made_and_keeps_the_ledger(cloud: LocalCloud) -> None:
    run(cloud, "setup", "--yes")
    assert run(cloud, "teardown", "--yes").code == 0
    assert cloud.mns.model.queue_names() == []
    assert cloud.ram.roles() == ()
    assert cloud.ram.policies("Custom") == ()
    assert bucket(cloud, ledger(cloud)) is not None


def test_the_ledger_goes_only_to_whoever_types_its_name(cloud: LocalCloud) -> None:
    run(cloud, "setup", "--yes")
    assert ledger(cloud) in run(cloud, "teardown", "--ledger", typed="yes\n").err
    assert len(cloud.ram.roles()) == len(ROLES), "the whole teardown was called off"
    assert bucket(cloud, ledger(cloud)) is not None
    assert run(cloud, "teardown", "--ledger", typed=f"{ledger(cloud)}\n").code == 0
    assert bucket(cloud, ledger(cloud)) is None


@pytest.mark.parametrize("key", ["holiday/photo.jpg", "a", "certbind", "certbind0"])
def test_a_ledger_in_a_bucket_that_others_use_stays_whole(
    cloud: LocalCloud, functions: Acting, key: str
) -> None:
    """Its entries went, and only then OSS refused to delete the bucket."""
    run(cloud, "setup", "--yes")
    functions.watch()
    own_bucket(cloud, ledger(cloud)).put_object(key, b"x")
    before = keys_of(cloud)
    assert len(before) > 1
    ended = run(cloud, "teardown", "--ledger", "--yes")
    assert ended.code == 1
    assert f"it holds {key}, which is none of the ledger's" in " ".join(ended.out.split())
    assert "Nothing was changed." in ended.out
    assert keys_of(cloud) == before
    assert len(cloud.ram.roles()) == len(ROLES)
    assert run(cloud, "teardown", "--yes").code == 0


def test_a_ledger_goes_with_all_its_entries(cloud: LocalCloud, functions: Acting) -> None:
    run(cloud, "setup", "--yes")
    functions.watch()
    own_bucket(cloud, ledger(cloud)).put_object("certbind/证书/~", b"x")
    assert run(cloud, "teardown", "--ledger", "--yes").code == 0
    assert bucket(cloud, ledger(cloud)) is None


def test_teardown_tells_of_messages_in_a_queue(cloud: LocalCloud) -> None:
    run(cloud, "setup", "--yes")
    cloud.mns.model.send("certbind-events-dead", Draft("a letter"))
    told = {s["name"]: s["told"] for s in run(cloud, "teardown", "--json").json["plan"]}
    assert "messages" in told["certbind-events-dead"]
    assert told["certbind-events"] == ""


def test_two_deployments_in_one_account_do_not_meet(cloud: LocalCloud) -> None:
    assert run(cloud, "setup", "--yes").code == 0
    assert run(cloud, "setup", "--yes", CERTBIND_PREFIX="shop").code == 0
    assert {one.name for one in cloud.oss.world.buckets()} == {
        ledger(cloud),
        ledger(cloud, "shop"),
    }
    document = parse_policy(cloud.ram.policy("Custom", "shop-watch").document)
    assert "certbind" not in str(document)
    assert run(cloud, "teardown", "--yes", "--ledger", CERTBIND_PREFIX="shop").code == 0
    assert "Nothing to do." in run(cloud, "setup", "--yes").out


def test_an_upgrade_brings_the_policies_up_to_date(cloud: LocalCloud) -> None:
    run(cloud, "setup", "--yes")
    cloud.cdn.model.add_domain(".shop.example", [])
    ended = run(cloud, "setup", "--yes", "--json", CERTBIND_CDN_DOMAINS="*.shop.example")
    assert ended.code == 0
    assert ended.steps("change") == [f"policy {name}" for name in ROLES if "watch" not in name]
    document = cloud.ram.policy("Custom", "certbind-recheck").document
    assert "domain/.shop.example" in document


def test_a_policy_with_all_the_versions_that_ram_keeps_is_changed_too(cloud: LocalCloud) -> None:
    """RAM keeps five, and refuses a sixth unless the oldest may go."""
    run(cloud, "setup", "--yes")
    for number in range(6):
        domain = f"w{number}.shop.example"
        cloud.cdn.model.add_domain(domain, [])
        assert run(cloud, "setup", "--yes", CERTBIND_CDN_DOMAINS=domain).code == 0
        assert f"domain/{domain}" in cloud.ram.policy("Custom", "certbind-recheck").document


def test_the_printed_policies_are_the_made_ones(cloud: LocalCloud) -> None:
    printed = run(cloud, "setup", "--print-policies").json
    run(cloud, "setup", "--yes")
    for name in ROLES:
        assert json.loads(cloud.ram.policy("Custom", name).document) == printed[name]


def test_the_event_rule_names_this_deployments_queue(cloud: LocalCloud) -> None:
    rule = run(cloud, "setup", "--print-event-rule", CERTBIND_PREFIX="shop").json
    assert rule["RuleName"] == "shop-certificates"
    (target,) = rule["EventTargets"]
    account = cloud.kernel.credentials.account_id
    assert target["Endpoint"] == f"acs:mns:cn-hangzhou:{account}:queues/shop-events"
    dead = target["DeadLetterQueue"]["Arn"]
    assert dead == f"acs:mns:cn-hangzhou:{account}:/queues/shop-events-dead"


@pytest.mark.parametrize("prefix", ["a" * 31, "Shop", "shop_1", "-shop", "1shop", "s"])
def test_a_prefix_that_does_not_fit_into_all_names_is_refused(
    cloud: LocalCloud, prefix: str
) -> None:
    ended = run(cloud, "setup", "--yes", CERTBIND_PREFIX=prefix)
    assert ended.code == 2
    assert "CERTBIND_PREFIX" in ended.err
    assert cloud.kernel.calls.counts() == {}


def test_a_queue_name_too_long_for_its_dead_letters_is_refused(cloud: LocalCloud) -> None:
    ended = run(cloud, "setup", "--yes", CERTBIND_QUEUE="q" * 117)
    assert ended.code == 2
    assert "CERTBIND_QUEUE" in ended.err


def test_so_many_domains_that_ram_takes_no_policy_are_refused(cloud: LocalCloud) -> None:
    many = ",".join(f"host-{number}.shop.example" for number in range(100))
    ended = run(cloud, "setup", "--yes", CERTBIND_CDN_DOMAINS=many)
    assert ended.code == 2
    assert "CERTBIND_CDN_DOMAINS" in ended.err
    assert cloud.ram.roles() == ()


def test_missing_variables_are_told_together(cloud: LocalCloud) -> None:
    ended = run(cloud, "setup", ALIBABA_CLOUD_ACCOUNT_ID="", MNS_ENDPOINT="")
    assert ended.code == 2
    assert "CERTBIND_ACCOUNT_ID" in ended.err
    assert "MNS_ENDPOINT" in ended.err


def test_the_name_of_anothers_bucket_is_told(cloud: LocalCloud) -> None:
    cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, "oss", "PutBucket", status=409, code="BucketAlreadyExists")
    )
    ended = run(cloud, "setup", "--yes")
    assert ended.code == 3
    assert "CERTBIND_LEDGER_BUCKET" in ended.err


def test_setups_own_policy_is_enough_for_it_and_for_teardown(cloud: LocalCloud) -> None:
    """deploy/policies/setup.json: for a user who is no administrator. Whether a product is used,
    and whether `assets` is there, it need not be told: what it cannot see counts as used.
    """
    environ = as_user(cloud, policy_document(permissions_of_setup(), Acting(cloud).scope))
    assert run(cloud, "setup", "--yes", **environ).code == 0
    cloud.oss.world.create_bucket("assets", "cn-hangzhou")
    narrowed = {**environ, "CERTBIND_BUCKETS": "assets"}
    assert run(cloud, "setup", "--yes", **narrowed).code == 0
    assert run(cloud, "teardown", "--yes", "--ledger", **environ).code == 0
    missing = {call.action for call in cloud.kernel.calls.calls() if call.missing}
    assert missing == {"ListSites", "DescribeRegions", "GetBucketInfo"}


def test_whoever_may_not_make_roles_is_told_so(cloud: LocalCloud) -> None:
    environ = as_user(
        cloud,
        {
            "Version": "1",
            "Statement": [
                {"Effect": "Allow", "Action": ["mns:*", "oss:*", "ram:Get*"], "Resource": "*"}
            ],
        },
    )
    ended = run(cloud, "setup", "--yes", **environ)
    assert ended.code == 3
    assert "ram:CreatePolicy" in ended.err
    assert "left  create role certbind-watch" in ended.out


def keys_of(cloud: LocalCloud) -> list[str]:
    return [found.key for found in oss2.ObjectIteratorV2(own_bucket(cloud, ledger(cloud)))]


def as_user(cloud: LocalCloud, document: dict[str, object]) -> dict[str, str]:
    key = cloud.ram.create_user("deployer", [json.dumps(document)])
    return {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": key.key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
    }


def test_no_role_is_made_for_what_is_named_and_not_there(cloud: LocalCloud) -> None:
    cloud.oss.world.create_bucket("assets", "cn-hangzhou")
    named = {"CERTBIND_BUCKETS": "assets,asets", "CERTBIND_CDN_DOMAINS": "cnd.shop.example"}
    ended = run(cloud, "setup", "--yes", **named)
    assert ended.code == 2
    assert "CERTBIND_BUCKETS: names what is not there: OSS bucket asets" in ended.err
    assert "CERTBIND_CDN_DOMAINS: names what is not there: CDN cnd.shop.example" in ended.err
    assert cloud.ram.roles() == ()
    assert run(cloud, "setup", "--yes", CERTBIND_BUCKETS="assets").code == 0
    cloud.cdn.model.add_domain("cdn.shop.example", [])
    there = run(cloud, "setup", "--yes", CERTBIND_CDN_DOMAINS="cdn.shop.example")
    assert there.code == 0
    assert "change policy certbind-recheck" in there.out
