"""The ledger: journals as small objects in an OSS bucket."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, TypeVar

from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.calls.oss.pages import read_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.ledger.keys import (
    key_of,
    prefix_of,
    sequence_of,
    subject_of,
)
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import LEDGER, LEDGER_ENTRIES, LEDGER_LISTING
from certbind.domain.lifecycle.journal import ChainBreak, Entry, decode, encode
from certbind.errors import (
    ConflictError,
    LedgerConflictError,
    LedgerUnreadableError,
    LedgerUnsafeError,
)
from certbind.ports import Head

T = TypeVar("T")

_KEYS_A_PAGE = 1000
_READS_AT_ONCE = 8

_LIST = Permission("oss:ListObjects", LEDGER_LISTING, "finds the newest entry")
_GET = Permission("oss:GetObject", LEDGER_ENTRIES, "reads entries")

PERMISSIONS: Permissions = {
    "newest": (_LIST, _GET),
    "head": (_LIST, _GET),
    "append": (
        Permission("oss:GetBucketInfo", LEDGER, "refuses a bucket that has or had versioning"),
        Permission("oss:PutObject", LEDGER_ENTRIES, "writes entries; never over one"),
        _GET,
    ),
    "entries": (_LIST, _GET),
    "history": (_LIST, _GET),
    "subjects": (_LIST,),
}


class OssJournal:
    """Journals in a bucket of the function's own region (Journal).

    An entry is created with x-oss-forbid-overwrite, which is the compare-and-swap. OSS ignores
    that header in a bucket that has or had versioning, so before its first write an instance
    looks (GetBucketInfo) and refuses such a bucket.
    """

    def __init__(self, api: OssApi, bucket: str, prefix: str, retry: Retry) -> None:
        """`prefix`: what every key starts with, ending with a slash."""
        self._api = api
        self._name = bucket
        self._prefix = prefix
        self._retry = retry
        self._is_safe = False

    def newest(self, subject: str) -> Entry | None:
        """See Journal: one short listing and one read, however long the journal is."""
        keys = self._list(prefix_of(self._prefix, subject), limit=1)
        return self._read(keys[0], subject) if keys else None

    def head(self, subject: str) -> Head:
        """See Journal: OSS's own clock, from the answer that lists the entry."""
        page = next(iter(self._pages(prefix_of(self._prefix, subject), "", 1)))
        now = _date_of(page)
        if not page.object_list:
            return Head(None, now=now)
        newest = page.object_list[0]
        written = datetime.fromtimestamp(newest.last_modified, timezone.utc)
        return Head(self._read(newest.key, subject), now - written if now else None, now)

    def append(self, entry: Entry) -> None:
        """See Journal."""
        self._refuse_unsafe_bucket()
        key = key_of(self._prefix, entry.subject, entry.sequence)
        data = encode(entry)
        try:
            self._retry.call(lambda: self._create(key, data, entry.subject))
        except ConflictError:
            self._accept_own(key, data, entry)

    def entries(self, subject: str) -> tuple[Entry, ...]:
        """See Journal: one listing a thousand entries, and a read for each."""
        return self._read_all(subject, self._read)

    def history(self, subject: str) -> tuple[Entry | ChainBreak, ...]:
        """See Journal: costs what `entries` costs."""
        return self._read_all(subject, self._read_or_break)

    def subjects(self, prefix: str) -> Sequence[str]:
        """See Journal: one listing a thousand subjects."""
        kind, slash, _ = prefix.partition("/")
        folders = [f"{self._prefix}{kind}/"] if slash else self._folders(self._prefix)
        names = (name for folder in folders for name in self._folders(folder))
        subjects = (subject_of(self._prefix, name) for name in names)
        return sorted(subject for subject in subjects if subject.startswith(prefix))

    def _refuse_unsafe_bucket(self) -> None:
        if self._is_safe:
            return
        bucket = self._api.bucket(self._name)
        info = self._call("GetBucketInfo", self._name, bucket.get_bucket_info)
        if info.versioning_status:
            raise LedgerUnsafeError(
                f"The bucket's versioning is {info.versioning_status}.",
                subject=f"OSS bucket {self._name}",
            )
        self._is_safe = True

    def _create(self, key: str, data: bytes, subject: str) -> None:
        """Not repeated here."""
        headers = {"x-oss-forbid-overwrite": "true", "Content-Type": "application/json"}
        bucket = self._api.bucket(self._name)
        self._api.call(
            "PutObject", subject, lambda: bucket.put_object(key, data, headers=headers), etag=True
        )

    def _accept_own(self, key: str, data: bytes, entry: Entry) -> None:
        """The number is taken: by ourselves when the answer to a create was lost."""
        if self._get(key, entry.subject) != data:
            raise LedgerConflictError(
                f"Entry {entry.sequence} was written by another.", subject=entry.subject
            )

    def _read(self, key: str, subject: str) -> Entry:
        data = self._get(key, subject)
        try:
            return self._entry_at(key, data)
        except ValueError as error:
            raise LedgerUnreadableError(
                f"{key} is no entry of a journal: {error}.", subject=subject
            ) from None

    def _read_or_break(self, key: str, subject: str) -> Entry | ChainBreak:
        try:
            return self._read(key, subject)
        except LedgerUnreadableError as error:
            return ChainBreak(sequence_of(key), error.message)

    def _read_all(self, subject: str, read: Callable[[str, str], T]) -> tuple[T, ...]:
        keys = self._list(prefix_of(self._prefix, subject))
        with ThreadPoolExecutor(_READS_AT_ONCE) as pool:
            return tuple(pool.map(lambda key: read(key, subject), keys))

    def _entry_at(self, key: str, data: bytes) -> Entry:
        entry = decode(data)
        if key_of(self._prefix, entry.subject, entry.sequence) != key:
            raise ValueError(f"it is entry {entry.sequence} of {entry.subject}")
        return entry

    def _get(self, key: str, subject: str) -> bytes:
        bucket = self._api.bucket(self._name)
        read = self._api.caller("GetObject", subject, lambda: bucket.get_object(key))

        def whole() -> bytes:
            found = read()
            with self._api.errors("GetObject", subject):
                return bytes(found.read())

        return self._retry.call(whole)

    def _list(self, prefix: str, limit: int | None = None) -> list[str]:
        """Keys in order, which is newest first."""
        keys: list[str] = []
        for page in self._pages(prefix, "", limit or _KEYS_A_PAGE):
            keys += [item.key for item in page.object_list]
            if limit is not None and len(keys) >= limit:
                break
        return keys[:limit]

    def _folders(self, prefix: str) -> list[str]:
        pages = self._pages(prefix, "/", _KEYS_A_PAGE)
        return [folder for page in pages for folder in page.prefix_list]

    def _pages(self, prefix: str, delimiter: str, size: int) -> Iterable[Any]:
        bucket = self._api.bucket(self._name)
        action, subject = "ListObjectsV2", f"{self._name}/{prefix}"

        def read_page(token: str) -> Any:
            read = partial(
                bucket.list_objects_v2, prefix, delimiter, token, max_keys=min(size, _KEYS_A_PAGE)
            )
            return self._call(action, subject, read)

        return read_pages(read_page, lambda page: page.next_continuation_token, action, subject)

    def _call(self, action: str, subject: str, call: Callable[[], T]) -> T:
        return self._retry.call(self._api.caller(action, subject, call))


def _date_of(page: Any) -> datetime | None:
    """The service's own time; None where the answer tells none, as through some proxies."""
    try:
        return parsedate_to_datetime(page.headers["date"]).astimezone(timezone.utc)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
