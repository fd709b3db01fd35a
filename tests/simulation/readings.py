"""What the ledger's bucket answers to a read that was made before, while nothing changed there.

Most calls of a seed read the same few entries. As long as no object under the place that a read
asks for was written or taken away, by whomever, the local cloud would answer the same: so it does,
from memory, where nothing goes wrong and the call is not signed (shortcuts.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

from localcloud.http import Request, Response
from localcloud.services.oss.objects import Objects

_OK = 200
_OTHERWISE = ("range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since")


class Readings:
    """Answers to reads of one bucket's objects and lists, by what they asked for."""

    def __init__(self, bucket: str) -> None:
        self._root = f"/{bucket}/"
        self._kept: dict[str, Response] = {}
        self._asked: defaultdict[str, set[str]] = defaultdict(set)
        self._prefixes: set[str] = set()

    def recall(self, request: Request, now: datetime) -> Response | None:
        """What was answered before, with the date of now."""
        found = self._kept.get(request.target) if request.method == "GET" else None
        if found is None:
            return None
        headers = {**found.headers, "Date": format_datetime(now, usegmt=True)}
        return Response(found.status, found.body, headers)

    def keep(self, request: Request, answer: Response) -> None:
        """An answer, unless it is none that lasts."""
        place = self._place(request)
        if place is not None and answer.status == _OK:
            self._kept[request.target] = answer
            self._asked[place].add(request.target)
            if place.endswith("/") or not place:
                self._prefixes.add(place)

    def changed(self, key: str) -> None:
        """An object was written, or taken away."""
        for place in (key, *(one for one in self._prefixes if key.startswith(one))):
            for target in self._asked.pop(place, ()):
                self._kept.pop(target, None)

    def _place(self, request: Request) -> str | None:
        """The key, or the folder of keys, that a read asks for; None for what is no such read."""
        if request.method != "GET" or not request.target.startswith(self._root):
            return None
        if any(name in request.headers for name in _OTHERWISE):
            return None
        key = unquote(urlsplit(request.target).path.removeprefix(self._root))
        query = dict(request.query_pairs())
        if key:
            return None if query else key
        prefix = query.get("prefix", "")
        is_folder = not prefix or prefix.endswith("/")
        return prefix if query.get("list-type") == "2" and is_folder else None


@contextmanager
def kept_until_written(readings: Readings) -> Iterator[None]:
    """Within the block whatever writes an object is told to them."""
    keep, forget = Objects._keep, Objects._forget

    def kept(self: Objects, bucket: object, write: object, *more: object) -> object:
        readings.changed(write.key)  # type: ignore[attr-defined]
        return keep(self, bucket, write, *more)  # type: ignore[arg-type]

    def forgotten(self: Objects, present: object) -> None:
        readings.changed(present.key)  # type: ignore[attr-defined]
        forget(self, present)  # type: ignore[arg-type]

    with patch.object(Objects, "_keep", kept), patch.object(Objects, "_forget", forgotten):
        yield
