"""Harmless calls that show the permissions at the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.calls.probe import Probe


def ledger_probes(api: OssApi, name: str, prefix: str) -> Iterator[Probe]:
    """name: of the ledger's bucket, "" for none; prefix: of its keys."""
    if not name:
        for action in ("oss:ListObjects", "oss:GetObject"):
            yield Probe(action, "OSS", "CERTBIND_LEDGER_BUCKET names no bucket", None)
        return
    where = f"bucket {name}"

    def bucket() -> Any:
        return api.bucket(name)

    listing = api.caller(
        "ListObjectsV2", where, lambda: bucket().list_objects_v2(prefix, max_keys=1)
    )
    yield Probe("oss:ListObjects", where, "", listing)
    getting = api.caller("GetObject", where, lambda: bucket().get_object(f"{prefix}doctor/absent"))
    how = "asked for a key that is not there"
    yield Probe("oss:GetObject", where, how, getting, shown_by=("NoSuchKey",))
