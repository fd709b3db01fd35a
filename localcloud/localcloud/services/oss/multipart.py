"""Multipart uploads: begun, filled with parts, listed, ended. They are kept over restarts."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from localcloud.services.oss.checksum import crc64, md5_hex
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.listing import group_of
from localcloud.store import Store, Table

MOST_PARTS = 10_000
SMALLEST_PART = 100 * 1024
"""Octets of each part but the last (CompleteMultipartUpload page)."""
_BLOBS = "oss-part/"


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it is stored; etag: upper hex MD5."""

    number: int
    size: int
    etag: str
    crc: str
    modified: datetime
    blob: str


@dataclass(frozen=True, slots=True)
class Upload:
    """headers: those that the object is to have."""

    id: str
    bucket: str
    key: str
    initiated: datetime
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UploadPage:
    """next_key, next_id: where the next page begins, "" on the last one."""

    uploads: tuple[Upload, ...]
    prefixes: tuple[str, ...]
    next_key: str = ""
    next_id: str = ""


class Uploads:
    """All open uploads of the account."""

    def __init__(self, store: Store, lock: threading.RLock) -> None:
        self._store = store
        self._lock = lock
        self._records = store.table("oss.uploads")
        self._part_records = store.table("oss.parts")
        self._known = {r["id"]: _upload(r) for r in self._records.values()}
        self._parts: dict[str, dict[int, Part]] = {each: {} for each in self._known}
        self._load_parts(self._part_records)

    def begin(self, bucket: str, key: str, headers: dict[str, str], now: datetime) -> Upload:
        """A new one. Ids sort by when they were made."""
        made = Upload(_new_id(), bucket, key, now, headers)
        with self._lock:
            self._records[made.id] = {**asdict(made), "initiated": now.isoformat()}
            self._known[made.id] = made
            self._parts[made.id] = {}
        return made

    def get(self, bucket: str, key: str, upload_id: str) -> Upload:
        """NoSuchUpload for one that never was, is over, or is another object's."""
        found = self._known.get(upload_id)
        if found is None or (found.bucket, found.key) != (bucket, key):
            text = (
                "The specified upload does not exist. The upload ID may be invalid, "
                "or the upload may have been aborted or completed."
            )
            raise OssRefusal(404, "NoSuchUpload", text, "0042-00000002", UploadId=upload_id[:200])
        return found

    def of_bucket(self, bucket: str) -> tuple[Upload, ...]:
        """By key, then by age."""
        with self._lock:
            found = [each for each in self._known.values() if each.bucket == bucket]
        return tuple(sorted(found, key=lambda each: (each.key, each.id)))

    def put_part(self, upload: Upload, number: int, body: bytes, now: datetime) -> Part:
        """A part; one of the same number is replaced."""
        made = Part(
            number, len(body), md5_hex(body), crc64(body), now, _BLOBS + secrets.token_hex(12)
        )
        with self._lock:
            self.get(upload.bucket, upload.key, upload.id)  # it may have ended meanwhile
            before = self._parts[upload.id].get(number)
            self._store.put_blob(made.blob, body)
            self._part_records[_name(upload.id, number)] = {
                **asdict(made),
                "modified": now.isoformat(),
            }
            self._parts[upload.id][number] = made
            if before is not None:
                self._store.remove_blob(before.blob)
        return made

    def parts(self, upload: Upload) -> tuple[Part, ...]:
        """By number."""
        with self._lock:
            return tuple(part for _, part in sorted(self._parts[upload.id].items()))

    def content(self, parts: Iterable[Part]) -> bytes:
        """The bodies, one after the other."""
        return b"".join(self._store.get_blob(part.blob) or b"" for part in parts)

    def end(self, upload: Upload) -> None:
        """The upload and its parts are gone."""
        with self._lock:
            del self._known[upload.id]
            del self._records[upload.id]
            for number, part in self._parts.pop(upload.id).items():
                del self._part_records[_name(upload.id, number)]
                self._store.remove_blob(part.blob)

    def _load_parts(self, records: Table) -> None:
        """And forget what a kill left behind: parts without upload, bodies without part."""
        for name, record in list(records.items()):
            upload_id = name.partition("/")[0]
            if upload_id in self._known:
                part = _part(record)
                self._parts[upload_id][part.number] = part
            else:
                del records[name]
        named = {part.blob for parts in self._parts.values() for part in parts.values()}
        for blob in self._store.blob_keys(_BLOBS):
            if blob not in named:
                self._store.remove_blob(blob)


def etag_of(parts: Sequence[Part]) -> str:
    """`<32 hex>-<number of parts>`: of no content, so that nobody may check it as such. How OSS
    computes it is not published.
    """
    digests = b"".join(bytes.fromhex(part.etag) for part in parts)
    whole = hashlib.md5(digests).hexdigest().upper()  # noqa: S324 - a checksum
    return f"{whole}-{len(parts)}"


def page_of_uploads(
    uploads: Iterable[Upload],
    *,
    prefix: str = "",
    delimiter: str = "",
    key_marker: str = "",
    id_marker: str = "",
    limit: int,
) -> UploadPage:
    """Uploads behind the markers, at most `limit` of them and of groups. `uploads` is sorted.

    Without id_marker: of keys behind key_marker. With it, also those of that very key whose id is
    behind it.
    """
    found: list[Upload] = []
    groups: list[str] = []
    last = ("", "")
    for upload in uploads:
        group = group_of(upload.key, prefix, delimiter) if upload.key.startswith(prefix) else ""
        if not upload.key.startswith(prefix) or group in groups:
            continue
        if _is_behind(group, upload, key_marker, id_marker):
            continue
        if len(found) + len(groups) == limit:
            return UploadPage(tuple(found), tuple(groups), *last)
        if group:
            groups.append(group)
        else:
            found.append(upload)
        last = (group, "") if group else (upload.key, upload.id)
    return UploadPage(tuple(found), tuple(groups))


def _is_behind(group: str, upload: Upload, key_marker: str, id_marker: str) -> bool:
    """Whether an earlier page had it."""
    if group:
        return group <= key_marker
    if upload.key == key_marker:
        return not id_marker or upload.id <= id_marker
    return upload.key < key_marker


def _name(upload_id: str, number: int) -> str:
    return f"{upload_id}/{number:05}"


def _new_id() -> str:
    return f"{time.time_ns():016X}{secrets.token_hex(8).upper()}"


def _upload(record: dict[str, Any]) -> Upload:
    return Upload(**{**record, "initiated": datetime.fromisoformat(record["initiated"])})


def _part(record: dict[str, Any]) -> Part:
    return Part(**{**record, "modified": datetime.fromisoformat(record["modified"])})
