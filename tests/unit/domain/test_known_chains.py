"""What was judged of a chain is kept so long as the answer cannot change, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from cryptography import x509

from certbind.domain.model.identity import Domain
from certbind.domain.trust import known_chains
from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.known_chains import Asked, KnownChains, ServedChain, next_change
from certbind.domain.trust.leaf import is_sm2, load_certificate
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    FetchedCrl,
    Observation,
    Resolution,
)
from certbind.domain.trust.parts import once
from certbind.domain.trust.paths.signatures import is_signed_by
from certbind.domain.trust.verdict import Expectation, FaultClass, Verdict, judge
from tests.fakes.certificates import CA_SPEC, NOW, Authority, Issued, Spec, pem_of
from tests.fakes.crls import CrlSpec, crl_of

SECOND = timedelta(seconds=1)
SHOP, OTHER = Domain("shop.example.com"), Domain("other.example.com")
ROOT = Authority.root()
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
MIDDLE = ROOT.subordinate()
MIDNIGHT = datetime(NOW.year, NOW.month, NOW.day, tzinfo=timezone.utc) + timedelta(days=1)


def seen(issued: Issued, crls: tuple[FetchedCrl, ...] | None = None) -> Observation:
    one = AddressObservation("192.0.2.1", Attempt.COMPLETED, issued.chain)
    return Observation(SHOP, NOW, Resolution.RESOLVED, (one,), crls=crls)


def judged(
    issued: Issued,
    known: KnownChains,
    at: datetime,
    domain: Domain = SHOP,
    anchors: TrustAnchors = ANCHORS,
) -> Verdict:
    """With what is known, which is to be the same as without."""
    found = judge(seen(issued), Expectation(domain), anchors, at, known)
    assert found == judge(seen(issued), Expectation(domain), anchors, at)
    return found


def asked(issued: Issued, crls: tuple[FetchedCrl, ...] | None = None) -> Asked:
    return Asked(issued.chain, "", 0, crls, ANCHORS)


def test_it_is_judged_once_and_each_domain_s_name_for_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known, leaf = KnownChains(), MIDDLE.leaf(SHOP)
    first = judge(seen(leaf), Expectation(SHOP), ANCHORS, NOW, known)
    assert first.is_good
    monkeypatch.setattr("certbind.domain.trust.verdict.judge_chain", None)
    assert judge(seen(leaf), Expectation(SHOP), ANCHORS, NOW + SECOND, known).is_good
    wrong = judge(seen(leaf), Expectation(OTHER), ANCHORS, NOW, known)
    assert wrong.headline is not None
    assert wrong.headline.kind is FaultClass.NAME_MISMATCH


@pytest.mark.parametrize("which", ["leaf", "intermediate", "root"])
def test_the_second_after_an_end_it_is_judged_anew(which: str) -> None:
    end = NOW + timedelta(hours=2)
    ends = replace(CA_SPEC, not_after=end)
    root = Authority.root(spec=ends) if which == "root" else ROOT
    anchors = TrustAnchors.from_pem(pem_of(root))
    middle = root.subordinate(spec=ends if which == "intermediate" else CA_SPEC)
    leaf = middle.leaf(SHOP, spec=Spec(not_after=end) if which == "leaf" else None)
    known = KnownChains()
    assert judged(leaf, known, NOW, anchors=anchors).is_good
    assert judged(leaf, known, end, anchors=anchors).is_good
    assert judged(leaf, known, end + timedelta(microseconds=999_999), anchors=anchors).is_good
    assert not judged(leaf, known, end + SECOND, anchors=anchors).is_good


def test_before_it_begins_it_is_not_yet_valid_and_then_it_is() -> None:
    begin = NOW + timedelta(hours=1)
    leaf, known = MIDDLE.leaf(SHOP, spec=Spec(not_before=begin)), KnownChains()
    assert not judged(leaf, known, NOW).is_good
    assert not judged(leaf, known, begin - SECOND).is_good
    assert judged(leaf, known, begin).is_good


def test_a_clock_that_was_set_back_is_no_reason_to_believe_it() -> None:
    begin = NOW + timedelta(hours=1)
    leaf, known = MIDDLE.leaf(SHOP, spec=Spec(not_before=begin)), KnownChains()
    assert judged(leaf, known, begin).is_good
    assert not judged(leaf, known, NOW).is_good


def test_other_roots_are_another_question() -> None:
    known, leaf = KnownChains(), MIDDLE.leaf(SHOP)
    assert judged(leaf, known, NOW).is_good
    others = TrustAnchors.from_pem(pem_of(Authority.root()))
    assert not judged(leaf, known, NOW, anchors=others).is_good
    public = TrustAnchors.from_pem(pem_of(ROOT), are_public=True)
    assert judged(leaf, known, NOW, anchors=public).addresses[0].stores
    assert not judged(leaf, known, NOW).addresses[0].stores


def test_a_day_begins_another_answer_may() -> None:
    """Stores drop roots by days."""
    assert next_change(asked(MIDDLE.leaf(SHOP)), NOW) == MIDNIGHT


def test_a_list_of_revoked_ones_is_part_of_the_question() -> None:
    known, leaf = KnownChains(), MIDDLE.leaf(SHOP)
    nothing = (FetchedCrl("http://ca.example/1.crl", b"no list"),)
    known.keep(asked(leaf), NOW, ServedChain(None, None, ()))  # type: ignore[arg-type]
    assert known.get(asked(leaf, nothing), NOW) is None
    assert next_change(asked(leaf, nothing), NOW) == MIDNIGHT


def test_the_end_of_a_list_is_a_moment_too() -> None:
    ends = NOW + timedelta(hours=1)
    der = crl_of(MIDDLE, spec=CrlSpec(ends=ends))
    crls = (FetchedCrl("http://ca.example/1.crl", der),)
    assert next_change(asked(MIDDLE.leaf(SHOP), crls), NOW) == ends + SECOND


def test_a_list_without_an_end_changes_with_the_day_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 5280, section 5.1.2.5, wants nextUpdate; the library writes no list without it."""
    endless = SimpleNamespace(last_update_utc=NOW, next_update_utc=None)
    monkeypatch.setattr(x509, "load_der_x509_crl", lambda _: endless)
    crls = (FetchedCrl("http://ca.example/1.crl", b"endless"),)
    assert next_change(asked(MIDDLE.leaf(SHOP), crls), NOW) == MIDNIGHT


