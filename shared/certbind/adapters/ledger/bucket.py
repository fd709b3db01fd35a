"""The ledger's bucket, looked at and tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.calls.retry import Retry
from certbind.domain.deployment.surroundings import BucketFacts
from certbind.errors import CloudError, ConflictError, OtherRegionError

T = TypeVar("T")

PROBE = "doctor/create-only-probe"
"""Under the ledger's prefix, and no journal: those lie two folders deep."""


class LedgerBucket:
    """One bucket of the function's own region."""

    def __init__(self, api: OssApi, bucket: str, prefix: str, retry: Retry) -> None:
        """`prefix`: as the ledger's."""
        self._api = api
        self._name = bucket
        self._retry = retry
        self.probe_key = f"{prefix}{PROBE}"

    def facts(self) -> BucketFacts:
        """GetBucketInfo; NotFoundError when there is no such bucket."""
        bucket = self._api.bucket(self._name)
        try:
            info = self._call("GetBucketInfo", bucket.get_bucket_info)
        except OtherRegionError as error:
            error.hint = f"The bucket is not in {self._api.place.region}: use one that is."
            raise
        acl = getattr(info.acl, "grant", "") or ""
        region = str(info.location or "").removeprefix("oss-")
        return BucketFacts(self._name, region, str(acl), str(info.versioning_status or ""))

    def keeps_what_is_there(self) -> bool:
        """Create one small object twice under the same key, each time with
        x-oss-forbid-overwrite. True: the second create was refused.

        An object left by a run that could not delete it proves the same at the first create.
        """
        return self._is_taken("first") or self._is_taken("second")

    def delete_probe(self) -> bool:
        """False when the caller may not, as no function's role may: it stays and harms nothing."""
        bucket = self._api.bucket(self._name)
        try:
            self._call("DeleteObject", lambda: bucket.delete_object(self.probe_key))
        except CloudError:
            return False
        return True

    def _is_taken(self, content: str) -> bool:
        bucket = self._api.bucket(self._name)
        headers = {"x-oss-forbid-overwrite": "true"}
        try:
            # Not repeated: after a lost answer, a second create would be refused for the first.
            self._api.call(
                "PutObject",
                self.probe_key,
                lambda: bucket.put_object(self.probe_key, content.encode(), headers=headers),
                etag=True,
            )
        except ConflictError:
            return True
        return False

    def _call(self, action: str, call: Callable[[], T]) -> T:
        return self._retry.call(self._api.caller(action, f"OSS bucket {self._name}", call))
