"""What recheck keeps beside the ledger, in memory."""

from __future__ import annotations

from tests.fakes.trouble import Trouble


class FakeReports:
    """See KeptReports."""

    def __init__(self) -> None:
        self.trouble = Trouble()
        self.kept: dict[str, bytes] = {}
        self.types: dict[str, str] = {}

    def read(self, name: str) -> bytes | None:
        """See KeptReports."""
        with self.trouble.around("read"):
            return self.kept.get(name)

    def keep(self, name: str, content_type: str, data: bytes) -> None:
        """See KeptReports."""
        with self.trouble.around("keep"):
            self.kept[name] = data
            self.types[name] = content_type
