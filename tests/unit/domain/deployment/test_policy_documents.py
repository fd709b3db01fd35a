"""A RAM policy from permissions: no more than what is needed, the same whatever the order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.deployment.permissions import (
    Permission,
    hint_to_allow,
    policy_document,
    unique,
)
from certbind.domain.deployment.policy_resources import (
    EVERY_BUCKET,
    EVERYTHING,
    LEDGER_LISTING,
    LEDGER_WHOLE,
    QUEUE,
    Resource,
    Scope,
)
from certbind.domain.model.identity import ProductName

OSS = ProductName("oss")
SCOPE = Scope("1234", "cn-hangzhou", "q", "dead", "ledger", "certbind/", "p", "s", "certbind")
NARROW = replace(SCOPE, only={OSS: ("a", "b")})
BUCKETS = Resource("its buckets", ("acs:oss:*:{scope.account_id}:{name}",), of=OSS)
BIND = Permission("oss:PutCname", BUCKETS, "it binds", not_on=LEDGER_WHOLE)
READ = Permission("oss:ListCname", BUCKETS, "it looks")
LIST_ALL = Permission("oss:ListBuckets", EVERY_BUCKET, "finds all", unless_named=OSS)
ASK_EACH = Permission("oss:GetBucketInfo", BUCKETS, "asks for each", if_named=OSS)
SEND = Permission("mns:SendMessage", QUEUE, "it queues")


def actions(*permissions: Permission, scope: Scope) -> list[str]:
    found = policy_document(permissions, scope)["Statement"]
    return [action for one in found if one["Effect"] == "Allow" for action in one["Action"]]


def test_actions_on_one_resource_stand_in_one_statement_and_what_is_denied_last() -> None:
    permissions = (SEND, READ, BIND)
    document = policy_document(permissions, SCOPE)
    assert document == {
        "Version": "1",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["oss:ListCname", "oss:PutCname"],
                "Resource": ["acs:oss:*:1234:*"],
            },
            {
                "Effect": "Allow",
                "Action": ["mns:SendMessage"],
                "Resource": ["acs:mns:cn-hangzhou:1234:/queues/q/messages"],
            },
            {
                "Effect": "Deny",
                "Action": ["oss:PutCname"],
                "Resource": ["acs:oss:*:1234:ledger", "acs:oss:*:1234:ledger/*"],
            },
        ],
    }
    assert policy_document((*permissions[::-1], SEND), SCOPE) == document


def test_names_narrow_the_resources_of_their_product_alone() -> None:
    assert BUCKETS.names_in(NARROW) == ("acs:oss:*:1234:a", "acs:oss:*:1234:b")
    assert EVERY_BUCKET.names_in(NARROW) == ("acs:oss:*:1234:*",)


def test_a_list_is_allowed_where_all_names_count_and_each_name_where_some_are_given() -> None:
    assert actions(LIST_ALL, ASK_EACH, scope=SCOPE) == ["oss:ListBuckets"]
    assert actions(LIST_ALL, ASK_EACH, scope=NARROW) == ["oss:GetBucketInfo"]


def test_a_condition_stands_where_the_resource_has_one() -> None:
    (narrow,) = policy_document([Permission("oss:ListObjects", LEDGER_LISTING, "")], SCOPE)[
        "Statement"
    ]
    assert narrow["Condition"] == {"StringLike": {"oss:Prefix": ["certbind/*"]}}
    (plain,) = policy_document([SEND], SCOPE)["Statement"]
    assert "Condition" not in plain


def test_an_action_stands_once_with_the_first_reason_that_was_told() -> None:
    again = replace(SEND, why="for another reason")
    assert unique((SEND, again)) == (SEND,)
    assert unique((again, SEND)) == (again,)


def test_a_person_reads_where_an_action_is_allowed_and_where_never() -> None:
    assert SEND.where == "messages of the queue"
    assert BIND.where == "its buckets, never the ledger's bucket or what is in it"


@pytest.mark.parametrize(
    ("needed", "named"),
    [(("a:B",), "allowed a:B on it"), (("a:B", "a:C"), "allowed all of a:B, a:C on it")],
)
def test_a_refusal_s_hint_names_every_action_that_is_missing(
    needed: tuple[str, ...], named: str
) -> None:
    assert named in hint_to_allow(*needed)


def test_what_only_renewal_needs_is_there_where_a_person_switched_it_on() -> None:
    order = Permission("yundun-cert:CreateCertificate", QUEUE, "it orders", if_renewing=True)
    assert not order.is_needed_in(SCOPE)
    assert order.is_needed_in(replace(SCOPE, renews=True))


def test_what_only_validation_needs_wants_both_switches() -> None:
    write = Permission("alidns:AddDomainRecord", EVERYTHING, "it writes", if_validating=True)
    assert not write.is_needed_in(replace(SCOPE, validates=True))
    assert not write.is_needed_in(replace(SCOPE, renews=True))
    assert write.is_needed_in(replace(SCOPE, renews=True, validates=True))


def test_a_product_that_is_not_used_needs_no_permission() -> None:
    product = ProductName("dcdn")
    lists = Permission("dcdn:List", EVERYTHING, "lists", if_used=product)
    assert lists.is_needed_in(SCOPE)
    assert not lists.is_needed_in(replace(SCOPE, without=(product,)))
    assert replace(lists, if_used=None).is_needed_in(replace(SCOPE, without=(product,)))


def test_what_only_keeping_settings_needs_is_there_where_recheck_may_change_them() -> None:
    write = Permission("oss:PutBucketPolicy", EVERYTHING, "it writes", if_hardening=True)
    assert not write.is_needed_in(SCOPE)
    assert write.is_needed_in(replace(SCOPE, hardens=True))
