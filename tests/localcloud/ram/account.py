"""A whole account with strict roles, called as clients call it: SDKs over HTTP."""

from __future__ import annotations

import json
from typing import Any

import oss2
import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from localcloud.calls import Call
from localcloud.credentials import AccessKey
from localcloud.world import LocalCloud

VERSIONS = {
    "RAM": "2015-05-01",
    "STS": "2015-04-01",
    "CAS": "2020-04-07",
    "CDN": "2018-05-10",
}


def policy(*grants: tuple[str, str], effect: Any = "Allow", **condition: Any) -> str:
    """A document of (action, resource) pairs, all under one condition."""
    statements = [
        {
            "Effect": effect,
            "Action": action,
            "Resource": resource,
            **({"Condition": condition} if condition else {}),
        }
        for action, resource in grants
    ]
    return json.dumps({"Version": "1", "Statement": statements})


def trust(*, effect: Any = "Allow", condition: Any = None, **principals: str) -> str:
    """A trust policy for these principals."""
    statement: dict[str, Any] = {
        "Effect": effect,
        "Action": "sts:AssumeRole",
        "Principal": {kind: [name] for kind, name in principals.items()},
    }
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "1", "Statement": [statement]})


class Account:
    """The world and its clients."""

    def __init__(self, world: LocalCloud) -> None:
        self.world = world
        self.id = world.kernel.credentials.account_id
        self.root = world.kernel.credentials.root

    def user(self, *documents: str, name: str = "ann") -> AccessKey:
        return self.world.ram.create_user(name, documents)

    def holder(self, *documents: str, role: str = "worker") -> AccessKey:
        """A key of a role with exactly these policies."""
        self.world.ram.set_role(role, documents)
        return self.world.kernel.credentials.issue_role_key(f"{role}/c-1")

    def call(self, product: str, action: str, key: Any = None, **parameters: Any) -> Any:
        """The answer of an RPC action; ServerException for a refusal."""
        key = key or self.root
        if key.token:
            credential = StsTokenCredential(key.key_id, key.secret, key.token)
            client = AcsClient(region_id="cn-hangzhou", credential=credential)
        else:
            client = AcsClient(key.key_id, key.secret, "cn-hangzhou")
        endpoint = self.world.env()[f"{product}_ENDPOINT"].removeprefix("http://")
        request = CommonRequest(domain=endpoint, version=VERSIONS[product], action_name=action)
        request.set_method("POST")
        for name, value in parameters.items():
            request.add_query_param(name, value)
        return json.loads(client.do_action_with_exception(request))

    def refused(
        self, product: str, action: str, key: Any = None, **parameters: Any
    ) -> tuple[int, str]:
        """Status and code."""
        try:
            answer = self.call(product, action, key, **parameters)
        except ServerException as error:
            return int(error.get_http_status()), str(error.get_error_code())
        raise AssertionError(f"not refused: {sorted(answer)}")

    def bucket(self, name: str, key: AccessKey) -> Any:
        auth = (
            oss2.StsAuth(key.key_id, key.secret, key.token)
            if key.token
            else oss2.Auth(key.key_id, key.secret)
        )
        return oss2.Bucket(auth, self.world.env()["OSS_ENDPOINT"], name)

    def missing(self) -> list[str]:
        """What RAM missed, oldest first."""
        return [call.missing for call in self.denied()]

    def denied(self) -> list[Call]:
        return [call for call in self.world.kernel.calls.calls() if call.missing]


def oss_refusal(call: Any, *arguments: Any, **parameters: Any) -> Any:
    """The error that OSS answers; a success fails the test."""
    with pytest.raises(oss2.exceptions.OssError) as caught:
        call(*arguments, **parameters)
    return caught.value
