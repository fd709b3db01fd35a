"""How the command ends."""

from __future__ import annotations

import json

import click
import pytest
from click.testing import CliRunner, Result

from certbind.cli.exits import Exit, ending, exit_of_codes
from certbind.cli.main import main
from certbind.cli.options import as_json
from certbind.errors import (
    CertbindError,
    ConfigError,
    DomainOutOfScopeError,
    DomainUnreadError,
    EventError,
    LedgerUnreadableError,
    LedgerUnsafeError,
    OutOfScopeError,
    PermissionDeniedError,
    UnavailableError,
    UnexpectedFactError,
    UnknownCertificateError,
    UnknownDomainError,
)


def run(error: Exception | None, *arguments: str) -> Result:
    @click.command()
    @as_json
    @ending
    def command(*, as_json: bool) -> Exit:
        if error is not None:
            raise error
        return Exit.FINDINGS

    return CliRunner().invoke(command, list(arguments))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (None, 1),
        (ConfigError({"CERTBIND_REGION": "is not set"}), 2),
        (EventError("not an event."), 2),
        (LedgerUnsafeError("versioning."), 2),
        (LedgerUnreadableError("version 2."), 2),
        (PermissionDeniedError("no", service="oss", action="ListCname"), 3),
        (UnavailableError("no", service="oss", action="ListCname"), 3),
        (OutOfScopeError("not named", service="oss", action="ListCname"), 2),
        (KeyError("whatever"), 70),
        (UnexpectedFactError("cannot happen."), 70),
        (CertbindError("KeyError at a place."), 70),
        (UnknownDomainError("none."), 1),
        (UnknownCertificateError("none."), 1),
        (DomainUnreadError("not read."), 3),
        (DomainOutOfScopeError("not named."), 2),
    ],
    ids=lambda v: type(v).__name__,
)
def test_each_kind_of_end_has_its_code(error: Exception | None, code: int) -> None:
    assert run(error).exit_code == code
    if isinstance(error, CertbindError):
        assert exit_of_codes([error.code]) == code, "as one domain's of several"


def test_of_several_domains_errors_the_worst_is_the_end() -> None:
    assert exit_of_codes(["ledger_unsafe", "throttled"]) is Exit.CLOUD
    assert exit_of_codes(["ledger_unsafe", "unknown_domain"]) is Exit.USAGE
    assert exit_of_codes(["lost_race"]) is Exit.CLOUD, "which is no error's code"


def test_an_error_says_code_object_and_remedy_on_stderr() -> None:
    result = run(
        PermissionDeniedError(
            "no", service="oss", action="ListCname", subject="bucket b", request_id="65A"
        )
    )
    assert result.stdout == ""
    for part in ("permission_denied", "bucket b", "request 65A", "Add the permission"):
        assert part in result.stderr


def test_an_error_is_json_when_json_was_asked_for() -> None:
    result = run(ConfigError({"CERTBIND_REGION": "is not set"}), "--json")
    assert json.loads(result.stdout)["error"]["code"] == "bad_configuration"


def test_a_fault_of_ours_is_told_by_its_place_and_not_by_its_words() -> None:
    result = run(KeyError("LTAI-secret"))
    assert "internal_error" in result.stderr
    assert "KeyError at cli/test_exits.py" in result.stderr
    assert "secret" not in result.output


def test_where_an_error_arose_is_shown_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CERTBIND_REGION", "?")
    place = "settings.py"
    assert place not in CliRunner().invoke(main, ["plan"]).output
    shown = CliRunner().invoke(main, ["--debug", "plan"])
    assert shown.exit_code == 2
    assert place in shown.stderr


def test_all_configuration_faults_are_told_at_once() -> None:
    result = CliRunner().invoke(main, ["plan"])
    assert result.exit_code == 2
    assert "ALIBABA_CLOUD_ACCESS_KEY_ID" in result.stderr
    assert "CERTBIND_REGION" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["history", "www.example.com"], "CERTBIND_LEDGER_BUCKET"),
        (["status"], "CERTBIND_LEDGER_BUCKET"),
        (["dead-letters", "list"], "MNS_ENDPOINT"),
        (["dead-letters", "replay", "--all"], "MNS_ENDPOINT"),
        (["plan"], "CERTBIND_LEDGER_BUCKET"),
        (["status", "--look"], "CERTBIND_LEDGER_BUCKET"),
        (["bind", "www.example.com"], "MNS_ENDPOINT"),
        (["recheck"], "MNS_ENDPOINT"),
        (["rollback", "--domain", "www.example.com"], "MNS_ENDPOINT"),
    ],
)
def test_a_command_names_the_setting_that_it_alone_needs(
    arguments: list[str], needed: str
) -> None:
    """An account number would stand for both."""
    keys = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "key", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"}
    unset = ("CERTBIND_ACCOUNT_ID", "ALIBABA_CLOUD_ACCOUNT_ID", "FC_ACCOUNT_ID", needed)
    environ = {**keys, "CERTBIND_REGION": "cn-hangzhou", **dict.fromkeys(unset)}
    result = CliRunner(env=environ).invoke(main, arguments)
    assert result.exit_code == 2
    assert f"{needed}: is needed for this" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["verify", "not a name"], "it holds ' ', which no domain name may hold"),
        (["explain", "192.0.2.1"], "it is an IP address"),
        (["verify", "a.example", "--sha256", "12"], "64 hex digits"),
        (["bind", "a.example", "--certificate", "x"], "<number>-<region>"),
        (["rollback", "--since", "yesterday"], "2026-11-24T03:00:00+08:00"),
        (["history"], "DOMAIN"),
    ],
)
def test_a_wrong_argument_is_told_with_what_is_expected(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())  # in lines as narrow as a terminal


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "0 of domain, certificate and since are set; name exactly one."),
        (["--domain", "a.example", "--since", "2026-11-24T03:00:00+08:00"], "2 of domain"),
        (
            ["--since", "2026-11-24T03:00:00+08:00", "--to", "1-cn-hangzhou"],
            "not with since",
        ),
    ],
)
def test_a_rollback_of_nothing_in_particular_is_told_the_options_and_no_files(
    arguments: list[str], said: str
) -> None:
    result = CliRunner().invoke(main, ["rollback", *arguments])
    told = " ".join(result.stderr.split())
    assert result.exit_code == 2
    assert said in told
    assert "--domain NAME, --certificate ID and --since TIME" in told
    assert "events/" not in told


def test_every_command_says_what_it_does() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for name, command in main.commands.items():
        assert command.help, name
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0
