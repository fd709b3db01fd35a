"""The ledger: journals as small objects in an OSS bucket."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
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
from certbind.domain.lifecycle.journal import (
    ChainBreak,
    Entry,
    NewerEntryError,
    encode,
    read_at,
)
from certbind.errors import (
    ConflictError,
    LedgerConflictError,
    LedgerNewerError,
    LedgerUnreadableError,
    LedgerUnsafeError,
    NotFoundError,
    UnavailableError,
)
from certbind.ports.ledger import Head, Heads, Topmost

T = TypeVar("T")

_KEYS_A_PAGE = 1000
_READS_AT_ONCE = 8
_FEW = 16
_WRITER = "x-oss-meta-writer"
_LAST = "\U0010ffff"
"""Behind every key."""

_LOOKED_COUNTS_FOR = 300.0

_LIST = Permission("oss:ListObjects", LEDGER_LISTING, "finds the newest entry")
_GET = Permission("oss:GetObject", LEDGER_ENTRIES, "reads entries")

PERMISSIONS: Permissions = {
    "newest": (_LIST, _GET),
    "head": (_LIST, _GET),
    "heads": (_LIST,),
    "append": (
        Permission("oss:GetBucketInfo", LEDGER, "refuses a bucket that has or had versioning"),
        Permission("oss:PutObject", LEDGER_ENTRIES, "writes entries; never over one"),
        _GET,
    ),
    "sound": (_LIST, _GET),
    "entries": (_LIST, _GET),
    "history": (_LIST, _GET),
    "subjects": (_LIST,),
}


class SafetyLooked:
    """When an instance saw last that the ledger's bucket never had versioning."""

    def __init__(self) -> None:
        self._at = -math.inf

    @property
    def is_fresh(self) -> bool:
        """Whether that is not long ago."""
        return time.monotonic() - self._at < _LOOKED_COUNTS_FOR

    def now(self) -> None:
        """It was seen so."""
        self._at = time.monotonic()


