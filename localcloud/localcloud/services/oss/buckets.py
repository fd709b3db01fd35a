"""Buckets and what is set on them."""

from __future__ import annotations

import re
import threading
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from localcloud.services.oss import errors
from localcloud.services.oss.errors import OssRefusal
from localcloud.store import Store

ACLS = ("private", "public-read", "public-read-write")
TLS_VERSIONS = ("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
PUBLIC_BLOCKED = "0048-99999999"
"""The EC of what Block Public Access refuses."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket.

    versioning: "", `Enabled` or `Suspended`; once set it never becomes "" again.
    policy: the text as it was put, "" for none; tls_versions: empty while the setting is off.
    blocks_public_access: so a new bucket does (bucket ACL page).
    """

    name: str
    region: str
    created: datetime
    acl: str = "private"
    storage_class: str = "Standard"
    redundancy: str = "LRS"
    versioning: str = ""
    policy: str = ""
    blocks_public_access: bool = True
    tls_versions: tuple[str, ...] = ()
    accelerated: bool | None = None
    """Transfer acceleration; None while it was never set."""

    @property
    def location(self) -> str:
        """`oss-cn-hangzhou`."""
        return f"oss-{self.region}"

    def to_record(self) -> dict[str, Any]:
        """For the store."""
        return {**asdict(self), "created": self.created.isoformat()}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Bucket:
        """The reverse."""
        made = cls(**{**record, "created": datetime.fromisoformat(record["created"])})
        return replace(made, tls_versions=tuple(made.tls_versions))


class Buckets:
    """All buckets of the account, whatever their region."""

    def __init__(self, store: Store, lock: threading.RLock) -> None:
        self._records = store.table("oss.buckets")
        self._lock = lock
        self._known = {n: Bucket.from_record(r) for n, r in self._records.items()}

    def find(self, name: str) -> Bucket | None:
        """The bucket, or None."""
        return self._known.get(name)

    def get(self, name: str) -> Bucket:
        """NoSuchBucket when there is none."""
        bucket = self.find(name)
        if bucket is None:
            raise errors.no_such_bucket(name)
        return bucket

    def all(self) -> tuple[Bucket, ...]:
        """In order of names."""
        return tuple(bucket for _, bucket in sorted(self._known.copy().items()))

    def create(self, wanted: Bucket, acl: str = "") -> Bucket:
        """A new bucket, or the one that is there already in this region, as it is but for the ACL,
        where one is given. AccessDenied, and no bucket, for a public one while that is blocked.
        """
        if not _NAME.fullmatch(wanted.name):
            text = "The specified bucket is not valid."
            raise OssRefusal(
                400, "InvalidBucketName", text, "0015-00000001", BucketName=wanted.name
            )
        with self._lock:
            present = self.find(wanted.name) or wanted
            if present.region != wanted.region:
                text = (
                    "The requested bucket name is not available. The bucket namespace is shared "
                    "by all users of the system. Please select a different name and try again."
                )
                raise OssRefusal(
                    409, "BucketAlreadyExists", text, "0015-00000104", BucketName=wanted.name
                )
            if acl not in ("", "private") and present.blocks_public_access:
                raise errors.access_denied("Put public bucket acl is not allowed", PUBLIC_BLOCKED)
            return self._keep(replace(present, acl=acl or present.acl))

    def change(self, name: str, **fields: Any) -> Bucket:
        """Set fields of a bucket."""
        with self._lock:
            return self._keep(replace(self.get(name), **fields))

    def delete(self, name: str) -> None:
        """Take an empty bucket away; who calls has looked that it is empty."""
        with self._lock:
            del self._records[name]
            del self._known[name]

    def _keep(self, bucket: Bucket) -> Bucket:
        self._records[bucket.name] = bucket.to_record()
        self._known[bucket.name] = bucket
        return bucket
