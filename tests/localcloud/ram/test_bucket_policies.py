"""A bucket's own policy beside those of a role or a user."""

from __future__ import annotations

import json

from tests.localcloud.ram.account import Account, oss_refusal, policy


def bucket_policy(account: Account, effect: str, principal: str = "") -> str:
    statement = {
        "Effect": effect,
        "Action": ["oss:GetObject"],
        "Principal": [principal or f"arn:sts::{account.id}:assumed-role/worker/*"],
        "Resource": [f"acs:oss:*:{account.id}:shop/*"],
    }
    return json.dumps({"Version": "1", "Statement": [statement]})


def test_a_bucket_s_policy_may_grant_what_the_role_s_does_not_mention(shop: Account) -> None:
    root = shop.bucket("shop", shop.root)
    bucket = shop.bucket("shop", shop.holder())
    assert oss_refusal(bucket.get_object, "a/b").ec == "0003-00000001"
    root.put_bucket_policy(bucket_policy(shop, "Allow"))
    assert bucket.get_object("a/b").read() == b"1"
    assert oss_refusal(bucket.put_object, "a/b", b"2").ec == "0003-00000001"
    deny = policy(("oss:GetObject", "*"), effect="Deny")
    assert (
        oss_refusal(shop.bucket("shop", shop.holder(deny)).get_object, "a/b").ec == "0003-00000201"
    )


def test_a_bucket_s_policy_may_deny_what_the_role_s_allows(shop: Account) -> None:
    shop.bucket("shop", shop.root).put_bucket_policy(bucket_policy(shop, "Deny"))
    bucket = shop.bucket("shop", shop.holder(policy(("oss:*", "*"))))
    assert oss_refusal(bucket.get_object, "a/b").ec == "0003-00000101"


def test_a_bucket_s_policy_may_deny_one_session_or_one_user(shop: Account) -> None:
    everything = policy(("oss:*", "*"))
    session, ann = shop.holder(everything), shop.user(everything)
    user = shop.world.ram.find_user("ann")
    assert user is not None
    for key, denied in (
        (session, f"arn:sts::{shop.id}:assumed-role/worker/c-1"),
        (ann, user.id),
    ):
        assert shop.bucket("shop", key).get_object("a/b").read() == b"1"
        shop.bucket("shop", shop.root).put_bucket_policy(bucket_policy(shop, "Deny", denied))
        assert oss_refusal(shop.bucket("shop", key).get_object, "a/b").ec == "0003-00000101"
