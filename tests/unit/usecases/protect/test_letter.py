"""Which word a notice's line leads with."""

from __future__ import annotations

import pytest

from certbind.usecases.protect.letter import code_of


@pytest.mark.parametrize(
    ("marks", "word"),
    [
        ({"no_https"}, "no_https"),
        ({"expiring approaching", "expiring urgent"}, "expiring"),
        ({"refused", "not_sound"}, "not_sound"),
        ({"dns_elsewhere", "expiring approaching"}, "dns_elsewhere"),
        ({"renewing", "expiring approaching"}, "expiring"),
        ({"validation_missing", "expiring emergency"}, "validation_missing"),
        ({"validation_missing", "no_certificate", "expiring expired"}, "no_certificate"),
        ({"renewal_failed quota_exceeded", "expiring urgent"}, "quota_exceeded"),
        ({"renewal_failed"}, "renewal_failed"),
        ({"bind_failed permission_denied"}, "permission_denied"),
        ({"bind_failed something_newer"}, "bind_failed"),
    ],
)
def test_the_worst_mark_gives_the_word(marks: set[str], word: str) -> None:
    assert code_of(frozenset(marks)) == word
