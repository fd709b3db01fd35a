"""A bucket's settings on the wire: ACL, versioning, policy, TLS versions, public access block."""

from __future__ import annotations

from localcloud.http import Response
from localcloud.services.oss import errors
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.buckets import PUBLIC_BLOCKED, TLS_VERSIONS, Bucket
from localcloud.services.oss.checksum import md5_base64
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.invocation import Handler, Invocation, empty_response, xml_response
from localcloud.services.oss.policy import parse_policy
from localcloud.services.oss.wire_buckets import acl_of, owner
from localcloud.services.oss.xml import boolean, flag, node, parse, text


def require_digest(call: Invocation) -> None:
    """Content-MD5, where it is sent, must be that of the body."""
    given = call.header("content-md5")
    if given and given != md5_base64(call.request.body):
        message = "The Content-MD5 you specified did not match what we received."
        raise OssRefusal(400, "InvalidDigest", message, "0016-99999999", ClientMD5=given)


def _get_acl(account: OssAccount, call: Invocation) -> Response:
    acl = account.buckets.get(call.bucket).acl
    grants = node("AccessControlList", [node("Grant", acl)])
    return xml_response(node("AccessControlPolicy", [owner(account), grants]))


def _put_acl(account: OssAccount, call: Invocation) -> Response:
    """A missing bucket is made; without the header nothing is set (PutBucketAcl page)."""
    wanted = Bucket(call.bucket, call.place.region, account.now())
    account.buckets.create(wanted, acl_of(call))
    return empty_response()


def _get_versioning(account: OssAccount, call: Invocation) -> Response:
    state = account.buckets.get(call.bucket).versioning
    parts = [node("Status", state)] if state else []
    return xml_response(node("VersioningConfiguration", parts))


def _put_versioning(account: OssAccount, call: Invocation) -> Response:
    root = parse(call.request.body, "VersioningConfiguration")
    state = text(root, "Status") or ""
    if state not in ("Enabled", "Suspended"):
        raise errors.malformed_xml("Status is Enabled or Suspended.")
    account.buckets.change(call.bucket, versioning=state)
    return empty_response()


def _get_policy(account: OssAccount, call: Invocation) -> Response:
    policy = account.buckets.get(call.bucket).policy
    if not policy:
        message = "The bucket policy does not exist"
        raise OssRefusal(404, "NoSuchBucketPolicy", message, "0015-99999999", Bucket=call.bucket)
    return Response(200, policy.encode(), {"Content-Type": "application/json"})


def _put_policy(account: OssAccount, call: Invocation) -> Response:
    require_digest(call)
    policy = call.request.body.decode("utf-8", "replace")
    statements = parse_policy(policy)
    bucket = account.buckets.get(call.bucket)
    if bucket.blocks_public_access and any(each.is_public for each in statements):
        message = "Put public bucket policy is not allowed."
        raise errors.access_denied(message, PUBLIC_BLOCKED)
    account.buckets.change(call.bucket, policy=policy)
    return empty_response()


def _delete_policy(account: OssAccount, call: Invocation) -> Response:
    account.buckets.change(call.bucket, policy="")
    return empty_response(204)


def _get_https(account: OssAccount, call: Invocation) -> Response:
    versions = account.buckets.get(call.bucket).tls_versions
    parts = [node("Enable", flag(bool(versions)))]
    parts += [node("TLSVersion", version) for version in versions]
    return xml_response(node("HttpsConfiguration", [node("TLS", parts)]))


def _put_https(account: OssAccount, call: Invocation) -> Response:
    root = parse(call.request.body, "HttpsConfiguration")
    if root.find("CipherSuite") is not None:
        raise errors.not_built("PutBucketHttpsConfig with CipherSuite")
    given = {(each.text or "").strip() for each in root.findall("TLS/TLSVersion")}
    if not boolean(root, "TLS/Enable"):
        given = set()
    elif not given or given - set(TLS_VERSIONS):
        raise errors.malformed_xml("TLSVersion is TLSv1.0 to TLSv1.3, at least one.")
    versions = tuple(version for version in TLS_VERSIONS if version in given)
    account.buckets.change(call.bucket, tls_versions=versions)
    account.cnames.publish_bucket(call.bucket)
    return empty_response()


def _get_block(account: OssAccount, call: Invocation) -> Response:
    value = flag(account.buckets.get(call.bucket).blocks_public_access)
    return xml_response(node("PublicAccessBlockConfiguration", [node("BlockPublicAccess", value)]))


def _put_block(account: OssAccount, call: Invocation) -> Response:
    root = parse(call.request.body, "PublicAccessBlockConfiguration")
    value = boolean(root, "BlockPublicAccess")
    if value is None:
        raise errors.malformed_xml("BlockPublicAccess is missing.")
    account.buckets.change(call.bucket, blocks_public_access=value)
    return empty_response()


def _delete_block(account: OssAccount, call: Invocation) -> Response:
    account.buckets.change(call.bucket, blocks_public_access=False)
    return empty_response(204)


def _get_acceleration(account: OssAccount, call: Invocation) -> Response:
    accelerated = account.buckets.get(call.bucket).accelerated
    if accelerated is None:
        message = "The bucket has no transfer acceleration configuration."
        code = "NoSuchTransferAccelerationConfiguration"
        raise OssRefusal(404, code, message, "0015-99999999", BucketName=call.bucket)
    parts = [node("Enabled", flag(accelerated))]
    return xml_response(node("TransferAccelerationConfiguration", parts))


def _put_acceleration(account: OssAccount, call: Invocation) -> Response:
    root = parse(call.request.body, "TransferAccelerationConfiguration")
    value = boolean(root, "Enabled")
    if value is None:
        raise errors.malformed_xml("Enabled is missing.")
    account.buckets.change(call.bucket, accelerated=value)
    return empty_response()


HANDLERS: dict[str, Handler] = {
    "GetBucketAcl": _get_acl,
    "PutBucketAcl": _put_acl,
    "GetBucketVersioning": _get_versioning,
    "PutBucketVersioning": _put_versioning,
    "GetBucketPolicy": _get_policy,
    "PutBucketPolicy": _put_policy,
    "DeleteBucketPolicy": _delete_policy,
    "GetBucketHttpsConfig": _get_https,
    "PutBucketHttpsConfig": _put_https,
    "GetBucketPublicAccessBlock": _get_block,
    "PutBucketPublicAccessBlock": _put_block,
    "DeleteBucketPublicAccessBlock": _delete_block,
    "GetBucketTransferAcceleration": _get_acceleration,
    "PutBucketTransferAcceleration": _put_acceleration,
}
