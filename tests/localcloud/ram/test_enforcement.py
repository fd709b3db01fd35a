"""Who is judged, by which policies, and from when; before that, a signature and an action."""

from __future__ import annotations

from localcloud.credentials import AccessKey
from localcloud.world import LocalCloud
from tests.localcloud.ram.account import Account, oss_refusal, policy


def test_root_passes(shop: Account) -> None:
    assert shop.call("CAS", "ListUserCertificateOrder")["TotalCount"] == 0
    assert shop.bucket("shop", shop.root).get_object("a/b").read() == b"1"
    assert shop.missing() == []


def test_a_role_without_policies_may_do_nothing(shop: Account) -> None:
    key = shop.holder()
    assert shop.refused("CAS", "ListUserCertificateOrder", key) == (403, "Forbidden.RAM")
    assert shop.refused("CDN", "DescribeUserDomains", key) == (403, "Forbidden.RAM")
    assert shop.refused("RAM", "ListRoles", key) == (403, "NoPermission")
    error = oss_refusal(shop.bucket("shop", key).get_object, "a/b")
    assert (error.status, error.code, error.ec) == (403, "AccessDenied", "0003-00000001")
    assert "oss:" not in str(error.body)
    assert shop.missing() == [
        "yundun-cert:ListUserCertificateOrder on *",
        "cdn:DescribeUserDomains on *",
        f"ram:ListRoles on acs:ram:*:{shop.id}:role/*",
        f"oss:GetObject on acs:oss:*:{shop.id}:shop/a/b",
    ]
    assert {call.principal for call in shop.denied()} == {"role/worker/c-1"}


def test_a_role_that_was_never_made_may_do_nothing_when_roles_are_strict(shop: Account) -> None:
    key = shop.world.kernel.credentials.issue_role_key("nobody/c-1")
    assert shop.refused("CDN", "DescribeUserDomains", key) == (403, "Forbidden.RAM")


def test_without_strict_roles_only_roles_that_were_made_are_judged() -> None:
    with LocalCloud(delays={"cdn": 0, "oss": 0}) as world:
        account = Account(world)
        key = world.kernel.credentials.issue_role_key("worker/c-1")
        assert account.call("CDN", "DescribeUserDomains", key)["TotalCount"] == 0
        assert world.guard.uses("role/worker") == (("cdn:DescribeUserDomains", "*"),)
        world.ram.set_role("worker", [])
        assert account.refused("CDN", "DescribeUserDomains", key) == (403, "Forbidden.RAM")


def test_policies_work_at_once_for_keys_that_are_out_already(shop: Account) -> None:
    key = shop.holder()
    assert shop.refused("CDN", "DescribeUserDomains", key) == (403, "Forbidden.RAM")
    shop.world.ram.set_role("worker", [policy(("cdn:*", "*"))])
    assert shop.call("CDN", "DescribeUserDomains", key)
    shop.call(
        "RAM",
        "CreatePolicyVersion",
        PolicyName="worker-1",
        PolicyDocument=policy(("oss:*", "*")),
        SetAsDefault="true",
    )
    assert shop.refused("CDN", "DescribeUserDomains", key) == (403, "Forbidden.RAM")


def test_a_user_is_judged_by_its_own_policies(shop: Account) -> None:
    ann = shop.user(policy(("cdn:DescribeUserDomains", "*")))
    assert shop.call("CDN", "DescribeUserDomains", ann)
    assert shop.refused("CAS", "ListUserCertificateOrder", ann) == (403, "Forbidden.RAM")
    assert shop.denied()[0].principal == "user/ann"
    bob = shop.user(name="bob")
    assert shop.refused("CDN", "DescribeUserDomains", bob) == (403, "Forbidden.RAM")


def test_a_bad_signature_is_refused_before_any_permission(shop: Account) -> None:
    key = shop.holder()
    forged = AccessKey(key.key_id, "x" * 44, key.principal, key.token, key.expires)
    refused = shop.refused("CDN", "DescribeUserDomains", forged)
    assert refused == (400, "SignatureDoesNotMatch")
    assert shop.missing() == []


def test_calls_that_nobody_has_ask_for_no_permission(shop: Account) -> None:
    key = shop.holder()
    assert shop.refused("CDN", "DescribeThing", key) == (404, "InvalidApi.NotFound")
    assert shop.refused("CDN", "AddFCTrigger", key) == (501, "NotBuiltInLocalCloud")
    assert shop.missing() == []


def test_a_name_without_end_is_not_kept_whole(shop: Account) -> None:
    key = shop.holder()
    name = "a" * 50_000
    assert shop.refused("RAM", "GetRole", key, RoleName=name) == (403, "NoPermission")
    ((_, used),) = shop.world.guard.uses("role/worker")
    (call,) = shop.denied()
    assert {len(text) for text in (used, call.resource, call.missing)} == {2000}
