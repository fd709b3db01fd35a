"""Laws of judging: promise 3 (done means served)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import assume, given
from hypothesis import strategies as st

from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors, parse_leaf
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Family,
    FetchedCrl,
    Observation,
    Resolution,
    View,
)
from certbind.domain.trust.verdict import (
    Check,
    Expectation,
    FaultClass,
    Match,
    Outcome,
    Sight,
    Verdict,
    judge,
)
from tests.fakes.certificates import CA_SPEC, DAY, NOW, Authority, Spec, pem_of

SHOP = Domain("shop.example.com")
ROOT, STRANGER = Authority.root("Root"), Authority.root("Stranger")
INTERMEDIATE = ROOT.subordinate()
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
NEW, OLD = INTERMEDIATE.leaf(SHOP), INTERMEDIATE.leaf(SHOP)
ODD_KEY = ec.generate_private_key(ec.SECP256K1())

CHAINS = st.sampled_from(
    [
        NEW.chain,
        NEW.chain,
        OLD.chain,
        NEW.chain[:1],
        INTERMEDIATE.leaf("other.test").chain,
        STRANGER.leaf(SHOP).chain,
        (b"rubbish",),
        (),
    ]
) | st.lists(st.binary(max_size=40), max_size=2).map(tuple)
ADDRESSES = st.builds(
    AddressObservation,
    st.sampled_from(["192.0.2.1", "192.0.2.2", "2001:db8::1"]),
    st.sampled_from([Attempt.COMPLETED] * 12 + list(Attempt)),
    CHAINS,
).map(lambda one: one if one.attempt is Attempt.COMPLETED else replace(one, chain=()))
OBSERVATIONS = st.builds(
    Observation,
    st.just(SHOP),
    st.just(NOW),
    st.sampled_from([Resolution.RESOLVED] * 6 + list(Resolution)),
    st.lists(ADDRESSES, max_size=4).map(tuple),
    unanswered=st.sampled_from([(), (), (), (Family.IPV4,), (Family.IPV6,)]),
)
SOUND_ADDRESSES = st.builds(
    AddressObservation,
    st.sampled_from(["192.0.2.1", "192.0.2.2", "2001:db8::1"]),
    st.just(Attempt.COMPLETED),
    st.sampled_from([NEW.chain, NEW.chain, NEW.chain, OLD.chain]),
)
_SOUND = st.builds(
    Observation,
    st.just(SHOP),
    st.just(NOW),
    st.just(Resolution.RESOLVED),
    st.lists(SOUND_ADDRESSES, min_size=1, max_size=4).map(tuple),
)
MOSTLY_SOUND = st.one_of(OBSERVATIONS, _SOUND, _SOUND, _SOUND)
"""For laws about what is good: by chance alone hardly anything is."""


def _identity(der: bytes) -> LeafIdentity:
    leaf = parse_leaf(der)
    return LeafIdentity(leaf.sha256, leaf.sha1, leaf.serial)


EXPECTATIONS = st.sampled_from(
    [
        Expectation(SHOP),
        Expectation(SHOP, _identity(NEW.der)),
        Expectation(SHOP, _identity(NEW.der), _identity(OLD.der)),
        Expectation(Domain(".example.com"), LeafIdentity(None, None)),
    ]
)
VIEWS = st.builds(
    View,
    st.just("192.0.2.53"),
    st.sampled_from(["", "203.0.113.0/24"]),
    st.sampled_from(Resolution),
    st.lists(st.sampled_from(["192.0.2.1", "192.0.2.9", "2001:db8::9"]), max_size=3).map(tuple),
)
CRLS = st.builds(FetchedCrl, st.just("http://crl.test/"), st.binary(max_size=40), st.just(""))
TIMES = st.integers(-100, 3000).map(lambda days: NOW + days * DAY)


def all_faults(verdict: Verdict) -> set[FaultClass]:
    every = (*verdict.findings, *(f for one in verdict.addresses for f in one.findings))
    return {fault.kind for fault in every}


def reached(verdict: Verdict) -> bool:
    """Whether this machine had a way to some address."""
    return any(one.sight is not Sight.OUT_OF_REACH for one in verdict.addresses)


@given(OBSERVATIONS, EXPECTATIONS, TIMES)
def test_every_observation_gets_a_verdict_that_can_be_recorded(
    observation: Observation, expectation: Expectation, now: datetime
) -> None:
    verdict = judge(observation, expectation, ANCHORS, now)
    assert json.loads(json.dumps(verdict.to_json())) == verdict.to_json()
    heeded = all_faults(verdict) - {FaultClass.NO_ROUTE}
    assert (verdict.headline is None) is (not heeded and reached(verdict))
    assert verdict.headline is None or verdict.headline.kind in all_faults(verdict)


@given(
    MOSTLY_SOUND,
    EXPECTATIONS,
    TIMES,
    st.lists(VIEWS, max_size=2).map(tuple),
    st.lists(ADDRESSES, max_size=3).map(tuple),
    st.none() | st.lists(CRLS, max_size=2).map(tuple),
)
def test_what_is_only_told_changes_no_outcome(
    observation: Observation,
    expectation: Expectation,
    now: datetime,
    views: tuple[View, ...],
    elsewhere: tuple[AddressObservation, ...],
    crls: tuple[FetchedCrl, ...] | None,
) -> None:
    """What other resolvers lead to, and lists of revoked ones that say nothing."""
    plain = judge(observation, expectation, ANCHORS, now)
    told = replace(observation, views=views, elsewhere=elsewhere, crls=crls)
    verdict = judge(told, expectation, ANCHORS, now)
    assert (verdict.outcome, verdict.headline) == (plain.outcome, plain.headline)
    assert [one.findings for one in verdict.addresses] == [one.findings for one in plain.addresses]
    json.dumps(verdict.to_json())


@given(MOSTLY_SOUND, EXPECTATIONS)
def test_good_means_that_every_address_within_reach_serves_it_soundly(
    observation: Observation, expectation: Expectation
) -> None:
    verdict = judge(observation, expectation, ANCHORS, NOW)
    assume(verdict.is_good)
    assert len(verdict.addresses) == len(observation.addresses) > 0
    assert reached(verdict)
    assert observation.unanswered == ()
    for one in verdict.addresses:
        if one.sight is Sight.OUT_OF_REACH:
            continue
        assert one.findings == ()
        assert set(one.not_run) <= {Check.LEAF}
        assert verdict.outcome is Outcome.SOUND or one.match is Match.NEW


@given(OBSERVATIONS, EXPECTATIONS)
def test_a_check_that_did_not_run_found_nothing_and_never_counts_as_passed(
    observation: Observation, expectation: Expectation
) -> None:
    verdict = judge(observation, expectation, ANCHORS, NOW)
    is_found = observation.resolution is Resolution.RESOLVED
    asked = observation.addresses if is_found else ()
    for one, seen in zip(verdict.addresses, asked, strict=True):
        kinds = {fault.kind for fault in one.findings}
        if seen.attempt is not Attempt.COMPLETED:
            assert {Check.CHAIN, Check.NAME, Check.DATES, Check.LEAF} == set(one.not_run)
            assert not any(kind.is_certificate for kind in kinds)
        if Check.NAME in one.not_run:
            assert FaultClass.NAME_MISMATCH not in kinds
            assert not one.is_sound
        if Check.LEAF in one.not_run:
            assert one.match is None


@given(OBSERVATIONS, EXPECTATIONS, st.data())
def test_the_order_of_addresses_does_not_matter(
    observation: Observation, expectation: Expectation, data: st.DataObject
) -> None:
    shuffled = replace(
        observation, addresses=tuple(data.draw(st.permutations(observation.addresses)))
    )
    one, other = (judge(seen, expectation, ANCHORS, NOW) for seen in (observation, shuffled))
    assert (one.outcome, one.headline) == (other.outcome, other.headline)


@given(MOSTLY_SOUND, EXPECTATIONS, SOUND_ADDRESSES)
def test_one_more_address_never_makes_a_verdict_good(
    observation: Observation, expectation: Expectation, more: AddressObservation
) -> None:
    before = judge(observation, expectation, ANCHORS, NOW)
    assume(reached(before))
    assume(not before.is_good)
    whole = replace(observation, addresses=(*observation.addresses, more))
    assert not judge(whole, expectation, ANCHORS, NOW).is_good


@given(
    MOSTLY_SOUND,
    EXPECTATIONS,
    TIMES,
    st.timedeltas(timedelta(0), 3000 * DAY),
)
def test_what_has_expired_stays_expired(
    observation: Observation, expectation: Expectation, now: datetime, later: timedelta
) -> None:
    first = judge(observation, expectation, ANCHORS, now)
    second = judge(observation, expectation, ANCHORS, now + later)
    assume(FaultClass.EXPIRED in all_faults(first))
    assert FaultClass.EXPIRED in all_faults(second)


FAULTS = st.sets(
    st.sampled_from(
        [
            FaultClass.EXPIRED,
            FaultClass.NAME_MISMATCH,
            FaultClass.WRONG_PURPOSE,
            FaultClass.KEY_UNUSABLE,
            FaultClass.CHAIN_EXPIRED,
            FaultClass.NOT_A_CA,
            FaultClass.UNTRUSTED_ROOT,
        ]
    )
)


@given(FAULTS)
def test_each_fault_gives_its_own_finding_and_no_other(faults: set[FaultClass]) -> None:
    """So repairing one removes that finding and no other."""
    root = STRANGER if FaultClass.UNTRUSTED_ROOT in faults else ROOT
    authority = replace(
        CA_SPEC,
        not_after=NOW + (-1 if FaultClass.CHAIN_EXPIRED in faults else 900) * DAY,
        is_ca=FaultClass.NOT_A_CA not in faults,
    )
    client = ExtendedKeyUsageOID.CLIENT_AUTH
    leaf = Spec(
        not_after=NOW + (-2 if FaultClass.EXPIRED in faults else 60) * DAY,
        purposes=(client,) if FaultClass.WRONG_PURPOSE in faults else Spec().purposes,
        key=ODD_KEY if FaultClass.KEY_UNUSABLE in faults else None,
    )
    name = "other.test" if FaultClass.NAME_MISMATCH in faults else SHOP
    chain = (*root.subordinate(spec=authority).leaf(name, spec=leaf).chain, root.issued.der)
    seen = AddressObservation("192.0.2.1", Attempt.COMPLETED, chain)
    observation = Observation(SHOP, NOW, Resolution.RESOLVED, (seen,))
    assert all_faults(judge(observation, Expectation(SHOP), ANCHORS, NOW)) == faults
