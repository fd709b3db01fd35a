"""What a policy allows and denies, and which texts are no policy."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localcloud.policies import (
    Access,
    MalformedPolicyError,
    Verdict,
    judge,
    parse_policy,
    parse_trust,
    trusts,
)

OBJECT = "acs:oss:*:1234567890123456:shop/a/b.json"


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "1", "Statement": list(statements)})


def allow(**changes: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "oss:GetObject", "Resource": "*", **changes}


def deny(**changes: Any) -> dict[str, Any]:
    return allow(Effect="Deny", **changes)


def verdict(
    *statements: dict[str, Any],
    action: str = "oss:GetObject",
    resource: str = OBJECT,
    **known: str,
) -> Verdict:
    context = {key.replace("_", ":", 1): value for key, value in known.items()}
    return judge([parse_policy(policy(*statements))], Access(action, resource, context))


@pytest.mark.parametrize(
    ("pattern", "action", "fits"),
    [
        ("oss:GetObject", "oss:GetObject", True),
        ("OSS:getobject", "oss:GetObject", True),
        ("oss:Get*", "oss:GetObject", True),
        ("oss:*", "oss:GetObject", True),
        ("*", "oss:GetObject", True),
        ("oss:?etObject", "oss:GetObject", True),
        ("oss:GetObject?", "oss:GetObject", False),
        ("oss:Get", "oss:GetObject", False),
        ("cas:*", "yundun-cert:GetCertificateDetail", False),
    ],
)
def test_actions_fit_by_wildcard_whatever_their_case(
    pattern: str, action: str, *, fits: bool
) -> None:
    found = verdict(allow(Action=pattern), action=action)
    assert (found is Verdict.ALLOWED) == fits


@pytest.mark.parametrize(
    ("pattern", "resource", "fits"),
    [
        ("*", OBJECT, True),
        ("*", "*", True),
        ("acs:oss:*:*:shop/*", OBJECT, True),
        ("acs:oss:*:*:shop/a/*", OBJECT, True),
        ("acs:oss:*:1234567890123456:shop/a/b.json", OBJECT, True),
        ("acs:*:*:*:*", OBJECT, True),
        ("acs:oss:*:*:shop", OBJECT, False),
        ("acs:oss:*:*:SHOP/*", OBJECT, False),
        ("acs:oss:*:6543210987654321:shop/*", OBJECT, False),
        ("acs:oss:cn-hangzhou:*:shop/*", OBJECT, False),
        ("acs:cdn:*:*:*", "*", False),
        ("acs:ram::1:role/a", "acs:ram:*:1:role/a", True),
        ("acs:mns:cn-*:*:/queues/*/messages", "acs:mns:cn-hangzhou:1:/queues/q/messages", True),
        ("acs:mns:cn-*:*:/queues/*/messages", "acs:mns:cn-hangzhou:1:/queues/q", False),
    ],
)
def test_resources_fit_segment_by_segment(pattern: str, resource: str, *, fits: bool) -> None:
    found = verdict(allow(Resource=pattern), resource=resource)
    assert (found is Verdict.ALLOWED) == fits


def test_an_explicit_deny_wins_in_any_order_and_over_policies() -> None:
    assert verdict(allow(), deny()) is Verdict.DENIED
    assert verdict(deny(), allow()) is Verdict.DENIED
    apart = [parse_policy(policy(allow())), parse_policy(policy(deny()))]
    assert judge(apart, Access("oss:GetObject", OBJECT)) is Verdict.DENIED


def test_what_nobody_mentions_is_not_allowed() -> None:
    assert judge([], Access("oss:GetObject", OBJECT)) is Verdict.UNMENTIONED
    assert verdict(allow(), action="oss:PutObject") is Verdict.UNMENTIONED


def test_not_action_and_not_resource_mean_everything_else() -> None:
    other = {"Effect": "Allow", "NotAction": "oss:Delete*", "Resource": "*"}
    assert verdict(other, action="oss:PutObject") is Verdict.ALLOWED
    assert verdict(other, action="oss:DeleteObject") is Verdict.UNMENTIONED
    fence = {"Effect": "Deny", "Action": "*", "NotResource": "acs:oss:*:*:shop/*"}
    assert verdict(allow(), fence) is Verdict.ALLOWED
    assert verdict(allow(), fence, resource="acs:oss:*:1:other/a") is Verdict.DENIED


@pytest.mark.parametrize(
    ("operator", "value", "known", "holds"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", ["a", "b"], "b", True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringNotEquals", ["a", "b"], "c", True),
        ("StringEqualsIgnoreCase", "a", "A", True),
        ("StringNotEqualsIgnoreCase", "a", "A", False),
        ("StringLike", "certbind/*", "certbind/x", True),
        ("StringLike", "certbind/*", "other/x", False),
        ("StringNotLike", "certbind/*", "other/x", True),
        ("Bool", "true", "true", True),
        ("Bool", True, "true", True),
        ("Bool", "true", "false", False),
        ("IpAddress", "10.0.0.0/8", "10.1.2.3", True),
        ("IpAddress", ["192.0.2.1", "10.0.0.0/8"], "11.1.2.3", False),
        ("NotIpAddress", ["192.0.2.1", "10.0.0.0/8"], "11.1.2.3", True),
        ("NotIpAddress", ["192.0.2.1", "10.0.0.0/8"], "192.0.2.1", False),
        ("IpAddress", "2001:db8::/32", "2001:db8::7", True),
        ("IpAddress", "10.0.0.0/8", "2001:db8::7", False),
        ("NumericLessThan", 5, "4", True),
        ("NumericLessThan", "5", "5", False),
        ("NumericLessThanEquals", "5", "5", True),
        ("NumericGreaterThan", "5", "6.5", True),
        ("NumericGreaterThanEquals", "5", "4", False),
        ("NumericEquals", "5", "5.0", True),
        ("NumericNotEquals", "5", "5.0", False),
        ("DateLessThan", "2026-06-01T00:00:00Z", "2026-05-31T23:59:59+00:00", True),
        ("DateLessThan", "2026-06-01T00:00:00+08:00", "2026-05-31T17:00:00Z", False),
        ("DateGreaterThanEquals", "2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z", True),
        ("DateNotEquals", "2026-06-01T00:00:00Z", "2026-06-01T08:00:00+08:00", False),
    ],
)
def test_conditions_hold_or_not(operator: str, value: Any, known: str, *, holds: bool) -> None:
    found = verdict(allow(Condition={operator: {"acs:Key": value}}), acs_Key=known)
    assert (found is Verdict.ALLOWED) == holds


def test_all_keys_and_all_operators_must_hold() -> None:
    both = {"Bool": {"acs:A": "true"}, "StringEquals": {"acs:B": "b", "acs:C": "c"}}
    assert verdict(allow(Condition=both), acs_A="true", acs_B="b", acs_C="c") is Verdict.ALLOWED
    for missing in ({"acs_B": "x"}, {"acs_C": "x"}, {"acs_A": "false"}):
        known = {"acs_A": "true", "acs_B": "b", "acs_C": "c", **missing}
        assert verdict(allow(Condition=both), **known) is Verdict.UNMENTIONED


def test_a_key_of_which_nothing_is_known_meets_no_operator() -> None:
    for operator in ("StringEquals", "StringNotEquals"):
        rule = allow(Condition={operator: {"acs:Other": "x"}})
        assert verdict(rule) is Verdict.UNMENTIONED


def test_condition_keys_are_named_in_any_case() -> None:
    rule = allow(Condition={"Bool": {"ACS:secureTransport": "false"}})
    assert verdict(rule, acs_SecureTransport="false") is Verdict.ALLOWED


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not JSON"),
        ("[" * 6000, "too deeply"),
        ("[" * 500, "not JSON"),
        ("[]", "exactly Version and Statement"),
        ('{"Version": "1"}', "exactly Version and Statement"),
        ('{"Version": "2012-10-17", "Statement": [{}]}', "Version"),
        ('{"Version": "1", "Statement": []}', "Statement"),
        ('{"Version": "1", "Statement": {"Effect": "Allow"}}', "Statement"),
        ('{"Version": "1", "Statement": ["x"]}', "no object"),
        (policy(allow(Effect="allow")), "Effect"),
        (policy(allow(Action=[])), "Action"),
        (policy(allow(Action="GetObject")), "'GetObject'"),
        (policy(allow(NotAction="oss:*")), "either Action or NotAction"),
        (policy({"Effect": "Allow", "Action": "oss:*"}), "either Resource or NotResource"),
        (policy(allow(Resource="shop/*")), "no resource name"),
        (policy(allow(Resource="arn:aws:s3:::shop/*")), "no resource name"),
        (policy(allow(Principal="*")), "no element Principal"),
        (policy(allow(Sid="x")), "no element Sid"),
        (policy(allow(Condition={"Null": {"acs:A": "true"}})), "'Null'"),
        (policy(allow(Condition={"Bool": {}})), "no keys"),
        (policy(allow(Condition={"Bool": {"acs:A": "yes"}})), "'yes'"),
        (policy(allow(Condition={"IpAddress": {"acs:A": "here"}})), "here"),
        (policy(allow(Condition={"DateLessThan": {"acs:A": "2026-01-01T00:00:00"}})), "no offset"),
        (policy(allow(Condition={"NumericEquals": {"acs:A": "one"}})), "'one'"),
        (policy(allow(Condition={"NumericLessThan": {"acs:A": "NaN"}})), "'NaN' is no number"),
        (policy(allow(Condition={"NumericLessThan": {"acs:A": "Infinity"}})), "'Infinity'"),
        (policy(allow(Condition={"StringEquals": {"acs:A": [{}]}})), "no words"),
        (policy(allow(Condition=[])), "Condition"),
    ],
)
def test_what_is_no_policy_is_refused_with_its_fault(text: str, why: str) -> None:
    with pytest.raises(MalformedPolicyError, match=why):
        parse_policy(text)


def trust(**changes: Any) -> dict[str, Any]:
    services = {"Service": ["fc.aliyuncs.com"]}
    return {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": services, **changes}


FC = ("Service", "fc.aliyuncs.com")


def test_a_trust_policy_names_who_may_take_the_role_on() -> None:
    ask = Access("sts:AssumeRole", "acs:ram::1:role/r")
    fc_only = parse_trust(policy(trust()))
    assert trusts(fc_only, [FC], ask) is Verdict.ALLOWED
    assert trusts(fc_only, [("Service", "ecs.aliyuncs.com")], ask) is Verdict.UNMENTIONED
    assert trusts(fc_only, [("RAM", "fc.aliyuncs.com")], ask) is Verdict.UNMENTIONED
    revoked = parse_trust(policy(trust(), trust(Effect="Deny")))
    assert trusts(revoked, [FC], ask) is Verdict.DENIED


@pytest.mark.parametrize(
    "changes",
    [
        {"Action": "sts:*"},
        {"Principal": "*"},
        {"Principal": {"Everybody": "*"}},
        {"Principal": {}},
        {"Resource": "*"},
    ],
)
def test_what_is_no_trust_policy_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedPolicyError):
        parse_trust(policy(trust(**changes)))
