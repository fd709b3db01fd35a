"""The control endpoint takes nothing without its token."""

from __future__ import annotations

import http.client
import json
import stat

import pytest

from localcloud.world import LocalCloud


def post(world: LocalCloud, act: str, token: str | None, body: str = "{}") -> tuple[int, str]:
    address = json.loads((world.directory / "control.json").read_text())
    connection = http.client.HTTPConnection("127.0.0.1", int(address["url"].rpartition(":")[2]))
    headers = {"Authorization": f"Bearer {token or address['token']}"} if token != "" else {}
    connection.request("POST", f"/{act}", body, headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


@pytest.mark.parametrize("token", ["", "wrong"])
def test_without_the_token_nothing_is_done(world: LocalCloud, token: str) -> None:
    status, _ = post(world, "clock.advance", token, '{"span": "1h"}')
    assert status == 401
    assert world.clock.offset.total_seconds() == 0


def test_the_token_is_the_owner_s(world: LocalCloud) -> None:
    file = world.directory / "control.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "body",
    [
        "[",
        '{"no_such": 1}',
        "[]",
        "null",
        '{"span": 5, "more": 1}',
        pytest.param("[" * 100_000, id="deep"),
        pytest.param('{"span": ' + "[" * 400 + "]" * 400 + "}", id="deep-argument"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(world: LocalCloud, body: str) -> None:
    status, text = post(world, "clock.advance", None, body)
    assert status == 400
    assert "do not fit" in text


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("clock.advance", '{"span": "3000000d"}'),
        ("clock.advance", '{"span": "99999999999d"}'),
        ("certificate.issue", '{"names": ["a.example.com"], "days": 3000000}'),
    ],
)
def test_what_leaves_the_calendar_is_refused(world: LocalCloud, act: str, body: str) -> None:
    assert post(world, act, None, body)[0] == 400
    assert post(world, "clock.show", None)[0] == 200


def test_an_act_that_does_not_exist_is_named(world: LocalCloud) -> None:
    assert post(world, "no.act", None) == (404, '{"error": "there is no act \'no.act\'"}')
