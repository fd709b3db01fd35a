"""What OSS checks with RAM, and how it refuses.

Sources: OSS, "RAM policy overview" and the pages of its error codes.
Resources carry no region: `acs:oss:*:<account>:<bucket>[/<key>]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from localcloud import reading
from localcloud.credentials import AccessKey
from localcloud.gateway import Operation
from localcloud.http import Request
from localcloud.permissions import Permission
from localcloud.policies import Verdict
from localcloud.services.oss import errors
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.address import Address, address_of, copy_source
from localcloud.services.oss.deletion import read
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.policy import Access, Effect, parse_policy
from localcloud.services.oss.policy import verdict as bucket_verdict
from localcloud.services.oss.routes import NOT_BUILT, ROUTES, Level

CERTIFICATE_ACTIONS = (
    "yundun-cert:DescribeSSLCertificatePrivateKey",
    "yundun-cert:DescribeSSLCertificatePublicKeyDetail",
    "yundun-cert:CreateSSLCertificate",
)
"""OSS reads the certificate from CAS with the caller's permissions (PutCname page)."""
_LISTINGS = ("ListObjects", "ListObjectsV2")
_NO_RIGHT = "0003-00000001"
_DENIED = "0003-00000201"
_NOT_OWNER = "0003-00000202"


class OssPermissions:
    """Reads the account for bound domains and bucket policies only."""

    def __init__(self, account: OssAccount) -> None:
        self._account = account
        self._actions = {route.action: route.policy_action for route in ROUTES}
        self._levels = {route.action: route.level for route in (*ROUTES, *NOT_BUILT)}

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        """One or more for every operation that is built."""
        action = self._actions.get(operation.action)
        if action is None:
            return ()
        address = address_of(request, self._account.cnames.bucket_of)
        if self._levels[operation.action] is Level.SERVICE:
            return (Permission(action, self._arn("*")),)
        if operation.action == "DeleteMultipleObjects":
            return tuple(self._deletions(request.body, action, address.bucket))
        return (*self._own(request, operation, action, address),)

    def granted_elsewhere(self, request: Request, permission: Permission, key: AccessKey) -> bool:  # noqa: ARG002
        """An Allow of the bucket's policy (a Deny is OSS's own business)."""
        resource = permission.resource.split(":", 4)[-1]
        name = resource.partition("/")[0]
        bucket = next((each for each in self._account.buckets.all() if each.name == name), None)
        if bucket is None or not bucket.policy:
            return False
        owner = self._account.owner_id
        access = Access(
            key.principal, owner, permission.action, resource, secure=False, user_id=key.user_id
        )
        return bucket_verdict(parse_policy(bucket.policy), access) is Effect.ALLOW

    def refusal(self, permission: Permission, verdict: Verdict) -> OssRefusal:
        """403 AccessDenied; the EC tells a Deny (201), no right (001), PutBucket's case (202)."""
        if verdict is Verdict.DENIED:
            return errors.access_denied("Access denied by bucket policy.", _DENIED)
        ec = _NOT_OWNER if permission.action == "oss:PutBucket" else _NO_RIGHT
        text = "You have no right to access this object because of bucket acl."
        return errors.access_denied(text, ec)

    def _own(
        self, request: Request, operation: Operation, action: str, address: Address
    ) -> Iterator[Permission]:
        if operation.action in _LISTINGS:
            query = dict(request.query_pairs())
            context = {
                "oss:Prefix": query.get("prefix", ""),
                "oss:Delimiter": query.get("delimiter", ""),
            }
            yield Permission(action, self._arn(address.bucket), context)
            return
        object_name = "/".join(filter(None, (address.bucket, address.key)))
        yield Permission(action, self._arn(object_name))
        if operation.action in ("CopyObject", "UploadPartCopy"):
            bucket, key, _ = copy_source(request)
            yield Permission("oss:GetObject", self._arn(f"{bucket}/{key}"))
        if operation.action == "PutCname" and _attaches(request.body):
            for each in CERTIFICATE_ACTIONS:
                yield Permission(each, "*")

    def _deletions(self, body: bytes, action: str, bucket: str) -> Iterator[Permission]:
        deletion = read(body)
        for each in deletion.objects if deletion else ():
            needed = "oss:DeleteObjectVersion" if each.version else action
            yield Permission(needed, self._arn(f"{bucket}/{each.key}"))

    def _arn(self, resource: str) -> str:
        return f"acs:oss:*:{self._account.owner_id}:{resource}"


def _attaches(body: bytes) -> bool:
    root = reading.xml(body)
    given = None if root is None else root.find("Cname/CertificateConfiguration")
    if given is None:
        return False
    return (given.findtext("DeleteCertificate") or "").strip().lower() != "true"