class OssJournal:
    """Journals in a bucket of the function's own region (Journal).

    An entry is created with x-oss-forbid-overwrite, which is the compare-and-swap. OSS ignores
    that header in a bucket that has or had versioning, so before its first write an instance
    looks (GetBucketInfo) and refuses such a bucket; and again after a while, for it may work for
    days.
    """

    def __init__(
        self,
        api: OssApi,
        bucket: str,
        prefix: str,
        retry: Retry,
        looked: SafetyLooked | None = None,
    ) -> None:
        """`prefix`: what every key starts with, ending with a slash. looked: of this instance."""
        self._api = api
        self._name = bucket
        self._prefix = prefix
        self._retry = retry
        self._looked = looked or SafetyLooked()

    def newest(self, subject: str) -> Entry | ChainBreak | None:
        """See Journal: one short listing and one read, however long the journal is."""
        return self.head(subject).entry

    def head(self, subject: str, expects: int = 0) -> Head:
        """See Journal: OSS's own clock, from the answer that lists the entry or has it."""
        if expects:
            with suppress(NotFoundError, ValueError):
                return self._numbered(subject, expects)
        page, newest = self._newest(subject)
        now = _date_of(page)
        if newest is None:
            return Head(None, now=now)
        written = datetime.fromtimestamp(newest.last_modified, timezone.utc)
        return Head(self._read(newest.key, subject), now - written if now else None, now)

    def _numbered(self, subject: str, number: int) -> Head:
        """NotFoundError where there is no such entry: the account may have another ledger now."""
        key = key_of(self._prefix, subject, number)
        data, answer = self._object(key, subject)
        now = _date_of(answer)
        written = datetime.fromtimestamp(answer.last_modified or 0, timezone.utc)
        is_told = now is not None and answer.last_modified
        age = now - written if now is not None and is_told else None
        return Head(_entry(data, key, subject, number), age, now, is_newest=False)

    def heads(self, subjects: Collection[str]) -> Heads:
        """See Journal. Keys run from the newest entry of a subject to its oldest; where a page
        ends among those, the next one begins behind them, at the next subject that is asked for.
        """
        folders = {prefix_of(self._prefix, one): one for one in subjects}
        waiting = sorted(folders, reverse=True)
        found: dict[str, Topmost] = {}
        now: datetime | None = None
        while waiting:
            page = self._page_from(waiting[-1])
            now = _date_of(page)
            for item in page.object_list:
                folder = f"{item.key.rpartition('/')[0]}/"
                subject = folders.get(folder, "")
                number = self._place(item.key, subject) if subject else 0
                if number and subject not in found:
                    found[subject] = _topmost(item, number, now)
            last = page.object_list[-1].key if page.is_truncated and page.object_list else _LAST
            while waiting and _is_settled(waiting[-1], last, folders, found):
                waiting.pop()
        return Heads(found, now)

    def _page_from(self, folder: str) -> Any:
        """A thousand keys from the first one of a folder."""
        bucket = self._api.bucket(self._name)
        read = partial(
            bucket.list_objects_v2, self._prefix, start_after=folder, max_keys=_KEYS_A_PAGE
        )
        return self._call("ListObjectsV2", f"{self._name}/{folder}", read)

    def sound(self, subject: str) -> tuple[Entry, ...]:
        """See Journal: of the newest 16."""
        keys = [key for key in self._list(subject) if self._place(key, subject)][:_FEW]
        found = self._read_all(keys, subject, self._read)
        return tuple(one for one in found if isinstance(one, Entry))

    def append(self, entry: Entry) -> None:
        """See Journal."""
        self._refuse_unsafe_bucket()
        try:
            key = key_of(self._prefix, entry.subject, entry.sequence)
        except ValueError as error:  # others put something at the last number
            raise LedgerUnreadableError(f"{error}.", subject=entry.subject) from None
        data, writer = encode(entry), secrets.token_hex(8)
        try:
            self._retry.call(lambda: self._create(key, data, entry.subject, writer))
        except ConflictError:
            self._accept_own(key, data, entry, writer)

    def entries(self, subject: str) -> tuple[Entry, ...]:
        """See Journal: one listing a thousand entries, and a read for each."""
        found = self.history(subject)
        broken = next((one for one in found if isinstance(one, ChainBreak)), None)
        if broken is not None:
            raise LedgerUnreadableError(
                f"Entry {broken.sequence} cannot be read: {broken.problem}.", subject=subject
            )
        return tuple(one for one in found if isinstance(one, Entry))

    def history(self, subject: str) -> tuple[Entry | ChainBreak, ...]:
        """See Journal: costs what `entries` costs."""
        return self._read_all(self._list(subject), subject, self._read_or_break)

    def subjects(self, prefix: str) -> Sequence[str]:
        """See Journal: one listing a thousand subjects."""
        kind, slash, _ = prefix.partition("/")
        folders = [f"{self._prefix}{kind}/"] if slash else self._folders(self._prefix)
        names = (name for folder in folders for name in self._folders(folder))
        subjects = (subject_of(self._prefix, name) for name in names)
        return sorted(subject for subject in subjects if subject.startswith(prefix))

    def _refuse_unsafe_bucket(self) -> None:
        if self._looked.is_fresh:
            return
        bucket = self._api.bucket(self._name)
        info = self._call("GetBucketInfo", self._name, bucket.get_bucket_info)
        if info.versioning_status:
            raise LedgerUnsafeError(
                f"The bucket's versioning is {info.versioning_status}.",
                subject=f"OSS bucket {self._name}",
            )
        self._looked.now()

    def _create(self, key: str, data: bytes, subject: str, writer: str) -> None:
        """Not repeated here."""
        headers = {
            "x-oss-forbid-overwrite": "true",
            "Content-Type": "application/json",
            _WRITER: writer,
        }
        bucket = self._api.bucket(self._name)
        self._api.call(
            "PutObject", subject, lambda: bucket.put_object(key, data, headers=headers), etag=True
        )

    def _accept_own(self, key: str, data: bytes, entry: Entry, writer: str) -> None:
        """The number is taken: by this very call when the answer to a create was lost. Another
        invocation may have said the same in the same millisecond.
        """
        found, answer = self._object(key, entry.subject)
        if found != data or answer.headers.get(_WRITER) != writer:
            raise LedgerConflictError(
                f"Entry {entry.sequence} was written by another.", subject=entry.subject
            )

    def _read(self, key: str, subject: str) -> Entry | ChainBreak:
        place = self._place(key, subject)
        if not place:
            return ChainBreak(0, f"{key} is no entry of a journal")
        return _entry(self._get(key, subject), key, subject, place)

    def _read_or_break(self, key: str, subject: str) -> Entry | ChainBreak:
        try:
            return self._read(key, subject)
        except LedgerNewerError as error:
            return ChainBreak(self._place(key, subject), error.message)

    def _read_all(
        self, keys: list[str], subject: str, read: Callable[[str, str], Entry | ChainBreak]
    ) -> tuple[Entry | ChainBreak, ...]:
        with ThreadPoolExecutor(_READS_AT_ONCE) as pool:
            return tuple(pool.map(lambda key: read(key, subject), keys))

    def _place(self, key: str, subject: str) -> int:
        return sequence_of(key, prefix_of(self._prefix, subject))

    def _newest(self, subject: str) -> tuple[Any, Any]:
        """The page that lists the newest entry, and its object there; None where none is. What
        others put before it, as a console does that shows folders, is passed over.
        """
        folder = prefix_of(self._prefix, subject)
        page = next(iter(self._pages(folder, "", 1)))
        if page.object_list and not self._place(page.object_list[0].key, subject):
            for page in self._pages(folder, "", _KEYS_A_PAGE):
                found = next((o for o in page.object_list if self._place(o.key, subject)), None)
                if found is not None:
                    return page, found
            return page, None
        return page, next(iter(page.object_list), None)

    def _get(self, key: str, subject: str) -> bytes:
        return self._object(key, subject)[0]

    def _object(self, key: str, subject: str) -> tuple[bytes, Any]:
        """What lies there, and the answer that brought it."""
        bucket = self._api.bucket(self._name)
        read = self._api.caller("GetObject", subject, lambda: bucket.get_object(key))

        def whole() -> tuple[bytes, Any]:
            found = read()
            with self._api.errors("GetObject", subject):
                data = bytes(found.read())
            if found.content_length not in (None, len(data)):
                # What was cut off on the way is no damage of the entry.
                raise UnavailableError(
                    f"{len(data)} of {found.content_length} bytes came",
                    service="oss",
                    action="GetObject",
                    subject=subject,
                )
            return data, found

        return self._retry.call(whole)

    def _list(self, subject: str) -> list[str]:
        """Keys in order, which is newest first."""
        pages = self._pages(prefix_of(self._prefix, subject), "", _KEYS_A_PAGE)
        return [item.key for page in pages for item in page.object_list]

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


def _is_settled(
    folder: str, last: str, folders: Mapping[str, str], found: Mapping[str, Topmost]
) -> bool:
    """Whether a listing that ended with this key has told all that is asked of a folder."""
    return folders[folder] in found or last > f"{folder}{_LAST}"


def _topmost(item: Any, number: int, now: datetime | None) -> Topmost:
    written = datetime.fromtimestamp(item.last_modified, timezone.utc)
    return Topmost(number, str(item.etag or ""), now - written if now else None)


def _entry(data: bytes, key: str, subject: str, place: int) -> Entry | ChainBreak:
    try:
        return read_at(data, subject, place)
    except NewerEntryError as error:
        raise LedgerNewerError(f"{key} is {error}.", subject=subject) from None


def _date_of(page: Any) -> datetime | None:
    """The service's own time; None where the answer tells none, as through some proxies."""
    try:
        return parsedate_to_datetime(page.headers["date"]).astimezone(timezone.utc)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