def test_what_cannot_be_read_changes_with_the_day_alone() -> None:
    odd = Asked((b"no certificate",), "", 0, None, ANCHORS)
    assert next_change(odd, NOW) == MIDNIGHT


def test_all_is_forgotten_before_it_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_chains, "MOST_KEPT", 2)
    known = KnownChains()
    one, two, three = (asked(MIDDLE.leaf(SHOP)) for _ in range(3))
    for each in (one, two, three):
        known.keep(each, NOW, ServedChain(None, None, ()))  # type: ignore[arg-type]
    assert [known.get(each, NOW) for each in (one, two, three)] == [None] * 3


def test_facts_are_read_once_and_forgotten_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    monkeypatch.setattr(once, "MOST_KEPT", 1)
    fact = once.once(lambda one: read.append(one.signature))
    of_two = once.once_of_two(lambda one, _other: read.append(one.signature))
    first, second = MIDDLE.leaf(SHOP).certificate, MIDDLE.leaf(SHOP).certificate
    for _ in range(2):
        fact(first)
        of_two(first, second)
    assert len(read) == 2
    fact(second)
    of_two(second, first)
    fact(first)
    of_two(first, second)
    assert len(read) == 6


def test_the_same_bytes_are_one_certificate() -> None:
    leaf = MIDDLE.leaf(SHOP)
    assert load_certificate(leaf.der) is load_certificate(bytes(bytearray(leaf.der)))
    assert not is_sm2(leaf.certificate)
    assert is_signed_by(leaf.certificate, MIDDLE.issued.certificate)
    assert not is_signed_by(leaf.certificate, ROOT.issued.certificate)
