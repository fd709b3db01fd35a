"""What hardening changes, and what speaks against it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Reason
from certbind.domain.serving.functions import Measure, arguments, hsts_age, is_on, shown, softened
from certbind.domain.serving.hardening import Hardening, Surroundings, against, changes_of
from certbind.domain.serving.values import (
    POLICY,
    TLS_VERSIONS,
    Fetcher,
    Fetchers,
    Form,
    SettingChange,
    SettingsSeen,
    steps_of,
    still_to_do,
)

CDN = SettingsSeen("cdn/www.example.com", Form.FUNCTIONS)
OSS = SettingsSeen("oss/assets", Form.BUCKET)
ALL = Hardening()
WELL = Surroundings(has_certificate=True, serves_well=True)


def only(*measures: Measure, hsts: int = 0) -> Hardening:
    return Hardening(frozenset(measures), timedelta(days=hsts))


def set_to(seen: SettingsSeen, **texts: object) -> SettingsSeen:
    made = {
        name: text if isinstance(text, str) else json.dumps(text) for name, text in texts.items()
    }
    return replace(seen, texts={**seen.texts, **made})


def after(seen: SettingsSeen, hardening: Hardening) -> dict[str, dict[str, str] | None]:
    changes = changes_of(seen, "", hardening)
    return {one.name: None if one.after is None else arguments(one.after) for one in changes}


def applied(seen: SettingsSeen, changes: tuple[SettingChange, ...]) -> SettingsSeen:
    texts = {**seen.texts, **{one.name: one.after for one in changes}}
    return replace(seen, texts={name: text for name, text in texts.items() if text is not None})


def test_cdn_is_hardened_but_for_what_cannot_be_taken_back() -> None:
    assert after(CDN, ALL) == {
        "https_tls_version": {"tls10": "off", "tls11": "off", "tls12": "on", "tls13": "on"},
        "https_force": {"enable": "on", "https_rewrite": "301"},
        "https_option": {"http2": "on", "ocsp_stapling": "on"},
        "gzip": {"enable": "on"},
        "brotli": {"enable": "on"},
    }


def test_hsts_is_set_by_name_for_the_time_that_is_asked_for() -> None:
    assert after(CDN, only(Measure.HSTS, hsts=30)) == {
        "HSTS": {
            "enabled": "on",
            "https_hsts_include_subdomains": "off",
            "https_hsts_max_age": "2592000",
        }
    }


def test_what_else_a_function_says_stays() -> None:
    stands = set_to(
        CDN,
        https_tls_version={
            "tls10": "on",
            "tls12": "off",
            "tls13": "on",
            "ciphersuitegroup": "strict",
        },
        https_force={"enable": "off", "https_rewrite": "308"},
        brotli={"enable": "off", "brotli_level": "4"},
        HSTS={"enabled": "on", "https_hsts_include_subdomains": "on"},
    )
    made = after(stands, only(*Measure, hsts=1))
    assert made["https_tls_version"] == {
        "tls10": "off",
        "tls11": "off",
        "tls12": "off",
        "tls13": "on",
        "ciphersuitegroup": "strict",
    }
    assert made["https_force"] == {"enable": "on", "https_rewrite": "308"}
    assert made["brotli"] == {"enable": "on", "brotli_level": "4"}
    hsts = made["HSTS"]
    assert hsts is not None
    assert hsts["https_hsts_include_subdomains"] == "on"


@pytest.mark.parametrize("enable", ["on", "off"])
def test_the_redirect_to_http_goes_first_even_where_it_is_off(enable: str) -> None:
    stands = set_to(CDN, http_force={"enable": enable, "http_rewrite": "301"})
    changes = changes_of(stands, "", only(Measure.REDIRECT))
    first, second = steps_of(Form.FUNCTIONS, changes)
    assert [(one.name, one.after) for one in first] == [("http_force", None)]
    assert [one.name for one in second] == ["https_force"]
    assert after(stands, only(Measure.GZIP)) == {"gzip": {"enable": "on"}}


@pytest.mark.parametrize("seen", [CDN, OSS])
def test_once_more_changes_nothing(seen: SettingsSeen) -> None:
    hard = applied(seen, changes_of(seen, "assets", only(*Measure, hsts=9)))
    assert changes_of(hard, "assets", only(*Measure, hsts=9)) == ()


def test_a_bucket_gets_versions_and_a_policy_each_by_a_write() -> None:
    changes = changes_of(OSS, "assets", ALL)
    assert [one.name for one in changes] == [TLS_VERSIONS, POLICY]
    assert changes[0].after == "TLSv1.2,TLSv1.3"
    assert steps_of(Form.BUCKET, changes) == ((changes[0],), (changes[1],))
    assert [one.name for one in changes_of(OSS, "assets", only(Measure.TLS))] == [TLS_VERSIONS]


@pytest.mark.parametrize(
    ("versions", "changed"),
    [("TLSv1.3", False), ("TLSv1.2,TLSv1.3", False), ("TLSv1.1,TLSv1.2", True)],
)
def test_what_is_stricter_stays(versions: str, *, changed: bool) -> None:
    stands = set_to(OSS, **{TLS_VERSIONS: versions})
    assert bool(changes_of(stands, "assets", only(Measure.TLS))) is changed


def test_what_stands_by_now_is_not_written_again() -> None:
    gone, put = SettingChange("a", "1", None), SettingChange("b", None, "2")
    stands = replace(CDN, texts={"a": "3"})
    assert still_to_do(stands, (gone, put)) == (SettingChange("a", "3", None), put)
    assert still_to_do(replace(CDN, texts={"b": "2"}), (gone, put)) == ()


def test_nothing_speaks_against_it_where_visitors_get_https() -> None:
    assert against(CDN, "", ALL, WELL) == ()
    assert against(OSS, "assets", ALL, WELL) == ()


@pytest.mark.parametrize(
    ("seen", "measure"),
    [(CDN, Measure.REDIRECT), (CDN, Measure.HSTS), (OSS, Measure.DENY_HTTP)],
)
@pytest.mark.parametrize(
    ("around", "reason"),
    [
        (replace(WELL, has_certificate=False), "no_https"),
        (replace(WELL, serves_well=False), "https_not_seen"),
        (replace(WELL, serves_well=None), "https_not_seen"),
    ],
)
def test_nobody_is_kept_out_who_has_no_https(
    seen: SettingsSeen, measure: Measure, around: Surroundings, reason: str
) -> None:
    found = against(seen, "assets", only(measure, hsts=1), around)
    assert [one.reason.value for one in found] == [reason]
    assert against(seen, "assets", only(Measure.TLS), around) == ()


OTHER = Domain("img.example.com")


@pytest.mark.parametrize(
    ("seen", "around", "told"),
    [
        (replace(OSS, by_https=False), WELL, "certbind itself"),
        (OSS, replace(WELL, without_https=(OTHER,)), "img.example.com has no certificate"),
        (OSS, replace(WELL, fetchers=Fetchers((Fetcher(OTHER, by_https=False),))), "over http"),
        (OSS, replace(WELL, fetchers=Fetchers((), ("CERTBIND_CDN_DOMAINS",))), "not all in sight"),
    ],
)
def test_whom_a_policy_would_lock_out(seen: SettingsSeen, around: Surroundings, told: str) -> None:
    (found,) = against(seen, "assets", ALL, around)
    assert found.reason.value == "locks_out"
    assert told in found.detail


def test_who_fetches_by_https_is_not_locked_out() -> None:
    fetchers = Fetchers((Fetcher(OTHER, by_https=True),))
    assert against(OSS, "assets", ALL, replace(WELL, fetchers=fetchers)) == ()


def test_a_policy_that_is_not_understood_is_refused_and_never_replaced() -> None:
    (found,) = against(set_to(OSS, policy="{"), "assets", ALL, WELL)
    assert found.reason.value == "policy_unreadable"
    assert against(set_to(OSS, policy="{"), "assets", only(Measure.TLS), WELL) == ()


def test_a_rule_that_excludes_the_redirect_is_told() -> None:
    ruled = replace(CDN, under_rules=frozenset({"http_force"}))
    assert [one.reason.value for one in against(ruled, "", ALL, WELL)] == ["rule_in_the_way"]
    assert against(ruled, "", only(Measure.TLS), WELL) == ()


@pytest.mark.parametrize(("seen", "measure"), [(CDN, Measure.DENY_HTTP), (OSS, Measure.GZIP)])
def test_what_a_product_does_not_have_is_told(seen: SettingsSeen, measure: Measure) -> None:
    (found,) = against(seen, "assets", only(measure), WELL)
    assert found.reason.value == "no_such_setting"
    assert measure.value in found.detail
    (found,) = against(seen, "assets", Hardening(frozenset()), WELL)
    assert "no such setting" in found.detail


def test_before_https_ends_the_redirect_and_hsts_go_where_they_are_on() -> None:
    stands = set_to(
        CDN, https_force={"enable": "on"}, HSTS={"enabled": "on", "https_hsts_max_age": "60"}
    )
    assert [(one.name, one.after) for one in softened(stands)] == [
        ("https_force", None),
        ("HSTS", None),
    ]
    assert is_on(stands, "https_force")
    off = set_to(CDN, https_force={"enable": "off"}, HSTS={"enabled": "off"})
    assert softened(off) == ()


@pytest.mark.parametrize(
    ("told", "age"),
    [("60", timedelta(minutes=1)), ("", timedelta()), ("9" * 30, timedelta(days=36500))],
)
def test_for_how_long_browsers_remember(told: str, age: timedelta) -> None:
    assert hsts_age(set_to(CDN, HSTS={"enabled": "on", "https_hsts_max_age": told})) == age
    assert hsts_age(CDN) is None


def test_a_product_with_fewer_functions_gets_those_with_the_arguments_that_it_takes() -> None:
    takes = dict.fromkeys(("https_force", "http_force"), frozenset({"enable"}))
    vod = replace(CDN, place="vod/www.example.com", takes=takes)
    assert after(vod, ALL) == {"https_force": {"enable": "on"}}
    assert ALL.left_out(vod) == ("brotli", "gzip", "http2", "ocsp", "tls")
    assert (ALL.left_out(CDN), ALL.left_out(OSS)) == ((), ())
    assert only(Measure.HSTS, hsts=7).at(vod) == frozenset()
    (refused,) = against(vod, "", only(Measure.HSTS, hsts=7), WELL)
    assert refused.reason is Reason.NO_SUCH_SETTING
    narrow = replace(vod, takes={"https_option": frozenset({"http2"})})
    assert ALL.at(narrow) == {Measure.HTTP2}, "an argument that is not taken is not set"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (None, "not set"),
        ("another", "another"),
        ('{"enable": "on", "https_rewrite": "301"}', "enable=on, https_rewrite=301"),
    ],
)
def test_people_read_a_function_without_its_json(text: str | None, read: str) -> None:
    assert shown(text) == read
