"""Which actions of RAM are built, and what each takes.

The metadata calls no parameter required; RAM itself refuses an absent name as one of a wrong
length. Every action is HTTPS only there; the local cloud speaks plain HTTP on loopback, so this is
not held to. `Tag` is taken and ignored. ListPolicies is not among the metadata that lies beside
the repository; its parameters are those of its page.
"""

from __future__ import annotations

from localcloud.services.ram import policy_actions, role_actions
from localcloud.services.ram.store import RamStore
from localcloud.services.rpc import Parameter, ParameterType, Route, table

_LONG, _INTEGER = ParameterType.LONG, ParameterType.INTEGER
_ROLE, _POLICY, _TYPE = Parameter("RoleName"), Parameter("PolicyName"), Parameter("PolicyType")
_VERSION, _DOCUMENT = Parameter("VersionId"), Parameter("PolicyDocument")
_TAG = Parameter("Tag", ParameterType.JSON)
_PAGE = (Parameter("Marker"), Parameter("MaxItems", _INTEGER))

_ROLE_ROUTES: list[Route[RamStore]] = [
    Route(
        "CreateRole",
        (
            _ROLE,
            Parameter("AssumeRolePolicyDocument"),
            Parameter("Description"),
            Parameter("MaxSessionDuration", _LONG),
            _TAG,
        ),
        role_actions.create_role,
        subject="RoleName",
    ),
    Route("GetRole", (_ROLE,), role_actions.get_role, subject="RoleName"),
    Route(
        "UpdateRole",
        (
            _ROLE,
            Parameter("NewAssumeRolePolicyDocument"),
            Parameter("NewDescription"),
            Parameter("NewMaxSessionDuration", _LONG),
        ),
        role_actions.update_role,
        subject="RoleName",
    ),
    Route("DeleteRole", (_ROLE,), role_actions.delete_role, subject="RoleName"),
    Route("ListRoles", (*_PAGE, _TAG), role_actions.list_roles),
    Route(
        "AttachPolicyToRole",
        (_POLICY, _TYPE, _ROLE),
        role_actions.attach_policy_to_role,
        subject="RoleName",
    ),
    Route(
        "DetachPolicyFromRole",
        (_POLICY, _TYPE, _ROLE),
        role_actions.detach_policy_from_role,
        subject="RoleName",
    ),
    Route(
        "ListPoliciesForRole", (_ROLE,), role_actions.list_policies_for_role, subject="RoleName"
    ),
]

_POLICY_ROUTES: list[Route[RamStore]] = [
    Route(
        "CreatePolicy",
        (_POLICY, _DOCUMENT, Parameter("Description"), _TAG),
        policy_actions.create_policy,
        subject="PolicyName",
    ),
    Route("GetPolicy", (_POLICY, _TYPE), policy_actions.get_policy, subject="PolicyName"),
    Route(
        "DeletePolicy",
        (_POLICY, Parameter("CascadingDelete", ParameterType.BOOLEAN)),
        policy_actions.delete_policy,
        subject="PolicyName",
    ),
    Route("ListPolicies", (_TYPE, *_PAGE, _TAG), policy_actions.list_policies),
    Route(
        "ListEntitiesForPolicy",
        (_POLICY, _TYPE),
        policy_actions.list_entities_for_policy,
        subject="PolicyName",
    ),
    Route(
        "CreatePolicyVersion",
        (
            _POLICY,
            _DOCUMENT,
            Parameter("SetAsDefault", ParameterType.BOOLEAN),
            Parameter("RotateStrategy"),
        ),
        policy_actions.create_policy_version,
        subject="PolicyName",
    ),
    Route(
        "GetPolicyVersion",
        (_POLICY, _TYPE, _VERSION),
        policy_actions.get_policy_version,
        subject="PolicyName",
    ),
    Route(
        "ListPolicyVersions",
        (_POLICY, _TYPE),
        policy_actions.list_policy_versions,
        subject="PolicyName",
    ),
    Route(
        "SetDefaultPolicyVersion",
        (_POLICY, _VERSION),
        policy_actions.set_default_policy_version,
        subject="PolicyName",
    ),
    Route(
        "DeletePolicyVersion",
        (_POLICY, _VERSION),
        policy_actions.delete_policy_version,
        subject="PolicyName",
    ),
]

ROUTES: dict[str, Route[RamStore]] = table([*_ROLE_ROUTES, *_POLICY_ROUTES])
