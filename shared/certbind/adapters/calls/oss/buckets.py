"""The account's buckets, and at which endpoint each is called."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.calls.oss.pages import read_pages
from certbind.adapters.calls.retry import Retry
from certbind.domain.model.target import Target
from certbind.errors import NotFoundError, OutOfScopeError
from certbind.values import dataclass

T = TypeVar("T")

LONGEST_PAGE = 1000
"""ListBuckets' maximum."""


@dataclass(frozen=True, slots=True)
class OssBucket:
    """A bucket and where it is. endpoint: with scheme, "" for the configured one."""

    name: str
    region: str
    endpoint: str


class OssBuckets:
    """Finds buckets and remembers where they are. Where some are named, no list is asked for."""

    def __init__(
        self,
        api: OssApi,
        retry: Retry,
        page_size: int = LONGEST_PAGE,
        only: Collection[str] = (),
    ) -> None:
        """`only`: the names that count; () for all."""
        self._api = api
        self._retry = retry
        self._page_size = page_size
        self.named = tuple(only)
        self._known: dict[str, OssBucket] = {}

    def list(self, prefix: str = "") -> tuple[OssBucket, ...]:
        """All buckets whose names start with `prefix`, of all regions, every page."""
        pages = read_pages(
            lambda marker: self._page(prefix, marker),
            lambda page: page.next_marker,
            "ListBuckets",
            "OSS",
        )
        found = [self._read(i) for page in pages for i in page.buckets]
        self._known |= {bucket.name: bucket for bucket in found}
        return tuple(found)

    def ask(self, name: str) -> OssBucket:
        """One by its name (GetBucketInfo), of whatever region; NotFoundError for none."""
        if name not in self._known:
            self._known[name] = self._asked(name)
        return self._known[name]

    def open(self, target: Target) -> Any:
        """The oss2.Bucket of a target at its region's endpoint, which is asked for only when
        neither a list told it nor the public service's naming does. OutOfScopeError for a bucket
        that does not count, NotFoundError for none.
        """
        if not target.bucket:
            raise NotFoundError(
                "an OSS domain belongs to a bucket, and none is named",
                service="oss",
                action="ListCname",
                subject=str(target),
                hint="What named the domain (a message, a command) must name its bucket too.",
            )
        if self.named and target.bucket not in self.named:
            raise OutOfScopeError(
                "CERTBIND_BUCKETS does not name the bucket",
                service="oss",
                action="ListCname",
                subject=str(target),
                hint="Add it there (and run `certbind setup`), or leave the variable empty.",
            )
        return self.open_found(self._find(target))

    def open_found(self, bucket: OssBucket) -> Any:
        """The oss2.Bucket of one that was found."""
        return self._api.bucket(bucket.name, bucket.region, bucket.endpoint)

    def _find(self, target: Target) -> OssBucket:
        known = self._known.get(target.bucket)
        if known is not None:
            return known
        if target.region == self._api.place.region:
            return OssBucket(target.bucket, target.region, "")
        if self._api.is_the_real_one and target.region:
            endpoint = self._api.endpoint_at(f"oss-{target.region}.aliyuncs.com")
            return OssBucket(target.bucket, target.region, endpoint)
        if self.named:
            return self.ask(target.bucket)
        self.list(target.bucket)
        return self._known.get(target.bucket, OssBucket(target.bucket, target.region, ""))

    def _asked(self, name: str) -> OssBucket:
        """OSS refuses a bucket of another region with the address at which it is to be called;
        the region is not known then, so the question there is signed without one.
        """
        info, host = self._api.elsewhere(lambda: self._info(self._api.bucket(name), name))
        if info is None:
            there = self._api.bucket_of_unknown_region(name, self._api.endpoint_at(host))
            info = self._info(there, name)
        return self._read(info)

    def _info(self, bucket: Any, name: str) -> Any:
        return self._repeat("GetBucketInfo", f"OSS bucket {name}", bucket.get_bucket_info)

    def _page(self, prefix: str, marker: str) -> Any:
        def read() -> Any:
            return self._api.service().list_buckets(prefix, marker, self._page_size)

        return self._repeat("ListBuckets", "OSS", read)

    def _repeat(self, action: str, subject: str, work: Callable[[], T]) -> T:
        return self._retry.call(self._api.caller(action, subject, work))

    def _read(self, item: Any) -> OssBucket:
        """Of ListBuckets or GetBucketInfo."""
        region = str(getattr(item, "region", "") or item.location.removeprefix("oss-"))
        place = self._api.place
        is_near = place.is_internal and region == place.region
        host = item.intranet_endpoint if is_near else item.extranet_endpoint
        return OssBucket(item.name, region, self._api.endpoint_at(str(host)))
