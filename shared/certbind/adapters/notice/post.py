"""One post to one robot, whose answer is read: most refuse with status 200."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from typing import Any, NoReturn

import requests

from certbind.adapters.calls.network import why_not_reached
from certbind.adapters.calls.secrecy import clean
from certbind.adapters.notice.robots import KINDS, Kind, Letter
from certbind.config.notices import Robot
from certbind.errors import RejectedError, ThrottledError, UnavailableError

LONGEST = 10.0
"""Seconds for the whole of a post, whatever the receiver does."""

_LONGEST_ANSWER = 64 * 1024
_SHORTEST_SECRET = 12
_TOO_MANY, _SERVER_ERROR = 429, 500
_HINT = (
    "Compare the robot's address, secret and security settings (keywords, addresses) with the "
    "group's; the variable is named CERTBIND_NOTICE_ and the robot's kind."
)


class RobotNotifier:
    """Implements ports.Notifier."""

    def __init__(self, robot: Robot, longest: float = LONGEST) -> None:
        self._robot = robot
        self._longest = longest

    @property
    def name(self) -> str:
        """The robot's kind: there is one of each."""
        return self._robot.kind

    def post(self, text: str) -> None:
        """RejectedError, ThrottledError (also by a code in a 200), UnavailableError."""
        kind = KINDS[self._robot.kind]
        letter = kind.write(self._robot, text, time.time())
        status, body = self._in_time(lambda: _send(letter))
        if status == _TOO_MANY or status >= _SERVER_ERROR:
            error = ThrottledError if status == _TOO_MANY else UnavailableError
            raise error(f"It answered {status}", **self._named, api_code=str(status))
        if not 200 <= status < 300:  # noqa: PLR2004
            self._refuse(str(status), f"it answered {status}")
        if kind.code:
            self._read(kind, body)

    def _read(self, kind: Kind, body: bytes) -> None:
        answer = _json_of(body)
        code = answer.get(kind.code, answer.get("StatusCode"))  # Feishu's older form
        if code == 0 and type(code) is int:
            return
        if type(code) is not int:
            self._refuse("", f"its answer is no {self.name} robot's: is the address right?")
        told = clean(answer.get(kind.message), *_secrets(self._robot)) or "no reason told"
        if code in kind.slow_down:
            raise ThrottledError(told, **self._named, api_code=str(code))
        self._refuse(str(code), told)

    def _refuse(self, code: str, told: str) -> NoReturn:
        raise RejectedError(told, **self._named, api_code=code, hint=_HINT)

    def _in_time(self, send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        """A receiver that drips outlasts a socket's own limit, so the thread is left behind."""
        answer: list[tuple[int, bytes] | BaseException] = []

        def work() -> None:
            try:
                answer.append(send())
            except BaseException as error:  # noqa: BLE001 - raised again below
                answer.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(self._longest)
        came = answer[0] if answer else TimeoutError()
        if isinstance(came, tuple):
            return came
        told = why_not_reached(came, self._robot.address)
        raise UnavailableError(told, **self._named) from None  # the cause holds the address

    @property
    def _named(self) -> dict[str, str]:
        return {"service": self.name, "action": "post"}


def _send(letter: Letter) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/json; charset=utf-8", **letter.headers}
    with requests.post(
        letter.address,
        data=letter.body,
        headers=headers,
        timeout=(LONGEST / 2, LONGEST / 2),
        allow_redirects=False,
        stream=True,
    ) as response:
        return response.status_code, response.raw.read(_LONGEST_ANSWER, decode_content=True)


def _secrets(robot: Robot) -> tuple[str, ...]:
    """What an answer must not repeat into a log: the address is a key, and so is what is in it."""
    _, _, behind_the_host = robot.address.partition("://")[2].partition("/")
    parts = re.split(r"[/?&=]", behind_the_host)
    return (robot.address, robot.secret, *(one for one in parts if len(one) >= _SHORTEST_SECRET))


def _json_of(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
