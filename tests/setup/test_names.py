"""Every name of a deployment follows from its prefix, unless it is given."""

from __future__ import annotations

import pytest

from certbind.config import Settings
from certbind.domain.deployment.resources import role_name
from certbind.errors import ConfigError

MINIMAL = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI5tExample",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "the-secret",
    "CERTBIND_REGION": "cn-shanghai",
    "CERTBIND_ACCOUNT_ID": "1234567890123456",
}


def test_names_follow_from_the_prefix() -> None:
    settings = Settings.from_env({**MINIMAL, "CERTBIND_PREFIX": "shop"})
    assert settings.queue == "shop-events"
    assert settings.dead_letter_queue == "shop-events-dead"
    assert settings.ledger_bucket == "shop-ledger-1234567890123456"
    assert settings.ledger_prefix == "shop/"
    assert role_name("shop", "certificate_event") == "shop-certificate-event"


def test_given_names_are_taken() -> None:
    given = {
        "CERTBIND_QUEUE": "q",
        "CERTBIND_DEAD_LETTER_QUEUE": "d",
        "CERTBIND_LEDGER_BUCKET": "the-ledger",
        "CERTBIND_LEDGER_PREFIX": "a/b/",
    }
    settings = Settings.from_env({**MINIMAL, "CERTBIND_PREFIX": "shop", **given})
    assert settings.queue == "q"
    assert settings.dead_letter_queue == "d"
    assert settings.ledger_bucket == "the-ledger"
    assert settings.ledger_prefix == "a/b/"


def test_without_an_account_number_the_ledger_has_no_name_of_its_own() -> None:
    """Bucket names are one space for all accounts."""
    without = {k: v for k, v in MINIMAL.items() if k != "CERTBIND_ACCOUNT_ID"}
    with pytest.raises(ConfigError, match="CERTBIND_LEDGER_BUCKET"):
        Settings.from_env(without).require("CERTBIND_LEDGER_BUCKET")


def test_the_longest_prefix_fits_into_every_name() -> None:
    """Roles take 64 characters, buckets 63, functions 64 (RAM, OSS, FC)."""
    longest = "p" * 30
    account = "9" * 20
    settings = Settings.from_env(
        {**MINIMAL, "CERTBIND_PREFIX": longest, "CERTBIND_ACCOUNT_ID": account}
    )
    assert len(settings.ledger_bucket) <= 63
    assert len(role_name(longest, "certificate_event")) <= 64


def test_domains_and_buckets_of_the_roles_are_read_as_lists() -> None:
    given = {"CERTBIND_CDN_DOMAINS": "a.example.com, *.b.example.com", "CERTBIND_BUCKETS": "one"}
    settings = Settings.from_env({**MINIMAL, **given})
    assert settings.cdn_domains == ("a.example.com", ".b.example.com")
    assert settings.buckets == ("one",)


def test_a_bucket_that_is_none_is_refused() -> None:
    with pytest.raises(
        ConfigError, match=r"CERTBIND_BUCKETS: no. 2 of 2 in it is a text of 5 characters"
    ):
        Settings.from_env({**MINIMAL, "CERTBIND_BUCKETS": "ok-one,UPPER"})
