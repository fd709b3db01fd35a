"""Many objects at once on the wire: both listings, and the deletion of many."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

from localcloud.http import Response
from localcloud.reading import for_xml
from localcloud.services.oss import errors
from localcloud.services.oss.access import require_no_denial
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.deletion import Wanted, read
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.invocation import Handler, Invocation, xml_response
from localcloud.services.oss.listing import Page
from localcloud.services.oss.objects import StoredObject
from localcloud.services.oss.wire_buckets import iso, owner, page_size
from localcloud.services.oss.wire_settings import require_digest
from localcloud.services.oss.xml import Element, encoded, flag, node

_MOST_DELETED = 1000


def _list(account: OssAccount, call: Invocation) -> Response:
    marker = call.query.get("marker", "")
    page, found = _page(account, call, marker)
    kind = _encoding(call)
    paging = [node("Marker", encoded(marker, kind))]
    if page.is_truncated:
        paging.append(node("NextMarker", encoded(page.next_marker, kind)))
    return _listed(call, page, paging, _contents(found, kind, owner(account)))


def _list_v2(account: OssAccount, call: Invocation) -> Response:
    token, start = call.query.get("continuation-token", ""), call.query.get("start-after", "")
    page, found = _page(account, call, _from_token(token) if token else start)
    paging = [
        node("StartAfter", encoded(start, _encoding(call))),
        node("KeyCount", str(len(page.keys) + len(page.prefixes))),
    ]
    if token:
        paging.append(node("ContinuationToken", token))
    if page.is_truncated:
        paging.append(node("NextContinuationToken", _to_token(page.next_marker)))
    with_owner = call.query.get("fetch-owner", "").lower() == "true"
    contents = _contents(found, _encoding(call), owner(account) if with_owner else None)
    return _listed(call, page, paging, contents)


def _page(
    account: OssAccount, call: Invocation, after: str
) -> tuple[Page, tuple[StoredObject, ...]]:
    return account.objects.page(
        call.bucket,
        prefix=call.query.get("prefix", ""),
        delimiter=call.query.get("delimiter", ""),
        after=after,
        limit=page_size(call),
    )


def _listed(
    call: Invocation, page: Page, paging: list[Element], contents: Iterable[Element]
) -> Response:
    kind = _encoding(call)
    parts = [
        node("Name", call.bucket),
        node("Prefix", encoded(call.query.get("prefix", ""), kind)),
        node("MaxKeys", str(page_size(call))),
        node("Delimiter", encoded(call.query.get("delimiter", ""), kind)),
        *([node("EncodingType", kind)] if kind else []),
        node("IsTruncated", flag(page.is_truncated)),
        *paging,
        *contents,
        *(
            node("CommonPrefixes", [node("Prefix", encoded(prefix, kind))])
            for prefix in page.prefixes
        ),
    ]
    return xml_response(node("ListBucketResult", parts))


def _contents(
    objects: Iterable[StoredObject], kind: str, shown: Element | None
) -> Iterable[Element]:
    for each in objects:
        parts = {
            "Key": encoded(each.key, kind),
            "LastModified": iso(each.modified),
            "ETag": f'"{each.etag}"',
            "Type": each.type.value,
            "Size": str(each.size),
            "StorageClass": each.storage_class,
        }
        children = [node(name, value) for name, value in parts.items()]
        yield node("Contents", children if shown is None else [*children, shown])


def _encoding(call: Invocation) -> str:
    kind = call.query.get("encoding-type", "")
    if kind not in ("", "url"):
        raise errors.invalid_argument("encoding-type", kind, "Invalid Encoding Method specified.")
    return kind


def _to_token(name: str) -> str:
    return base64.b64encode(name.encode()).decode()


def _from_token(token: str) -> str:
    try:
        return base64.b64decode(token, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        message = "The continuation token is invalid."
        raise errors.invalid_argument("continuation-token", token, message) from error


def _delete_many(account: OssAccount, call: Invocation) -> Response:
    if not call.header("content-md5"):
        message = "Missing Some Required Arguments."
        raise OssRefusal(400, "MissingArgument", message, "0016-99999999", Header="Content-MD5")
    require_digest(call)
    kind = _encoding(call)
    deletion = read(call.request.body)
    if deletion is None or deletion.quiet is None:
        raise errors.malformed_xml()
    wanted = deletion.objects
    if not 1 <= len(wanted) <= _MOST_DELETED or not all(each.key for each in wanted):
        raise errors.malformed_xml("1 to 1000 keys are expected.")
    with account.existing(call.bucket) as bucket:
        for each in wanted:
            action = "oss:DeleteObjectVersion" if each.version else "oss:DeleteObject"
            require_no_denial(account, call, bucket, action, each.key)
        markers = [
            account.objects.remove(bucket, each.key, account.now(), each.version)
            for each in wanted
        ]
    told = [] if deletion.quiet else zip(wanted, markers, strict=True)
    head = [node("EncodingType", kind)] if kind else []
    return xml_response(node("DeleteResult", [*head, *(_deleted(w, m, kind) for w, m in told)]))


def _deleted(wanted: Wanted, marker: str, kind: str) -> Element:
    parts = {"Key": encoded(for_xml(wanted.key) if kind == "" else wanted.key, kind)}
    if wanted.version:
        parts["VersionId"] = wanted.version
    if marker:
        parts |= {"DeleteMarker": "true", "DeleteMarkerVersionId": marker}
    return node("Deleted", [node(name, value) for name, value in parts.items()])


encoding_of = _encoding
"""`encoding-type` of any listing."""

HANDLERS: dict[str, Handler] = {
    "ListObjects": _list,
    "ListObjectsV2": _list_v2,
    "DeleteMultipleObjects": _delete_many,
}
