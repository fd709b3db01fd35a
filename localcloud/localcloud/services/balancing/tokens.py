"""ClientToken: a write that comes again under its token is done once.

A token is the account's, of one product; for how long it is remembered is not published: here for
ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from localcloud.store import Store


@dataclass(frozen=True, slots=True)
class Use:
    """What a token was used for. asked: the action with what it was given."""

    asked: str
    job: str


class Tokens:
    """Kept over restarts."""

    def __init__(self, store: Store, product: str) -> None:
        self._kept = store.table(f"{product}.tokens")

    def find(self, token: str) -> Use | None:
        """None also for no token."""
        record = self._kept.get(token) if token else None
        return None if record is None else Use(**record)

    def keep(self, token: str, asked: str, job: str) -> None:
        """Nothing for no token."""
        if token:
            self._kept[token] = {"asked": asked, "job": job}
