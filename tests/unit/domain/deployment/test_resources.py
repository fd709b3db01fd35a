"""What a deployment makes in the account, and what of it stands there otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.deployment.permissions import LONGEST_DOCUMENT
from certbind.domain.deployment.policy_resources import Scope
from certbind.domain.deployment.resources import (
    DEAD_LETTERS,
    EVENTS,
    Deployment,
    WantedRole,
    compact,
    event_rule,
    role_name,
)

SCOPE = Scope("1234", "cn-hangzhou", "q", "dead", "ledger", "certbind/", "p", "s", "certbind")


def deployment(*roles: WantedRole) -> Deployment:
    return Deployment("shop", SCOPE, roles)


def test_a_queue_is_told_by_each_attribute_that_differs() -> None:
    assert EVENTS.differences(EVENTS) == ()
    found = replace(EVENTS, visibility=30, largest_message=1024)
    assert found.differences(EVENTS) == (
        "visibility 30, not 360",
        "largest message 1024, not 65536",
    )


def test_the_dead_letter_queue_is_made_first() -> None:
    """The trigger of the other one names it."""
    assert deployment().queues == (("dead", DEAD_LETTERS), ("q", EVENTS))


@pytest.mark.parametrize(("more", "is_too_long"), [(0, False), (1, True)])
def test_a_policy_is_too_long_by_the_characters_that_ram_is_sent(
    more: int, *, is_too_long: bool
) -> None:
    padding = "x" * (LONGEST_DOCUMENT - len(compact({"Version": ""})) + more)
    role = WantedRole("shop-watch", {"Version": padding})
    found = deployment(role, WantedRole("shop-recheck", {"Version": "1"})).too_long
    assert found == (("shop-watch",) if is_too_long else ())


def test_a_policy_is_sent_without_a_blank() -> None:
    assert compact({"Version": "1", "Statement": []}) == '{"Version":"1","Statement":[]}'


def test_what_setup_made_is_known_by_its_prefix() -> None:
    assert deployment().description == "certbind setup, prefix shop"
    assert role_name("shop", "certificate_event") == "shop-certificate-event"


def test_the_event_rule_leads_from_actiontrail_into_the_queue_with_its_dead_letters() -> None:
    rule = event_rule(SCOPE, "shop")
    (target,) = rule["EventTargets"]
    assert rule["RuleName"] == "shop-certificates"
    assert "acs.cas" in rule["FilterPattern"]
    assert target["Endpoint"] == "acs:mns:cn-hangzhou:1234:queues/q"
    assert target["DeadLetterQueue"] == {"Arn": "acs:mns:cn-hangzhou:1234:/queues/dead"}
    values = {one["ResourceKey"]: one.get("Value") for one in target["ParamList"]}
    assert values == {"queue": "q", "Body": None, "IsBase64Encode": "true"}
