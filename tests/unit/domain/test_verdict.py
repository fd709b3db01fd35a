"""What a probe's observation means."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import Domain
from certbind.domain.trust import chain
from certbind.domain.trust.chain import TrustAnchors, UnreadableCertificateError, parse_leaf
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Family,
    Observation,
    Resolution,
)
from certbind.domain.trust.stores.asked import StoreVerdict
from certbind.domain.trust.stores.calendar import Store, calendar
from certbind.domain.trust.verdict import (
    AddressVerdict,
    Check,
    Expectation,
    FaultClass,
    Match,
    Outcome,
    Verdict,
    judge,
)
from tests.fakes.certificates import (
    CA_SPEC,
    DAY,
    NOW,
    Authority,
    Issued,
    Spec,
    pem_of,
    self_signed,
)

SHOP = Domain("shop.example.com")
ROOT = Authority.root()
INTERMEDIATE = ROOT.subordinate()
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
NEW = INTERMEDIATE.leaf(SHOP)
OLD = INTERMEDIATE.leaf(SHOP)
THIRD = INTERMEDIATE.leaf(SHOP)
DEFAULT = INTERMEDIATE.leaf("*.edge.test")


def identity(issued: Issued) -> LeafIdentity:
    leaf = parse_leaf(issued.der)
    return LeafIdentity(leaf.sha256, leaf.sha1, leaf.serial)


REBIND = Expectation(SHOP, identity(NEW), identity(OLD))
FIRST_BIND = Expectation(SHOP, identity(NEW))
SOUNDNESS = Expectation(SHOP)

Seen = tuple[bytes, ...] | Attempt


def observe(*seen: Seen) -> Observation:
    """One address for each chain or failed attempt."""
    addresses = (
        AddressObservation(f"192.0.2.{n}", one, detail="token")
        if isinstance(one, Attempt)
        else AddressObservation(f"192.0.2.{n}", Attempt.COMPLETED, one)
        for n, one in enumerate(seen, 1)
    )
    return Observation(SHOP, NOW, Resolution.RESOLVED, tuple(addresses))


def verdict(*seen: Seen, asked: Expectation = REBIND, now: datetime = NOW) -> Verdict:
    return judge(observe(*seen), asked, ANCHORS, now)


def faults(one: Verdict) -> set[FaultClass]:
    return {fault.kind for address in one.addresses for fault in address.findings}


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        ((NEW.chain,), Outcome.ALL_NEW),
        ((NEW.chain, NEW.chain), Outcome.ALL_NEW),
        ((NEW.chain, OLD.chain), Outcome.PARTLY),
        ((NEW.chain, Attempt.REFUSED), Outcome.NOT_ALL_SEEN),
        ((NEW.chain, Attempt.SNI_UNKNOWN), Outcome.PARTLY),
        ((NEW.chain, Attempt.SNI_UNKNOWN, Attempt.REFUSED), Outcome.PARTLY),
        ((NEW.chain, OLD.chain, Attempt.REFUSED), Outcome.PARTLY),
        ((OLD.chain, OLD.chain), Outcome.OLD),
        ((OLD.chain, Attempt.CONNECT_TIMEOUT), Outcome.OLD),
        ((THIRD.chain,), Outcome.OTHER),
        ((NEW.chain, THIRD.chain), Outcome.OTHER),
        ((DEFAULT.chain,), Outcome.OTHER),
        ((NEW.chain[:1],), Outcome.BROKEN),
        ((NEW.chain[:1], OLD.chain), Outcome.BROKEN),
        ((NEW.chain[:1], THIRD.chain), Outcome.OTHER),  # another hand: no rollback over it
        ((OLD.chain[:1], OLD.chain), Outcome.OLD),
        ((Attempt.REFUSED,), Outcome.UNREACHABLE),
        ((Attempt.SERVER_ERROR, Attempt.SNI_UNKNOWN), Outcome.OLD),  # answered, and not with it
        ((Attempt.SERVER_ERROR, Attempt.REFUSED), Outcome.OLD),
    ],
)
def test_the_outcome_when_a_leaf_is_expected(seen: tuple[Seen, ...], outcome: Outcome) -> None:
    found = verdict(*seen)
    assert found.outcome is outcome
    assert found.is_good is (outcome is Outcome.ALL_NEW)


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        ((OLD.chain, THIRD.chain), Outcome.SOUND),
        ((OLD.chain[:1], OLD.chain), Outcome.BROKEN),
        ((DEFAULT.chain,), Outcome.BROKEN),
        ((Attempt.NOT_TLS,), Outcome.BROKEN),  # it answered, and no browser can go on
        ((OLD.chain, Attempt.SNI_UNKNOWN), Outcome.BROKEN),
        ((OLD.chain, Attempt.REFUSED), Outcome.NOT_ALL_SEEN),
        ((Attempt.REFUSED,), Outcome.UNREACHABLE),
        ((Attempt.REFUSED, OLD.chain[:1]), Outcome.BROKEN),
    ],
)
def test_the_outcome_when_only_soundness_is_asked(
    seen: tuple[Seen, ...], outcome: Outcome
) -> None:
    found = verdict(*seen, asked=SOUNDNESS)
    assert found.outcome is outcome
    assert all(address.match is None for address in found.addresses)
    assert all(Check.LEAF in address.not_run for address in found.addresses)


V4, V6, OTHER_V6 = "192.0.2.1", "2001:db8::1", "2001:db8::2"


def seen_at(*rows: tuple[str, Seen], unanswered: tuple[Family, ...] = ()) -> Observation:
    """At these addresses, of either kind."""
    addresses = tuple(
        AddressObservation(address, one, detail="token")
        if isinstance(one, Attempt)
        else AddressObservation(address, Attempt.COMPLETED, one)
        for address, one in rows
    )
    return Observation(SHOP, NOW, Resolution.RESOLVED, addresses, unanswered=unanswered)


@pytest.mark.parametrize("asked", [REBIND, SOUNDNESS])
@pytest.mark.parametrize(
    ("rows", "good", "sights"),
    [
        (((V4, NEW.chain), (V6, NEW.chain)), True, "seen seen"),
        (((V4, NEW.chain), (V6, Attempt.NO_ROUTE)), True, "seen out_of_reach"),
        (((V4, NEW.chain), (V6, Attempt.CONNECT_TIMEOUT)), False, "seen not_seen"),
        (((V4, NEW.chain), (V6, Attempt.NOT_TLS)), False, "seen wrong"),
        (((V4, NEW.chain), (V6, NEW.chain[:1])), False, "seen wrong"),
        (
            ((V4, NEW.chain), (V6, Attempt.NO_ROUTE), (OTHER_V6, Attempt.NO_ROUTE)),
            True,
            "seen out_of_reach out_of_reach",
        ),
        (  # there is a way to its like, so the limit is not this machine's
            ((V4, NEW.chain), (V6, NEW.chain), (OTHER_V6, Attempt.NO_ROUTE)),
            False,
            "seen seen not_seen",
        ),
        (((V4, Attempt.NO_ROUTE), (V6, Attempt.NO_ROUTE)), False, "out_of_reach out_of_reach"),
    ],
)
def test_seen_not_seen_and_wrong_are_three_things(
    rows: tuple[tuple[str, Seen], ...], good: bool, sights: str, asked: Expectation
) -> None:
    found = judge(seen_at(*rows), asked, ANCHORS, NOW)
    assert found.is_good is good
    assert " ".join(one.sight.value for one in found.addresses) == sights
    assert [one.to_json()["sight"] for one in found.addresses] == sights.split()
    assert (found.headline is None) is good


def test_what_is_out_of_this_machine_s_reach_is_told_and_is_no_headline() -> None:
    found = judge(seen_at((V4, NEW.chain), (V6, Attempt.NO_ROUTE)), REBIND, ANCHORS, NOW)
    assert faults(found) == {FaultClass.NO_ROUTE}
    alone = judge(seen_at((V6, Attempt.NO_ROUTE)), REBIND, ANCHORS, NOW)
    assert alone.outcome is Outcome.UNREACHABLE
    assert alone.headline is not None
    assert alone.headline.kind is FaultClass.NO_ROUTE


@pytest.mark.parametrize(
    ("chain", "asked", "outcome"),
    [
        (NEW.chain, REBIND, Outcome.NOT_ALL_SEEN),
        (NEW.chain, SOUNDNESS, Outcome.NOT_ALL_SEEN),
        (OLD.chain, REBIND, Outcome.OLD),
        (THIRD.chain, REBIND, Outcome.OTHER),
        (OLD.chain[:1], SOUNDNESS, Outcome.BROKEN),
    ],
)
@pytest.mark.parametrize("family", list(Family))
def test_half_a_look_up_is_never_all_addresses(
    family: Family, chain: tuple[bytes, ...], asked: Expectation, outcome: Outcome
) -> None:
    found = judge(seen_at((V6, chain), unanswered=(family,)), asked, ANCHORS, NOW)
    assert found.outcome is outcome
    assert found.unanswered == (family,)
    assert [fault.kind for fault in found.findings] == [FaultClass.DNS_TEMPORARY]
    assert found.to_json()["unanswered"] == [family.value]
    assert found.not_run == ()


def test_at_a_first_bind_the_edge_s_default_certificate_is_not_another_hand() -> None:
    assert verdict(DEFAULT.chain, asked=FIRST_BIND).outcome is Outcome.OLD
    assert verdict(NEW.chain, DEFAULT.chain, asked=FIRST_BIND).outcome is Outcome.PARTLY
    assert verdict(THIRD.chain, asked=FIRST_BIND).outcome is Outcome.OTHER


def test_each_address_says_what_it_serves() -> None:
    found = verdict(NEW.chain, OLD.chain, THIRD.chain, Attempt.RESET)
    assert [one.match for one in found.addresses] == [Match.NEW, Match.OLD, Match.OTHER, None]
    assert [one.served and one.served.sha256 for one in found.addresses] == [
        parse_leaf(NEW.der).sha256,
        parse_leaf(OLD.der).sha256,
        parse_leaf(THIRD.der).sha256,
        None,
    ]
    assert [sorted(fault.kind.value for fault in one.findings) for one in found.addresses] == [
        [],
        [],
        ["wrong_leaf"],
        ["reset"],
    ]


def test_all_findings_are_kept_and_the_headline_is_the_browser_s() -> None:
    stranger = Authority.root("Stranger")
    bad = stranger.subordinate().leaf("other.test", spec=Spec(not_after=NOW - DAY))
    found = verdict(bad.chain, asked=SOUNDNESS)
    assert [fault.kind for fault in found.addresses[0].findings] == [
        FaultClass.CHAIN_INCOMPLETE,
        FaultClass.NAME_MISMATCH,
        FaultClass.EXPIRED,
    ]
    assert found.headline is not None
    assert found.headline.kind.browser_error == "ERR_CERT_AUTHORITY_INVALID"


def test_the_headline_is_taken_over_all_addresses() -> None:
    found = verdict(Attempt.REFUSED, DEFAULT.chain, self_signed(SHOP).chain, asked=SOUNDNESS)
    assert found.headline is not None
    assert found.headline.kind is FaultClass.SELF_SIGNED
    refused = verdict(OLD.chain, Attempt.REFUSED, asked=SOUNDNESS)
    assert refused.headline is not None
    assert refused.headline.kind is FaultClass.REFUSED


def test_a_check_that_could_not_run_is_told_and_not_passed() -> None:
    (address,) = verdict(Attempt.HANDSHAKE_TIMEOUT).addresses
    assert address.not_run == (Check.CHAIN, Check.NAME, Check.DATES, Check.LEAF)
    (unreadable,) = verdict((b"rubbish",)).addresses
    assert unreadable.not_run == (Check.NAME, Check.DATES)
    assert unreadable.served is None
    assert not unreadable.is_sound
    (unreadable,) = verdict((b"rubbish",), asked=SOUNDNESS).addresses
    assert unreadable.not_run == (Check.NAME, Check.DATES, Check.LEAF)
    (sound,) = verdict(NEW.chain).addresses
    assert sound.not_run == ()
    assert verdict(NEW.chain).not_run == ()


@pytest.mark.parametrize(
    ("resolution", "kind"),
    [
        (Resolution.NXDOMAIN, FaultClass.DNS_NXDOMAIN),
        (Resolution.TEMPORARY, FaultClass.DNS_TEMPORARY),
        (Resolution.RESOLVED, FaultClass.DNS_NXDOMAIN),  # an answer without any address
    ],
)
def test_without_an_address_nothing_but_the_look_up_is_judged(
    resolution: Resolution, kind: FaultClass
) -> None:
    found = judge(Observation(SHOP, NOW, resolution), REBIND, ANCHORS, NOW)
    assert found.outcome is Outcome.UNREACHABLE
    assert [fault.kind for fault in found.findings] == [kind]
    assert found.headline == found.findings[0]
    assert found.not_run == tuple(Check)[1:]
    no_answer = kind is FaultClass.DNS_TEMPORARY
    assert found.findings[0].detail == (
        f"the look-up of {SHOP} failed" if no_answer else f"{SHOP} has no address"
    )


def test_an_unreadable_leaf_is_still_recognised_by_its_fingerprint() -> None:
    rubbish = b"\x30\x03\x02\x01\x01"
    found = verdict((rubbish,))
    assert found.outcome is Outcome.OTHER
    assert faults(found) == {FaultClass.INVALID}


def test_an_identity_without_fingerprints_recognises_nothing_and_asks_for_soundness() -> None:
    blank = Expectation(SHOP, LeafIdentity(None, None, "ab"))
    found = verdict(NEW.chain, asked=blank)
    assert found.outcome is Outcome.SOUND
    assert found.addresses[0].not_run == (Check.LEAF,)


def test_a_leaf_is_recognised_by_sha1_and_serial_where_cas_says_no_more() -> None:
    leaf = parse_leaf(NEW.der)
    by_sha256 = Expectation(SHOP, LeafIdentity(leaf.sha256, None))
    assert verdict(NEW.chain, asked=by_sha256).outcome is Outcome.ALL_NEW
    for serial, outcome in ((leaf.serial, Outcome.ALL_NEW), ("abc", Outcome.OTHER)):
        asked = Expectation(SHOP, LeafIdentity(None, leaf.sha1, serial))
        assert verdict(NEW.chain, asked=asked).outcome is outcome


def test_a_wildcard_domain_needs_the_wildcard_and_not_just_the_probed_name() -> None:
    asked = Expectation(Domain(".img.example.com"))
    probed = INTERMEDIATE.leaf("certbind-check.img.example.com")
    assert faults(verdict(probed.chain, asked=asked)) == {FaultClass.NAME_MISMATCH}
    assert verdict(INTERMEDIATE.leaf("*.img.example.com").chain, asked=asked).is_good


def test_each_address_says_until_when_its_chain_is_trusted() -> None:
    end = NOW + 20 * DAY
    short = ROOT.subordinate(spec=replace(CA_SPEC, not_after=end)).leaf(SHOP)
    found = verdict(NEW.chain, short.chain, DEFAULT.chain, NEW.chain[:1], Attempt.RESET)
    whole = NOW + 60 * DAY
    assert [one.path_end for one in found.addresses] == [whole, end, whole, None, None]
    told = [one.to_json()["path_end"] for one in found.addresses]
    assert told == [whole.isoformat(), end.isoformat(), whole.isoformat(), None, None]


def test_what_browsers_take_and_we_advise_against_is_no_fault() -> None:
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - what is advised against
    leaf = INTERMEDIATE.leaf(SHOP, spec=Spec(key=weak, is_ca=True))
    found = verdict(leaf.chain, asked=SOUNDNESS)
    assert found.is_good
    assert found.headline is None
    (address,) = found.addresses
    assert {one.kind for one in address.advice} == {FaultClass.WEAK_KEY, FaultClass.LEAF_IS_CA}
    assert address.to_json()["advice"] == [
        {"advice": "leaf_is_ca", "detail": "it may sign other certificates"},
        {"advice": "weak_key", "detail": "it has an RSA key of 1024 bits"},
    ]
    assert verdict(NEW.chain).addresses[0].advice == ()


def served_by(chain: tuple[bytes, ...], cipher: str, scheme: int = 0x0403) -> Verdict:
    seen = AddressObservation("192.0.2.1", Attempt.COMPLETED, chain, "TLSv1.2", cipher, scheme)
    return judge(Observation(SHOP, NOW, Resolution.RESOLVED, (seen,)), SOUNDNESS, ANCHORS, NOW)


@pytest.mark.parametrize(
    ("usage", "cipher", "scheme", "fault"),
    [
        ("digital_signature", "TLS_AES_128_GCM_SHA256", 0x0403, None),
        ("digital_signature", "ECDHE-RSA-AES128-GCM-SHA256", 0x0401, None),
        ("digital_signature", "AES128-GCM-SHA256", 0, FaultClass.KEY_USAGE),
        ("key_encipherment", "AES128-GCM-SHA256", 0, None),
        ("key_encipherment", "TLS_AES_128_GCM_SHA256", 0x0804, FaultClass.KEY_USAGE),
        ("key_encipherment", "ECDHE-RSA-AES128-GCM-SHA256", 0x0401, FaultClass.KEY_USAGE),
        ("digital_signature", "ECDHE-RSA-AES128-GCM-SHA256", 0x0201, FaultClass.NO_COMMON_CIPHER),
        ("digital_signature", "TLS_AES_128_GCM_SHA256", 0x0603, FaultClass.NO_COMMON_CIPHER),
    ],
)
def test_the_use_of_a_key_is_held_against_the_handshake(
    usage: str, cipher: str, scheme: int, fault: FaultClass | None
) -> None:
    leaf = INTERMEDIATE.leaf(SHOP, spec=Spec(usage=(usage,)))
    assert faults(served_by(leaf.chain, cipher, scheme)) == ({fault} if fault else set())


def test_a_server_that_wants_our_certificate_is_judged_by_its_own_as_well() -> None:
    wanted = Attempt.CLIENT_CERT_WANTED
    rows = [
        AddressObservation("192.0.2.1", wanted, NEW.chain),
        AddressObservation("192.0.2.2", wanted, DEFAULT.chain),
        AddressObservation("192.0.2.3", wanted),
    ]
    found = judge(Observation(SHOP, NOW, Resolution.RESOLVED, tuple(rows)), REBIND, ANCHORS, NOW)
    assert [[fault.kind for fault in one.findings] for one in found.addresses] == [
        [FaultClass.CLIENT_CERT_WANTED],
        [FaultClass.NAME_MISMATCH, FaultClass.WRONG_LEAF, FaultClass.CLIENT_CERT_WANTED],
        [FaultClass.CLIENT_CERT_WANTED],
    ]
    assert [one.match for one in found.addresses] == [Match.NEW, Match.OTHER, None]


@pytest.mark.parametrize(
    ("outcome", "is_good", "is_undecided"),
    [
        (Outcome.ALL_NEW, True, False),
        (Outcome.SOUND, True, False),
        (Outcome.NOT_ALL_SEEN, False, True),
        (Outcome.UNREACHABLE, False, True),
        (Outcome.PARTLY, False, False),
        (Outcome.OLD, False, False),
        (Outcome.OTHER, False, False),
        (Outcome.BROKEN, False, False),
    ],
)
def test_what_was_not_seen_is_neither_good_nor_bad(
    outcome: Outcome, is_good: bool, is_undecided: bool
) -> None:
    found = Verdict(SHOP, NOW, "roots", outcome, None)
    assert (found.is_good, found.is_undecided) == (is_good, is_undecided)


def test_a_leaf_of_which_nothing_is_known_is_never_the_one_that_is_served() -> None:
    known = parse_leaf(NEW.der)

    def is_served(wanted: LeafIdentity) -> bool:
        return wanted.is_leaf(sha256=known.sha256, sha1=known.sha1, serial=known.serial)

    assert not is_served(LeafIdentity(None, None, known.serial))
    assert is_served(LeafIdentity(None, known.sha1, ""))
    assert not is_served(LeafIdentity(None, known.sha1, "77"))


def test_a_verdict_tells_the_day_of_the_calendar_that_stores_were_judged_by() -> None:
    """None where no store was asked: a root of nobody's list."""
    assert verdict(NEW.chain).to_json()["root_calendar"] is None
    made = calendar().made
    at = datetime(made.year, made.month, made.day, tzinfo=timezone.utc) + 40 * DAY
    store = StoreVerdict(Store.CHROME, takes=True, root="Root", until=made)
    address = AddressVerdict("192.0.2.1", None, None, stores=(store,))
    told = Verdict(SHOP, at, "roots", Outcome.SOUND, None, (address,)).to_json()
    assert told["root_calendar"] == {"made": made.isoformat(), "days_old": 40}
    assert json.loads(json.dumps(told)) == told


