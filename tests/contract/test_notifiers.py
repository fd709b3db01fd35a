"""Robots of chat groups: what they take arrives, what they refuse with status 200 is refused."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest

from certbind.adapters.notice.post import RobotNotifier
from certbind.adapters.notice.robots import KINDS, SIGNATURE
from certbind.config.notices import Robot
from certbind.errors import CertbindError, RejectedError, ThrottledError, UnavailableError
from certbind.usecases.protect.letter import LONGEST
from localcloud.clock import Clock
from localcloud.http import Endpoint
from localcloud.robots import Robots
from localcloud.robots.kinds import FORMS
from localcloud.robots.receiver import POSTS_A_MINUTE
from localcloud.store import Store
from tests.ports import closed_port
from tests.unit.adapters.servers import Script, listening

TEXT = "certbind: 1 new\n[new] CDN www.example.com: refused"
GROUPS = sorted(FORMS)
TOKEN = "5f1c2a77d0b94d0a8e3b6f4421c09a1e"


@dataclass
class Groups:
    """The local cloud's robots, and their address."""

    robots: Robots
    url: str


@pytest.fixture
def groups() -> Iterator[Groups]:
    with Store(None) as store:
        robots = Robots(store, Clock())
        server = Endpoint("robots", robots.answer)
        server.start()
        yield Groups(robots, server.url)
        server.stop()


def robot_of(groups: Groups, kind: str, *, signed: bool = True, keyword: str = "") -> Robot:
    made = groups.robots.add(kind, signed=signed, keyword=keyword)
    return Robot(kind, f"{groups.url}{groups.robots.path(made)}", made.secret)


def read(groups: Groups) -> list[str]:
    return [post["text"] for post in groups.robots.posts()]


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
@pytest.mark.parametrize("kind", GROUPS)
def test_a_post_is_read_in_the_group(groups: Groups, kind: str, signed: bool) -> None:
    notifier = RobotNotifier(robot_of(groups, kind, signed=signed))
    notifier.post(TEXT)
    assert notifier.name == kind
    assert read(groups) == [TEXT]


@pytest.mark.parametrize("kind", GROUPS)
def test_a_robot_that_the_group_does_not_have_refuses_and_its_address_is_told_nowhere(
    groups: Groups, kind: str
) -> None:
    address = f"{groups.url}{FORMS[kind].path.format(token=TOKEN)}"
    with pytest.raises(RejectedError) as refused:
        RobotNotifier(Robot(kind, address, "SEC0123456789abcdef")).post(TEXT)
    told = f"{refused.value} {refused.value.to_json()} {refused.value!r}"
    assert TOKEN not in told
    assert "CERTBIND_NOTICE_" in told
    assert refused.value.__cause__ is None
    assert read(groups) == []


@pytest.mark.parametrize(("kind", "code"), [("dingtalk", "310000"), ("feishu", "19021")])
@pytest.mark.parametrize("secret", ["", "SECother"], ids=["none", "another"])
def test_a_wrong_secret_is_told_by_the_robot_s_own_code(
    groups: Groups, kind: str, code: str, secret: str
) -> None:
    robot = robot_of(groups, kind)
    with pytest.raises(RejectedError) as refused:
        RobotNotifier(Robot(kind, robot.address, secret)).post(TEXT)
    assert refused.value.api_code == code


@pytest.mark.parametrize(("kind", "code"), [("dingtalk", "310000"), ("feishu", "19024")])
def test_a_robot_that_wants_a_keyword_refuses_a_post_without_it(
    groups: Groups, kind: str, code: str
) -> None:
    with pytest.raises(RejectedError) as refused:
        RobotNotifier(robot_of(groups, kind, keyword="alarm")).post(TEXT)
    assert refused.value.api_code == code
    RobotNotifier(robot_of(groups, kind, keyword="certbind")).post(TEXT)


@pytest.mark.parametrize("kind", GROUPS)
def test_too_many_posts_are_throttled(groups: Groups, kind: str) -> None:
    notifier = RobotNotifier(robot_of(groups, kind))
    for _ in range(POSTS_A_MINUTE):
        notifier.post(TEXT)
    with pytest.raises(ThrottledError):
        notifier.post(TEXT)


def test_wecom_takes_the_longest_notice_and_no_byte_more(groups: Groups) -> None:
    notifier = RobotNotifier(robot_of(groups, "wecom"))
    longest = "证" * (LONGEST // 3) + "x" * (LONGEST % 3)
    notifier.post(longest)
    with pytest.raises(RejectedError):
        notifier.post(f"{longest}x")


def test_a_webhook_is_signed_so_that_its_reader_can_check_it() -> None:
    robot = Robot("webhook", "https://example.com/x", "the-secret")
    letter = KINDS["webhook"].write(robot, TEXT, 1_800_000_000.5)
    assert json.loads(letter.body) == {"source": "certbind", "text": TEXT}
    # printf '%s' "1800000000.$BODY" | openssl dgst -sha256 -hmac the-secret
    digest = "f7eb726fd4d48899781e2866e38a2acd6198d0f09ec1753b193fa2c8a94fff8a"
    assert letter.headers == {SIGNATURE: f"t=1800000000,sha256={digest}"}


def answering(status: str, body: bytes = b"", *headers: str) -> Script:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers])

    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head.encode() + b"\r\n\r\n" + body)

    return script


