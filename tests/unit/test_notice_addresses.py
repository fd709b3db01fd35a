"""Addresses of apprise: each is a key, so none is repeated, whatever is wrong with it."""

from __future__ import annotations

import pytest

from certbind.config.addresses import ADDRESSES, read_addresses, service_of
from certbind.errors import ConfigError

TOKEN = "5f1c2a77d0b94d0a8e3b6f4421c09a1e"


def test_addresses_stand_with_spaces_between() -> None:
    """Commas are part of some."""
    two = ("mailto://me:pw@example.com?to=a@example.com,b@example.com", "TGram://12:abc/1")
    assert read_addresses({ADDRESSES: f" {two[0]}\n\t{two[1]} "}) == two
    assert [service_of(one) for one in two] == ["mailto", "tgram"]


@pytest.mark.parametrize("value", ["", " ", "\n"])
def test_nobody_is_told_by_default(value: str) -> None:
    assert read_addresses({}) == read_addresses({ADDRESSES: value}) == ()


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        (f"me:{TOKEN}@example.com", "is none of apprise's"),
        (f"://{TOKEN}", "is none of apprise's"),
        ("mailto://", "is none of apprise's"),
        (f"dingtalk://{TOKEN}", "takes for success: set CERTBIND_NOTICE_DINGTALK"),
        (f"WeComBot://{TOKEN}", "takes for success: set CERTBIND_NOTICE_WECOM"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(address: str, fault: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_addresses({ADDRESSES: f"json://127.0.0.1/x {address}"})
    assert caught.value.faults[ADDRESSES].startswith("address 2 ")
    assert fault in caught.value.faults[ADDRESSES]
    assert TOKEN not in f"{caught.value} {caught.value.to_json()}"


def test_all_that_are_wrong_are_told_at_once() -> None:
    with pytest.raises(ConfigError, match=r"address 1 is none .*; address 3 is none"):
        read_addresses({ADDRESSES: "one json://127.0.0.1/x three"})
