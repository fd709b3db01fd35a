"""May this caller do this? Endpoint, policy, ACL, network, refused in this order."""

from __future__ import annotations

from localcloud.services.oss import errors
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.authentication import ANONYMOUS
from localcloud.services.oss.buckets import Bucket
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.invocation import Invocation
from localcloud.services.oss.places import Place
from localcloud.services.oss.policy import Access, Effect, parse_policy, verdict
from localcloud.services.oss.routes import CREATING

_READS = ("GetObject", "HeadObject", "GetObjectMeta")
_WRITES = (
    *("PutObject", "CopyObject", "AppendObject", "DeleteObject", "DeleteMultipleObjects"),
    *("InitiateMultipartUpload", "UploadPart", "UploadPartCopy", "CompleteMultipartUpload"),
)


def admit(account: OssAccount, call: Invocation) -> None:
    """Raise what OSS would; return when the call may go on."""
    if not call.bucket or _creates(account, call):
        _require_signed(call)
        return
    bucket = account.buckets.get(call.bucket)
    if call.address.accelerated:
        _require_acceleration(bucket)
    elif not call.address.by_domain:
        _require_endpoint(account, bucket, call.place)
    allowed = require_no_denial(account, call, bucket, call.route.policy_action, call.object_key)
    if call.key is ANONYMOUS and not allowed:
        _require_public(call, bucket, call.route.action)
    _require_open_network(account, call)


def _creates(account: OssAccount, call: Invocation) -> bool:
    """PutBucket always: what it meets is its own affair."""
    action = call.route.action
    return action == "PutBucket" or (
        action in CREATING and account.buckets.find(call.bucket) is None
    )


def require_readable(account: OssAccount, call: Invocation, bucket: Bucket, key: str) -> None:
    """The source of a copy is read by the same caller."""
    _require_endpoint_of_source(bucket, call.place)
    allowed = require_no_denial(account, call, bucket, "oss:GetObject", key)
    if call.key is ANONYMOUS and not allowed:
        _require_public(call, bucket, "GetObject")


def _require_signed(call: Invocation) -> None:
    if call.key is ANONYMOUS:
        text = "Anonymous access is forbidden for this operation."
        raise errors.access_denied(text, "0003-00001201")


def _require_endpoint(account: OssAccount, bucket: Bucket, place: Place) -> None:
    if bucket.region == place.region:
        return
    text = (
        "The bucket you are attempting to access must be addressed using the specified endpoint. "
        "Please send all future requests to this endpoint."
    )
    endpoint = account.endpoint(bucket.region, place.network)
    raise errors.access_denied(text, "0003-00001403", Bucket=bucket.name, Endpoint=endpoint)


def _require_acceleration(bucket: Bucket) -> None:
    if not bucket.accelerated:
        text = "Transfer acceleration is disabled on this bucket."
        raise OssRefusal(403, "TransferAccelerationDisabled", text, "0048-99999999")


def _require_endpoint_of_source(bucket: Bucket, place: Place) -> None:
    if bucket.region != place.region:
        text = "Target object does not reside in the same data center as source object."
        raise errors.access_denied(text, "0003-99999999")


def require_no_denial(
    account: OssAccount, call: Invocation, bucket: Bucket, action: str, key: str
) -> bool:
    """AccessDenied when the policy denies; whether it expressly allows otherwise."""
    if not bucket.policy:
        return False
    resource = f"{bucket.name}/{key}" if key else bucket.name
    access = Access(
        call.key.principal,
        account.owner_id,
        action,
        resource,
        secure=_is_secure(account, call),
        user_id=call.key.user_id,
    )
    effect = verdict(parse_policy(bucket.policy), access)
    if effect is Effect.DENY:
        text = "Access denied by bucket policy."
        raise errors.access_denied(text, "0003-00000101", Bucket=bucket.name)
    return effect is Effect.ALLOW and not (bucket.blocks_public_access and call.key is ANONYMOUS)


def _is_secure(account: OssAccount, call: Invocation) -> bool:
    """The API's ports speak plain HTTP; a switch says which endpoints they stand for."""
    if call.request.secure is not None:
        return call.request.secure
    return account.switches["oss.ports_stand_for"] == "https"


def _require_public(call: Invocation, bucket: Bucket, action: str) -> None:
    acl = "private" if bucket.blocks_public_access else bucket.acl
    readable = action in _READS and acl in ("public-read", "public-read-write")
    if readable or (action in _WRITES and acl == "public-read-write"):
        return
    if action in _READS + _WRITES:
        text = "You have no right to access this object because of bucket acl."
        raise errors.access_denied(text, "0003-00000001")
    _require_signed(call)


def _require_open_network(account: OssAccount, call: Invocation) -> None:
    """The default public endpoint is closed for objects; a bound domain is the way round it."""
    if (
        account.forbids_public_endpoint
        and call.route.data
        and call.place.is_mainland_public
        and not call.address.by_domain
        and not call.address.accelerated
    ):
        text = "The public endpoint is forbidden for object operations. Use a custom domain."
        raise OssRefusal(400, "PublicEndpointForbidden", text, "0048-00000401")
