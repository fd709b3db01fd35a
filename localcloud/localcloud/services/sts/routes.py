"""The actions of STS 2015-04-01, and which are built."""

from __future__ import annotations

from localcloud.services.rpc import Parameter, ParameterType, Route, table
from localcloud.services.sts.assume import assume_role, get_caller_identity
from localcloud.services.sts.caller import StsCaller

ACTIONS = frozenset(
    {"AssumeRole", "AssumeRoleWithOIDC", "AssumeRoleWithSAML", "GetCallerIdentity"}
)

ROUTES: dict[str, Route[StsCaller]] = table(
    [
        Route(
            "AssumeRole",
            (
                Parameter("RoleArn", required=True),
                Parameter("RoleSessionName", required=True),
                Parameter("DurationSeconds", ParameterType.LONG),
                Parameter("Policy"),
                Parameter("ExternalId"),
                Parameter("SourceIdentity"),
            ),
            assume_role,
            subject="RoleArn",
        ),
        Route("GetCallerIdentity", (), get_caller_identity),
    ]
)
