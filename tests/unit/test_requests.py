"""What a person may ask of the rollback function."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest

from certbind.domain.model.identity import CertificateId
from certbind.errors import EventError
from certbind.requests import RollbackRequest, parse_rollback

CERTIFICATE = CertificateId(12345901, "cn-hangzhou")


def ask(**fields: Any) -> RollbackRequest:
    return parse_rollback(json.dumps(fields).encode(), "request-1")


def test_a_request_is_a_dry_run_unless_told_otherwise() -> None:
    request = ask(domain="static.example.com")
    assert request.dry_run
    assert not request.force


def test_all_fields_are_read() -> None:
    request = ask(
        certificate="12345901-cn-hangzhou", to="12345678-cn-hangzhou", dry_run=False, force=True
    )
    assert request == RollbackRequest(
        certificate=CERTIFICATE,
        to=CertificateId(12345678, "cn-hangzhou"),
        dry_run=False,
        force=True,
        request_id="request-1",
    )


def test_a_time_is_read_with_its_zone() -> None:
    assert ask(since="2026-11-20T14:00:00.5+08:00").since == datetime(
        2026, 11, 20, 6, 0, 0, 500000, tzinfo=timezone.utc
    )


def test_a_domain_is_read_in_its_one_spelling() -> None:
    assert ask(domain="Bücher.Example.com.").domain == "xn--bcher-kva.example.com"
    assert ask(domain="*.img.example.com").domain == ".img.example.com"


def test_null_means_not_given() -> None:
    assert ask(domain="a.example.com", certificate=None, since=None, to=None).certificate is None


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    assert parse_rollback(b'\xef\xbb\xbf{"domain": "a.example.com"}').domain == "a.example.com"


def test_without_an_invocation_the_same_request_has_the_same_id() -> None:
    first, again = (parse_rollback(b'{"domain": "a.example.com"}') for _ in range(2))
    other = parse_rollback(b'{"domain": "b.example.com"}')
    assert first.request_id == again.request_id != other.request_id


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, "exactly one"),
        ({"dry_run": False}, "exactly one"),
        ({"domain": "a.example.com", "since": "2026-11-20T06:00:00Z"}, "exactly one"),
        ({"domain": "a.example.com", "certificate": "1-cn-hangzhou"}, "exactly one"),
        ({"since": "2026-11-20T06:00:00Z", "to": "1-cn-hangzhou"}, "not with since"),
        ({"certificate": "1-cn-hangzhou", "to": "1-cn-hangzhou"}, "to is the certificate"),
        ({"domain": "a b"}, "domain is a text"),
        ({"domain": "192.0.2.7"}, "domain is a text"),
        ({"domain": ["a.example.com"]}, "domain is a list of 1"),
        ({"domain": ""}, "domain is a text of 0"),
        ({"certificate": 12345678}, "certificate is a number"),
        ({"certificate": "12345678"}, "<number>-<region>"),
        ({"since": "yesterday"}, "since is a text"),
        ({"since": "2026-11-20T06:00:00"}, "with a zone"),
        ({"since": 1795156871895}, "since is a number"),
        ({"domain": "a.example.com", "dry_run": "false"}, "without quotes"),
        ({"domain": "a.example.com", "dry_run": 0}, "dry_run"),
        ({"domain": "a.example.com", "dry_run": None}, "dry_run is null"),
        ({"domain": "a.example.com", "force": "yes"}, "force"),
        ({"domain": "a.example.com", "dryRun": False}, "unknown: dryRun"),
        ({"domain": "a.example.com", "x" * 99: 1, "b": 2}, "unknown: b, a field"),
    ],
)
def test_a_wrong_request_is_refused_with_what_is_wrong(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(EventError, match=named):
        ask(**fields)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"static.example.com",
        b"[]",
        b'"text"',
        b"\xff",
        b"[" * 9000,
        b'{"domain": "a.example.com"' + b" " * 20000 + b"}",
    ],
    ids=["empty", "no JSON", "list", "text", "no UTF-8", "nested", "long"],
)
def test_what_is_no_request_is_refused(payload: bytes) -> None:
    with pytest.raises(EventError, match="rollback request cannot be used"):
        parse_rollback(payload)


def test_a_field_given_twice_is_refused() -> None:
    """Which value the person means is not for certbind to guess."""
    with pytest.raises(EventError, match="given twice: dry_run"):
        parse_rollback(b'{"domain": "a.example.com", "dry_run": true, "dry_run": false}')


def test_the_hint_shows_how_a_request_looks() -> None:
    with pytest.raises(EventError) as caught:
        parse_rollback(b"")
    shown = caught.value.hint
    assert parse_rollback(shown[shown.index("{") : shown.index("}") + 1].encode()).dry_run
