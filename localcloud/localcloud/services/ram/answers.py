"""Roles and policies as RAM's answers show them."""

from __future__ import annotations

from typing import Any

from localcloud.services.ram.entities import Role, StoredPolicy, Version
from localcloud.services.ram.store import RamStore


def role_brief(ram: RamStore, role: Role) -> dict[str, Any]:
    """In a list: without the trust policy."""
    return {
        "RoleId": role.id,
        "RoleName": role.name,
        "Arn": role.arn(ram.account),
        "Description": role.description,
        "CreateDate": role.created,
        "UpdateDate": role.updated,
        "MaxSessionDuration": role.session_seconds,
    }


def role_whole(ram: RamStore, role: Role) -> dict[str, Any]:
    """Alone."""
    return {"Role": {**role_brief(ram, role), "AssumeRolePolicyDocument": role.trust}}


def policy_brief(policy: StoredPolicy) -> dict[str, Any]:
    """What every answer about a policy says."""
    return {
        "PolicyName": policy.name,
        "PolicyType": policy.kind,
        "Description": policy.description,
        "DefaultVersion": policy.default,
    }


def policy_whole(ram: RamStore, policy: StoredPolicy) -> dict[str, Any]:
    """With its dates and how often it is attached."""
    return {
        **policy_brief(policy),
        "CreateDate": policy.created,
        "UpdateDate": policy.updated,
        "AttachmentCount": len(ram.holders(policy.kind, policy.name)),
    }


def version_brief(policy: StoredPolicy, version: Version) -> dict[str, Any]:
    """In a list: without the document."""
    return {
        "VersionId": version.id,
        "IsDefaultVersion": version.id == policy.default,
        "CreateDate": version.created,
    }


def version_whole(policy: StoredPolicy, version: Version) -> dict[str, Any]:
    """With the document as it was sent."""
    return {**version_brief(policy, version), "PolicyDocument": version.document}
