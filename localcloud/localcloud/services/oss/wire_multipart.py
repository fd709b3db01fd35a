"""Multipart uploads on the wire.

Sources: OSS, the operations' own pages; codes of the EC pages 0042-….
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from localcloud.http import Response
from localcloud.reading import whole
from localcloud.services.oss import errors
from localcloud.services.oss.access import require_readable
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.address import copy_source
from localcloud.services.oss.checksum import md5_base64
from localcloud.services.oss.conditions import require_conditions
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.invocation import Handler, Invocation, empty_response, xml_response
from localcloud.services.oss.multipart import (
    MOST_PARTS,
    SMALLEST_PART,
    Part,
    Upload,
    etag_of,
    page_of_uploads,
)
from localcloud.services.oss.objects import Write
from localcloud.services.oss.wire_buckets import iso
from localcloud.services.oss.wire_listing import encoding_of
from localcloud.services.oss.wire_objects import (
    kept_headers,
    lower_headers,
    stored_headers,
    write_of,
)
from localcloud.services.oss.wire_settings import require_digest
from localcloud.services.oss.xml import Element, encoded, flag, node, parse, text

_MOST_LISTED = 1000
_RANGE = re.compile(r"bytes=([0-9]{1,18})-([0-9]{1,18})")


def _initiate(account: OssAccount, call: Invocation) -> Response:
    write = write_of(account, call, kept_headers(call))
    with account.existing(call.bucket) as bucket:
        account.objects.require_absent(bucket, write)
        made = account.uploads.begin(bucket.name, write.key, write.headers, write.at)
    kind = encoding_of(call)
    parts = [
        *_encoding(kind),
        node("Bucket", made.bucket),
        node("Key", encoded(made.key, kind)),
        node("UploadId", made.id),
    ]
    return xml_response(node("InitiateMultipartUploadResult", parts))


def _upload_part(account: OssAccount, call: Invocation) -> Response:
    require_digest(call)
    upload, number = _upload(account, call), _part_number(call)
    part = account.uploads.put_part(upload, number, call.request.body, account.now())
    digest = {"Content-MD5": md5_base64(call.request.body)}
    return empty_response(headers={**_checksums(part), **digest})


def _upload_part_copy(account: OssAccount, call: Invocation) -> Response:
    """A range that leaves the source counts for none: the whole of it is copied."""
    upload, number = _upload(account, call), _part_number(call)
    bucket, key, query = copy_source(call.request)
    if query:
        raise errors.not_built("UploadPartCopy of a version")
    if not key:
        raise errors.invalid_argument("x-oss-copy-source", key, "no source object")
    require_readable(account, call, account.buckets.get(bucket), key)
    source, body = account.objects.read(bucket, key)
    require_conditions(lower_headers(call), "x-oss-copy-source-", source)
    piece = _piece(body, call.header("x-oss-copy-source-range"))
    part = account.uploads.put_part(upload, number, piece, account.now())
    result = [node("LastModified", iso(part.modified)), node("ETag", f'"{part.etag}"')]
    return xml_response(node("CopyPartResult", result), _checksums(part))


def _complete(account: OssAccount, call: Invocation) -> Response:
    """All or nothing: a refusal leaves the upload and its parts as they are."""
    kind = encoding_of(call)
    with account.existing(call.bucket) as bucket:
        upload = _upload(account, call)
        chosen = _chosen(call, account.uploads.parts(upload))
        _require_sizes(chosen)
        forbid = call.header("x-oss-forbid-overwrite").lower() == "true"
        body = account.uploads.content(chosen)
        write = Write(upload.key, body, upload.headers, account.now(), forbid)
        made = account.objects.assemble(bucket, write, etag_of(chosen))
        account.uploads.end(upload)
    host = account.endpoint(bucket.region, call.place.network)
    result = [
        *_encoding(kind),
        node("Location", f"http://{bucket.name}.{host}/{encoded(upload.key, 'url')}"),
        node("Bucket", bucket.name),
        node("Key", encoded(upload.key, kind)),
        node("ETag", f'"{made.etag}"'),
    ]
    return xml_response(node("CompleteMultipartUploadResult", result), stored_headers(made))


def _abort(account: OssAccount, call: Invocation) -> Response:
    with account.lock:
        account.uploads.end(_upload(account, call))
    return empty_response(204)


def _list_parts(account: OssAccount, call: Invocation) -> Response:
    upload, kind = _upload(account, call), encoding_of(call)
    limit = _limit(call, "max-parts")
    after = _number(call, "part-number-marker", "0")
    behind = [part for part in account.uploads.parts(upload) if part.number > after]
    shown = behind[:limit]
    head = {
        "Bucket": upload.bucket,
        "Key": encoded(upload.key, kind),
        "UploadId": upload.id,
        "StorageClass": account.buckets.get(upload.bucket).storage_class,
        "PartNumberMarker": str(after),
        "NextPartNumberMarker": str(shown[-1].number if shown else after),
        "MaxParts": str(limit),
        "IsTruncated": flag(len(behind) > limit),
    }
    parts = [node(name, value) for name, value in head.items()]
    listed = [*_encoding(kind), *parts, *(_listed_part(part) for part in shown)]
    return xml_response(node("ListPartsResult", listed))


def _list_uploads(account: OssAccount, call: Invocation) -> Response:
    kind = encoding_of(call)
    limit = _limit(call, "max-uploads")
    wanted = {name: call.query.get(name, "") for name in ("prefix", "delimiter", "key-marker")}
    id_marker = call.query.get("upload-id-marker", "")
    page = page_of_uploads(
        account.uploads.of_bucket(call.bucket),
        prefix=wanted["prefix"],
        delimiter=wanted["delimiter"],
        key_marker=wanted["key-marker"],
        id_marker=id_marker,
        limit=limit,
    )
    head = {
        "Bucket": call.bucket,
        "KeyMarker": encoded(wanted["key-marker"], kind),
        "UploadIdMarker": id_marker,
        "NextKeyMarker": encoded(page.next_key, kind),
        "NextUploadIdMarker": page.next_id,
        "Delimiter": encoded(wanted["delimiter"], kind),
        "Prefix": encoded(wanted["prefix"], kind),
        "MaxUploads": str(limit),
        "IsTruncated": flag(page.next_key != ""),
    }
    storage_class = account.buckets.get(call.bucket).storage_class
    parts = [
        *_encoding(kind),
        *(node(name, value) for name, value in head.items()),
        *(_listed_upload(each, storage_class, kind) for each in page.uploads),
        *(node("CommonPrefixes", [node("Prefix", encoded(p, kind))]) for p in page.prefixes),
    ]
    return xml_response(node("ListMultipartUploadsResult", parts))


def _upload(account: OssAccount, call: Invocation) -> Upload:
    return account.uploads.get(call.bucket, call.object_key, call.query["uploadId"])


def _chosen(call: Invocation, stored: Sequence[Part]) -> list[Part]:
    """The parts that the object is made of: those named, or all with `x-oss-complete-all`."""
    if call.header("x-oss-complete-all").lower() == "yes":
        if call.request.body:
            message = "With x-oss-complete-all there is no list of parts."
            raise errors.invalid_argument("x-oss-complete-all", "yes", message)
        if not stored:
            raise _invalid_part(0)
        return list(stored)
    root = parse(call.request.body, "CompleteMultipartUpload")
    named = [_named(element) for element in root.findall("Part")]
    if not named:
        raise errors.malformed_xml("At least one Part is expected.")
    numbers = [number for number, _ in named]
    if numbers != sorted(set(numbers)):
        message = (
            "The list of parts was not in ascending order. "
            "Parts list must specified in order by part number."
        )
        raise OssRefusal(400, "InvalidPartOrder", message, "0042-00000209")
    held = {part.number: part for part in stored}
    return [_matching(held.get(number), number, etag) for number, etag in named]


def _named(element: Element) -> tuple[int, str]:
    number = whole(text(element, "PartNumber") or "")
    etag = text(element, "ETag")
    if number is None or etag is None:
        raise errors.malformed_xml("PartNumber and ETag are expected.")
    return number, etag.strip('"').upper()


def _matching(part: Part | None, number: int, etag: str) -> Part:
    if part is None or part.etag != etag:
        raise _invalid_part(number)
    return part


def _invalid_part(number: int) -> OssRefusal:
    message = (
        "One or more of the specified parts could not be found or the specified entity tag "
        "might not have matched the part's entity tag."
    )
    return OssRefusal(400, "InvalidPart", message, "0042-99999999", PartNumber=str(number))


def _require_sizes(parts: Sequence[Part]) -> None:
    small = next((part for part in parts[:-1] if part.size < SMALLEST_PART), None)
    if small is not None:
        raise OssRefusal(
            400,
            "EntityTooSmall",
            "Your proposed upload smaller than the minimum allowed size.",
            "0042-00000213",
            MinSizeAllowed=str(SMALLEST_PART),
            ProposedSize=str(small.size),
            PartNumber=str(small.number),
            ETag=small.etag,
        )


def _part_number(call: Invocation) -> int:
    number = _number(call, "partNumber")
    if not 1 <= number <= MOST_PARTS:
        message = f"Part number must be an integer between 1 and {MOST_PARTS}, inclusive."
        raise errors.invalid_argument("partNumber", str(number), message)
    return number


def _limit(call: Invocation, name: str) -> int:
    size = _number(call, name, str(_MOST_LISTED))
    if not 1 <= size <= _MOST_LISTED:
        message = f"Argument {name} must be an integer between 1 and {_MOST_LISTED}."
        raise errors.invalid_argument(name, str(size), message)
    return size


def _number(call: Invocation, name: str, default: str = "") -> int:
    given = call.query.get(name, "") or default
    number = whole(given)
    if number is None:
        raise errors.invalid_argument(name, given, f"Argument {name} must be an integer.")
    return number


def _piece(body: bytes, given: str) -> bytes:
    match = _RANGE.fullmatch(given)
    first, last = (int(match[1]), int(match[2])) if match else (0, -1)
    return body[first : last + 1] if first <= last < len(body) else body


def _checksums(part: Part) -> dict[str, str]:
    return {"ETag": f'"{part.etag}"', "x-oss-hash-crc64ecma": part.crc}


def _listed_part(part: Part) -> Element:
    fields = {
        "PartNumber": str(part.number),
        "LastModified": iso(part.modified),
        "ETag": f'"{part.etag}"',
        "HashCrc64ecma": part.crc,
        "Size": str(part.size),
    }
    return node("Part", [node(name, value) for name, value in fields.items()])


def _listed_upload(upload: Upload, storage_class: str, kind: str) -> Element:
    fields = {
        "Key": encoded(upload.key, kind),
        "UploadId": upload.id,
        "StorageClass": storage_class,
        "Initiated": iso(upload.initiated),
    }
    return node("Upload", [node(name, value) for name, value in fields.items()])


def _encoding(kind: str) -> list[Element]:
    return [node("EncodingType", kind)] if kind else []


HANDLERS: dict[str, Handler] = {
    "InitiateMultipartUpload": _initiate,
    "UploadPart": _upload_part,
    "UploadPartCopy": _upload_part_copy,
    "CompleteMultipartUpload": _complete,
    "AbortMultipartUpload": _abort,
    "ListParts": _list_parts,
    "ListMultipartUploads": _list_uploads,
}
