"""What an error says to a person."""

from __future__ import annotations

from certbind.errors import NotFoundError, ThrottledError


def test_what_a_cloud_answered_is_told_with_its_code_and_request() -> None:
    error = ThrottledError(
        "Too many calls.",
        service="cas",
        action="ListCertificates",
        subject="CAS",
        api_code="Throttling.User",
        request_id="65A",
        hint="Later.",
    )
    assert str(error) == (
        "CAS: cas ListCertificates failed (Throttling.User, request 65A): Too many calls. Later."
    )


def test_what_was_not_refused_by_the_cloud_is_not_called_a_failed_call() -> None:
    error = NotFoundError(
        "the bucket has no such custom domain",
        service="oss",
        action="ListCname",
        subject="OSS bucket b / www.example.com",
        hint="Map it.",
    )
    assert str(error) == (
        "OSS bucket b / www.example.com: oss ListCname: the bucket has no such custom domain."
        " Map it."
    )
