"""Laws of policies, whatever they say."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from localcloud.policies import Access, MalformedPolicyError, Policy, Verdict, judge, parse_policy
from localcloud.policies.wildcards import fits

ACTIONS = ("oss:GetObject", "oss:PutObject", "cdn:DescribeUserDomains", "mns:SendMessage")
RESOURCES = (
    "*",
    "acs:oss:*:1:shop/a",
    "acs:oss:*:1:shop/b",
    "acs:cdn:*:1:domain/a.example.com",
    "acs:mns:cn-hangzhou:1:/queues/q/messages",
)
CONTEXT = {"acs:SourceIp": "127.0.0.1", "acs:SecureTransport": "false"}
conditions = st.sampled_from(
    [
        {},
        {"Bool": {"acs:SecureTransport": "false"}},
        {"Bool": {"acs:SecureTransport": "true"}},
        {"IpAddress": {"acs:SourceIp": "127.0.0.0/8"}},
        {"NotIpAddress": {"acs:SourceIp": "127.0.0.0/8"}},
        {"StringEquals": {"acs:Nothing": "x"}},
    ]
)
action_patterns = st.sampled_from(["*", "oss:*", "oss:Get*", "cdn:*", "*:Send?essage", *ACTIONS])
resource_patterns = st.sampled_from(
    ["acs:oss:*:*:shop/*", "acs:cdn:*:*:domain/*", "acs:*:*:*:*", *RESOURCES]
)


@st.composite
def statements(draw: st.DrawFn, effect: str = "") -> dict[str, Any]:
    return {
        "Effect": effect or draw(st.sampled_from(["Allow", "Deny"])),
        draw(st.sampled_from(["Action", "NotAction"])): draw(
            st.lists(action_patterns, min_size=1)
        ),
        draw(st.sampled_from(["Resource", "NotResource"])): draw(
            st.lists(resource_patterns, min_size=1)
        ),
        "Condition": draw(conditions),
    }


accesses = st.builds(
    Access, st.sampled_from(ACTIONS), st.sampled_from(RESOURCES), st.just(CONTEXT)
)


def read(listed: list[dict[str, Any]]) -> list[Policy]:
    return [
        parse_policy(json.dumps({"Version": "1", "Statement": [statement]}))
        for statement in listed
    ]


@given(st.lists(statements()), statements("Deny"), accesses)
def test_a_further_deny_never_allows_more(
    listed: list[dict[str, Any]], further: dict[str, Any], access: Access
) -> None:
    before, after = judge(read(listed), access), judge(read([*listed, further]), access)
    assert after is Verdict.DENIED or after is before


@given(st.lists(statements()), statements("Allow"), accesses)
def test_a_further_allow_never_overrules_a_deny_and_takes_nothing_away(
    listed: list[dict[str, Any]], further: dict[str, Any], access: Access
) -> None:
    before, after = judge(read(listed), access), judge(read([*listed, further]), access)
    assert after is before or (before, after) == (Verdict.UNMENTIONED, Verdict.ALLOWED)


@given(st.lists(statements("Deny")), accesses)
def test_without_an_allow_nothing_is_allowed(listed: list[dict[str, Any]], access: Access) -> None:
    assert judge(read(listed), access) is not Verdict.ALLOWED


@given(
    st.lists(statements()).flatmap(lambda s: st.tuples(st.just(s), st.permutations(s))), accesses
)
def test_the_order_and_the_grouping_of_statements_do_not_count(
    both: tuple[list[dict[str, Any]], list[dict[str, Any]]], access: Access
) -> None:
    listed, shuffled = both
    expected = judge(read(listed), access)
    assert judge(read(shuffled), access) is expected
    if shuffled:
        whole = parse_policy(json.dumps({"Version": "1", "Statement": shuffled}))
        assert judge([whole], access) is expected


@given(statements("Allow"), accesses, st.sampled_from([str.lower, str.upper, str.swapcase]))
def test_the_case_of_actions_does_not_count(
    statement: dict[str, Any], access: Access, change: Any
) -> None:
    shouted = Access(change(access.action), access.resource, access.context)
    assert judge(read([statement]), access) is judge(read([statement]), shouted)


@given(st.lists(action_patterns, min_size=1), accesses)
def test_not_action_is_the_complement_of_action(names: list[str], access: Access) -> None:
    base = {"Effect": "Allow", "Resource": "*"}
    one = judge(read([{**base, "Action": names}]), access)
    other = judge(read([{**base, "NotAction": names}]), access)
    assert {one, other} == {Verdict.ALLOWED, Verdict.UNMENTIONED}


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_wildcards_are_what_a_regular_expression_says(pattern: str, text: str) -> None:
    form = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    assert fits(pattern, text) == (re.fullmatch(form, text) is not None)


def test_a_pattern_made_to_be_slow_is_not() -> None:
    assert not fits("*a" * 1000 + "b", "a" * 5000)


@given(
    st.text()
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["Version", "Statement", "Effect", "Action", "Resource", "Condition"]
                )
                | st.text(),
                inner,
            )
        ),
    ).map(json.dumps)
)
def test_any_text_is_a_policy_or_is_refused_as_none(text: str) -> None:
    try:
        parse_policy(text)
    except MalformedPolicyError as error:
        assert str(error)  # noqa: PT017 - both outcomes are right
