"""RAM's actions, in RAM's words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from localcloud.services.ram import Role
from localcloud.world import LocalCloud
from tests.localcloud.ram.account import Account, policy, trust

FC = trust(Service="fc.aliyuncs.com")
READ = policy(("oss:GetObject", "acs:oss:*:*:shop/*"))
WRITE = policy(("oss:PutObject", "acs:oss:*:*:shop/*"))


def make_role(account: Account, name: str = "Worker", **more: Any) -> Any:
    parameters = {"RoleName": name, "AssumeRolePolicyDocument": FC, **more}
    return account.call("RAM", "CreateRole", **parameters)["Role"]


def make_policy(account: Account, name: str = "reader", document: str = READ) -> Any:
    return account.call("RAM", "CreatePolicy", PolicyName=name, PolicyDocument=document)["Policy"]


def attach(account: Account, name: str = "reader", kind: str = "Custom") -> Any:
    return account.call(
        "RAM", "AttachPolicyToRole", PolicyName=name, PolicyType=kind, RoleName="Worker"
    )


def test_a_role_is_made_read_changed_and_deleted(account: Account) -> None:
    made = make_role(account, Description="works", MaxSessionDuration=7200)
    assert made["Arn"] == f"acs:ram::{account.id}:role/worker"
    assert (made["RoleName"], made["MaxSessionDuration"]) == ("Worker", 7200)
    found = account.call("RAM", "GetRole", RoleName="worker")["Role"]
    assert found == made
    assert json.loads(found["AssumeRolePolicyDocument"]) == json.loads(FC)
    other = trust(Service="ecs.aliyuncs.com")
    changed = account.call(
        "RAM", "UpdateRole", RoleName="Worker", NewAssumeRolePolicyDocument=other
    )["Role"]
    assert changed["AssumeRolePolicyDocument"] == other
    assert (changed["Description"], changed["RoleId"]) == ("works", made["RoleId"])
    account.call("RAM", "DeleteRole", RoleName="Worker")
    assert account.refused("RAM", "GetRole", RoleName="Worker") == (404, "EntityNotExist.Role")


def test_a_role_name_is_taken_whatever_its_case(account: Account) -> None:
    make_role(account)
    again = {"RoleName": "WORKER", "AssumeRolePolicyDocument": FC}
    assert account.refused("RAM", "CreateRole", **again) == (409, "EntityAlreadyExists.Role")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"RoleName": "a" * 65}, "InvalidParameter.RoleName.Length"),
        ({"RoleName": ""}, "InvalidParameter.RoleName.Length"),
        ({"RoleName": "a_b"}, "InvalidParameter.RoleName.InvalidChars"),
        ({"AssumeRolePolicyDocument": READ}, "MalformedPolicyDocument"),
        ({"AssumeRolePolicyDocument": "{"}, "MalformedPolicyDocument"),
        (
            {"AssumeRolePolicyDocument": FC + " " * 6144},
            "InvalidParameter.AssumeRolePolicyDocument.Length",
        ),
        ({"MaxSessionDuration": 3599}, "InvalidParameter.MaxSessionDuration"),
        ({"Description": "d" * 1025}, "InvalidParameter.Description.Length"),
    ],
)
def test_a_bad_role_is_refused(account: Account, changes: dict[str, Any], code: str) -> None:
    parameters = {"RoleName": "ok", "AssumeRolePolicyDocument": FC, **changes}
    assert account.refused("RAM", "CreateRole", **parameters) == (400, code)
    assert account.call("RAM", "ListRoles")["Roles"]["Role"] == []


def test_roles_are_listed_by_pages(account: Account) -> None:
    for name in ("c", "a", "b"):
        make_role(account, name)
    first = account.call("RAM", "ListRoles", MaxItems=2)
    assert [role["RoleName"] for role in first["Roles"]["Role"]] == ["a", "b"]
    assert first["IsTruncated"] is True
    second = account.call("RAM", "ListRoles", MaxItems=2, Marker=first["Marker"])
    assert [role["RoleName"] for role in second["Roles"]["Role"]] == ["c"]
    assert second["IsTruncated"] is False
    assert "AssumeRolePolicyDocument" not in second["Roles"]["Role"][0]


def test_a_policy_of_6144_characters_is_taken_and_no_more(account: Account) -> None:
    make_policy(account, document=READ.ljust(6144))
    longer = {"PolicyName": "longer", "PolicyDocument": READ.ljust(6145)}
    found = account.refused("RAM", "CreatePolicy", **longer)
    assert found == (400, "InvalidParameter.PolicyDocument.Length")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"PolicyName": "a_b"}, "InvalidParameter.PolicyName.InvalidChars"),
        ({"PolicyName": "a" * 129}, "InvalidParameter.PolicyName.Length"),
        ({"PolicyDocument": ""}, "InvalidParameter.PolicyDocument.Length"),
        ({"PolicyDocument": FC}, "MalformedPolicyDocument"),
        ({"PolicyDocument": '{"Version": "1"}'}, "MalformedPolicyDocument"),
    ],
)
def test_a_bad_policy_is_refused(account: Account, changes: dict[str, Any], code: str) -> None:
    parameters = {"PolicyName": "ok", "PolicyDocument": READ, **changes}
    assert account.refused("RAM", "CreatePolicy", **parameters) == (400, code)


def test_a_policy_name_is_taken_once_and_not_from_the_system(account: Account) -> None:
    make_policy(account)
    for name in ("reader", "AliyunOSSFullAccess"):
        found = account.refused("RAM", "CreatePolicy", PolicyName=name, PolicyDocument=READ)
        assert found == (409, "EntityAlreadyExists.Policy")


def test_versions_come_are_chosen_and_go(account: Account) -> None:
    make_policy(account)
    for _ in range(4):
        account.call("RAM", "CreatePolicyVersion", PolicyName="reader", PolicyDocument=WRITE)
    sixth = {"PolicyName": "reader", "PolicyDocument": WRITE, "SetAsDefault": "true"}
    found = account.refused("RAM", "CreatePolicyVersion", **sixth)
    assert found == (409, "LimitExceeded.Policy.Version")
    made = account.call(
        "RAM",
        "CreatePolicyVersion",
        RotateStrategy="DeleteOldestNonDefaultVersionWhenLimitExceeded",
        **sixth,
    )["PolicyVersion"]
    assert (made["VersionId"], made["IsDefaultVersion"]) == ("v6", True)
    named = {"PolicyName": "reader", "PolicyType": "Custom"}
    listed = account.call("RAM", "ListPolicyVersions", **named)["PolicyVersions"]["PolicyVersion"]
    assert [version["VersionId"] for version in listed] == ["v1", "v3", "v4", "v5", "v6"]
    account.call("RAM", "SetDefaultPolicyVersion", PolicyName="reader", VersionId="v1")
    whole = account.call("RAM", "GetPolicy", **named)
    assert whole["Policy"]["DefaultVersion"] == "v1"
    assert whole["DefaultPolicyVersion"]["PolicyDocument"] == READ
    version = {"PolicyName": "reader", "VersionId": "v1"}
    found = account.refused("RAM", "DeletePolicyVersion", **version)
    assert found == (409, "DeleteConflict.Policy.Version.Default")
    account.call("RAM", "DeletePolicyVersion", PolicyName="reader", VersionId="v6")
    for action in ("GetPolicyVersion", "SetDefaultPolicyVersion", "DeletePolicyVersion"):
        found = account.refused("RAM", action, VersionId="v6", **named)
        assert found == (404, "EntityNotExist.Policy.Version")
    found = account.refused("RAM", "GetPolicyVersion", VersionId="six", **named)
    assert found == (400, "InvalidParameter.VersionId.Format")


def test_what_is_attached_cannot_be_deleted(account: Account) -> None:
    make_role(account)
    make_policy(account)
    attach(account)
    attach(account, "AliyunCDNFullAccess", "System")
    listed = account.call("RAM", "ListPoliciesForRole", RoleName="Worker")["Policies"]["Policy"]
    assert [(p["PolicyType"], p["PolicyName"]) for p in listed] == [
        ("Custom", "reader"),
        ("System", "AliyunCDNFullAccess"),
    ]
    named = {"PolicyName": "reader", "PolicyType": "Custom"}
    holders = account.call("RAM", "ListEntitiesForPolicy", **named)
    assert [role["RoleName"] for role in holders["Roles"]["Role"]] == ["Worker"]
    assert account.call("RAM", "GetPolicy", **named)["Policy"]["AttachmentCount"] == 1
    conflict = (409, "DeleteConflict.Role.Policy")
    assert account.refused("RAM", "DeleteRole", RoleName="Worker") == conflict
    assert account.refused("RAM", "DeletePolicy", PolicyName="reader") == conflict
    for name, kind in (("reader", "Custom"), ("AliyunCDNFullAccess", "System")):
        account.call(
            "RAM", "DetachPolicyFromRole", PolicyName=name, PolicyType=kind, RoleName="Worker"
        )
    account.call("RAM", "DeletePolicy", PolicyName="reader")
    account.call("RAM", "DeleteRole", RoleName="Worker")


def test_a_policy_with_versions_goes_only_with_all_of_them(account: Account) -> None:
    make_policy(account)
    account.call("RAM", "CreatePolicyVersion", PolicyName="reader", PolicyDocument=WRITE)
    found = account.refused("RAM", "DeletePolicy", PolicyName="reader")
    assert found == (409, "DeleteConflict.Policy.Version")
    account.call("RAM", "DeletePolicy", PolicyName="reader", CascadingDelete="true")
    found = account.refused("RAM", "GetPolicy", PolicyName="reader", PolicyType="Custom")
    assert found == (404, "EntityNotExist.Policy")


def test_attaching_has_its_refusals(account: Account) -> None:
    make_role(account)
    one = {"PolicyName": "p-0", "PolicyType": "Custom", "RoleName": "Worker"}
    refused = account.refused
    assert refused("RAM", "AttachPolicyToRole", **one) == (404, "EntityNotExist.Policy")
    for number in range(6):
        make_policy(account, f"p-{number}")
    nobody = {**one, "RoleName": "Nobody"}
    assert refused("RAM", "AttachPolicyToRole", **nobody) == (404, "EntityNotExist.Role")
    strange = {**one, "PolicyType": "custom"}
    assert refused("RAM", "AttachPolicyToRole", **strange) == (400, "InvalidParameter.PolicyType")
    for number in range(5):
        attach(account, f"p-{number}")
    assert refused("RAM", "AttachPolicyToRole", **one) == (409, "EntityAlreadyExists.Role.Policy")
    sixth = {**one, "PolicyName": "p-5"}
    assert refused("RAM", "AttachPolicyToRole", **sixth) == (409, "LimitExceeded.Role.Policy")
    assert refused("RAM", "DetachPolicyFromRole", **sixth) == (404, "EntityNotExist.Role.Policy")


def test_policies_are_listed_by_type(account: Account) -> None:
    make_policy(account)
    custom = account.call("RAM", "ListPolicies", PolicyType="Custom")["Policies"]["Policy"]
    assert [p["PolicyName"] for p in custom] == ["reader"]
    system = account.call("RAM", "ListPolicies", PolicyType="System")["Policies"]["Policy"]
    assert "AdministratorAccess" in [p["PolicyName"] for p in system]


def test_what_is_not_built_says_so_and_what_ram_lacks_is_not_found(account: Account) -> None:
    assert account.refused("RAM", "CreateUser", UserName="a") == (501, "NotBuiltInLocalCloud")
    assert account.refused("RAM", "CreateThing") == (404, "InvalidApi.NotFound")


def test_roles_and_policies_survive_a_restart(tmp_path: Path) -> None:
    with LocalCloud(tmp_path / "state") as world:
        account = Account(world)
        make_role(account)
        make_policy(account)
        attach(account)
        before = account.call("RAM", "GetRole", RoleName="Worker")["Role"]
        user = account.user(READ)
    with LocalCloud(tmp_path / "state") as world:
        account = Account(world)
        assert account.root.principal == "root"
        assert account.call("RAM", "GetRole", RoleName="Worker")["Role"] == before
        listed = account.call("RAM", "ListPoliciesForRole", RoleName="Worker")
        assert listed["Policies"]["Policy"][0]["PolicyName"] == "reader"
        assert account.call("STS", "GetCallerIdentity", user)["IdentityType"] == "RAMUser"


def test_a_kill_while_a_role_is_set_leaves_it_its_policies(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    ram = account.world.ram
    ram.set_role("worker", [policy(("cdn:*", "*")), policy(("oss:*", "*"))])

    def killed(_role: Role) -> Role:
        raise KeyboardInterrupt

    monkeypatch.setattr(ram, "put_role", killed)
    with pytest.raises(KeyboardInterrupt):
        ram.set_role("worker", [policy(("mns:*", "*"))])
    monkeypatch.undo()
    assert len(ram.policies_of_role("worker") or ()) == 2
    ram.set_role("worker", [policy(("mns:*", "*"))])
    assert len(ram.policies_of_role("worker") or ()) == 1
    assert [each.name for each in ram.policies("Custom")] == ["worker-1"]
