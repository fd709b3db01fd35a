"""What CAs' lists of revoked certificates say of a chain, and when they say nothing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

from certbind.domain.decide.evidence import is_dead
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.eligibility import check_usable, read_chain
from certbind.domain.trust.chain import (
    JudgedChain,
    TrustAnchors,
    crl_questions,
    judge_chain,
)
from certbind.domain.trust.faults import Fault, FaultClass, in_browser_order
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    FetchedCrl,
    Observation,
    Resolution,
)
from certbind.domain.trust.revocation import crl as crl_rules
from certbind.domain.trust.revocation.crl import Standing
from certbind.domain.trust.revocation.paths import MOST_ASKED, questions_of
from certbind.domain.trust.revocation.points import _names as _names_of
from certbind.domain.trust.revocation.points import points_of
from certbind.domain.trust.verdict import Expectation, Outcome, judge
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
from tests.fakes.crls import SOUND, CrlSpec, crl_of, part
from tests.fakes.values import certificate
from tests.judge.making import Form, make

SHOP = Domain("shop.example.com")
OF_ROOT, OF_CA = "http://crl.test/root.crl", "http://crl.test/ca.crl"
ROOT = Authority.root()
CA = ROOT.subordinate(spec=replace(CA_SPEC, crl_at=(OF_ROOT,)))
LEAF = CA.leaf(SHOP, spec=Spec(crl_at=(OF_CA,)))
OTHER = CA.leaf(SHOP, spec=Spec(crl_at=(OF_CA,)))
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
ROOT_SAYS = FetchedCrl(OF_ROOT, crl_of(ROOT))
UNKNOWN_OID = x509.ObjectIdentifier("2.25.4711")


def judged(
    *crls: FetchedCrl, leaf: Issued = LEAF, anchors: TrustAnchors = ANCHORS, now: datetime = NOW
) -> JudgedChain:
    return judge_chain(leaf.chain, anchors, now, crls=crls)


def standing(der: bytes, *, leaf: Issued = LEAF, now: datetime = NOW) -> tuple[Standing, str]:
    said = judged(FetchedCrl(OF_CA, der), ROOT_SAYS, leaf=leaf, now=now).revocation[0].said
    return said.standing, said.detail


def test_each_certificate_below_the_root_is_asked_for_the_leaf_first() -> None:
    asked = crl_questions(LEAF.chain, ANCHORS, NOW)
    assert [one.points.urls for one in asked] == [(OF_CA,), (OF_ROOT,)]


def test_of_a_chain_that_is_not_trusted_no_list_is_asked() -> None:
    """Whoever serves a chain of his own making has no say in where a request goes."""
    hostile = Authority.root("Nobody").subordinate().leaf(SHOP, spec=Spec(crl_at=(OF_CA,)))
    alone = self_signed(SHOP, spec=Spec(crl_at=(OF_CA,)))
    for chain in (hostile.chain, alone.chain, LEAF.chain[:1], (b"rubbish",), ()):
        assert crl_questions(chain, ANCHORS, NOW) == ()


def test_what_no_list_names_is_good() -> None:
    found = judged(FetchedCrl(OF_CA, crl_of(CA, OTHER)), ROOT_SAYS)
    assert found.faults == ()
    assert [one.said.standing for one in found.revocation] == [Standing.GOOD, Standing.GOOD]
    assert found.revocation[0].said.until == SOUND.ends


def test_a_revoked_leaf_is_refused_with_since_when_and_why() -> None:
    spec = CrlSpec(reason=x509.ReasonFlags.key_compromise)
    found = judged(FetchedCrl(OF_CA, crl_of(CA, LEAF, spec=spec)), ROOT_SAYS)
    told = "revoked since 2026-11-23 12:00 UTC (keyCompromise)"
    assert found.faults == (Fault(FaultClass.REVOKED, told),)
    assert found.end is None
    assert FaultClass.REVOKED.browser_error == "ERR_CERT_REVOKED"


def test_a_revoked_intermediate_takes_its_leaves_with_it() -> None:
    found = judged(FetchedCrl(OF_CA, crl_of(CA)), FetchedCrl(OF_ROOT, crl_of(ROOT, CA.issued)))
    (fault,) = found.faults
    assert fault.kind is FaultClass.REVOKED
    assert fault.detail.startswith("Test Intermediate, which it stands on, is revoked since")


def test_a_revoked_cross_sign_ends_its_own_path_alone() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    other = Authority.root("Other Root")
    at_other = "http://crl.test/other.crl"
    ours = ROOT.subordinate(spec=replace(CA_SPEC, key=key, crl_at=(OF_ROOT,)))
    cross = other.subordinate(spec=replace(CA_SPEC, key=key, crl_at=(at_other,)))
    leaf = ours.leaf(SHOP, spec=Spec(crl_at=(OF_CA,)))
    both = replace(leaf, above=(*leaf.above, cross.issued.der))
    anchors = TrustAnchors.from_pem(pem_of(ROOT, other))
    lists = (FetchedCrl(OF_CA, crl_of(ours)), ROOT_SAYS)
    killed = FetchedCrl(at_other, crl_of(other, cross.issued))
    found = judged(*lists, killed, leaf=both, anchors=anchors)
    assert found.faults == ()
    assert Standing.REVOKED in {one.said.standing for one in found.revocation}
    gone = FetchedCrl(OF_ROOT, crl_of(ROOT, ours.issued))
    found = judged(lists[0], gone, killed, leaf=both, anchors=anchors)
    assert [one.kind for one in found.faults] == [FaultClass.REVOKED]


LIAR = Authority.root("Test Intermediate")
NOT_FOR_CRLS = ROOT.subordinate(
    spec=replace(CA_SPEC, usage=("digital_signature", "key_cert_sign"))
)
OF_LEAVES = part(OF_CA, only_contains_user_certs=True)


@pytest.mark.parametrize(
    ("der", "why"),
    [
        (b"", "no readable CRL"),
        (b"<html>404</html>", "no readable CRL"),
        (crl_of(CA, LEAF)[:-40], "no readable CRL"),
        (crl_of(LIAR), "not signed by its CA"),
        (crl_of(CA, named=ROOT), "of another CA"),
        (crl_of(ROOT), "of another CA"),
        (crl_of(CA, spec=CrlSpec(NOW - 9 * DAY, NOW - DAY)), "ended 2026-11-23"),
        (crl_of(CA, spec=CrlSpec(NOW + DAY)), "begins 2026-11-25"),
        (crl_of(CA, spec=CrlSpec(extensions=((x509.DeltaCRLIndicator(1), True),))), "delta"),
        (crl_of(CA, spec=CrlSpec(extensions=(part(indirect_crl=True),))), "indirect"),
        (
            crl_of(
                CA,
                LEAF,
                spec=CrlSpec(
                    of_entries=((x509.CertificateIssuer([x509.DNSName("x.test")]), True),)
                ),
            ),
            "indirect",
        ),
        (
            crl_of(
                CA,
                spec=CrlSpec(
                    extensions=(
                        part(only_some_reasons=frozenset({x509.ReasonFlags.key_compromise})),
                    )
                ),
            ),
            "some reasons",
        ),
        (
            crl_of(CA, spec=CrlSpec(extensions=(part(only_contains_ca_certs=True),))),
            "another kind",
        ),
        (crl_of(CA, spec=CrlSpec(extensions=(part("http://crl.test/9.crl"),))), "another part"),
        (
            crl_of(
                CA,
                spec=CrlSpec(
                    extensions=((x509.UnrecognizedExtension(UNKNOWN_OID, b"\x05\x00"), True),)
                ),
            ),
            "critical extension",
        ),
    ],
)
def test_what_is_not_understood_is_unknown_and_blocks_nothing(der: bytes, why: str) -> None:
    found, detail = standing(der)
    assert found is Standing.UNKNOWN
    assert why in detail
    assert judged(FetchedCrl(OF_CA, der), ROOT_SAYS).faults == ()


def test_a_ca_that_may_not_sign_lists_says_nothing() -> None:
    leaf = NOT_FOR_CRLS.leaf(SHOP, spec=Spec(crl_at=(OF_CA,)))
    found, why = standing(crl_of(NOT_FOR_CRLS, leaf), leaf=leaf)
    assert (found, why) == (Standing.UNKNOWN, "its CA may not sign CRLs")


def test_the_part_that_the_certificate_names_counts() -> None:
    assert standing(crl_of(CA, spec=CrlSpec(extensions=(OF_LEAVES,))))[0] is Standing.GOOD
    spec = CrlSpec(extensions=(OF_LEAVES,))
    assert standing(crl_of(CA, LEAF, spec=spec))[0] is Standing.REVOKED


def test_a_hold_is_a_revocation() -> None:
    spec = CrlSpec(reason=x509.ReasonFlags.certificate_hold)
    assert standing(crl_of(CA, LEAF, spec=spec))[0] is Standing.REVOKED


def test_a_list_that_did_not_come_is_told_with_why() -> None:
    found = judged(FetchedCrl(OF_CA, problem="crl.test answered 404"), ROOT_SAYS)
    assert found.revocation[0].said.detail == "crl.test answered 404"
    assert found.faults == ()
    assert judged().revocation[0].said.detail == "its CRL was not asked for"


SHORT = Spec(NOW - DAY, NOW + 5 * DAY)
NAMES = [x509.UniformResourceIdentifier(OF_CA)]
NOBODY = [x509.DirectoryName(x509.Name([]))]
BEFORE = datetime(2026, 3, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("spec", "found", "why"),
    [
        (Spec(), Standing.UNKNOWN, "it names no CRL"),
        (SHORT, Standing.UNNEEDED, ""),
        (replace(SHORT, not_after=NOW + 6 * DAY), Standing.UNKNOWN, "it names no CRL"),
        (Spec(crl_at=("ldap://crl.test/ca",)), Standing.UNKNOWN, "it names no CRL of its own CA"),
        (Spec(crl_at=("https://crl.test/ca",)), Standing.UNKNOWN, "it names no CRL of its own CA"),
        (
            Spec(points=(x509.DistributionPoint(NAMES, None, None, NOBODY),)),
            Standing.UNKNOWN,
            "it names no CRL of its own CA",
        ),
    ],
)
def test_what_names_no_list_is_unknown_unless_its_life_is_short(
    spec: Spec, found: Standing, why: str
) -> None:
    said = judged(ROOT_SAYS, leaf=CA.leaf(SHOP, spec=spec)).revocation[0].said
    assert said.standing is found
    assert said.detail.startswith(why)


def test_ten_days_were_short_before_march_2026() -> None:
    leaf = CA.leaf(SHOP, spec=Spec(BEFORE, BEFORE + timedelta(days=9)))
    (said, *_) = judged(ROOT_SAYS, leaf=leaf, now=BEFORE + DAY).revocation
    assert said.said.standing is Standing.UNNEEDED


def test_of_many_paths_so_many_certificates_are_asked() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    copies = [
        ROOT.subordinate(spec=replace(CA_SPEC, key=key, crl_at=(f"http://crl.test/{n}",)))
        for n in range(20)
    ]
    leaf = copies[0].leaf(SHOP, spec=Spec(crl_at=(OF_CA,)))
    wide = replace(leaf, above=tuple(one.issued.der for one in copies))
    assert len(crl_questions(wide.chain, ANCHORS, NOW)) == MOST_ASKED


def observed(*crls: FetchedCrl) -> Observation:
    seen = AddressObservation("192.0.2.1", Attempt.COMPLETED, LEAF.chain)
    return Observation(SHOP, NOW, Resolution.RESOLVED, (seen,), crls=crls or None)


def test_a_revoked_one_that_is_served_is_dead() -> None:
    lists = (FetchedCrl(OF_CA, crl_of(CA, LEAF)), ROOT_SAYS)
    verdict = judge(observed(*lists), Expectation(SHOP), ANCHORS, NOW)
    assert verdict.outcome is Outcome.BROKEN
    assert verdict.headline is not None
    assert verdict.headline.kind is FaultClass.REVOKED
    assert is_dead(verdict)


def test_what_could_not_be_learned_is_a_warning_beside_a_good_verdict() -> None:
    lists = (FetchedCrl(OF_CA, problem="crl.test answered 404"), ROOT_SAYS)
    verdict = judge(observed(*lists), Expectation(SHOP), ANCHORS, NOW)
    assert verdict.outcome is Outcome.SOUND
    (warning,) = verdict.addresses[0].warnings
    assert (warning.kind, warning.detail) == (
        FaultClass.REVOCATION_UNKNOWN,
        "leaf: crl.test answered 404",
    )


def test_where_nobody_asked_nothing_is_said() -> None:
    (one,) = judge(observed(), Expectation(SHOP), ANCHORS, NOW).addresses
    assert (one.revocation, one.warnings) == ((), ())


def test_a_browser_names_it_before_the_wrong_name_and_after_a_broken_form() -> None:
    kinds = (FaultClass.NAME_MISMATCH, FaultClass.REVOKED, FaultClass.KEY_UNUSABLE)
    ordered = [fault.kind for fault in in_browser_order(map(Fault, kinds))]
    assert ordered == [FaultClass.KEY_UNUSABLE, FaultClass.REVOKED, FaultClass.NAME_MISMATCH]


def test_what_is_revoked_is_never_bound() -> None:
    lists = (FetchedCrl(OF_CA, crl_of(CA, LEAF)), ROOT_SAYS)
    read = read_chain(LEAF.chain, ANCHORS, NOW, lists)
    assert read.leaf is not None
    ours = replace(certificate(1, SHOP), sha256=read.leaf.sha256, sha1=read.leaf.sha1)
    against = check_usable(ours, NOW, chain=read, anchors=ANCHORS, policy=Policy())
    assert Reason.REVOKED in {finding.reason for finding in against}


def test_what_was_learned_is_on_record() -> None:
    (answer, _) = judged(FetchedCrl(OF_CA, crl_of(CA, OTHER)), ROOT_SAYS).revocation
    told = answer.to_json()
    assert (told["standing"], told["crl"]) == ("good", OF_CA)
    assert told["sha256"] == hashlib.sha256(LEAF.der).hexdigest()


def test_a_certificate_of_two_paths_is_asked_for_once() -> None:
    path = tuple(x509.load_der_x509_certificate(der) for der in (*LEAF.chain, ROOT.issued.der))
    asked = questions_of([path, path])
    assert [one.certificate for one in asked] == list(path[:2])


def test_a_ca_whose_key_signs_in_another_way_says_nothing() -> None:
    """Ed25519: browsers take neither its certificates nor its lists."""
    key = ed25519.Ed25519PrivateKey.generate()
    issuer = SimpleNamespace(public_key=key.public_key)
    assert not crl_rules._is_signed(SimpleNamespace(), issuer)  # type: ignore[arg-type]


def test_a_list_that_does_not_say_until_when_it_counts_says_nothing() -> None:
    """RFC 5280, section 5.1.2.5, wants nextUpdate; the library writes no list without it."""
    endless = SimpleNamespace(last_update_utc=NOW, next_update_utc=None)
    told = crl_rules._date_fault(endless, NOW)  # type: ignore[arg-type]
    assert told == "the CRL does not say until when it counts"


def test_points_that_cannot_be_read_or_name_no_address_are_told_as_odd() -> None:
    odd = make(
        Form("leaf", names=("a.test",), more=((rubbish("2.5.29.31"), False),)),
        NOW,
        make(Form("CA", ca=True, usage=None, purposes=None), NOW),
    )
    found = points_of(x509.load_der_x509_certificate(odd.der))
    assert found.odd.startswith("what it says of its CRL cannot be read")
    name = x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test CA")]))
    points = x509.CRLDistributionPoints([x509.DistributionPoint([name], None, None, None)])
    assert list(_names_of(points)) == []


def rubbish(oid: str) -> x509.UnrecognizedExtension:
    return x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), b"\x05\x00")
