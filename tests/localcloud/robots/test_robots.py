"""Robots of chat groups: they are in groups of an account that outlasts a restart."""

from __future__ import annotations

import json
from email.message import Message
from pathlib import Path

import pytest

from localcloud.clock import Clock
from localcloud.http import Request
from localcloud.robots import Robots
from localcloud.store import Store

HEADERS = Message()


def ask(
    robots: Robots, target: str, body: object = None, method: str = "POST"
) -> dict[str, object]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = robots.answer(Request(method, target, HEADERS, raw, 0))
    assert answer.status == 200
    document = json.loads(answer.body)
    assert isinstance(document, dict)
    return document


def test_a_robot_is_there_after_a_restart_and_gone_when_it_was_removed(tmp_path: Path) -> None:
    with Store(tmp_path / "state") as store:
        made = Robots(store, Clock()).add("wecom")
    with Store(tmp_path / "state") as store:
        again = Robots(store, Clock())
        assert again.all() == [made]
        again.remove(made.token)
        assert again.all() == []
        with pytest.raises(LookupError):
            again.remove(made.token)


def test_a_kind_that_there_is_not_is_refused_by_name() -> None:
    with Store(None) as store, pytest.raises(ValueError, match="slack"):
        Robots(store, Clock()).add("slack")


@pytest.mark.parametrize(
    ("kind", "code"), [("dingtalk", "errcode"), ("feishu", "code"), ("wecom", "errcode")]
)
@pytest.mark.parametrize(
    "body", [b"", b"{", [], {}, {"msgtype": "text"}, {"msgtype": "text", "text": {"content": ""}}]
)
def test_what_is_no_text_is_refused_with_status_200(kind: str, code: str, body: object) -> None:
    with Store(None) as store:
        robots = Robots(store, Clock())
        path = robots.path(robots.add(kind, signed=False))
        assert ask(robots, path, body)[code] != 0
        assert robots.posts() == []


def test_a_get_posts_nothing() -> None:
    with Store(None) as store:
        robots = Robots(store, Clock())
        path = robots.path(robots.add("wecom"))
        body = {"msgtype": "text", "text": {"content": "x"}}
        assert ask(robots, path, body, "GET")["errcode"] != 0
        assert ask(robots, path, body)["errcode"] == 0


def test_another_address_is_none_of_theirs() -> None:
    with Store(None) as store:
        robots = Robots(store, Clock())
        assert robots.answer(Request("POST", "/hook", HEADERS, b"", 0)).status == 404


@pytest.mark.parametrize("stamp", ["", "x", "0"])
def test_an_old_signature_is_none(stamp: str) -> None:
    with Store(None) as store:
        robots = Robots(store, Clock())
        robot = robots.add("feishu")
        body = {"msg_type": "text", "content": {"text": "x"}, "timestamp": stamp, "sign": "x"}
        assert ask(robots, robots.path(robot), body)["code"] == 19021
