"""Objects: their bodies as blobs, what is known of them as records, their names in order."""

from __future__ import annotations

import bisect
import secrets
import threading
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from localcloud.services.oss import errors
from localcloud.services.oss.buckets import Bucket
from localcloud.services.oss.checksum import crc64, md5_hex
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.listing import Page, page_of
from localcloud.store import Store

_BLOBS = "oss/"


class ObjectType(Enum):
    """How the object came to be; only an Appendable one can be appended to."""

    NORMAL = "Normal"
    APPENDABLE = "Appendable"
    MULTIPART = "Multipart"


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What is known of an object. `headers`: content headers and x-oss-meta-*, lower case."""

    bucket: str
    key: str
    size: int
    etag: str
    crc: str
    modified: datetime
    type: ObjectType
    blob: str
    headers: dict[str, str] = field(default_factory=dict)
    storage_class: str = "Standard"
    version: str = ""

    def to_record(self) -> dict[str, Any]:
        """For the store."""
        return {
            **asdict(self),
            "modified": self.modified.isoformat(),
            "type": self.type.value,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> StoredObject:
        """The reverse."""
        modified = datetime.fromisoformat(record["modified"])
        return cls(**{**record, "modified": modified, "type": ObjectType(record["type"])})


@dataclass(frozen=True, slots=True)
class DeleteMarker:
    """What stands in the place of an object that was deleted in a bucket with versioning."""

    key: str
    version: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class Write:
    """What a PutObject, AppendObject or CopyObject brings."""

    key: str
    body: bytes
    headers: dict[str, str]
    at: datetime
    forbid_overwrite: bool = False


class Objects:
    """All objects of the account.

    Versioning is a state here: a bucket that has it gives version ids and delete markers, but
    keeps no history. What a marker hides is gone.
    """

    def __init__(self, store: Store, lock: threading.RLock) -> None:
        self._store = store
        self._lock = lock
        self._records = store.table("oss.objects")
        self._markers = store.table("oss.delete_markers")
        self._known = {name: StoredObject.from_record(r) for name, r in self._records.items()}
        self._names: dict[str, list[str]] = {}
        for each in sorted(self._known.values(), key=lambda o: o.key):
            self._names.setdefault(each.bucket, []).append(each.key)
        self._remove_orphans()

    def find(self, bucket: str, key: str) -> StoredObject | None:
        """The object, or None."""
        return self._known.get(f"{bucket}/{key}")

    def get(self, bucket: str, key: str) -> StoredObject:
        """NoSuchKey when there is none; it names the delete marker."""
        found = self.find(bucket, key)
        if found is None:
            raise errors.no_such_key(key, self.marker(bucket, key))
        return found

    def marker(self, bucket: str, key: str) -> str:
        """The version of the delete marker that stands in the object's place, "" for none."""
        return str(self._markers.get(f"{bucket}/{key}", {}).get("version", ""))

    def read(self, bucket: str, key: str) -> tuple[StoredObject, bytes]:
        """The object with its body, of one moment."""
        with self._lock:
            found = self.get(bucket, key)
            return found, self._store.get_blob(found.blob) or b""

    def all(self, bucket: str) -> tuple[StoredObject, ...]:
        """The objects of a bucket in order of names."""
        with self._lock:
            return tuple(self.get(bucket, key) for key in self._names.get(bucket, ()))

    def page(
        self, bucket: str, *, prefix: str, delimiter: str, after: str, limit: int
    ) -> tuple[Page, tuple[StoredObject, ...]]:
        """One page of names, with the objects that they name, of one moment."""
        with self._lock:
            names = self._names.get(bucket, [])
            page = page_of(names, prefix=prefix, delimiter=delimiter, after=after, limit=limit)
            return page, tuple(self.get(bucket, key) for key in page.keys)

    def page_of_versions(
        self, bucket: str, *, prefix: str, delimiter: str, after: str, limit: int
    ) -> tuple[Page, tuple[StoredObject | DeleteMarker, ...]]:
        """As `page`, with the delete markers among them."""
        with self._lock:
            markers = {marker.key: marker for marker in self.markers(bucket)}
            names = sorted([*self._names.get(bucket, []), *markers])
            page = page_of(names, prefix=prefix, delimiter=delimiter, after=after, limit=limit)
            return page, tuple(markers.get(key) or self.get(bucket, key) for key in page.keys)

    def put(self, bucket: Bucket, write: Write) -> StoredObject:
        """Create or overwrite; create alone when overwriting is forbidden and can be."""
        with self._lock:
            self.require_absent(bucket, write)
            etag = md5_hex(write.body)
            return self._keep(bucket, write, write.body, etag, ObjectType.NORMAL)

    def assemble(self, bucket: Bucket, write: Write, etag: str) -> StoredObject:
        """As `put`, of the parts of an upload, with the ETag that they have together."""
        with self._lock:
            self.require_absent(bucket, write)
            return self._keep(bucket, write, write.body, etag, ObjectType.MULTIPART)

    def append(self, bucket: Bucket, write: Write, position: int) -> StoredObject:
        """Add to the end, if the end is at `position`. Headers count at the first append only."""
        with self._lock:
            present = self.find(bucket.name, write.key)
            if position == 0:
                self.require_absent(bucket, write)
            if present is None:
                if position != 0:
                    raise errors.position_not_equal(0)
                before, headers = b"", write.headers
            else:
                before, headers = self._appendable(present, position), present.headers
            whole = before + write.body
            # Not the MD5 of the content: OSS says that nobody may check it as such.
            etag = md5_hex(b"append" + whole)
            kept = Write(write.key, whole, headers, write.at)
            return self._keep(bucket, kept, whole, etag, ObjectType.APPENDABLE)

    def remove(self, bucket: Bucket, key: str, at: datetime, version: str = "") -> str:
        """Take the object away, or that version of it; no error when there is none.

        The version of the delete marker that comes into its place, or that was the version asked
        for; "" for none.
        """
        name = f"{bucket.name}/{key}"
        with self._lock:
            if version and version == self.marker(bucket.name, key):
                del self._markers[name]
                return version
            present = self.find(bucket.name, key)
            if present and version in ("", present.version or "null"):
                self._forget(present)
            marker = "" if version else _version_id(bucket)
            if marker:
                self._markers[name] = {"version": marker, "modified": at.isoformat()}
            return marker

    def markers(self, bucket: str) -> tuple[DeleteMarker, ...]:
        """Those that stand in place of objects."""
        with self._lock:
            own = [name for name in self._markers if name.startswith(f"{bucket}/")]
            return tuple(_marker(name, self._markers[name]) for name in own)

    def _forget(self, present: StoredObject) -> None:
        name = f"{present.bucket}/{present.key}"
        del self._known[name]
        del self._records[name]
        self._store.remove_blob(present.blob)
        names = self._names[present.bucket]
        del names[bisect.bisect_left(names, present.key)]

    def _remove_orphans(self) -> None:
        """Bodies that a kill left without a record: see `_keep` and `_forget`."""
        named = {each.blob for each in self._known.values()}
        for key in self._store.blob_keys(_BLOBS):
            if key not in named:
                self._store.remove_blob(key)

    def _appendable(self, present: StoredObject, position: int) -> bytes:
        if present.type is not ObjectType.APPENDABLE:
            text = "The object is not appendable"
            raise OssRefusal(409, "ObjectNotAppendable", text, "0026-99999999")
        if position != present.size:
            raise errors.position_not_equal(present.size)
        return self._store.get_blob(present.blob) or b""

    def require_absent(self, bucket: Bucket, write: Write) -> None:
        """With versioning Enabled or Suspended the header has no effect (PutObject page)."""
        ignored = bucket.versioning != ""
        if write.forbid_overwrite and not ignored and self.find(bucket.name, write.key):
            raise errors.file_already_exists()

    def _keep(
        self, bucket: Bucket, write: Write, body: bytes, etag: str, kind: ObjectType
    ) -> StoredObject:
        name = f"{bucket.name}/{write.key}"
        before = self._known.get(name)
        made = StoredObject(
            bucket=bucket.name,
            key=write.key,
            size=len(body),
            etag=etag,
            crc=crc64(body),
            modified=write.at,
            type=kind,
            blob=_BLOBS + secrets.token_hex(12),
            headers=dict(write.headers),
            storage_class=bucket.storage_class,
            version=_version_id(bucket),
        )
        # The new body first: a record never names a body that is not there.
        self._store.put_blob(made.blob, body)
        self._records[name] = made.to_record()
        self._known[name] = made
        self._markers.pop(name, None)
        if before is None:
            bisect.insort(self._names.setdefault(bucket.name, []), write.key)
        else:
            self._store.remove_blob(before.blob)
        return made


def _marker(name: str, record: dict[str, Any]) -> DeleteMarker:
    moment = datetime.fromisoformat(record["modified"])
    return DeleteMarker(name.partition("/")[2], str(record["version"]), moment)


def _version_id(bucket: Bucket) -> str:
    if bucket.versioning == "Enabled":
        return "CAEQ" + secrets.token_hex(28)
    return "null" if bucket.versioning == "Suspended" else ""
