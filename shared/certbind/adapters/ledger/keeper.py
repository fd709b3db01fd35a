"""The ledger's bucket, for setup."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import oss2

from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.calls.oss.buckets import OssBuckets
from certbind.adapters.calls.retry import Retry
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERY_BUCKET, LEDGER, LEDGER_ENTRIES
from certbind.domain.deployment.resources import BucketSeen
from certbind.errors import UnavailableError

T = TypeVar("T")

_KEYS_AT_ONCE = 1000

_LAST = "\U0010ffff"
"""Above every key of a folder, as OSS sorts them: by their bytes in UTF-8."""

_LIST = Permission(
    "oss:ListObjects", LEDGER, "teardown --ledger, and whether others use the bucket"
)

PERMISSIONS: Permissions = {
    "read": (
        Permission("oss:ListBuckets", EVERY_BUCKET, "whether the bucket is there"),
        Permission("oss:GetBucketInfo", LEDGER, "its versioning and ACL"),
        Permission("oss:GetBucketPublicAccessBlock", LEDGER, "whether it is closed"),
    ),
    "create": (Permission("oss:PutBucket", LEDGER, "makes it"),),
    "make_private": (Permission("oss:PutBucketAcl", LEDGER, "only with --adopt"),),
    "block_public_access": (Permission("oss:PutBucketPublicAccessBlock", LEDGER, "closes it"),),
    "other_key": (_LIST,),
    "delete": (
        _LIST,
        Permission("oss:DeleteObject", LEDGER_ENTRIES, "teardown --ledger"),
        Permission("oss:DeleteBucket", LEDGER, "teardown --ledger"),
    ),
}


class OssLedgerKeeper:
    """One bucket in the functions' region (LedgerKeeper)."""

    def __init__(self, api: OssApi, name: str, prefix: str, retry: Retry) -> None:
        """`prefix`: what every key of the ledger starts with."""
        self._api = api
        self._name = name
        self._prefix = prefix
        self._retry = retry

    def read(self) -> BucketSeen | None:
        """See LedgerKeeper. Asked of the list: a bucket of another account, or at another
        region's endpoint, is refused by its name like one that may not be read.
        """
        buckets = OssBuckets(self._api, self._retry).list(self._name)
        found = next((one for one in buckets if one.name == self._name), None)
        if found is None:
            return None
        bucket = self._api.bucket(found.name, found.region, found.endpoint)
        info = self._call("GetBucketInfo", bucket.get_bucket_info)
        block = self._call("GetBucketPublicAccessBlock", bucket.get_bucket_public_access_block)
        return BucketSeen(
            found.region,
            str(info.acl.grant or ""),
            str(info.versioning_status or ""),
            str(block.block_public_access).lower() == "true",
        )

    def create(self) -> None:
        """See LedgerKeeper; again, it changes nothing, so a lost answer is no trouble."""
        bucket = self._bucket()
        self._call("PutBucket", lambda: bucket.create_bucket(oss2.BUCKET_ACL_PRIVATE))

    def make_private(self) -> None:
        """See LedgerKeeper."""
        bucket = self._bucket()
        self._call("PutBucketAcl", lambda: bucket.put_bucket_acl(oss2.BUCKET_ACL_PRIVATE))

    def block_public_access(self) -> None:
        """See LedgerKeeper."""
        bucket = self._bucket()
        self._call(
            "PutBucketPublicAccessBlock",
            lambda: bucket.put_bucket_public_access_block(block_public_access=True),
        )

    def other_key(self) -> str:
        """See LedgerKeeper. The ledger's keys lie together: one before them, or one behind."""
        first = self._keys(max_keys=1)
        if first and not first[0].startswith(self._prefix):
            return first[0]
        return next(iter(self._keys(start_after=f"{self._prefix}{_LAST}", max_keys=1)), "")

    def delete(self) -> None:
        """See LedgerKeeper; UnavailableError when deleted keys are listed all the same."""
        bucket = self._bucket()
        deleted: list[str] = []
        while keys := self._keys(prefix=self._prefix, max_keys=_KEYS_AT_ONCE):
            if keys == deleted:
                raise UnavailableError(
                    f"{keys[0]} is still listed after it was deleted",
                    service="oss",
                    action="DeleteObject",
                    subject=f"OSS bucket {self._name}",
                )
            self._call("DeleteObject", partial(bucket.batch_delete_objects, keys))
            deleted = keys
        self._call("DeleteBucket", bucket.delete_bucket)

    def _keys(self, **which: Any) -> list[str]:
        """Those of one page."""
        list_page = partial(self._bucket().list_objects_v2, **which)
        return [found.key for found in self._call("ListObjectsV2", list_page).object_list]

    def _bucket(self) -> Any:
        return self._api.bucket(self._name)

    def _call(self, action: str, call: Callable[[], T]) -> T:
        return self._retry.call(self._api.caller(action, f"OSS bucket {self._name}", call))
