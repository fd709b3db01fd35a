"""A secret that somebody put into a setting or an argument is not repeated, whatever its form.

Shapes do not help here: what was pasted may be a password of eight letters.
"""

from __future__ import annotations

import json
import logging

import pytest
from click.testing import CliRunner, Result

from certbind.adapters.calls.retry import Retry
from certbind.cli.main import main
from certbind.cli.options import print_json
from certbind.cli.terminal import PlainConsole, PlainFormatter
from certbind.config import SETTINGS
from tests.functions.test_planted_secrets import LINE, SECRETS

KEYS = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "key",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret",
    "CERTBIND_REGION": "cn-hangzhou",
    "CERTBIND_ACCOUNT_ID": "1234567890123456",
}
NOWHERE = {one.name: "http://127.0.0.1:1" for one in SETTINGS if one.name.endswith("_ENDPOINT")}
PASSWORD = "Tr0ub4dor+3"
TOLD = frozenset({"CA_BUNDLE", "CERTBIND_PREFERRED_ISSUERS"})
"""A file and an issuer are named, so that one finds them: only what has a shape is taken out."""
WORDS = {
    "password": (PASSWORD, PASSWORD),
    "password in a list": (f"a.example,{PASSWORD}", PASSWORD),
    "password as a pin": (f"a.example={PASSWORD}", PASSWORD),
    **SECRETS,
}


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not there will not be there after a second either."""
    monkeypatch.setattr(Retry, "_pause", lambda *_: 0.0)


def told(result: Result) -> str:
    assert result.exit_code != 0
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output + result.stderr


@pytest.mark.parametrize(
    ("setting", "shape"),
    [
        (one.name, shape)
        for one in SETTINGS
        for shape in (SECRETS if one.name in TOLD else WORDS)
        if "ALIBABA" not in one.name
    ],
)
def test_no_command_repeats_a_setting(setting: str, shape: str) -> None:
    """Loopback only: a setting that takes anything leads to a service that is not there."""
    text, core = WORDS[shape]
    runner = CliRunner(env={**KEYS, **NOWHERE, setting: text})
    assert core not in told(runner.invoke(main, ["plan"]))


@pytest.mark.parametrize("shape", WORDS)
@pytest.mark.parametrize(
    "arguments",
    [
        ["bind", "a.example", "--certificate", ""],
        ["rollback", "--certificate", ""],
        ["rollback", "--since", ""],
        ["rollback", "--domain", ""],
        ["history", ""],
        ["verify", ""],
        ["verify", "a.example", "--sha256", ""],
        ["--debug", "verify", ""],
    ],
    ids=" ".join,
)
def test_no_command_repeats_an_argument(arguments: list[str], shape: str) -> None:
    text, core = WORDS[shape]
    runner = CliRunner(env={**KEYS, **NOWHERE})
    result = runner.invoke(main, [one or text for one in arguments])
    assert core not in told(result)


@pytest.mark.parametrize("shape", SECRETS)
def test_click_repeats_no_secret_either(shape: str) -> None:
    text, core = SECRETS[shape]
    for arguments in ([text], ["plan", f"--{text}"], ["status", text], ["dead-letters", text]):
        assert core not in told(CliRunner(env={**KEYS, **NOWHERE}).invoke(main, arguments))


@pytest.mark.parametrize("shape", SECRETS)
def test_nothing_reaches_a_terminal_that_looks_like_one(
    shape: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Old entries of a ledger, and whatever else is shown."""
    text, core = SECRETS[shape]
    for width in (40, 160):
        PlainConsole(width=width).print(f"told: {text}")
    print_json({"told": [text], text: 1})
    record = logging.LogRecord("x", logging.ERROR, "", 1, text, None, None)
    printed = capsys.readouterr().out + PlainFormatter("%(message)s").format(record)
    assert core not in "".join(printed.split())


def test_json_keeps_what_is_ordinary(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"domain": "xn--fiq228c.example", "at": "2026-11-29T18:00:00Z", "n": [1, None, True]}
    print_json(value)
    assert json.loads(capsys.readouterr().out) == value
    assert LINE[:20] not in json.dumps(value)
