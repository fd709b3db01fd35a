"""Which root counts for whom: cases as stores publish them, each with its rule.

Chromium on loopback takes added roots alone and asks no log, so that it cannot be asked. Rules
and their sources stand in domain/trust/stores/calendar_data.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.stores.age import dropped_for_age
from certbind.domain.trust.stores.calendar import Store, calendar, read
from certbind.domain.trust.stores.issued import lasts_too_long, stamps, stamps_wanted
from certbind.domain.trust.stores.judgement import (
    judge_stores,
    store_faults,
    store_warnings,
)
from certbind.domain.trust.stores.leaf_warnings import leaf_warnings
from tests.fakes.stamps import stamped

TODAY = datetime(2026, 11, 29, 12, tzinfo=timezone.utc)
DAY = timedelta(days=1)
KEY = ec.generate_private_key(ec.SECP256R1())
NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.shop.example")])
ANCHORS = TrustAnchors.from_pem(Path(certifi.where()).read_text(encoding="utf-8"))
CHROME, MOZILLA, APPLE, PROGRAMS = Store
APPLE_REFUSES, CLIENT_AUTH_TOO = FaultClass.APPLE_REFUSES, FaultClass.CLIENT_AUTH_TOO
MUST_STAPLE = FaultClass.MUST_STAPLE


def leaf(
    begin: datetime, days: float, *more: x509.ExtensionType, logs: int = 3
) -> x509.Certificate:
    """Stamped when it begins, by so many logs."""
    extensions = [stamped(*[begin] * logs)] if logs else []
    return builder(begin, days, *extensions, *more).sign(KEY, hashes.SHA256())


def builder(
    begin: datetime, days: float, *extensions: x509.ExtensionType
) -> x509.CertificateBuilder:
    made = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(KEY.public_key())
        .serial_number(4711)
        .not_valid_before(begin)
        .not_valid_after(begin + days * DAY)
    )
    for one in extensions:
        made = made.add_extension(one, critical=False)
    return made


def certifi_roots() -> dict[str, x509.Certificate]:
    every = (one for named in ANCHORS.by_subject.values() for one in named)
    return {one.fingerprint(hashes.SHA256()).hex(): one for one in every}


@pytest.fixture(scope="module")
def roots() -> Mapping[str, x509.Certificate]:
    """Real ones, by the beginning of their SHA-256."""
    return {sha256[:8]: one for sha256, one in certifi_roots().items()}


@dataclass(frozen=True)
class Rule:
    """A leaf of one root, judged on a day. root: the beginning of its SHA-256."""

    rule: str
    root: str
    begin: datetime
    days: float
    refused: tuple[Store, ...] = ()
    at: datetime = TODAY


R3, R6, R46, USERTRUST = "cbb522d7", "2cabeafe", "4fa3126d", "e793c9b0"
DIGICERT_G2, DIGICERT_G4 = "cb3ccbb7", "552f7bdc"
VTRUS, TRUSTASIA_G3, UCA, X1, IZENPE = "8a71de65", "e0d3226a", "9bea11c9", "96bcec06", "2530cc8e"


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


RULES = (
    Rule("R46 is clean in all", R46, on("2026-11-01"), 199),
    Rule("X1 is clean in all", X1, on("2026-11-01"), 90),
    Rule("R3: stamped on Chrome's last day", R3, on("2026-09-30T23:59:59"), 199),
    Rule("R3: stamped the day after", R3, on("2026-10-01"), 199, (CHROME,)),
    Rule("R3: Mozilla's announced day, the day before", R3, on("2026-09-01"), 199,
         at=on("2027-04-14T23:00:00")),
    Rule("R3: off in Mozilla on the day", R3, on("2026-09-01"), 199, (MOZILLA,),
         at=on("2027-04-15")),
    Rule("R6 as R3 in Chrome", R6, on("2026-10-05"), 90, (CHROME,)),
    Rule("USERTrust before the cut", USERTRUST, on("2026-09-29"), 90),
    Rule("USERTrust after the cut", USERTRUST, on("2026-10-02"), 90, (CHROME,)),
    Rule("DigiCert G2 until 2027-09-14", DIGICERT_G2, on("2027-09-14T20:00:00"), 99,
         at=on("2027-10-01")),
    Rule("DigiCert G2 after it", DIGICERT_G2, on("2027-09-15"), 99, (CHROME,),
         at=on("2027-10-01")),
    Rule("DigiCert G4: off in Mozilla, cut in Chrome", DIGICERT_G4, on("2026-11-01"), 99,
         (CHROME, MOZILLA)),
    Rule("DigiCert G4: an older leaf lives on in Chrome", DIGICERT_G4, on("2026-09-01"), 199,
         (MOZILLA,)),
    Rule("vTrus today; Apple had it not", VTRUS, on("2026-11-01"), 199, (APPLE,)),
    Rule("vTrus after Chrome's cut", VTRUS, on("2027-01-15"), 199, (CHROME, APPLE),
         at=on("2027-02-01")),
    Rule("TrustAsia G3 is not in Chrome", TRUSTASIA_G3, on("2026-11-01"), 199, (CHROME, APPLE)),
    Rule("UCA Global G2: Apple alone lacks it", UCA, on("2026-11-01"), 199, (APPLE,)),
    Rule("Izenpe: Mozilla counts the beginning", IZENPE, on("2026-04-16"), 199,
         (CHROME, MOZILLA), at=on("2026-10-01")),
    Rule("Izenpe before both cuts", IZENPE, on("2026-04-14"), 199, at=on("2026-10-01")),
    Rule("X1's age is an estimate for Chrome, and refuses nothing", X1, on("2030-06-10"), 47,
         (MOZILLA,), at=on("2030-06-20")),
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.rule)
def test_a_store_takes_a_leaf_as_it_said(
    rule: Rule, roots: Mapping[str, x509.Certificate]
) -> None:
    one = leaf(rule.begin, rule.days)
    told = judge_stores(one, [(one, roots[rule.root])], ANCHORS, rule.at)
    assert tuple(store.store for store in told if not store.takes) == rule.refused
    kinds = {fault.kind for fault in store_faults(one, told)}
    assert (FaultClass.ROOT_REFUSED in kinds) == (CHROME in rule.refused)
    assert (FaultClass.ROOT_REFUSED_BY_FIREFOX in kinds) == (MOZILLA in rule.refused)


def test_a_cut_kills_a_path_and_not_the_leaf_where_another_path_is_left(
    roots: Mapping[str, x509.Certificate],
) -> None:
    one = leaf(on("2026-11-01"), 199)
    by_r3, by_r46 = (one, roots[R3]), (one, roots[R46])
    told = judge_stores(one, [by_r3, by_r46], ANCHORS, TODAY)
    assert store_faults(one, told) == ()
    named = {store.root for store in told if store.until is not None}
    assert named == {"GlobalSign Root R46"}
    assert store_warnings(one, told) == ()


def test_a_root_of_nobodys_list_is_not_judged_even_beside_a_public_one(
    roots: Mapping[str, x509.Certificate],
) -> None:
    one = leaf(on("2026-11-01"), 3650, logs=0)
    assert judge_stores(one, [(one, roots[R3]), (one, one)], ANCHORS, TODAY) == ()
    assert store_faults(one, ()) == store_warnings(one, ()) == ()


def kinds_and_details(
    one: x509.Certificate, root: x509.Certificate, at: datetime = TODAY
) -> dict[FaultClass, list[str]]:
    found: dict[FaultClass, list[str]] = {}
    for warning in store_warnings(one, judge_stores(one, [(one, root)], ANCHORS, at)):
        found.setdefault(warning.kind, []).append(warning.detail)
    return found


def test_a_leaf_that_outlives_its_root_is_warned_of_with_whose_word_it_is(
    roots: Mapping[str, x509.Certificate],
) -> None:
    one = leaf(on("2026-09-29"), 199)  # ends 2027-04-16
    found = kinds_and_details(one, roots[R3])
    dropped = "drop GlobalSign Root CA - R3 on 2027-04-15, and this ends on 2027-04-16"
    assert found[FaultClass.ROOT_ENDS_FIRST] == [
        f"Chrome and programs with certifi: expected to {dropped}",
        f"Firefox: to {dropped}",
    ]
    assert FaultClass.ROOT_ENDS_FIRST not in kinds_and_details(
        leaf(on("2026-09-27"), 199), roots[R3]
    )


def test_the_next_leaf_of_a_root_that_will_be_cut_is_warned_of(
    roots: Mapping[str, x509.Certificate],
) -> None:
    found = kinds_and_details(leaf(on("2026-11-01"), 199), roots[VTRUS])
    assert found == {
        FaultClass.ROOT_CUT_AHEAD: [
            "Chrome takes of vTrus Root CA only what was issued until 2027-01-14"
        ],
        FaultClass.ROOT_NOT_IN_APPLE: [
            "vTrus Root CA was not among the roots of Apple in July 2025"
        ],
    }


SERVERS, CLIENTS = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH
STAPLE = x509.TLSFeature([x509.TLSFeatureType.status_request])


@pytest.mark.parametrize(
    ("begin", "days", "extensions", "public", "private"),
    [
        ("2026-11-01", 825, (x509.ExtendedKeyUsage([SERVERS]),), set(), set()),
        ("2026-11-01", 826, (x509.ExtendedKeyUsage([SERVERS]),), {APPLE_REFUSES}, {APPLE_REFUSES}),
        ("2019-06-30", 826, (), set(), set()),
        ("2026-11-01", 90, (), {APPLE_REFUSES}, {APPLE_REFUSES}),
        ("2026-11-01", 90, (x509.ExtendedKeyUsage([CLIENTS]),), {APPLE_REFUSES}, {APPLE_REFUSES}),
        ("2027-03-14", 90, (x509.ExtendedKeyUsage([SERVERS, CLIENTS]),), set(), set()),
        ("2027-03-15", 90, (x509.ExtendedKeyUsage([SERVERS, CLIENTS]),), {CLIENT_AUTH_TOO}, set()),
        ("2026-11-01", 90, (x509.ExtendedKeyUsage([SERVERS]), STAPLE), {MUST_STAPLE},
         {MUST_STAPLE}),
    ],
)  # fmt: skip
def test_what_only_some_clients_ask_is_warned_of(
    begin: str,
    days: int,
    extensions: tuple[x509.ExtensionType, ...],
    public: set[FaultClass],
    private: set[FaultClass],
) -> None:
    """Apple's 825 days and purpose (any issuer, since 2019-07-01); Chrome Root Program 1.8;
    must-staple, which Firefox alone heeds.
    """
    one = leaf(on(begin), days, *extensions)
    assert {told.kind for told in leaf_warnings(one, is_public=True)} == public
    assert {told.kind for told in leaf_warnings(one, is_public=False)} == private


@pytest.mark.parametrize(
    ("begin", "limit"),
    [
        ("2020-08-31T23:59:59", None),
        ("2020-09-01", 398),
        ("2026-03-14T23:59:59", 398),
        ("2026-03-15", 200),
        ("2027-03-14T23:59:59", 200),
        ("2027-03-15", 100),
        ("2029-03-14T23:59:59", 100),
        ("2029-03-15", 47),
    ],
)
def test_a_leaf_may_last_as_long_as_its_beginning_allows(begin: str, limit: int | None) -> None:
    """CA/B Forum, 6.3.2, as Chromium 156 has it: exactly so many days are not too long."""
    days = (limit or 5000) * DAY
    assert lasts_too_long(on(begin), on(begin) + days) is None
    assert lasts_too_long(on(begin), on(begin) + days + timedelta(seconds=1)) == limit


@pytest.mark.parametrize(
    ("days", "logs", "kinds"),
    [
        (180, 2, set()),
        (180, 1, {FaultClass.FEW_STAMPS}),
        (180.1, 2, {FaultClass.FEW_STAMPS}),
        (200, 3, set()),
        (200, 0, {FaultClass.FEW_STAMPS}),
        (200.1, 3, {FaultClass.LASTS_TOO_LONG}),
    ],
)
def test_a_longer_leaf_needs_more_stamps(
    days: float, logs: int, kinds: set[FaultClass], roots: Mapping[str, x509.Certificate]
) -> None:
    """Chrome's CT policy: 2 up to 180 days, 3 above."""
    one = leaf(on("2026-11-01"), days, logs=logs)
    told = judge_stores(one, [(one, roots[R46])], ANCHORS, TODAY)
    assert {fault.kind for fault in store_faults(one, told)} == kinds


