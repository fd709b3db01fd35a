"""What each built operation takes of the query and of the `x-oss-` headers.

Anything else is refused by its name. The real service gives every such name a meaning of its own
or another operation: one that is passed over here would run as the plain operation, PutBucket for
`PUT ?qosInfo`, and look right.
"""

from __future__ import annotations

from collections.abc import Iterable

from localcloud.services.oss import errors

_SIGNATURE_1 = frozenset({"OSSAccessKeyId", "Expires", "Signature", "security-token"})
_SIGNATURE_4 = frozenset(
    {"signature-version", "credential", "date", "expires", "signature", "additional-headers"}
    | {"security-token", "access-key-id"}
)
SIGNATURE = _SIGNATURE_1 | {f"x-oss-{name}" for name in _SIGNATURE_4}
"""The parameters of a signed URL, which any operation may have."""

CONTENT_HEADERS = (
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-type",
    "expires",
)
_PAGING = {"prefix", "delimiter", "encoding-type"}
_PARAMETERS: dict[str, set[str]] = {
    "ListBuckets": {"prefix", "marker", "max-keys"},
    "ListObjects": {*_PAGING, "marker", "max-keys"},
    "ListObjectsV2": {*_PAGING, "start-after", "continuation-token", "max-keys", "fetch-owner"},
    "ListObjectVersions": {*_PAGING, "key-marker", "version-id-marker", "max-keys"},
    "ListMultipartUploads": {*_PAGING, "key-marker", "upload-id-marker", "max-uploads"},
    "ListLiveChannel": {"prefix", "marker", "max-keys"},
    "ListParts": {"encoding-type", "part-number-marker", "max-parts"},
    "InitiateMultipartUpload": {"encoding-type"},
    "CompleteMultipartUpload": {"encoding-type"},
    "DeleteMultipleObjects": {"encoding-type"},
    "AppendObject": {"position"},
    "GetObject": {f"response-{header}" for header in CONTENT_HEADERS},
}
"""Besides those that make the operation what it is (its route's `needs`)."""

_ANY = {"x-oss-date", "x-oss-content-sha256", "x-oss-security-token", "x-oss-user-agent"}
_OBJECT = {"x-oss-forbid-overwrite"}
_CONDITIONS = ("match", "none-match", "modified-since", "unmodified-since")
_SOURCE = {"x-oss-copy-source", *(f"x-oss-copy-source-if-{each}" for each in _CONDITIONS)}
_HEADERS: dict[str, set[str]] = {
    "PutBucket": {"x-oss-acl"},
    "PutBucketAcl": {"x-oss-acl"},
    "PutObject": _OBJECT,
    "AppendObject": _OBJECT,
    "InitiateMultipartUpload": _OBJECT,
    "CompleteMultipartUpload": {*_OBJECT, "x-oss-complete-all"},
    "CopyObject": {*_OBJECT, *_SOURCE, "x-oss-metadata-directive"},
    "UploadPartCopy": {*_SOURCE, "x-oss-copy-source-range"},
    "GetObject": {"x-oss-range-behavior"},
}
_WITH_METADATA = ("PutObject", "AppendObject", "InitiateMultipartUpload", "CopyObject")
_METADATA_PASSED_OVER = ("UploadPart", "CompleteMultipartUpload")
"""ali-oss repeats an upload's metadata with each of its calls, where it has no effect."""
_HARMLESS = {
    "x-oss-object-acl": "default",
    "x-oss-request-payer": "requester",
    "x-oss-storage-class": "Standard",
    "x-oss-tagging-directive": "COPY",
}
"""Headers of which one value changes nothing: all callers are of one account, objects have no ACL
and no tags of their own.
"""


def left_over(action: str, needs: Iterable[str], query: Iterable[str]) -> tuple[str, ...]:
    """The query's parameters that the operation does not take, in order of names."""
    return tuple(sorted({*query} - {*needs} - SIGNATURE - _PARAMETERS.get(action, set())))


def require_known_headers(action: str, headers: Iterable[tuple[str, str]]) -> None:
    """NotImplemented for the first `x-oss-` header that the operation does not take."""
    taken = _ANY | _HEADERS.get(action, set())
    for name, value in sorted((name.lower(), value.strip()) for name, value in headers):
        if not name.startswith("x-oss-") or name in taken or _HARMLESS.get(name) == value:
            continue
        takes_metadata = action in (*_WITH_METADATA, *_METADATA_PASSED_OVER)
        if value and not (name.startswith("x-oss-meta-") and takes_metadata):
            raise errors.not_built(f"{action} with {name}")
