"""Who the credentials belong to (STS, GetCallerIdentity)."""

from __future__ import annotations

from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.domain.deployment.surroundings import Caller

VERSION = "2015-04-01"


def read_caller(api: OpenApi, retry: Retry) -> Caller:
    """The caller; needs no permission. PermissionDeniedError when the key is not accepted.

    api: an OpenApi of service `sts`.
    """
    answer = retry.call(
        lambda: api.call(unlisted_request("Sts", VERSION, "GetCallerIdentity"), {})
    )
    account, kind, arn = (
        str(answer.get(name) or "") for name in ("AccountId", "IdentityType", "Arn")
    )
    if not account or not arn:
        raise api.unreadable("GetCallerIdentity", "no AccountId or Arn")
    return Caller(account, kind, arn)
