"""CreatePolicy and its family, with versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localcloud.services.ram import checks, errors
from localcloud.services.ram.answers import (
    policy_brief,
    policy_whole,
    role_brief,
    version_brief,
    version_whole,
)
from localcloud.services.ram.entities import CUSTOM, StoredPolicy, Version
from localcloud.services.ram.role_actions import page_size
from localcloud.services.ram.store import MOST_VERSIONS, RamStore
from localcloud.services.rpc import Arguments

_ROTATE = "DeleteOldestNonDefaultVersionWhenLimitExceeded"


def create_policy(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """EntityAlreadyExists.Policy, MalformedPolicyDocument."""
    name = checks.policy_name(given.text("PolicyName"))
    document = checks.permission_document(given.text("PolicyDocument"))
    description = checks.description(given.text("Description"))
    with ram.lock:
        if any(policy.name == name for policy in ram.policies()):
            raise errors.already_exists("Policy", "The policy does already EXIST.")
        now = ram.now()
        version = Version("v1", document, now)
        policy = StoredPolicy(name, CUSTOM, description, now, now, "v1", (version,))
        ram.put_policy(policy)
    return {"Policy": {**policy_brief(policy), "CreateDate": now}}


def get_policy(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """With its default version."""
    policy = _policy(ram, given, checks.policy_type(given.text("PolicyType")))
    version = version_whole(policy, policy.version(policy.default))
    return {"Policy": policy_whole(ram, policy), "DefaultPolicyVersion": version}


def delete_policy(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """DeleteConflict while it is attached to a role, or has versions besides the default one."""
    with ram.lock:
        policy = _policy(ram, given)
        if ram.holders(CUSTOM, policy.name):
            # RAM's page has no code for roles; clients of it expect this one (UNCERTAIN).
            message = "The policy CAN NOT been attached to any role while deleting the policy."
            raise errors.conflict("Role.Policy", message)
        if len(policy.versions) > 1 and not given.flag("CascadingDelete"):
            message = "The policy CAN NOT has any version except the default version."
            raise errors.conflict("Policy.Version", message)
        ram.remove_policy(policy.name)
    return {}


def list_policies(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """By pages of MaxItems (100); the marker is the last name of the page before."""
    kind = given.text("PolicyType")
    if kind:
        checks.policy_type(kind)
    rest = [policy for policy in ram.policies(kind) if policy.name > given.text("Marker")]
    shown = rest[: page_size(given)]
    answer: dict[str, Any] = {"IsTruncated": len(rest) > len(shown)}
    if answer["IsTruncated"]:
        answer["Marker"] = shown[-1].name
    return {**answer, "Policies": {"Policy": [policy_whole(ram, policy) for policy in shown]}}


def create_policy_version(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """LimitExceeded.Policy.Version at five, unless RotateStrategy drops the oldest."""
    document = checks.permission_document(given.text("PolicyDocument"))
    strategy = given.text("RotateStrategy", "None")
    if strategy not in ("None", _ROTATE):
        raise errors.invalid("RotateStrategy", 'The parameter - "RotateStrategy" is incorrect.')
    with ram.lock:
        policy = _policy(ram, given)
        kept = list(policy.versions)
        if len(kept) >= MOST_VERSIONS:
            if strategy != _ROTATE:
                message = "The count of policy version beyond the current limits."
                raise errors.limit_exceeded("Policy.Version", message)
            kept.remove(next(v for v in kept if v.id != policy.default))
        version = Version(f"v{policy.next_version}", document, ram.now())
        changed = replace(
            policy,
            versions=(*kept, version),
            next_version=policy.next_version + 1,
            default=version.id if given.flag("SetAsDefault") else policy.default,
            updated=ram.now(),
        )
        ram.put_policy(changed)
    return {"PolicyVersion": version_whole(changed, version)}


def get_policy_version(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """EntityNotExist.Policy.Version."""
    policy = _policy(ram, given, checks.policy_type(given.text("PolicyType")))
    return {"PolicyVersion": version_whole(policy, _version(policy, given))}


def list_policy_versions(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """Oldest first."""
    policy = _policy(ram, given, checks.policy_type(given.text("PolicyType")))
    listed = [version_brief(policy, version) for version in policy.versions]
    return {"PolicyVersions": {"PolicyVersion": listed}}


def set_default_policy_version(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """What is attached speaks with this version from now on."""
    with ram.lock:
        policy = _policy(ram, given)
        version = _version(policy, given)
        ram.put_policy(replace(policy, default=version.id, updated=ram.now()))
    return {}


def delete_policy_version(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """DeleteConflict.Policy.Version.Default."""
    with ram.lock:
        policy = _policy(ram, given)
        version = _version(policy, given)
        if version.id == policy.default:
            message = "The default policy version CAN NOT been deleted directly."
            raise errors.conflict("Policy.Version.Default", message)
        kept = tuple(each for each in policy.versions if each.id != version.id)
        ram.put_policy(replace(policy, versions=kept, updated=ram.now()))
    return {}


def list_entities_for_policy(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """Roles only: there are no groups here, and users hold no attached policies."""
    kind = checks.policy_type(given.text("PolicyType"))
    policy = _policy(ram, given, kind)
    roles = [
        {**role_brief(ram, role), "AttachDate": since}
        for role in ram.holders(kind, policy.name)
        for held_kind, held, since in role.attached
        if (held_kind, held) == (kind, policy.name)
    ]
    return {"Groups": {"Group": []}, "Users": {"User": []}, "Roles": {"Role": roles}}


def _policy(ram: RamStore, given: Arguments, kind: str = CUSTOM) -> StoredPolicy:
    return ram.policy(kind, checks.policy_name(given.text("PolicyName")))


def _version(policy: StoredPolicy, given: Arguments) -> Version:
    try:
        return policy.version(checks.version_id(given.text("VersionId")))
    except LookupError:
        raise errors.no_version() from None
