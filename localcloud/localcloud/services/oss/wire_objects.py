"""Objects on the wire."""

from __future__ import annotations

from email.utils import format_datetime

from localcloud.http import Response
from localcloud.reading import whole
from localcloud.services.oss import errors
from localcloud.services.oss.access import require_readable
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.address import copy_source
from localcloud.services.oss.checksum import md5_base64
from localcloud.services.oss.compression import compressed, takes_gzip
from localcloud.services.oss.conditions import WRITE_CONDITIONS, range_of, require_conditions
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.invocation import Handler, Invocation, empty_response, xml_response
from localcloud.services.oss.objects import ObjectType, StoredObject, Write
from localcloud.services.oss.parameters import CONTENT_HEADERS
from localcloud.services.oss.wire_buckets import iso, require_one_of
from localcloud.services.oss.wire_settings import require_digest
from localcloud.services.oss.xml import node

_KEY_LIMIT = 1023


def _put(account: OssAccount, call: Invocation) -> Response:
    _refuse_write_conditions(call)
    require_digest(call)
    write = _write(account, call, _headers(call))
    with account.existing(call.bucket) as bucket:
        made = account.objects.put(bucket, write)
    digest = {"Content-MD5": md5_base64(call.request.body)}
    return empty_response(headers={**_stored(made), **digest})


def _append(account: OssAccount, call: Invocation) -> Response:
    _refuse_write_conditions(call)
    require_digest(call)
    given = call.query.get("position", "")
    position = whole(given)
    if position is None:
        message = "position must be a number of bytes."
        raise errors.invalid_argument("position", given, message)
    write = _write(account, call, _headers(call))
    with account.existing(call.bucket) as bucket:
        made = account.objects.append(bucket, write, position)
    return empty_response(headers={**_stored(made), "x-oss-next-append-position": str(made.size)})


def _copy(account: OssAccount, call: Invocation) -> Response:
    source_bucket, source_key, query = copy_source(call.request)
    if query:
        raise errors.not_built("CopyObject of a version")
    if not source_key:
        raise errors.invalid_argument("x-oss-copy-source", source_key, "no source object")
    require_readable(account, call, account.buckets.get(source_bucket), source_key)
    source, body = account.objects.read(source_bucket, source_key)
    require_conditions(_lower(call), "x-oss-copy-source-", source)
    if account.switches["oss.copy_plain_conditions"] == "source":
        require_conditions(_lower(call), "", source)
    directive = call.header("x-oss-metadata-directive").upper() or "COPY"
    require_one_of("x-oss-metadata-directive", directive, ("COPY", "REPLACE"))
    headers = _headers(call) if directive == "REPLACE" else source.headers
    write = _write(account, call, headers, body)
    with account.existing(call.bucket) as bucket:
        made = account.objects.put(bucket, write)
    result = [node("ETag", f'"{made.etag}"'), node("LastModified", iso(made.modified))]
    return xml_response(node("CopyObjectResult", result), _stored(made))


