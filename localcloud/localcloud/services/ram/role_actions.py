"""CreateRole and its family."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localcloud.services.ram import checks, errors
from localcloud.services.ram.answers import policy_brief, role_brief, role_whole
from localcloud.services.ram.entities import Role
from localcloud.services.ram.store import MOST_ATTACHED, RamStore
from localcloud.services.rpc import Arguments

_MOST_ITEMS = 1000


def create_role(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """EntityAlreadyExists.Role, MalformedPolicyDocument."""
    name = checks.role_name(given.text("RoleName"))
    trust = checks.trust_document(given.text("AssumeRolePolicyDocument"))
    description = checks.description(given.text("Description"))
    seconds = checks.session_seconds(given.number("MaxSessionDuration", 3600))
    with ram.lock:
        if ram.find_role(name) is not None:
            raise errors.already_exists("Role", "The role does already EXIST.")
        now = ram.now()
        role = Role(name, ram.new_id(), description, trust, now, now, seconds)
        return role_whole(ram, ram.put_role(role))


def get_role(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """EntityNotExist.Role."""
    return role_whole(ram, _role(ram, given))


def update_role(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """What is not given stays."""
    with ram.lock:
        role = _role(ram, given)
        trust = given.text("NewAssumeRolePolicyDocument", role.trust)
        seconds = given.number("NewMaxSessionDuration", role.session_seconds)
        changed = replace(
            role,
            trust=checks.trust_document(trust, "NewAssumeRolePolicyDocument"),
            description=checks.description(given.text("NewDescription", role.description)),
            session_seconds=checks.session_seconds(seconds, "NewMaxSessionDuration"),
            updated=ram.now(),
        )
        return role_whole(ram, ram.put_role(changed))


def delete_role(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """DeleteConflict.Role.Policy while policies are attached."""
    with ram.lock:
        role = _role(ram, given)
        if role.attached:
            message = "The role CAN NOT has any attached policy while deleting the role."
            raise errors.conflict("Role.Policy", message)
        ram.remove_role(role.name)
    return {}


def list_roles(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """By pages of MaxItems (100); the marker is the last name of the page before."""
    rest = [r for r in ram.roles() if r.name.lower() > given.text("Marker").lower()]
    shown = rest[: page_size(given)]
    answer: dict[str, Any] = {"IsTruncated": len(rest) > len(shown)}
    if answer["IsTruncated"]:
        answer["Marker"] = shown[-1].name
    return {**answer, "Roles": {"Role": [role_brief(ram, role) for role in shown]}}


def attach_policy_to_role(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """EntityAlreadyExists.Role.Policy, LimitExceeded.Role.Policy."""
    kind = checks.policy_type(given.text("PolicyType"))
    with ram.lock:
        policy = ram.policy(kind, checks.policy_name(given.text("PolicyName")))
        role = _role(ram, given)
        if role.holds(kind, policy.name):
            raise errors.already_exists("Role.Policy", "The role policy does already EXIST.")
        if sum(k == kind for k, _, _ in role.attached) >= MOST_ATTACHED[kind]:
            message = "The count of policies attached to the role beyond the current limits."
            raise errors.limit_exceeded("Role.Policy", message)
        attached = (*role.attached, (kind, policy.name, ram.now()))
        ram.put_role(replace(role, attached=attached))
    return {}


def detach_policy_from_role(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """EntityNotExist.Role.Policy."""
    kind = checks.policy_type(given.text("PolicyType"))
    name = checks.policy_name(given.text("PolicyName"))
    with ram.lock:
        role = _role(ram, given)
        if not role.holds(kind, name):
            message = "The indicate policy attached to the role does not exist."
            raise errors.not_exist("Role.Policy", message)
        kept = tuple(each for each in role.attached if each[:2] != (kind, name))
        ram.put_role(replace(role, attached=kept))
    return {}


def list_policies_for_role(ram: RamStore, given: Arguments) -> dict[str, Any]:
    """In the order of attaching."""
    with ram.lock:
        attached = _role(ram, given).attached
        listed = [
            {**policy_brief(ram.policy(kind, name)), "AttachDate": since}
            for kind, name, since in attached
        ]
    return {"Policies": {"Policy": listed}}


def page_size(given: Arguments) -> int:
    """MaxItems, 1 to 1000."""
    size = given.number("MaxItems", 100)
    if not 1 <= size <= _MOST_ITEMS:
        raise errors.invalid("MaxItems", 'The parameter - "MaxItems" is incorrect.')
    return size


def _role(ram: RamStore, given: Arguments) -> Role:
    return ram.role(checks.role_name(given.text("RoleName")))
