"""What each kind of robot takes, and what its answer means.

Two lines, the moment and the secret, are what is signed (HMAC-SHA256, base64, within an hour).
DingTalk ("Custom robots"): in milliseconds, signed with the secret, in the query. Feishu ("Custom
bot"): in seconds; the lines are the key, and nothing is signed with it; in the body. WeCom ("Group
robot"): the key in the address alone. A refusal of these three comes with status 200. Any other
address: JSON, signed as `X-Certbind-Signature`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote_plus

from certbind.config.notices import Robot
from certbind.values import dataclass, field

SIGNATURE = "X-Certbind-Signature"
"""`t=<seconds>,sha256=<hex>`: HMAC-SHA256 of "<seconds>.<body>" with the secret."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A request as it goes out."""

    address: str = field(repr=False)
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Kind:
    """write: robot, text, seconds since 1970. code, message: fields of the answer; "" where the
    status alone tells. slow_down: codes that mean too many posts.
    """

    write: Callable[[Robot, str, float], Letter]
    code: str = ""
    message: str = ""
    slow_down: frozenset[int] = frozenset()


def _dingtalk(robot: Robot, text: str, now: float) -> Letter:
    address, stamp = robot.address, str(round(now * 1000))
    if robot.secret:
        sign = _hmac(robot.secret, f"{stamp}\n{robot.secret}")
        address += f"{_joint(address)}timestamp={stamp}&sign={quote_plus(_base64(sign))}"
    return Letter(address, _json({"msgtype": "text", "text": {"content": text}}))


def _feishu(robot: Robot, text: str, now: float) -> Letter:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        stamp = str(int(now))
        sign = _hmac(f"{stamp}\n{robot.secret}", "")
        body = {"timestamp": stamp, "sign": _base64(sign), **body}
    return Letter(robot.address, _json(body))


def _wecom(robot: Robot, text: str, now: float) -> Letter:  # noqa: ARG001 - it signs nothing
    return Letter(robot.address, _json({"msgtype": "text", "text": {"content": text}}))


def _webhook(robot: Robot, text: str, now: float) -> Letter:
    body, stamp = _json({"source": "certbind", "text": text}), str(int(now))
    if not robot.secret:
        return Letter(robot.address, body)
    sign = _hmac(robot.secret, f"{stamp}.{body.decode()}").hex()
    return Letter(robot.address, body, {SIGNATURE: f"t={stamp},sha256={sign}"})


KINDS: Mapping[str, Kind] = {
    "dingtalk": Kind(_dingtalk, "errcode", "errmsg", frozenset({130101, 660026})),
    "feishu": Kind(_feishu, "code", "msg", frozenset({9499, 11232})),
    "wecom": Kind(_wecom, "errcode", "errmsg", frozenset({45009})),
    "webhook": Kind(_webhook),
}


def _hmac(key: str, message: str) -> bytes:
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _joint(address: str) -> str:
    return "&" if "?" in address else "?"
