"""AssumeRole and GetCallerIdentity (their API pages)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from localcloud.gateway import ServiceError
from localcloud.policies import Access, MalformedPolicyError, Verdict, parse_policy, trusts
from localcloud.services.ram.entities import Role
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.permissions import no_permission
from localcloud.services.sts.caller import StsCaller

_ARN = re.compile(r"acs:ram::([0-9]+):role/([A-Za-z0-9.-]{1,64})")
_SESSION = re.compile(r"[A-Za-z0-9.@_-]{2,64}")
_SHORTEST = 900
_POLICY_BYTES = 2048
_DEFAULT_SECONDS = 3600


def assume_role(caller: StsCaller, given: Arguments) -> dict[str, Any]:
    """Order: the parameters, the role, its trust. Expiration is by the world's clock."""
    session = given.text("RoleSessionName")
    if not _SESSION.fullmatch(session):
        raise _invalid("RoleSessionName", "The parameter RoleSessionName is wrongly formed.")
    policy = _session_policy(given.text("Policy"))
    role = _role(caller, given.text("RoleArn"))
    seconds = given.number("DurationSeconds", _DEFAULT_SECONDS)
    if not _SHORTEST <= seconds <= role.session_seconds:
        message = "The Min/Max value of DurationSeconds is 15min/MaxSessionDuration."
        raise _invalid("DurationSeconds", message)
    _require_trust(caller, role, given.text("ExternalId"))
    key = caller.ram.credentials.issue_role_key(
        f"{role.name.lower()}/{session}",
        lifetime=timedelta(seconds=seconds),
        session_policy=policy,
    )
    assert key.expires is not None  # noqa: S101 - a role's key always has an end
    return {
        "Credentials": {
            "AccessKeyId": key.key_id,
            "AccessKeySecret": key.secret,
            "SecurityToken": key.token,
            "Expiration": key.expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "AssumedRoleUser": {
            "Arn": f"acs:ram::{caller.ram.account}:role/{role.name.lower()}/{session}",
            "AssumedRoleId": f"{role.id}:{session}",
        },
    }


def get_caller_identity(caller: StsCaller, given: Arguments) -> dict[str, Any]:  # noqa: ARG001
    """Needs no permission."""
    account, principal = caller.ram.account, caller.principal
    if principal.kind == "user":
        user = caller.ram.find_user(principal.name)
        number = user.id if user else ""
        arn = f"acs:ram::{account}:user/{principal.name}"
        return _identity(account, "RAMUser", arn, number, UserId=number)
    if principal.kind == "role":
        role = caller.ram.find_role(principal.name)
        number = role.id if role else ""
        session = principal.session or principal.name
        arn = f"acs:ram::{account}:assumed-role/{principal.name}/{session}"
        return _identity(account, "AssumedRoleUser", arn, f"{number}:{session}", RoleId=number)
    return _identity(account, "Account", f"acs:ram::{account}:root", account, UserId=account)


def _identity(account: str, kind: str, arn: str, number: str, **own: str) -> dict[str, Any]:
    return {"AccountId": account, "IdentityType": kind, "Arn": arn, "PrincipalId": number, **own}


def _role(caller: StsCaller, arn: str) -> Role:
    match = _ARN.fullmatch(arn)
    if match is None:
        raise _invalid("RoleArn", "The parameter RoleArn is wrongly formed.")
    # Another account's roles are not here; that account would refuse ours, unless it trusts it.
    role = caller.ram.find_role(match[2]) if match[1] == caller.ram.account else None
    if role is None:
        raise ServiceError(404, "EntityNotExist.Role", f"The role not exists: {arn}")
    return role


def _require_trust(caller: StsCaller, role: Role, external_id: str) -> None:
    if caller.principal.kind == "root":
        raise ServiceError(403, "NoPermission", "Roles may not be assumed by root accounts.")
    trust = caller.ram.trust_of(role.name)
    assert trust is not None  # noqa: S101 - the role was found
    context = dict(caller.context)
    if external_id:
        context["sts:ExternalId"] = external_id
    access = Access("sts:AssumeRole", role.arn(caller.ram.account), context)
    if trusts(trust, caller.is_also(), access) is not Verdict.ALLOWED:
        raise no_permission()


def _session_policy(text: str) -> str:
    if not text:
        return ""
    if len(text.encode()) > _POLICY_BYTES:
        raise _invalid("PolicySize", f"The size of Policy must be smaller than {_POLICY_BYTES}.")
    try:
        parse_policy(text)
    except MalformedPolicyError as error:
        message = "The parameter Policy has not passed grammar check."
        raise _invalid("PolicyGrammar", message) from error
    return text


def _invalid(what: str, message: str) -> ServiceError:
    return ServiceError(400, f"InvalidParameter.{what}", message)
