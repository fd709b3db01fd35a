"""Messages and log lines without secrets."""

from __future__ import annotations

import logging

import aliyunsdkcore.client
import oss2.http
import pytest

from certbind.adapters.calls.secrecy import clean, silence_sdk_loggers
from tests.unit.sdk_loggers import sdk_loggers_as_they_come

PEM = "-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----"


@pytest.mark.parametrize(
    "message",
    [
        f"bad request: {PEM}",
        "Specified signature is not matched. server string to sign is:POST&%2F&Key%3DMC4CAQAw",
        "see http://cas/?Action=X&SecurityToken=MC4CAQAw&Signature=abc",
        "token MC4CAQAw is not valid",
        "see http%3A%2F%2Fcas%2F%3FAction%3DX%26SecurityToken%3DMC4CAQAw%26Signature%3Dabc",
    ],
)
def test_a_message_loses_whatever_may_be_secret(message: str) -> None:
    assert "MC4CAQAw" not in clean(message, "MC4CAQAw")
    assert clean(message, "MC4CAQAw")


@pytest.mark.parametrize("form", ["CAIS+a/b==", "CAIS%2Ba%2Fb%3D%3D", "CAIS%2Ba/b%3D%3D"])
def test_a_secret_is_found_as_a_url_carries_it(form: str) -> None:
    """A token is of base64, and goes out in a query."""
    assert clean(f"no such key {form}.", "CAIS+a/b==") == "no such key …."


def test_a_plain_message_stays_on_one_line_and_short() -> None:
    assert clean("the  domain\nis busy") == "the domain is busy"
    assert len(clean("x" * 5000)) == 300
    assert clean(None) == ""


def test_sdk_loggers_say_nothing_even_when_debugging_is_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with sdk_loggers_as_they_come(), caplog.at_level(logging.DEBUG):
        silence_sdk_loggers()
        aliyunsdkcore.client.logger.error("url with a key")
        oss2.http.logger.error("authorization header")
        logging.getLogger("aliyunsdkcore.made.later").error("url with a key")
    assert caplog.records == []
