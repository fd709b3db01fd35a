"""What survives a restart: JSON records and blobs in one SQLite file under the state directory."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (kind TEXT, key TEXT, value TEXT, PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS blobs (key TEXT PRIMARY KEY, value BLOB);
"""


class DamagedStateError(Exception):
    """A file of the state directory is not as it was written."""

    def __init__(self, path: Path | None, problem: Exception) -> None:
        super().__init__(
            f"{path} cannot be read ({problem}). Put a copy of it back, or remove it: what it "
            "held begins anew."
        )


class Store:
    """One file, one writer process. `Store(None)` keeps everything in memory (for tests)."""

    def __init__(self, path: Path | None) -> None:
        """DamagedStateError for a file that is no sound database."""
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(
            ":memory:" if path is None else str(path),
            check_same_thread=False,
            isolation_level=None,
        )
        try:
            self._connection.execute("PRAGMA journal_mode=WAL")
            # A local cloud may lose its last writes with the machine, not with the process.
            self._connection.execute("PRAGMA synchronous=OFF")
            self._connection.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise DamagedStateError(path, error) from None

    def __enter__(self) -> Store:  # noqa: PYI034 - Self came with Python 3.11
        """Open until the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closed."""
        self.close()

    def table(self, kind: str) -> Table:
        """The records of one kind, read into memory now and written through from then on."""
        return Table(self, kind)

    def close(self) -> None:
        """Close the file; the tables stay readable."""
        with self._lock:
            self._connection.close()

    def read_kind(self, kind: str) -> dict[str, dict[str, Any]]:
        """All records of a kind, in key order."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT key, value FROM records WHERE kind = ? ORDER BY key", (kind,)
            )
            return {key: json.loads(value) for key, value in rows}

    def write(self, kind: str, key: str, value: dict[str, Any]) -> None:
        """Insert or replace one record."""
        text = json.dumps(value, ensure_ascii=False)
        with self._lock:
            self._connection.execute(
                "INSERT OR REPLACE INTO records VALUES (?, ?, ?)", (kind, key, text)
            )

    def remove(self, kind: str, key: str) -> None:
        """Delete one record; no error when it is absent."""
        with self._lock:
            self._connection.execute("DELETE FROM records WHERE kind = ? AND key = ?", (kind, key))

    def put_blob(self, key: str, value: bytes) -> None:
        """Insert or replace one blob."""
        with self._lock:
            self._connection.execute("INSERT OR REPLACE INTO blobs VALUES (?, ?)", (key, value))

    def get_blob(self, key: str) -> bytes | None:
        """One blob, or None."""
        with self._lock:
            row = self._connection.execute(
                "SELECT value FROM blobs WHERE key = ?", (key,)
            ).fetchone()
        return None if row is None else bytes(row[0])

    def blob_keys(self, prefix: str) -> tuple[str, ...]:
        """The keys of all blobs that begin so."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT key FROM blobs WHERE substr(key, 1, ?) = ?", (len(prefix), prefix)
            )
            return tuple(key for (key,) in rows)

    def remove_blob(self, key: str) -> None:
        """Delete one blob; no error when it is absent."""
        with self._lock:
            self._connection.execute("DELETE FROM blobs WHERE key = ?", (key,))


class Table(MutableMapping[str, dict[str, Any]]):
    """A mapping of JSON records that is written through on assignment: the file first, so that
    memory holds nothing that a restart would not find.

    Assign again after changing a record in place, or the change does not survive a restart:
    `record = table[key]; record["x"] = 1; table[key] = record`.
    """

    def __init__(self, store: Store, kind: str) -> None:
        self._store = store
        self._kind = kind
        self._records = store.read_kind(kind)

    def __getitem__(self, key: str) -> dict[str, Any]:
        return self._records[key]

    def __setitem__(self, key: str, value: dict[str, Any]) -> None:
        self._store.write(self._kind, key, value)
        self._records[key] = value

    def __delitem__(self, key: str) -> None:
        if key not in self._records:
            raise KeyError(key)
        self._store.remove(self._kind, key)
        del self._records[key]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._records))

    def __len__(self) -> int:
        return len(self._records)