def test_a_log_counts_once_and_the_first_stamp_is_the_issue() -> None:
    moments = on("2026-10-02"), on("2026-09-30")
    twice = builder(TODAY, 90, stamped(*moments, same_log=True)).sign(KEY, hashes.SHA256())
    assert stamps(twice) == (on("2026-09-30"),)
    both = builder(TODAY, 90, stamped(*moments)).sign(KEY, hashes.SHA256())
    assert stamps(both) == (on("2026-09-30"), on("2026-10-02"))
    assert stamps_wanted(TODAY, TODAY + 90 * DAY) == 2


def test_without_a_stamp_chrome_takes_nothing_of_a_root_that_is_cut(
    roots: Mapping[str, x509.Certificate],
) -> None:
    one = leaf(on("2026-09-01"), 199, logs=0)
    (why,) = [
        told.why
        for told in judge_stores(one, [(one, roots[R3])], ANCHORS, TODAY)
        if not told.takes
    ]
    assert "has no stamp" in why


def test_a_stamp_beyond_all_years_is_no_stamp(roots: Mapping[str, x509.Certificate]) -> None:
    """Milliseconds of eight bytes reach far behind the year 9999 (RFC 6962, section 3.2)."""
    sound = stamped(*[on("2026-09-01")] * 3)
    moment = int(on("2026-09-01").timestamp() * 1000).to_bytes(8, "big")
    hostile = x509.UnrecognizedExtension(sound.oid, sound.value.replace(moment, b"\xff" * 8))
    one = builder(on("2026-09-01"), 90, hostile).sign(KEY, hashes.SHA256())
    told = judge_stores(one, [(one, roots[R3])], ANCHORS, TODAY)
    (chrome,) = [store for store in told if store.store is CHROME]
    assert "has no stamp" in chrome.why
    faults = {fault.kind: fault.detail for fault in store_faults(one, told)}
    assert faults[FaultClass.FEW_STAMPS] == "it holds the stamps of 0 logs, and needs 2"