def test_the_json_form_is_plain_and_complete() -> None:
    found = verdict(NEW.chain, DEFAULT.chain, Attempt.REFUSED)
    data = json.loads(json.dumps(found.to_json()))
    assert data == found.to_json()
    assert (data["outcome"], data["domain"], data["roots"]) == ("other", SHOP, ANCHORS.identity)
    assert (data["judged_at"], data["findings"], data["not_run"]) == (NOW.isoformat(), [], [])
    assert data["headline"]["browser_error"] == "ERR_CERT_COMMON_NAME_INVALID"
    new, default, refused = data["addresses"]
    assert [one["address"] for one in data["addresses"]] == ["192.0.2.1", "192.0.2.2", "192.0.2.3"]
    assert (new["match"], default["match"]) == ("new", "other")
    assert refused["not_run"] == ["chain", "name", "dates", "leaf"]
    assert new["served"]["names"] == [SHOP]
    assert [fault["fault"] for fault in default["findings"]] == ["name_mismatch", "wrong_leaf"]
    assert (refused["served"], refused["match"]) == (None, None)
    assert refused["findings"][0]["detail"] == "token"


def test_what_others_are_led_to_is_judged_by_what_this_machine_reaches_at_all() -> None:
    """192.0.2.1 was reached, so its like can be; nobody here has a way to IPv6."""
    far = (
        AddressObservation("192.0.2.8", Attempt.NO_ROUTE),
        AddressObservation("2001:db8::8", Attempt.NO_ROUTE),
    )
    told = judge(replace(observe(NEW.chain), elsewhere=far), REBIND, ANCHORS, NOW)
    assert told.outcome is Outcome.ALL_NEW
    assert [one.findings[0].kind for one in told.elsewhere] == [
        FaultClass.UNREACHABLE,
        FaultClass.NO_ROUTE,
    ]
    assert verdict(NEW.chain).elsewhere == ()


def test_a_leaf_whose_facts_cannot_be_read_is_not_sound_though_its_chain_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def malformed(_: bytes) -> None:
        raise UnreadableCertificateError("a part that no rule of the chain needs")

    monkeypatch.setattr("certbind.domain.trust.verdict.parse_leaf", malformed)
    told = verdict(NEW.chain, asked=Expectation(SHOP))
    assert told.outcome is Outcome.BROKEN
    assert told.addresses[0].served is None


def test_a_handshake_that_showed_nothing_is_no_match_at_all() -> None:
    told = verdict(()).addresses[0]
    assert told.served is None
    assert told.match is None
    assert told.findings[0].kind is FaultClass.INVALID


def test_addresses_of_one_chain_have_it_judged_once_whoever_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged = list[tuple[bytes, ...]]()
    real = chain.judge_chain

    def counted(served: tuple[bytes, ...], *rest: Any) -> chain.JudgedChain:
        judged.append(served)
        return real(served, *rest)

    monkeypatch.setattr("certbind.domain.trust.verdict.judge_chain", counted)
    told = verdict(NEW.chain, NEW.chain, asked=Expectation(SHOP))
    assert told.is_good
    assert judged == [NEW.chain]
