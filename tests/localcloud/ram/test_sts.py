"""STS: whose a key is, and keys for a time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from localcloud.credentials import AccessKey
from localcloud.services.ram import RamStore
from tests.localcloud.ram.account import Account, policy, trust

MAY_ASSUME = policy(("sts:AssumeRole", "*"))
LIST = ("cdn:DescribeUserDomains", "*")


def make_role(account: Account, name: str, document: str, trusting: str) -> str:
    """Its ARN."""
    account.world.ram.set_role(name, [document])
    account.call("RAM", "UpdateRole", RoleName=name, NewAssumeRolePolicyDocument=trusting)
    return f"acs:ram::{account.id}:role/{name}"


def account_root(account: Account) -> str:
    return trust(RAM=f"acs:ram::{account.id}:root")


def key_of(account: Account, answer: dict[str, Any]) -> AccessKey:
    given = answer["Credentials"]
    found = account.world.kernel.credentials.find(given["AccessKeyId"])
    assert found is not None
    assert (found.secret, found.token) == (given["AccessKeySecret"], given["SecurityToken"])
    return found


def test_everybody_may_ask_who_they_are(account: Account) -> None:
    root = account.call("STS", "GetCallerIdentity")
    assert (root["IdentityType"], root["AccountId"]) == ("Account", account.id)
    user = account.call("STS", "GetCallerIdentity", account.user())
    assert (user["IdentityType"], user["Arn"]) == ("RAMUser", f"acs:ram::{account.id}:user/ann")
    role = account.call("STS", "GetCallerIdentity", account.holder())
    assert role["IdentityType"] == "AssumedRoleUser"
    assert role["Arn"] == f"acs:ram::{account.id}:assumed-role/worker/c-1"
    assert role["PrincipalId"] == f"{role['RoleId']}:c-1"


def test_a_role_is_taken_on_and_its_policies_judge(account: Account) -> None:
    arn = make_role(account, "lister", policy(LIST), account_root(account))
    user = account.user(MAY_ASSUME)
    assert account.refused("CDN", "DescribeUserDomains", user) == (403, "Forbidden.RAM")
    answer = account.call("STS", "AssumeRole", user, RoleArn=arn, RoleSessionName="s-1")
    assert answer["AssumedRoleUser"]["Arn"] == f"{arn}/s-1"
    key = key_of(account, answer)
    assert account.call("CDN", "DescribeUserDomains", key)["TotalCount"] == 0
    assert account.refused("CAS", "ListUserCertificateOrder", key) == (403, "Forbidden.RAM")


def test_the_caller_needs_the_permission_and_the_role_its_trust(account: Account) -> None:
    trusting = make_role(account, "open", policy(LIST), account_root(account))
    closed = make_role(account, "closed", policy(LIST), trust(Service="fc.aliyuncs.com"))
    session = {"RoleSessionName": "s-1"}
    no = (403, "NoPermission")
    assert account.refused("STS", "AssumeRole", account.user(), RoleArn=trusting, **session) == no
    assert account.missing() == [f"sts:AssumeRole on acs:ram:*:{account.id}:role/open"]
    user = account.user(policy(("sts:AssumeRole", trusting)))
    assert account.call("STS", "AssumeRole", user, RoleArn=trusting, **session)
    user = account.user(MAY_ASSUME)
    assert account.refused("STS", "AssumeRole", user, RoleArn=closed, **session) == no
    assert account.refused("STS", "AssumeRole", RoleArn=trusting, **session) == no  # root


def test_trust_in_one_user_is_not_trust_in_another(account: Account) -> None:
    ann, bob = account.user(MAY_ASSUME), account.user(MAY_ASSUME, name="bob")
    arn = make_role(account, "hers", policy(LIST), trust(RAM=f"acs:ram::{account.id}:user/ann"))
    session = {"RoleArn": arn, "RoleSessionName": "s-1"}
    assert account.call("STS", "AssumeRole", ann, **session)
    assert account.refused("STS", "AssumeRole", bob, **session) == (403, "NoPermission")


def test_an_external_id_may_be_asked_for(account: Account) -> None:
    wanted = {"StringEquals": {"sts:ExternalId": "abc"}}
    trusting = trust(RAM=f"acs:ram::{account.id}:root", condition=wanted)
    arn = make_role(account, "guest", policy(LIST), trusting)
    session = {"RoleArn": arn, "RoleSessionName": "s-1"}
    user = account.user(MAY_ASSUME)
    assert account.refused("STS", "AssumeRole", user, **session) == (403, "NoPermission")
    assert account.call("STS", "AssumeRole", user, ExternalId="abc", **session)


def test_a_session_policy_narrows_and_never_widens(account: Account) -> None:
    document = json.dumps(
        {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cdn:*", "Resource": "*"}]}
    )
    arn = make_role(account, "cdn", document, account_root(account))
    user = account.user(MAY_ASSUME)
    session = {"RoleArn": arn, "RoleSessionName": "s-1"}
    both = policy(LIST, ("yundun-cert:ListUserCertificateOrder", "*"))
    key = key_of(account, account.call("STS", "AssumeRole", user, Policy=both, **session))
    assert account.call("CDN", "DescribeUserDomains", key)
    refused = account.refused("CDN", "DescribeCdnHttpsDomainList", key)
    assert refused == (403, "Forbidden.RAM")
    refused = account.refused("CAS", "ListUserCertificateOrder", key)
    assert refused == (403, "Forbidden.RAM")  # the session's policy allows it, the role's not
    assert account.missing() == [
        "cdn:DescribeCdnHttpsDomainList on *",
        "yundun-cert:ListUserCertificateOrder on *",
    ]


def test_credentials_end_by_the_worlds_clock(account: Account) -> None:
    arn = make_role(account, "lister", policy(LIST), account_root(account))
    answer = account.call(
        "STS",
        "AssumeRole",
        account.user(MAY_ASSUME),
        RoleArn=arn,
        RoleSessionName="s-1",
        DurationSeconds=900,
    )
    end = datetime.fromisoformat(answer["Credentials"]["Expiration"].replace("Z", "+00:00"))
    left = end - account.world.clock.now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    key = key_of(account, answer)
    assert account.call("CDN", "DescribeUserDomains", key)
    account.world.advance(timedelta(minutes=15))
    refused = account.refused("CDN", "DescribeUserDomains", key)
    assert refused == (400, "InvalidSecurityToken.Expired")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"RoleArn": "worker"}, (400, "InvalidParameter.RoleArn")),
        ({"RoleArn": "acs:ram::1:role/worker"}, (404, "EntityNotExist.Role")),
        ({"RoleSessionName": "a b"}, (400, "InvalidParameter.RoleSessionName")),
        ({"RoleSessionName": ""}, (400, "MissingRoleSessionName")),
        ({"DurationSeconds": 899}, (400, "InvalidParameter.DurationSeconds")),
        ({"DurationSeconds": 3601}, (400, "InvalidParameter.DurationSeconds")),
        ({"Policy": "{"}, (400, "InvalidParameter.PolicyGrammar")),
        ({"Policy": MAY_ASSUME.ljust(2049)}, (400, "InvalidParameter.PolicySize")),
    ],
)
def test_bad_requests_are_refused(
    account: Account, changes: dict[str, Any], refusal: tuple[int, str]
) -> None:
    arn = make_role(account, "lister", policy(LIST), account_root(account))
    given = {"RoleArn": arn, "RoleSessionName": "s-1", **changes}
    assert account.refused("STS", "AssumeRole", account.user(MAY_ASSUME), **given) == refusal


def test_no_secret_shows_in_a_key_s_repr(account: Account) -> None:
    key = account.holder()
    for secret in (key.secret, key.token):
        assert secret not in repr(key)
    assert isinstance(account.world.ram, RamStore)
