"""The service and its buckets on the wire."""

from __future__ import annotations

from datetime import datetime

from localcloud.http import Response
from localcloud.reading import whole
from localcloud.services.oss import errors
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.buckets import ACLS, Bucket
from localcloud.services.oss.invocation import Handler, Invocation, empty_response, xml_response
from localcloud.services.oss.listing import page_of
from localcloud.services.oss.places import Network
from localcloud.services.oss.xml import Element, flag, node, parse, text

_STORAGE_CLASSES = ("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive")
_REDUNDANCIES = ("LRS", "ZRS")
_MOST = 1000
_LEAST_BILLED = 64 * 1024
_COUNTED = {
    "Standard": "Standard",
    "InfrequentAccess": "IA",
    "Archive": "Archive",
    "ColdArchive": "ColdArchive",
    "DeepColdArchive": "DeepColdArchive",
}
RESOURCE_GROUP = "rg-acfmlocalcloud0"
"""The account's only one."""


def iso(moment: datetime) -> str:
    """`2026-11-24T21:00:00.000Z`; oss2 reads exactly this form."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def owner(account: OssAccount) -> Element:
    """The account, by number twice."""
    number = account.owner_id
    return node("Owner", [node("ID", number), node("DisplayName", number)])


def page_size(call: Invocation, default: int = 100) -> int:
    """`max-keys`, 1 to 1000."""
    given = call.query.get("max-keys", "")
    if given == "":
        return default
    size = whole(given)
    if size is None or not 1 <= size <= _MOST:
        message = "Argument max-keys must be an integer between 1 and 1000."
        raise errors.invalid_argument("max-keys", given, message)
    return size


def acl_of(call: Invocation) -> str:
    """`x-oss-acl`, "" without one; InvalidArgument for another word (EC page 0015-00000204)."""
    acl = call.header("x-oss-acl")
    if acl and acl not in ACLS:
        message = "no such bucket access control exists"
        raise errors.invalid_argument("x-oss-acl", acl, message, "0015-00000204")
    return acl


def require_one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """InvalidArgument for another word."""
    if value not in allowed:
        raise errors.invalid_argument(name, value, f"no such {name}")
    return value


def _list_buckets(account: OssAccount, call: Invocation) -> Response:
    buckets = {bucket.name: bucket for bucket in account.buckets.all()}
    prefix, marker = call.query.get("prefix", ""), call.query.get("marker", "")
    size = page_size(call)
    page = page_of(list(buckets), prefix=prefix, after=marker, limit=size)
    head = [
        node("Prefix", prefix),
        node("Marker", marker),
        node("MaxKeys", str(size)),
        node("IsTruncated", flag(page.is_truncated)),
        *([node("NextMarker", page.next_marker)] if page.is_truncated else []),
        owner(account),
    ]
    listed = node("Buckets", [_summary(account, buckets[name]) for name in page.keys])
    return xml_response(node("ListAllMyBucketsResult", [*head, listed]))


def _summary(account: OssAccount, bucket: Bucket) -> Element:
    more = [node("Region", bucket.region), node("ResourceGroupId", RESOURCE_GROUP)]
    return node("Bucket", [*_common(account, bucket), *more])


def _common(account: OssAccount, bucket: Bucket) -> list[Element]:
    return [
        node("CreationDate", iso(bucket.created)),
        node("ExtranetEndpoint", account.endpoint(bucket.region, Network.PUBLIC)),
        node("IntranetEndpoint", account.endpoint(bucket.region, Network.INTERNAL)),
        node("Location", bucket.location),
        node("Name", bucket.name),
        node("StorageClass", bucket.storage_class),
    ]


def _put_bucket(account: OssAccount, call: Invocation) -> Response:
    """The owner's second PutBucket in the same region changes the ACL, if it sends one."""
    acl = acl_of(call)
    storage, redundancy = "Standard", "LRS"
    if call.request.body:
        root = parse(call.request.body, "CreateBucketConfiguration")
        storage = text(root, "StorageClass") or storage
        redundancy = text(root, "DataRedundancyType") or redundancy
    require_one_of("StorageClass", storage, _STORAGE_CLASSES)
    require_one_of("DataRedundancyType", redundancy, _REDUNDANCIES)
    region = call.place.region
    wanted = Bucket(
        call.bucket, region, account.now(), storage_class=storage, redundancy=redundancy
    )
    account.buckets.create(wanted, acl)
    return empty_response(headers={"Location": f"/{call.bucket}"})


def _delete_bucket(account: OssAccount, call: Invocation) -> Response:
    account.delete_bucket(call.bucket)
    return empty_response(204)


def _get_info(account: OssAccount, call: Invocation) -> Response:
    bucket = account.buckets.get(call.bucket)
    parts = [
        *_common(account, bucket),
        node("DataRedundancyType", bucket.redundancy),
        node("AccessMonitor", "Disabled"),
        node("TransferAcceleration", "Enabled" if bucket.accelerated else "Disabled"),
        node("CrossRegionReplication", "Disabled"),
        node("BlockPublicAccess", flag(bucket.blocks_public_access)),
        node("ResourceGroupId", RESOURCE_GROUP),
        node("Comment"),
        node("ServerSideEncryptionRule", [node("SSEAlgorithm", "None")]),
        owner(account),
        node("AccessControlList", [node("Grant", bucket.acl)]),
        *([node("Versioning", bucket.versioning)] if bucket.versioning else []),
    ]
    return xml_response(node("BucketInfo", [node("Bucket", parts)]))


def _get_location(account: OssAccount, call: Invocation) -> Response:
    return xml_response(node("LocationConstraint", account.buckets.get(call.bucket).location))


def _get_stat(account: OssAccount, call: Invocation) -> Response:
    """LastModifiedTime is when the numbers were taken, 0 for a bucket of which there are none."""
    objects = account.objects.all(call.bucket)
    moments = [int(found.modified.timestamp()) for found in objects]
    uploads = account.uploads.of_bucket(call.bucket)
    pieces = [part for upload in uploads for part in account.uploads.parts(upload)]
    parts = {
        "Storage": sum(found.size for found in objects),
        "ObjectCount": len(objects),
        "MultipartUploadCount": len(uploads),
        "MultipartPartCount": len(pieces),
        "MultipartPartStorage": sum(part.size for part in pieces),
        "LiveChannelCount": 0,
        "DeleteMarkerCount": len(account.objects.markers(call.bucket)),
        "LastModifiedTime": max(moments, default=0),
    }
    for prefix, storage_class in _COUNTED.items():
        sizes = [found.size for found in objects if found.storage_class == storage_class]
        parts |= _counters(prefix, sizes)
    return xml_response(node("BucketStat", [node(k, str(v)) for k, v in parts.items()]))


def _counters(prefix: str, sizes: list[int]) -> dict[str, int]:
    """Of classes other than Standard, billed and real bytes: each object is billed as 64 KB at
    least (GetBucketStat page).
    """
    if prefix == "Standard":
        return {"StandardStorage": sum(sizes), "StandardObjectCount": len(sizes)}
    return {
        f"{prefix}Storage": sum(max(size, _LEAST_BILLED) for size in sizes),
        f"{prefix}RealStorage": sum(sizes),
        f"{prefix}ObjectCount": len(sizes),
    }


HANDLERS: dict[str, Handler] = {
    "ListBuckets": _list_buckets,
    "PutBucket": _put_bucket,
    "DeleteBucket": _delete_bucket,
    "GetBucketInfo": _get_info,
    "GetBucketLocation": _get_location,
    "GetBucketStat": _get_stat,
}
