"""What each kind of robot takes and how it refuses, by the pages on custom robots of DingTalk,
Feishu and WeCom. All of them answer 200. Codes and sentences are theirs as far as they are
published; none was measured.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from localcloud.http import Request

AN_HOUR = 3600.0
WECOM_LONGEST = 2048
"""Bytes of a text."""

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Robot:
    """secret: "" asks for no signature; keyword: "" for none."""

    kind: str
    token: str
    secret: str = ""
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """path: with `{token}`. text: of a body, None where it has another form. forged: whether the
    signature is missing, wrong or old, at this moment (seconds since 1970). Then the answers.
    """

    path: str
    text: Callable[[Mapping[str, Any]], str | None]
    forged: Callable[[Robot, Request, Mapping[str, Any], float], bool]
    taken: Answer
    unknown: Answer
    unsigned: Answer
    no_keyword: Answer
    unreadable: Answer
    too_many: Answer
    longest: int = 20_000
    too_long: Answer | None = None


def _text(body: Mapping[str, Any]) -> str | None:
    part = body.get("text")
    found = part.get("content") if isinstance(part, Mapping) else None
    return found if body.get("msgtype") == "text" and isinstance(found, str) else None


def _feishu_text(body: Mapping[str, Any]) -> str | None:
    part = body.get("content")
    found = part.get("text") if isinstance(part, Mapping) else None
    return found if body.get("msg_type") == "text" and isinstance(found, str) else None


def _dingtalk_forged(robot: Robot, request: Request, _: Mapping[str, Any], now: float) -> bool:
    """Its two lines signed by the secret, in the query."""
    given = dict(request.query_pairs())
    stamp = given.get("timestamp", "")
    if not stamp.isdigit() or abs(now - int(stamp) / 1000) > AN_HOUR:
        return True
    wanted = _signed(robot.secret, f"{stamp}\n{robot.secret}")
    return not hmac.compare_digest(wanted, given.get("sign", "").encode())


def _feishu_forged(robot: Robot, _: Request, body: Mapping[str, Any], now: float) -> bool:
    """Nothing signed by the two lines, in the body."""
    stamp = str(body.get("timestamp", ""))
    if not stamp.isdigit() or abs(now - int(stamp)) > AN_HOUR:
        return True
    wanted = _signed(f"{stamp}\n{robot.secret}", "")
    return not hmac.compare_digest(wanted, str(body.get("sign", "")).encode())


def _never(*_: object) -> bool:
    return False


def _signed(key: str, message: str) -> bytes:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest())


def _err(code: int, message: str) -> Answer:
    return {"errcode": code, "errmsg": message}


def _msg(code: int, message: str) -> Answer:
    return {"code": code, "msg": message, "data": {}}


FORMS: Mapping[str, Form] = {
    "dingtalk": Form(
        "/robot/send?access_token={token}",
        _text,
        _dingtalk_forged,
        taken=_err(0, "ok"),
        unknown=_err(300005, "token is not exist"),
        unsigned=_err(310000, "sign not match"),
        no_keyword=_err(310000, "keywords not in content"),
        unreadable=_err(40035, "invalid parameter"),
        too_many=_err(130101, "send too fast, exceed 20 times per minute"),
    ),
    "feishu": Form(
        "/open-apis/bot/v2/hook/{token}",
        _feishu_text,
        _feishu_forged,
        taken={"StatusCode": 0, "StatusMessage": "success", **_msg(0, "success")},
        unknown=_msg(19001, "param invalid: incoming webhook access token invalid"),
        unsigned=_msg(19021, "sign match fail or timestamp is not within one hour"),
        no_keyword=_msg(19024, "Key Words Not Found"),
        unreadable=_msg(9499, "Bad Request"),
        too_many=_msg(11232, "frequency limited"),
    ),
    "wecom": Form(
        "/cgi-bin/webhook/send?key={token}",
        _text,
        _never,
        taken=_err(0, "ok"),
        unknown=_err(93000, "invalid webhook url"),
        unsigned=_err(93000, "invalid webhook url"),
        no_keyword=_err(93000, "invalid webhook url"),
        unreadable=_err(40008, "invalid message type"),
        too_many=_err(45009, "api freq out of limit"),
        longest=WECOM_LONGEST,
        too_long=_err(40058, "text.content exceed max length 2048"),
    ),
}