def test_what_a_store_says_is_put_on_record_as_plain_values(
    roots: Mapping[str, x509.Certificate],
) -> None:
    one = leaf(on("2026-10-01"), 199)
    chrome, mozilla, *_ = (
        store.to_json() for store in judge_stores(one, [(one, roots[R3])], ANCHORS, TODAY)
    )
    assert (chrome["store"], chrome["takes"], chrome["cut"]) == ("chrome", False, "2026-09-30")
    assert (mozilla["takes"], mozilla["until"], mozilla["estimated"]) == (
        True,
        "2027-04-15",
        False,
    )
    assert (mozilla["root"], mozilla["cut"]) == ("GlobalSign Root CA - R3", None)
    assert "stamped by a log until 2026-09-30" in str(chrome["why"])
    assert mozilla["why"] == ""


def test_the_calendar_names_the_roots_as_they_are() -> None:
    ours, theirs = calendar(), certifi_roots()
    assert ours.certifi == certifi.__version__
    held = {sha256 for sha256, one in ours.roots.items() if not one.standing(PROGRAMS).absent}
    assert held == theirs.keys()
    assert len(held) == 117
    for sha256, certificate in theirs.items():
        off = ours.roots[sha256].standing(MOZILLA).off
        assert off is None or off <= certificate.not_valid_after_utc.date(), sha256


