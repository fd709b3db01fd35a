"""What setup and teardown decide, from what is wanted and what is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from certbind.domain.deployment.resources import (
    DEAD_LETTERS,
    EVENTS,
    TRUST,
    BucketSeen,
    Deployment,
    PolicySeen,
    RoleSeen,
    WantedRole,
)
from certbind.usecases.operate.setup_plan import Change, Observed, Step, Thing, plan_setup
from certbind.usecases.operate.teardown_plan import plan_teardown
from scripts import role_policies

POLICY: dict[str, Any] = {
    "Version": "1",
    "Statement": [{"Effect": "Allow", "Action": ["oss:GetObject"], "Resource": ["*"]}],
}
ROLE = WantedRole("certbind-watch", POLICY)
WANTED = Deployment("certbind", role_policies.example(), (ROLE,))
BUCKET = BucketSeen("cn-hangzhou", "private", "", blocks_public_access=True)
OURS = WANTED.description
NOTHING = Observed(
    {"certbind-events": None, "certbind-events-dead": None},
    None,
    {"certbind-watch": None},
    {"certbind-watch": None},
)
ALL = Observed(
    {"certbind-events": EVENTS, "certbind-events-dead": DEAD_LETTERS},
    BUCKET,
    {"certbind-watch": RoleSeen(TRUST, OURS, (("Custom", "certbind-watch"),))},
    {"certbind-watch": PolicySeen(POLICY, OURS)},
)


def changes(plan: tuple[Step, ...]) -> list[tuple[Change, Thing]]:
    return [(step.change, step.thing) for step in plan if step.change is not Change.BY_HAND]


def only(plan: tuple[Step, ...], *, without: Change = Change.KEEP) -> Step:
    (step,) = [s for s in plan if s.change not in (without, Change.BY_HAND)]
    return step


def test_in_an_empty_account_everything_is_made_dead_letters_before_the_queue() -> None:
    assert changes(plan_setup(WANTED, NOTHING)) == [
        (Change.CREATE, Thing.QUEUE),
        (Change.CREATE, Thing.QUEUE),
        (Change.CREATE, Thing.BUCKET),
        (Change.CREATE, Thing.PUBLIC_ACCESS),
        (Change.CREATE, Thing.POLICY),
        (Change.CREATE, Thing.ROLE),
        (Change.CREATE, Thing.ATTACHMENT),
    ]
    assert plan_setup(WANTED, NOTHING)[0].name == "certbind-events-dead"


def test_where_all_is_there_nothing_is_done() -> None:
    assert {change for change, _ in changes(plan_setup(WANTED, ALL))} == {Change.KEEP}


def test_what_no_api_here_can_do_is_told() -> None:
    by_hand = {s.thing for s in plan_setup(WANTED, ALL) if s.change is Change.BY_HAND}
    assert by_hand == {Thing.LOG_PROJECT, Thing.EVENT_RULE}


def test_a_queue_with_other_attributes_is_left_alone_and_told() -> None:
    seen = replace(ALL, queues={**ALL.queues, "certbind-events": replace(EVENTS, visibility=30)})
    step = only(plan_setup(WANTED, seen))
    assert (step.change, step.thing, step.name) == (Change.DIFFERS, Thing.QUEUE, "certbind-events")
    assert step.told == "visibility 30, not 360"


def test_adopting_changes_it() -> None:
    seen = replace(ALL, queues={**ALL.queues, "certbind-events": replace(EVENTS, visibility=30)})
    assert only(plan_setup(WANTED, seen, adopt=True)).change is Change.CHANGE


def test_a_bucket_with_versioning_is_refused_whatever_is_asked() -> None:
    """Also suspended, also with adopt: x-oss-forbid-overwrite does nothing there for ever."""
    for state in ("Enabled", "Suspended"):
        seen = replace(ALL, bucket=replace(BUCKET, versioning=state))
        step = only(plan_setup(WANTED, seen, adopt=True))
        assert (step.change, step.thing) == (Change.UNFIT, Thing.BUCKET)
        assert state in step.told
        assert "CERTBIND_LEDGER_BUCKET" in step.told


def test_a_bucket_in_another_region_is_refused() -> None:
    seen = replace(ALL, bucket=replace(BUCKET, region="cn-shanghai"))
    assert "cn-shanghai" in only(plan_setup(WANTED, seen)).told


def test_a_bucket_that_was_made_but_not_closed_is_closed() -> None:
    """A run that ended between the two calls."""
    seen = replace(ALL, bucket=replace(BUCKET, blocks_public_access=False))
    step = only(plan_setup(WANTED, seen))
    assert (step.change, step.thing) == (Change.CREATE, Thing.PUBLIC_ACCESS)


def test_a_public_bucket_is_not_shut_in_passing() -> None:
    seen = replace(ALL, bucket=replace(BUCKET, acl="public-read", blocks_public_access=False))
    assert changes(plan_setup(WANTED, seen))[2:4] == [
        (Change.KEEP, Thing.BUCKET),
        (Change.DIFFERS, Thing.BUCKET_ACL),
    ]
    assert (Change.CREATE, Thing.PUBLIC_ACCESS) not in changes(plan_setup(WANTED, seen))
    assert changes(plan_setup(WANTED, seen, adopt=True))[3:5] == [
        (Change.CHANGE, Thing.BUCKET_ACL),
        (Change.CREATE, Thing.PUBLIC_ACCESS),
    ]


def test_an_upgrade_that_needs_another_permission_changes_the_policy_and_says_what() -> None:
    older = {"Version": "1", "Statement": [{**POLICY["Statement"][0], "Action": "oss:PutObject"}]}
    seen = replace(ALL, policies={"certbind-watch": PolicySeen(older, OURS)})
    step = only(plan_setup(WANTED, seen))
    assert (step.change, step.thing) == (Change.CHANGE, Thing.POLICY)
    assert step.told == "more: oss:GetObject; less: oss:PutObject"


def test_the_same_policy_in_another_notation_is_kept() -> None:
    statement = {"Effect": "Allow", "Action": "oss:GetObject", "Resource": "*"}
    written = PolicySeen({"Version": "1", "Statement": [statement]}, "by hand")
    seen = replace(ALL, policies={"certbind-watch": written})
    assert {change for change, _ in changes(plan_setup(WANTED, seen))} == {Change.KEEP}


def test_anothers_role_and_policy_of_the_same_name_are_left_alone() -> None:
    seen = replace(
        ALL,
        roles={"certbind-watch": RoleSeen(TRUST, "the shop's")},
        policies={"certbind-watch": PolicySeen({"Version": "1", "Statement": []}, "the shop's")},
    )
    assert changes(plan_setup(WANTED, seen))[-2:] == [
        (Change.DIFFERS, Thing.POLICY),
        (Change.DIFFERS, Thing.ROLE),
    ]


def test_a_role_that_others_may_take_on_is_closed_again() -> None:
    trust = {"Version": "1", "Statement": [{"Effect": "Allow", "Principal": {"RAM": ["x"]}}]}
    role = RoleSeen(trust, OURS, (("Custom", "certbind-watch"),))
    step = only(plan_setup(WANTED, replace(ALL, roles={"certbind-watch": role})))
    assert (step.change, step.thing) == (Change.CHANGE, Thing.TRUST)


def test_more_power_on_the_role_is_told() -> None:
    attached = (("Custom", "certbind-watch"), ("System", "AliyunOSSFullAccess"))
    role = RoleSeen(TRUST, OURS, attached)
    step = only(plan_setup(WANTED, replace(ALL, roles={"certbind-watch": role})))
    assert step.change is Change.DIFFERS
    assert "AliyunOSSFullAccess" in step.told


def test_teardown_lets_go_before_it_deletes_and_keeps_the_ledger() -> None:
    assert changes(plan_teardown(WANTED, ALL)) == [
        (Change.DELETE, Thing.ATTACHMENT),
        (Change.DELETE, Thing.ROLE),
        (Change.DELETE, Thing.POLICY),
        (Change.DELETE, Thing.QUEUE),
        (Change.DELETE, Thing.QUEUE),
        (Change.KEEP, Thing.BUCKET),
    ]


def test_teardown_deletes_the_ledger_only_when_told() -> None:
    assert changes(plan_teardown(WANTED, ALL, ledger=True))[-1] == (Change.DELETE, Thing.BUCKET)


def test_teardown_leaves_what_setup_did_not_make() -> None:
    seen = Observed(
        {"certbind-events": replace(EVENTS, wait=5), "certbind-events-dead": None},
        None,
        {"certbind-watch": RoleSeen(TRUST, "the shop's")},
        {"certbind-watch": PolicySeen(POLICY, "the shop's")},
    )
    assert {change for change, _ in changes(plan_teardown(WANTED, seen))} == {Change.KEEP}


def test_teardown_says_that_messages_go_with_a_queue() -> None:
    plan = plan_teardown(WANTED, replace(ALL, full=frozenset({"certbind-events-dead"})))
    told = {step.name: step.told for step in plan if step.thing is Thing.QUEUE}
    assert "messages" in told["certbind-events-dead"]
    assert told["certbind-events"] == ""


def test_after_teardown_there_is_nothing_to_tear_down() -> None:
    assert plan_teardown(WANTED, NOTHING) == ()
