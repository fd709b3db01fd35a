"""The account's buckets, and at which endpoint each is called."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from certbind.adapters.calls.retry import Retry
from certbind.adapters.oss.api import OssApi
from certbind.adapters.oss.pages import read_pages
from certbind.domain.model.target import Target
from certbind.errors import NotFoundError

LONGEST_PAGE = 1000
"""ListBuckets' maximum."""


@dataclass(frozen=True, slots=True)
class OssBucket:
    """A bucket as ListBuckets told it. endpoint: with scheme, "" for the configured one."""

    name: str
    region: str
    endpoint: str


class OssBuckets:
    """Lists buckets and remembers where they are. only: the names that count; () for all."""

    def __init__(
        self,
        api: OssApi,
        retry: Retry,
        page_size: int = LONGEST_PAGE,
        only: Collection[str] = (),
    ) -> None:
        self._api = api
        self._retry = retry
        self._page_size = page_size
        self._only = only
        self._known: dict[str, OssBucket] = {}

    def list(self, prefix: str = "") -> tuple[OssBucket, ...]:
        """All buckets whose names start with `prefix`, of all regions, every page."""
        pages = read_pages(
            lambda marker: self._page(prefix, marker),
            lambda page: page.next_marker,
            "ListBuckets",
            "OSS",
        )
        found = [self._read(i) for page in pages for i in page.buckets if self._counts(i.name)]
        self._known |= {bucket.name: bucket for bucket in found}
        return tuple(found)

    def open(self, target: Target) -> Any:
        """The oss2.Bucket of a target at its region's endpoint, which is asked for only when
        neither a list told it nor the public service's naming does. NotFoundError for a bucket
        that does not count, and for none.
        """
        if not target.bucket:
            raise NotFoundError(
                "an OSS domain belongs to a bucket, and none is named",
                service="oss",
                action="ListCname",
                subject=str(target),
                hint="What named the domain (a message, a command) must name its bucket too.",
            )
        if not self._counts(target.bucket):
            raise NotFoundError(
                "CERTBIND_BUCKETS does not name the bucket",
                service="oss",
                action="ListCname",
                subject=str(target),
                hint="Add it there (and run `certbind setup`), or leave the variable empty.",
            )
        known = self._find(target)
        if known is not None:
            return self._api.bucket(known.name, known.region, known.endpoint)
        if self._api.is_the_real_one and target.region not in ("", self._api.place.region):
            endpoint = self._api.endpoint_at(f"oss-{target.region}.aliyuncs.com")
            return self._api.bucket(target.bucket, target.region, endpoint)
        return self._api.bucket(target.bucket, target.region)

    def _find(self, target: Target) -> OssBucket | None:
        is_near = target.region == self._api.place.region
        is_named = self._api.is_the_real_one and target.region
        if target.bucket not in self._known and not is_near and not is_named:
            self.list(target.bucket)
        return self._known.get(target.bucket)

    def _counts(self, name: str) -> bool:
        return not self._only or name in self._only

    def _page(self, prefix: str, marker: str) -> Any:
        def read() -> Any:
            with self._api.errors("ListBuckets", "OSS"):
                return self._api.service().list_buckets(prefix, marker, self._page_size)

        return self._retry.call(read)

    def _read(self, item: Any) -> OssBucket:
        region = str(item.region or item.location.removeprefix("oss-"))
        place = self._api.place
        is_near = place.is_internal and region == place.region
        host = item.intranet_endpoint if is_near else item.extranet_endpoint
        return OssBucket(item.name, region, self._api.endpoint_at(str(host)))