def test_as_many_of_certifis_roots_work_in_chrome_as_were_counted() -> None:
    """A leaf issued today: 19 are not in Chrome's table, 30 are cut, 68 work (17 cut later)."""
    ours = [one.standing(CHROME) for one in calendar().roots.values()
            if not one.standing(PROGRAMS).absent]  # fmt: skip
    absent = [one for one in ours if one.absent]
    past = [one for one in ours if not one.absent and one.cut and one.cut < TODAY.date()]
    coming = [one for one in ours if not one.absent and one.cut and one.cut >= TODAY.date()]
    assert (len(absent), len(past), len(coming)) == (19, 30, 17)


def test_every_source_of_the_calendar_is_told() -> None:
    ours = calendar()
    used = {one.source for root in ours.roots.values() for one in root.stores.values()} - {""}
    assert used <= ours.sources.keys()
    assert ours.made == date(2026, 11, 29)


def test_a_calendar_with_an_unknown_event_is_refused() -> None:
    with pytest.raises(ValueError, match="no event"):
        read("00 Root\n  chrome gone 2026-01-01 CRS-156\n")


def test_the_age_of_a_root_gives_the_days_that_the_calendar_estimates() -> None:
    """But of keys that are older than their certificate, and roots whose owner said a day."""
    ours, theirs = calendar(), certifi_roots()
    checked = 0
    for sha256, certificate in theirs.items():
        standing = ours.roots[sha256].standing(MOZILLA)
        if standing.estimated:
            by_age = dropped_for_age(certificate.not_valid_before_utc.date())
            assert by_age == standing.off, ours.roots[sha256].name
            checked += 1
    assert checked > 80
    assert dropped_for_age(date(2024, 2, 29)) == date(2039, 2, 28)


def test_a_public_root_that_the_calendar_does_not_know_is_estimated_by_its_age() -> None:
    one = leaf(on("2026-11-01"), 199)
    root = builder(on("2012-06-01"), 9000).sign(KEY, hashes.SHA256())
    public = replace(ANCHORS, are_public=True)
    told = judge_stores(one, [(one, root)], public, TODAY)
    assert {store.takes for store in told} == {True}
    assert {store.until for store in told} == {date(2029, 4, 15), None}
    assert judge_stores(one, [(one, root)], ANCHORS, TODAY) == ()