def _get(account: OssAccount, call: Invocation) -> Response:
    found, body = account.objects.read(call.bucket, call.object_key)
    require_conditions(_lower(call), "", found)
    headers = {**_described(found), **_overrides(call)}
    standard = call.header("x-oss-range-behavior") == "standard"
    part = range_of(call.header("range"), found.size, standard=standard)
    if part is None:
        return _in_its_coding(call, found, Response(200, body, headers))
    first, last = part
    headers["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    return Response(206, body[first : last + 1], headers)


def _head(account: OssAccount, call: Invocation) -> Response:
    found = account.objects.get(call.bucket, call.object_key)
    require_conditions(_lower(call), "", found)
    headers = {**_described(found), "Content-Length": str(found.size)}
    return _in_its_coding(call, found, Response(200, b"", headers))


def _in_its_coding(call: Invocation, found: StoredObject, response: Response) -> Response:
    takes = takes_gzip(call.header("accept-encoding"), found)
    return compressed(response) if takes else response


def _get_meta(account: OssAccount, call: Invocation) -> Response:
    found = account.objects.get(call.bucket, call.object_key)
    names = ("ETag", "Last-Modified", "x-oss-version-id", "x-oss-hash-crc64ecma")
    described = _described(found)
    headers = {name: described[name] for name in names if name in described}
    return Response(200, b"", {**headers, "Content-Length": str(found.size)})


def _delete(account: OssAccount, call: Invocation) -> Response:
    with account.existing(call.bucket) as bucket:
        marker = account.objects.remove(bucket, call.object_key, account.now())
    return empty_response(204, errors.marked(marker))


def _delete_version(account: OssAccount, call: Invocation) -> Response:
    version = call.query["versionId"]
    if not version or not version.isascii() or not version.isprintable():
        raise errors.invalid_argument("versionId", version, "Invalid version id specified")
    with account.existing(call.bucket) as bucket:
        marker = account.objects.remove(bucket, call.object_key, account.now(), version)
    return empty_response(204, {"x-oss-version-id": version, **errors.marked(marker)})


def _headers(call: Invocation) -> dict[str, str]:
    """What of the request's headers stays with the object."""
    kept = {
        name: value
        for name, value in _lower(call).items()
        if name in CONTENT_HEADERS or name.startswith("x-oss-meta-")
    }
    return {"content-type": "application/octet-stream", **kept}


def _write(
    account: OssAccount, call: Invocation, headers: dict[str, str], body: bytes | None = None
) -> Write:
    key = call.object_key
    if len(key.encode()) > _KEY_LIMIT or key[0] in "/\\":
        message = "The specified object is not valid."
        raise OssRefusal(400, "InvalidObjectName", message, "0016-99999999", ObjectName=key[:200])
    forbid = call.header("x-oss-forbid-overwrite").lower() == "true"
    whole = call.request.body if body is None else body
    return Write(key, whole, headers, account.now(), forbid)


def _refuse_write_conditions(call: Invocation) -> None:
    for name in WRITE_CONDITIONS:
        if call.header(name):
            raise errors.header_not_implemented(_titled(name))


def _lower(call: Invocation) -> dict[str, str]:
    return {name.lower(): value.strip() for name, value in call.request.headers.items()}


def _stored(made: StoredObject) -> dict[str, str]:
    version = {"x-oss-version-id": made.version} if made.version else {}
    return {"ETag": f'"{made.etag}"', "x-oss-hash-crc64ecma": made.crc, **version}


def _described(found: StoredObject) -> dict[str, str]:
    titles = {
        name if name.startswith("x-oss-") else _titled(name): value
        for name, value in found.headers.items()
    }
    position = {"x-oss-next-append-position": str(found.size)}
    return {
        **titles,
        **_stored(found),
        **(position if found.type is ObjectType.APPENDABLE else {}),
        "Last-Modified": format_datetime(found.modified, usegmt=True),
        "Accept-Ranges": "bytes",
        "x-oss-object-type": found.type.value,
        "x-oss-storage-class": found.storage_class,
    }


def _overrides(call: Invocation) -> dict[str, str]:
    """`response-content-type` and its like in the query replace the object's own headers."""
    found = {}
    for header in CONTENT_HEADERS:
        value = call.query.get(f"response-{header}")
        if value is None:
            continue
        if not value.isprintable():
            message = "A header's value has no control characters."
            raise errors.invalid_argument(f"response-{header}", value, message)
        # On the wire as UTF-8: the server writes headers as latin-1.
        found[_titled(header)] = value.encode().decode("latin-1")
    return found


def _titled(name: str) -> str:
    return "-".join(part.title() for part in name.split("-"))


kept_headers, lower_headers, stored_headers, write_of = _headers, _lower, _stored, _write
"""What a multipart upload does alike."""

HANDLERS: dict[str, Handler] = {
    "PutObject": _put,
    "AppendObject": _append,
    "CopyObject": _copy,
    "GetObject": _get,
    "HeadObject": _head,
    "GetObjectMeta": _get_meta,
    "DeleteObject": _delete,
    "DeleteObject of a version": _delete_version,
}
