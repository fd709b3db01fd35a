"""Notices, as an operator sets them up: robots of the local cloud, recheck as it is deployed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from certbind import bootstrap
from demo.stage import LEDGER, QUEUE
from localcloud.world import LocalCloud
from tests.unit.adapters.servers import listening

WWW = "www.shop.example"


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud(delays={"oss": 0}) as made:
        for bucket in (LEDGER, "assets"):
            made.oss.world.create_bucket(bucket, "cn-hangzhou")
        made.mns.model.create_queue(QUEUE, {})
        made.oss.world.map_domain("assets", WWW)
        yield made


def settings(cloud: LocalCloud, **more: str) -> dict[str, str]:
    robot = cloud.robots.add("dingtalk")
    return {
        **cloud.env(),
        "CERTBIND_LEDGER_BUCKET": LEDGER,
        "CERTBIND_NOTICE_DINGTALK": f"{cloud.robots_url}{cloud.robots.path(robot)}",
        "CERTBIND_NOTICE_DINGTALK_SECRET": robot.secret,
        **more,
    }


def certbind(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "certbind.cli.main", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert environment["CERTBIND_NOTICE_DINGTALK_SECRET"] not in done.stdout + done.stderr
    return done.returncode, done.stdout


def test_a_group_reads_what_recheck_finds_until_somebody_knows_of_it(cloud: LocalCloud) -> None:
    environment = settings(cloud)
    code, out = certbind(environment, "notices")
    assert (code, out) == (0, "dingtalk: nothing was posted yet; recheck posts first.\n")
    answer = bootstrap.recheck(environment, 60)().to_json()
    assert answer["notices"] == [{"receiver": "dingtalk", "items": 1, "code": "", "message": ""}]
    (post,) = cloud.robots.posts()
    assert f"OSS bucket assets / {WWW}: no_https" in post["text"]
    assert certbind(environment, "ack", WWW) == (
        0,
        f"OSS bucket assets / {WWW}: no_https is known now and not repeated.\n",
    )
    code, out = certbind(environment, "notices", "--json")
    assert json.loads(out)["receivers"][0]["code"] == ""
    assert certbind(environment, "ack", "other.shop.example")[0] == 1


def test_a_greeting_shows_what_a_robot_answers(cloud: LocalCloud) -> None:
    environment = settings(cloud)
    assert certbind(environment, "notices", "--test")[0] == 0
    assert [post["text"] for post in cloud.robots.posts()] == [
        "certbind: a greeting. What recheck finds unwell is told here."
    ]
    wrong = {**environment, "CERTBIND_NOTICE_DINGTALK_SECRET": "SEC-of-another-robot"}
    code, out = certbind(wrong, "notices", "--test")
    assert code == 1
    assert "310000" in out
    assert "sign not match" in out


def test_without_robots_the_command_says_how_to_name_one(cloud: LocalCloud) -> None:
    none = {"CERTBIND_NOTICE_DINGTALK": " ", "CERTBIND_NOTICE_DINGTALK_SECRET": "\t"}
    assert certbind(settings(cloud, **none), "notices") == (
        0,
        "No receiver is set: the variables CERTBIND_NOTICE_… name them (docs/settings.md).\n",
    )


def test_the_command_tells_what_apprise_knows_and_each_thing_once(cloud: LocalCloud) -> None:
    """On a timer of the operator's machine: two web services, of which one refuses."""
    told: list[bytes] = []
    secret = "5f1c2a77d0b94d0a8e3b6f44"

    def taking(connection: socket.socket) -> None:
        told.append(connection.recv(65536))
        while not told[-1].endswith(b"}"):
            told[-1] += connection.recv(65536)
        status = "403 Forbidden" if b"/refuses" in told[-1].partition(b"\r\n")[0] else "200 OK"
        head = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())

    with listening(taking) as port:
        takes, refuses = (f"json://127.0.0.1:{port}/{p}/{secret}" for p in ("takes", "refuses"))
        environment = settings(cloud, CERTBIND_NOTICE_APPRISE=f"{takes} {refuses}")
        code, out = certbind(environment, "recheck", "--tell")
        assert code == 1
        assert (
            "dingtalk: 1 told.\napprise-json: 1 told.\napprise-json-2: apprise-json-2 post: "
            in out
        )
        assert len(told) == 2
        code, out = certbind(environment, "recheck", "--tell", "--json")
        assert [one["receiver"] for one in json.loads(out)["notices"]] == ["apprise-json-2"]
        code, out = certbind(environment, "notices")
        assert code == 1
        assert "apprise-json: last post" in out
        assert "apprise-json-2: last post never" in out
    assert all(f"{WWW}: no_https".encode() in one for one in (told[0], told[1], told[2]))
    assert secret not in out


def test_whom_to_tell_is_asked_for_before_the_sweep(cloud: LocalCloud) -> None:
    none = {"CERTBIND_NOTICE_DINGTALK": " ", "CERTBIND_NOTICE_DINGTALK_SECRET": "\t"}
    assert certbind(settings(cloud, **none), "recheck", "--tell") == (2, "")
    wrong = settings(cloud, CERTBIND_NOTICE_APPRISE="wecombot://693a91f6")
    assert certbind(wrong, "recheck", "--tell")[0] == 2
