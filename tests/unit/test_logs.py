"""Log lines: JSON, short, and without secrets."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest

from certbind import logs
from certbind.errors import UnavailableError
from tests.unit.sdk_loggers import sdk_loggers_as_they_come

PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----"
TOKEN = "CAIS8gF1q6Ft5B2yfSjIr5bkAYXGubxvhPeTPVDYrGMyT7hBgrPPhTz2" * 3


class Lines:
    """A root handler as the platform has one, and what it wrote."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(logging.Formatter("%(message)s"))

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    @property
    def last(self) -> dict[str, Any]:
        return self.all()[-1]


def fail_with(error: Exception) -> NoReturn:
    raise error


@pytest.fixture
def lines() -> Iterator[Lines]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    platform = Lines()
    root.handlers[:] = [platform.handler]
    root.setLevel(logging.INFO)
    with sdk_loggers_as_they_come():
        logs.install({"function": "watch", "request_id": "r-1"})
        yield platform
    root.handlers[:] = before
    root.setLevel(level)


def log(message: str, *args: object, **fields: Any) -> None:
    logging.getLogger("certbind").info(message, *args, extra={"fields": fields})


def test_a_line_is_one_json_object_with_the_invocation_in_it(lines: Lines) -> None:
    log("bound %s", "static.example.com", reason="bound", domain="static.example.com")
    line = lines.last
    assert line["message"] == "bound static.example.com"
    assert line["function"] == "watch"
    assert line["request_id"] == "r-1"
    assert line["level"] == "INFO"
    assert line["reason"] == "bound"
    assert line["time"].endswith("Z")


def test_a_line_of_an_sdk_becomes_json_too(lines: Lines) -> None:
    logging.getLogger("some.sdk").warning("slow: %d s", 7)
    assert lines.last["message"] == "slow: 7 s"
    assert lines.last["logger"] == "some.sdk"


def test_a_text_over_several_lines_stays_one_line(lines: Lines) -> None:
    log("a\nb\u2028c\x00d")
    assert lines.last["message"] == "a\nb\u2028c\x00d"
    assert len(lines.stream.getvalue().splitlines()) == 1


@pytest.mark.parametrize(
    "name", ["aliyunsdkcore.client", "oss2.http", "mns", "urllib3.connection"]
)
def test_sdk_loggers_say_nothing_below_warning(lines: Lines, name: str) -> None:
    logging.getLogger(name).info("authorization: OSS LTAIxxxxxxxxxxxxxxxx:signature")
    assert lines.all() == []


def test_a_logger_that_was_silenced_stays_so(lines: Lines) -> None:
    logger = logging.getLogger("oss2")
    logger.setLevel(logging.CRITICAL)
    logs.install({})
    assert logger.level == logging.CRITICAL


def test_the_next_invocation_puts_its_own_id_into_its_lines(lines: Lines) -> None:
    logs.install({"request_id": "r-2"})
    log("again")
    assert lines.last["request_id"] == "r-2"
    assert len(lines.handler.filters) == 1


def test_two_handlers_write_the_same_line(lines: Lines) -> None:
    other = Lines()
    logging.getLogger().addHandler(other.handler)
    logs.install({})
    log("once", token="abc")
    assert other.last == lines.last


def test_an_exception_shows_its_type_and_place_but_not_its_message(lines: Lines) -> None:
    try:
        fail_with(KeyError("secret-value"))
    except KeyError:
        logging.getLogger("x").exception("it broke")
    line = lines.last
    assert line["exception"] == "KeyError"
    assert line["traceback"][-1].endswith(" fail_with")
    assert "unit/test_logs.py:" in line["traceback"][-1]
    assert "secret-value" not in lines.stream.getvalue()


def test_an_error_of_ours_shows_what_it_says(lines: Lines) -> None:
    try:
        fail_with(
            UnavailableError("no answer", service="oss", action="PutCname", request_id="65A")
        )
    except UnavailableError:
        logging.getLogger("x").exception("it broke")
    assert lines.last["code"] == "unavailable"
    assert "PutCname" in lines.last["message"]
    assert lines.last["api_request_id"] == "65A"
    assert lines.last["request_id"] == "r-1"


def test_a_log_call_that_cannot_be_formatted_ends_nothing(lines: Lines) -> None:
    logging.getLogger("some.sdk").warning("%d", "seven")
    assert "cannot be formatted" in lines.last["message"]


def test_a_long_line_is_cut_and_says_so(lines: Lines) -> None:
    log("x" * 100_000, details={"é" * 50_000: ["ü" * 50_000] * 3}, count=7, reason="bound")
    assert len(lines.stream.getvalue()) < 32 * 1024
    assert lines.last["is_cut"] is True
    assert lines.last["reason"] == "bound"
    assert lines.last["count"] == 7


def test_values_are_cleaned_wherever_they_stand(lines: Lines) -> None:
    log(f"got {PEM}", details={"a": [{"b": TOKEN}], "AccessKeySecret": "x1"}, security_token="t1")
    text = lines.stream.getvalue()
    for secret in ("MIIE", TOKEN, "x1", "t1"):
        assert secret not in text
