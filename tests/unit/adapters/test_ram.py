"""A creation that finds the name taken: by itself, after a lost answer, or by another hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from certbind.adapters.calls.retry import Deadline, Retry
from certbind.adapters.ram.keeper import RamRoles
from certbind.errors import ConflictError, QuotaError
from tests.unit.adapters.rpc_server import Params, RpcServer

DOCUMENT = json.dumps({"Version": "1", "Statement": []})
ROLE = {"AssumeRolePolicyDocument": DOCUMENT}
OURS = "made by certbind setup"


def make_role(roles: RamRoles) -> None:
    roles.create_role("certbind-watch", {}, OURS)


def make_policy(roles: RamRoles) -> None:
    roles.create_policy("certbind-watch", {}, OURS)


def taken(server: RpcServer, description: str | None) -> RamRoles:
    """RAM where both names are taken, by what has this description; None: gone again."""

    def refused(status: int, code: str) -> Callable[[Params], Any]:
        def answer(_: Params) -> Any:
            server.status = status
            return {"Code": code, "Message": "no", "RequestId": "1"}

        return answer

    def said(answer: Any) -> Callable[[Params], Any]:
        def answer_it(_: Params) -> Any:
            server.status = 200
            return answer

        return answer_it

    policy = {
        "Policy": {"Description": description},
        "DefaultPolicyVersion": {"PolicyDocument": DOCUMENT},
    }
    server.answers = {
        "CreateRole": refused(409, "EntityAlreadyExists.Role"),
        "CreatePolicy": refused(409, "EntityAlreadyExists.Policy"),
        "GetRole": said({"Role": {**ROLE, "Description": description}}),
        "ListPoliciesForRole": said({"Policies": {"Policy": []}}),
        "GetPolicy": said(policy),
    }
    if description is None:
        server.answers["GetRole"] = refused(404, "EntityNotExist.Role")
        server.answers["GetPolicy"] = refused(404, "EntityNotExist.Policy")
    return RamRoles(server.api("ram"), Retry(Deadline(60), attempts=1))


@pytest.mark.parametrize("make", [make_role, make_policy])
def test_what_was_made_before_its_answer_was_lost_is_ours(
    server: RpcServer, make: Callable[[RamRoles], None]
) -> None:
    make(taken(server, OURS))


@pytest.mark.parametrize("description", ["somebody else's", "", None])
@pytest.mark.parametrize("make", [make_role, make_policy])
def test_what_another_hand_made_under_the_name_is_not_taken_over(
    server: RpcServer, make: Callable[[RamRoles], None], description: str | None
) -> None:
    with pytest.raises(ConflictError, match=r"certbind-watch: ram Create.*EntityAlreadyExists"):
        make(taken(server, description))


@pytest.mark.parametrize(
    ("code", "is_done"),
    [("EntityAlreadyExists.Role.Policy", True), ("LimitExceeded.Role.Policy", False)],
)
def test_only_a_policy_that_is_attached_already_counts_as_attached(
    server: RpcServer, code: str, *, is_done: bool
) -> None:
    server.status = 409
    server.answers["AttachPolicyToRole"] = {"Code": code, "Message": "no", "RequestId": "1"}
    roles = RamRoles(server.api("ram"), Retry(Deadline(60), attempts=1))
    if is_done:
        roles.attach("certbind-watch")
    else:
        with pytest.raises(QuotaError, match="LimitExceeded"):
            roles.attach("certbind-watch")
