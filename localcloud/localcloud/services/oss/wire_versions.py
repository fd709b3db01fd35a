"""Versions of objects on the wire, as far as they are kept: the one that stands.

A bucket with versioning gives version ids here and keeps no history, so a listing has one version
of each object, `null` where none was given, or the delete marker in its place. It is what clients
empty a bucket by.
"""

from __future__ import annotations

from localcloud.http import Response
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.invocation import Handler, Invocation, xml_response
from localcloud.services.oss.objects import DeleteMarker, StoredObject
from localcloud.services.oss.wire_buckets import iso, owner, page_size
from localcloud.services.oss.wire_listing import encoding_of
from localcloud.services.oss.xml import Element, encoded, flag, node

_NULL = "null"


def _list(account: OssAccount, call: Invocation) -> Response:
    kind = encoding_of(call)
    after, version = call.query.get("key-marker", ""), call.query.get("version-id-marker", "")
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    page, found = account.objects.page_of_versions(
        call.bucket, prefix=prefix, delimiter=delimiter, after=after, limit=page_size(call)
    )
    next_version = found[-1] if found and found[-1].key == page.next_marker else None
    head = {
        "Name": call.bucket,
        "Prefix": encoded(prefix, kind),
        "KeyMarker": encoded(after, kind),
        "VersionIdMarker": version,
        "MaxKeys": str(page_size(call)),
        "Delimiter": encoded(delimiter, kind),
        "IsTruncated": flag(page.is_truncated),
    }
    if page.is_truncated:
        head["NextKeyMarker"] = encoded(page.next_marker, kind)
        head["NextVersionIdMarker"] = _version_of(next_version) if next_version else ""
    parts = [
        *([node("EncodingType", kind)] if kind else []),
        *(node(name, value) for name, value in head.items()),
        *(_listed(account, each, kind) for each in found),
        *(node("CommonPrefixes", [node("Prefix", encoded(p, kind))]) for p in page.prefixes),
    ]
    return xml_response(node("ListVersionsResult", parts))


def _listed(account: OssAccount, found: StoredObject | DeleteMarker, kind: str) -> Element:
    fields = {
        "Key": encoded(found.key, kind),
        "VersionId": _version_of(found),
        "IsLatest": flag(True),
        "LastModified": iso(found.modified),
    }
    if isinstance(found, StoredObject):
        fields |= {
            "ETag": f'"{found.etag}"',
            "Type": found.type.value,
            "Size": str(found.size),
            "StorageClass": found.storage_class,
        }
    parts = [node(name, value) for name, value in fields.items()]
    tag = "Version" if isinstance(found, StoredObject) else "DeleteMarker"
    return node(tag, [*parts, owner(account)])


def _version_of(found: StoredObject | DeleteMarker) -> str:
    return found.version or _NULL


def _list_live_channels(account: OssAccount, call: Invocation) -> Response:
    """None: live streaming is not built."""
    account.buckets.get(call.bucket)
    fields = {
        "Prefix": call.query.get("prefix", ""),
        "Marker": call.query.get("marker", ""),
        "MaxKeys": str(page_size(call)),
        "IsTruncated": flag(False),
        "NextMarker": "",
    }
    parts = [node(name, value) for name, value in fields.items()]
    return xml_response(node("ListLiveChannelResult", parts))


HANDLERS: dict[str, Handler] = {
    "ListObjectVersions": _list,
    "ListLiveChannel": _list_live_channels,
}
