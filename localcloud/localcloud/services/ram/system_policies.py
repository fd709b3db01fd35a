"""The system policies that are here: those of the products that are here.

Their documents are reduced to these products' prefixes; the real ones grant some more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from localcloud.services.ram.entities import SYSTEM, StoredPolicy, Version

_SINCE = "2015-04-28T17:12:35Z"
_ACTIONS: Mapping[str, str | list[str]] = {
    "AdministratorAccess": "*",
    "AliyunCDNFullAccess": "cdn:*",
    "AliyunCDNReadOnlyAccess": "cdn:Describe*",
    "AliyunMNSFullAccess": "mns:*",
    "AliyunOSSFullAccess": "oss:*",
    "AliyunOSSReadOnlyAccess": ["oss:Get*", "oss:List*"],
    "AliyunRAMFullAccess": ["ram:*", "sts:*"],
    "AliyunSTSAssumeRoleAccess": "sts:AssumeRole",
    "AliyunYundunCertFullAccess": "yundun-cert:*",
    "AliyunYundunCertReadOnlyAccess": [
        "yundun-cert:Describe*",
        "yundun-cert:Get*",
        "yundun-cert:List*",
    ],
}


def system_policies() -> dict[str, StoredPolicy]:
    """By name."""
    return {name: _policy(name, actions) for name, actions in _ACTIONS.items()}


def _policy(name: str, actions: str | list[str]) -> StoredPolicy:
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    document = json.dumps({"Version": "1", "Statement": [statement]})
    version = Version("v1", document, _SINCE)
    return StoredPolicy(name, SYSTEM, "", _SINCE, _SINCE, "v1", (version,))
