"""The receiver: one address for the robots of all groups, and what was posted to each."""

from __future__ import annotations

import json
import secrets
import threading
from collections import deque
from typing import Any

from localcloud.clock import Clock
from localcloud.http import Request, Response
from localcloud.reading import json_document
from localcloud.robots.kinds import FORMS, Answer, Form, Robot
from localcloud.store import Store

A_MINUTE = 60.0
POSTS_A_MINUTE = 20
"""More are refused by each of them (Feishu: 100)."""

_KEPT = 1000


class Robots:
    """Robots are kept over restarts, posts are not."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._kept = store.table("robot")
        self._clock = clock
        self._lock = threading.Lock()
        self._posts: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._times: dict[str, deque[float]] = {}

    def add(self, kind: str, *, signed: bool = True, keyword: str = "") -> Robot:
        """ValueError for a kind that there is not; WeCom's sign nothing and ask for no keyword."""
        if kind not in FORMS:
            raise ValueError(f"there is no robot of the kind {kind!r}: {', '.join(FORMS)}")
        plain = kind == "wecom"
        robot = Robot(
            kind,
            secrets.token_hex(16),
            "" if plain or not signed else f"SEC{secrets.token_hex(16)}",
            "" if plain else keyword,
        )
        document = {"kind": kind, "secret": robot.secret, "keyword": robot.keyword}
        self._kept[robot.token] = document
        return robot

    def remove(self, token: str) -> None:
        """The group has no such robot any more. LookupError for one that there is not."""
        if token not in self._kept:
            raise LookupError("there is no such robot")
        self._kept.pop(token)

    def all(self) -> list[Robot]:
        """In the order of their tokens."""
        return [Robot(token=token, **self._kept[token]) for token in sorted(self._kept)]

    def posts(self) -> list[dict[str, Any]]:
        """What the groups read, oldest first: kind, text, time."""
        with self._lock:
            return list(self._posts)

    def path(self, robot: Robot) -> str:
        """Path and query of its address."""
        return FORMS[robot.kind].path.format(token=robot.token)

    def answer(self, request: Request) -> Response:
        """As the three services do: 200, and the refusal in the body."""
        kind, token = _addressed(request)
        if kind is None:
            return Response(404, b"not found", {"Content-Type": "text/plain"})
        form = FORMS[kind]
        document = json.dumps(self._judged(form, kind, token, request), ensure_ascii=False)
        return Response(200, document.encode(), {"Content-Type": "application/json"})

    def _judged(self, form: Form, kind: str, token: str, request: Request) -> Answer:
        robot = next((one for one in self.all() if (one.kind, one.token) == (kind, token)), None)
        if robot is None:
            return form.unknown
        now = self._clock.now().timestamp()
        body = json_document(request.body.decode("utf-8", "replace")) or {}
        if robot.secret and form.forged(robot, request, body, now):
            return form.unsigned
        text = form.text(body) if request.method == "POST" else None
        if text is None or not text:
            return form.unreadable
        if robot.keyword and robot.keyword not in text:
            return form.no_keyword
        if form.too_long is not None and len(text.encode()) > form.longest:
            return form.too_long
        return form.taken if self._is_taken(robot, text, now) else form.too_many

    def _is_taken(self, robot: Robot, text: str, now: float) -> bool:
        with self._lock:
            times = self._times.setdefault(robot.token, deque())
            while times and times[0] <= now - A_MINUTE:
                times.popleft()
            if len(times) >= POSTS_A_MINUTE:
                return False
            times.append(now)
            at = self._clock.now().isoformat()
            self._posts.append({"robot": robot.kind, "text": text, "at": at})
            return True


def _addressed(request: Request) -> tuple[str | None, str]:
    for kind, form in FORMS.items():
        path, _, query = form.path.partition("?")
        if query:
            name = query.partition("=")[0]
            if request.path == path:
                return kind, dict(request.query_pairs()).get(name, "")
        elif request.path.startswith(path.removesuffix("{token}")):
            return kind, request.path.rpartition("/")[2]
    return None, ""
