"""What is kept beside the ledger: `<prefix>report/<name>`, written over at each sweep, and other
folders of files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.calls.retry import Retry
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import LEDGER_ENTRIES
from certbind.errors import NotFoundError, UnavailableError

T = TypeVar("T")

FOLDER = "report/"
"""No journal: those lie two folders deep."""

PERMISSIONS: Permissions = {
    "read": (Permission("oss:GetObject", LEDGER_ENTRIES, "reads the report of before"),),
    "keep": (Permission("oss:PutObject", LEDGER_ENTRIES, "keeps the report and the page"),),
}


class OssReports:
    """In the ledger's bucket (KeptReports)."""

    def __init__(
        self, api: OssApi, bucket: str, prefix: str, retry: Retry, folder: str = FOLDER
    ) -> None:
        """prefix: as the ledger's. folder: where in it, with a last slash."""
        self._folder = folder
        self._api = api
        self._name = bucket
        self._prefix = prefix
        self._retry = retry

    def read(self, name: str) -> bytes | None:
        """See KeptReports."""
        key, bucket = self._key(name), self._api.bucket(self._name)
        get = self._api.caller("GetObject", key, lambda: bucket.get_object(key))

        def whole() -> bytes:
            found = get()
            with self._api.errors("GetObject", key):
                data = bytes(found.read())
            if found.content_length not in (None, len(data)):
                told = f"{len(data)} of {found.content_length} bytes came"
                raise UnavailableError(told, service="oss", action="GetObject", subject=key)
            return data

        try:
            return self._retry.call(whole)
        except NotFoundError:
            return None

    def keep(self, name: str, content_type: str, data: bytes) -> None:
        """See KeptReports. Private, as the bucket is; no browser keeps a copy."""
        key, bucket = self._key(name), self._api.bucket(self._name)
        headers = {"Content-Type": content_type, "Cache-Control": "no-store"}
        self._call(
            lambda: self._api.call(
                "PutObject", key, lambda: bucket.put_object(key, data, headers=headers), etag=True
            )
        )

    def _key(self, name: str) -> str:
        return f"{self._prefix}{self._folder}{name}"

    def _call(self, work: Callable[[], T]) -> T:
        return self._retry.call(work)