def tried(script: Script, kind: str = "webhook", longest: float = 5) -> CertbindError | None:
    with listening(script) as port:
        robot = Robot(kind, f"http://127.0.0.1:{port}/hook?key={TOKEN}")
        try:
            RobotNotifier(robot, longest).post(TEXT)
        except CertbindError as error:
            came = error
        else:
            return None
    assert TOKEN not in f"{came} {came.to_json()}"
    return came


ECHO = (
    ("dingtalk", "errcode", "errmsg", "robot/send?access_token={token}"),
    ("feishu", "code", "msg", "open-apis/bot/v2/hook/{token}"),
    ("wecom", "errcode", "errmsg", "cgi-bin/webhook/send?key={token}"),
)


@pytest.mark.parametrize(("kind", "code", "message", "path"), ECHO, ids=[e[0] for e in ECHO])
@pytest.mark.parametrize("told", ["{address}", "{path}", "{token}", "{quoted}", "{secret}"])
def test_what_an_answer_repeats_of_the_address_is_told_nowhere(
    kind: str, code: str, message: str, path: str, told: str
) -> None:
    """As a gateway before the robot may do, or one that is not the robot's at all."""
    token, secret = "693a91f6-7e2b-4bc4-97a0-0ec2d1fa5aaa", "the words of a secret"
    path = path.format(token=token)

    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        words = told.format(
            address=robot.address, path=path, token=token, quoted=quote(path, ""), secret=secret
        )
        body = json.dumps({code: 9, message: f"nobody is at {words}, ask 127.0.0.1"}).encode()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    with listening(script) as port:
        robot = Robot(kind, f"http://127.0.0.1:{port}/{path}", secret)
        with pytest.raises(RejectedError) as refused:
            RobotNotifier(robot).post(TEXT)
    error = refused.value
    assert f"{kind} post failed (9): nobody is at " in str(error)
    assert "ask 127.0.0.1." in str(error)
    for hidden in (token, secret):
        assert hidden not in f"{error} {error!r} {error.to_json()} {error.__dict__}"


def test_a_question_of_ours_ends_as_one() -> None:
    error = tried(answering("200 OK", b"<html>"), "feishu")
    assert error is not None
    assert error.message.endswith("is the address right?")


@pytest.mark.parametrize("status", ["200 OK", "204 No Content"])
def test_any_success_of_a_webhook_is_one(status: str) -> None:
    assert tried(answering(status)) is None


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (answering("302 Found", b"", "Location: http://127.0.0.1:1/"), RejectedError),
        (answering("404 Not Found"), RejectedError),
        (answering("429 Too Many Requests"), ThrottledError),
        (answering("502 Bad Gateway", b"<html>"), UnavailableError),
        (lambda connection: connection.close(), UnavailableError),
    ],
    ids=["elsewhere", "missing", "too many", "gateway", "closed"],
)
def test_other_answers_are_told_by_their_class(script: Script, error: type[CertbindError]) -> None:
    assert isinstance(tried(script), error)


@pytest.mark.parametrize("kind", GROUPS)
@pytest.mark.parametrize(
    "body", [b"", b"<html>ok</html>", b"{}", b"[0]", b'{"errcode": "0", "code": "0"}', b"\xff"]
)
def test_an_answer_that_no_robot_gives_is_no_success(kind: str, body: bytes) -> None:
    error = tried(answering("200 OK", body), kind)
    assert isinstance(error, RejectedError)
    assert "no " in error.message


def test_feishu_s_older_answer_is_understood() -> None:
    assert (
        tried(answering("200 OK", b'{"StatusCode": 0, "StatusMessage": "ok"}'), "feishu") is None
    )


def dripping(connection: socket.socket) -> None:
    connection.recv(65536)
    for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: 1\r\n" * 1000:
        connection.sendall(bytes([byte]))
        time.sleep(0.02)


def silent(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


@pytest.mark.parametrize("script", [dripping, silent])
def test_a_receiver_that_takes_its_time_is_given_up(script: Script) -> None:
    error = tried(script, longest=0.2)
    assert isinstance(error, UnavailableError)
    assert "127.0.0.1 did not answer in time" in error.message


def test_an_answer_without_end_is_cut() -> None:
    def endless(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x" * 65536)

    assert isinstance(tried(endless, "dingtalk"), RejectedError)


def test_an_address_where_nobody_listens_is_named_by_its_host_alone() -> None:
    with closed_port() as port, pytest.raises(UnavailableError) as lost:
        RobotNotifier(Robot("webhook", f"http://127.0.0.1:{port}/hook?key={TOKEN}")).post(TEXT)
    assert lost.value.message == "webhook post: 127.0.0.1 refused the connection."
