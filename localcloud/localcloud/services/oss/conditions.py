"""Conditional reads and ranges (RFC 9110 §13 and §14, as far as OSS follows them)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from localcloud.reading import http_date
from localcloud.services.oss import errors
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.objects import StoredObject

WRITE_CONDITIONS = ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since")
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def require_conditions(given: Mapping[str, str], prefix: str, found: StoredObject) -> None:
    """304 or 412 when a condition in the headers `<prefix>if-…` does not hold for the object."""
    wanted = given.get(f"{prefix}if-match")
    if wanted and not _lists(wanted, found.etag):
        raise errors.precondition_failed("If-Match")
    unwanted = given.get(f"{prefix}if-none-match")
    if unwanted and _lists(unwanted, found.etag):
        raise errors.not_modified(found.etag)
    modified = found.modified.replace(microsecond=0)
    since = _moment(given.get(f"{prefix}if-modified-since"))
    if since and not unwanted and modified <= since:
        raise errors.not_modified(found.etag)
    until = _moment(given.get(f"{prefix}if-unmodified-since"))
    if until and not wanted and modified > until:
        raise errors.precondition_failed("If-Unmodified-Since")


def range_of(value: str, size: int, *, standard: bool) -> tuple[int, int] | None:
    """First and last byte of a range; None for the whole object.

    A range that leaves the object has no effect, unless `x-oss-range-behavior: standard` asks
    for the HTTP rule: cut at the end, or 416 when nothing of it is inside (GetObject page).
    """
    match = _RANGE.fullmatch(value.strip())
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first, last = _bounds(match.group(1), match.group(2), size)
    if 0 <= first <= last < size:
        return first, last
    if not standard or last < first:
        return None
    if first >= size:
        text = "The requested range cannot be satisfied"
        raise OssRefusal(416, "InvalidRange", text, "0026-99999999", RangeRequested=value)
    return max(first, 0), size - 1


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if first == "":
        return size - int(last), size - 1
    return int(first), int(last) if last else max(size - 1, int(first))


def _lists(condition: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in condition.split(",")]
    return "*" in tags or etag.upper() in [tag.upper() for tag in tags]


def _moment(value: str | None) -> datetime | None:
    """A date that cannot be read is as if it was not sent."""
    return http_date(value) if value else None
