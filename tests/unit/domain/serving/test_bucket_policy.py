"""The statement that denies plain HTTP, in policies that others wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certbind.domain.serving.bucket_policy import (
    UnreadablePolicyError,
    denies_otherwise,
    denies_plain_http,
    denying,
    without_denial,
)

BUCKET = "assets"
READ = {
    "Effect": "Allow",
    "Action": ["oss:GetObject"],
    "Principal": ["3017"],
    "Resource": ["acs:oss:*:*:assets/*"],
}
OURS = json.loads(denying(None, BUCKET))["Statement"][0]


def policy(*statements: object, **more: Any) -> str:
    return json.dumps({"Version": "1", "Statement": list(statements), **more})


def test_where_there_was_none_it_stands_alone_and_goes_whole() -> None:
    made = denying(None, BUCKET)
    assert json.loads(made) == {"Version": "1", "Statement": [OURS]}
    assert OURS["Condition"] == {"Bool": {"acs:SecureTransport": ["false"]}}
    assert OURS["Resource"] == ["acs:oss:*:*:assets", "acs:oss:*:*:assets/*"]
    assert without_denial(made, BUCKET) is None


def test_it_is_put_after_what_stands_and_taken_out_alone() -> None:
    made = denying(policy(READ, Id="x"), BUCKET)
    assert json.loads(made) == {"Version": "1", "Id": "x", "Statement": [READ, OURS]}
    left = without_denial(made, BUCKET)
    assert left is not None
    assert json.loads(left)["Statement"] == [READ]


@pytest.mark.parametrize(
    "one",
    [
        OURS,
        {**OURS, "Sid": "https-only"},
        {**OURS, "Principal": "*", "Action": "oss:*"},
        {**OURS, "Condition": {"Bool": {"acs:SecureTransport": "false"}}},
        {**OURS, "Condition": {"Bool": {"acs:SecureTransport": [False]}}},
    ],
)
def test_what_says_the_same_is_ours_in_whatever_form(one: dict[str, Any]) -> None:
    text = policy(READ, one)
    assert denying(text, BUCKET) == text
    assert denies_plain_http(text, BUCKET)
    assert not denies_otherwise(text, BUCKET)


@pytest.mark.parametrize(
    "one",
    [
        {**OURS, "Effect": "Allow"},
        {**OURS, "Action": ["oss:GetObject"]},
        {**OURS, "Resource": ["acs:oss:*:*:assets/private/*"]},
        {**OURS, "Condition": {"Bool": {"acs:SecureTransport": ["true"]}}},
        {**OURS, "Condition": {"StringEquals": {"acs:SecureTransport": ["false"]}}},
        {**OURS, "Condition": []},
        {**OURS, "NotResource": []},
        READ,
    ],
)
def test_what_says_less_or_something_else_is_not(one: dict[str, Any]) -> None:
    text = policy(one)
    assert not denies_plain_http(text, BUCKET)
    assert without_denial(text, BUCKET) == text
    assert json.loads(denying(text, BUCKET))["Statement"] == [one, OURS]


def test_another_denial_of_plain_http_is_told() -> None:
    narrow = {**OURS, "Resource": ["acs:oss:*:*:assets/private/*"]}
    assert denies_otherwise(policy(narrow, OURS), BUCKET)
    assert not denies_otherwise(policy({**narrow, "Effect": "Allow"}), BUCKET)
    assert not denies_otherwise(None, BUCKET)
    assert not denies_plain_http(None, BUCKET)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "[" * 100_000,
        '{"Version":"1","Version":"1","Statement":[]}',
        '{"Version":"2","Statement":[]}',
        '{"Version":"1"}',
        '{"Version":"1","Statement":{}}',
        policy("all"),
        policy({"Effect": "Maybe"}),
    ],
)
def test_what_is_not_understood_is_never_replaced(text: str) -> None:
    for change in (denying, without_denial, denies_otherwise, denies_plain_http):
        with pytest.raises(UnreadablePolicyError):
            change(text, BUCKET)


statements = st.sampled_from([READ, OURS, {**OURS, "Action": ["oss:GetObject"]}])


@given(st.lists(statements, max_size=4))
def test_in_and_out_again_leaves_what_others_wrote(others: list[dict[str, Any]]) -> None:
    rest = [one for one in others if one != OURS]
    made = denying(policy(*others), BUCKET)
    assert denying(made, BUCKET) == made
    left = without_denial(made, BUCKET)
    assert (json.loads(left)["Statement"] if left else []) == rest
