"""What is read off the answers of one address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.serving.proof import AddressSettings, Answer, Met, Old, proofs

HARD = AddressSettings(
    "192.0.2.1",
    Answer(301, {"location": "https://www.example.com/"}),
    Answer(200, {"strict-transport-security": "max-age=60", "content-encoding": "br"}),
    "h2",
    {"TLSv1": Old.REFUSED, "TLSv1.1": Old.REFUSED},
)


def read(seen: AddressSettings) -> dict[str, Met]:
    return {one.what: one.met for one in proofs(seen)}


def test_all_of_it_is_met_where_it_is_hard() -> None:
    """Of what a staple says nobody knows: Python's ssl shows none."""
    found = read(HARD)
    assert found.pop("OCSP stapling") is Met.NOT_SEEN
    assert set(found.values()) == {Met.YES}
    assert {one.what for one in proofs(HARD) if not one.optional} == {
        "plain HTTP",
        "TLSv1",
        "TLSv1.1",
    }


@pytest.mark.parametrize(
    ("answer", "met"),
    [
        (Answer(308, {"location": "HTTPS://example.com/"}), Met.YES),
        (Answer(403), Met.YES),
        (Answer(302, {"location": "https://www.example.com/"}), Met.NO),
        (Answer(301, {"location": "http://www.example.com/a"}), Met.NO),
        (Answer(301), Met.NO),
        (Answer(200), Met.NO),
        (Answer(0, why="ECONNREFUSED"), Met.NOT_SEEN),
    ],
)
def test_plain_http(answer: Answer, met: Met) -> None:
    assert read(replace(HARD, plain=answer))["plain HTTP"] is met


@pytest.mark.parametrize(
    ("old", "met"), [(Old.SPOKEN, Met.NO), (Old.NOT_TRIED, Met.NOT_SEEN), (None, Met.NOT_SEEN)]
)
def test_old_versions(old: Old | None, met: Met) -> None:
    seen = replace(HARD, old={} if old is None else {"TLSv1.1": old})
    assert read(seen)["TLSv1.1"] is met


def test_what_is_not_set_is_told_as_that() -> None:
    bare = read(replace(HARD, secure=Answer(200), protocol=""))
    assert [bare[one] for one in ("HTTP/2", "HSTS", "compression")] == [Met.NO] * 3
    away = read(replace(HARD, secure=Answer(0, why="RESET"), protocol=""))
    assert [away[one] for one in ("HTTP/2", "HSTS", "compression")] == [Met.NOT_SEEN] * 3
    assert {bare["OCSP stapling"], away["OCSP stapling"]} == {Met.NOT_SEEN}
