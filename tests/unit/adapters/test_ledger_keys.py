"""Keys of entries and the subjects that they stand for."""

from __future__ import annotations

import re

import pytest

from certbind.adapters.ledger.keys import key_of, prefix_of, sequence_of, subject_of

SUBJECTS = [
    "domain/www.example.com",
    "domain/.example.com",
    "domain/_wildcard.example.com",
    "domain/_acme.example.com",
    "domain/a_b.example.com",
    "certificate/8089870-cn-hangzhou",
    "rejected/0a1b2c",
    "watch/cn-hangzhou",
    "recheck/all",
    "domain/..",
    "domain/.a/b",
    "domain/a b/c?d%e~f",
    "domain/bücher.example",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_folder_leads_back_to_its_subject(subject: str) -> None:
    folder = prefix_of("certbind/", subject)
    assert re.fullmatch(r"certbind/[a-z]+/[A-Za-z0-9._%-]+/", folder)
    assert subject_of("certbind/", folder) == subject


def test_no_two_subjects_share_a_folder() -> None:
    assert len({prefix_of("", subject) for subject in SUBJECTS}) == len(SUBJECTS)


def test_a_wildcard_domain_can_be_told_by_eye() -> None:
    assert prefix_of("certbind/", "domain/.example.com") == (
        "certbind/domain/_wildcard.example.com/"
    )


def test_a_name_of_dots_is_no_way_out_of_its_folder() -> None:
    assert prefix_of("certbind/", "domain/..") == "certbind/domain/%2E./"
    assert prefix_of("certbind/", "domain/.") == "certbind/domain/%2E/"


def test_newer_entries_come_first_in_the_order_of_keys() -> None:
    keys = [key_of("p/", "domain/a.example", number) for number in (1, 2, 9, 10, 11, 100_000)]
    assert keys == sorted(keys, reverse=True)
    assert keys[0] == "p/domain/a.example/9999999998.json"


@pytest.mark.parametrize("sequence", [0, -1, 9_999_999_999])
def test_a_number_that_no_key_can_hold_is_refused(sequence: int) -> None:
    with pytest.raises(ValueError, match="is no number of an entry"):
        key_of("p/", "domain/a.example", sequence)


@pytest.mark.parametrize("sequence", [1, 12, 9_999_999_998])
def test_a_key_tells_the_number_of_its_entry(sequence: int) -> None:
    folder = prefix_of("p/", "domain/a.example")
    assert sequence_of(key_of("p/", "domain/a.example", sequence), folder) == sequence


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "7.json",
        "99999999990.json",
        "999999999٣.json",
        "",
        "0000000000.json",
        "sub/9999999990.json",
    ],
)
def test_what_is_in_no_entry_s_place_has_no_number(name: str) -> None:
    assert sequence_of(f"p/domain/a.example/{name}", "p/domain/a.example/") == 0
