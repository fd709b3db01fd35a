"""What one issued or renewed certificate changes, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from certbind.domain.decide.routing import RoutedTarget
from certbind.domain.model.certificate import Certificate, CertificateStatus, ChainLink
from certbind.domain.model.identity import Domain, Sha256
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import UNBOUND, Binding, BindingSource, BoundTarget
from certbind.domain.plan import Bind, Cannot, Decision, Keep, plan_certificate
from certbind.domain.trust.chain import TrustAnchors, parse_leaf
from tests.fakes.certificates import Authority, pem_of
from tests.fakes.values import (
    DAY,
    NOW,
    bound_by_id,
    cas_id,
    cdn,
    certificate,
    oss,
    routed,
    uploaded,
)

NEW = certificate(9, "shop.example.com", "*.example.com", days=80)


def plan(
    *targets: BoundTarget | RoutedTarget,
    new: Certificate = NEW,
    known: tuple[Certificate, ...] = (),
    policy: Policy | None = None,
) -> tuple[Decision, ...]:
    return plan_certificate(
        new,
        tuple(one if isinstance(one, RoutedTarget) else RoutedTarget(one) for one in targets),
        NOW,
        chain=None,
        anchors=None,
        policy=policy or Policy(),
        known={one.id: one for one in known},
    ).decisions


def decide(binding: Binding, *known: Certificate, **more: Any) -> Decision:
    """The decision for shop.example.com with this binding."""
    (decision,) = plan(cdn("shop.example.com", binding), known=known, **more)
    return decision


def reason_of(decision: Decision) -> Reason:
    if isinstance(decision, Keep):
        return decision.finding.reason
    assert isinstance(decision, Cannot)
    (finding,) = decision.findings
    return finding.reason


def test_binds_where_nothing_is_bound_and_expects_just_that() -> None:
    decision = decide(UNBOUND)
    assert isinstance(decision, Bind)
    assert (decision.certificate, decision.expects) == (NEW, UNBOUND)
    assert decision.reason == "nothing is bound there"


def test_replaces_one_that_ends_earlier_and_expects_its_id() -> None:
    old = certificate(1, "shop.example.com", days=20)
    decision = decide(bound_by_id(1), old)
    assert isinstance(decision, Bind)
    assert decision.expects == bound_by_id(1)
    assert decision.reason == (
        "lasts longer: ends 2027-02-12; 1-cn-hangzhou, which is bound there, 2026-12-14"
    )


def test_keeps_one_that_ends_at_the_same_time() -> None:
    decision = decide(bound_by_id(1), certificate(1, "shop.example.com", days=80))
    assert isinstance(decision, Keep)
    assert decision.finding.reason is Reason.BETTER_BOUND
    assert decision.certificate is not None


def test_refuses_to_replace_one_that_ends_later() -> None:
    decision = decide(bound_by_id(1), certificate(1, "shop.example.com", days=81))
    assert isinstance(decision, Cannot)
    assert reason_of(decision) is Reason.ENDS_EARLIER


@pytest.mark.parametrize("days", [80, 81])
def test_what_a_person_asked_for_goes_before_what_is_as_good_but_does_not_end_earlier(
    days: int,
) -> None:
    old = certificate(1, "shop.example.com", days=days)
    pinned = Policy(pins=((Domain("shop.example.com"), old.id),), require_chain_seen=True)
    asked = pinned.asked_for(Domain("shop.example.com"), NEW.id)
    assert not isinstance(decide(bound_by_id(1), old, policy=pinned), Bind)
    decision = decide(bound_by_id(1), old, policy=asked)
    if days == 80:
        assert isinstance(decision, Bind)
        assert decision.reason == "it was named for the domain"
    else:
        assert reason_of(decision) is Reason.ENDS_EARLIER


def test_does_nothing_twice() -> None:
    assert reason_of(decide(bound_by_id(9))) is Reason.ALREADY_BOUND


def test_the_same_leaf_under_another_id_is_bound_already() -> None:
    twin = certificate(1, "shop.example.com", sha256=NEW.sha256)
    assert reason_of(decide(bound_by_id(1), twin)) is Reason.ALREADY_BOUND
    pasted = Binding(BindingSource.UPLOAD, sha256=NEW.sha256)
    assert reason_of(decide(pasted)) is Reason.ALREADY_BOUND
    pasted = Binding(BindingSource.UPLOAD, sha1=NEW.sha1)
    assert reason_of(decide(pasted)) is Reason.ALREADY_BOUND


def test_two_certificates_without_a_sha256_are_not_one_for_that() -> None:
    old, new = (certificate(n, "shop.example.com", days=10 * n, sha256=None) for n in (1, 9))
    assert isinstance(decide(bound_by_id(1), old, new=new), Bind)


def test_of_two_ids_for_one_pasted_leaf_the_first_counts_in_any_order() -> None:
    held = [certificate(n, "shop.example.com", days=20, sha256=Sha256("a" * 64)) for n in (1, 2)]
    pasted = Binding(BindingSource.UPLOAD, sha256=Sha256("a" * 64))
    one, other = (decide(pasted, *known) for known in (held, held[::-1]))
    assert one == other
    assert isinstance(one, Bind)
    assert "1-cn-hangzhou" in one.reason


@pytest.mark.parametrize(
    "old",
    [
        certificate(1, "shop.example.com", days=-1),
        certificate(1, "shop.example.com", days=300, not_before=NOW + DAY),
        certificate(1, "other.example.com", days=300),
        certificate(1, "shop.example.com", days=300, status=CertificateStatus.REVOKED),
        certificate(1, "shop.example.com", days=300, chain_summary=(ChainLink("leaf", "CA"),)),
    ],
)
def test_replaces_what_serves_nobody_though_it_may_end_later(old: Certificate) -> None:
    decision = decide(bound_by_id(1), old)
    assert isinstance(decision, Bind)
    assert decision.reason == "1-cn-hangzhou, which is bound there, " + (
        "ended 2026-11-23"
        if old.not_after < NOW
        else "does not serve shop.example.com as it should"
    )


def test_keeps_a_lasting_one_that_names_the_domain_itself_before_a_wildcard() -> None:
    wildcard = certificate(9, "*.example.com", days=80)
    names = ("shop.example.com", "example.net")
    lasting, ending = (certificate(1, *names, days=days) for days in (70, 5))
    kept = decide(bound_by_id(1), lasting, new=wildcard)
    assert isinstance(kept, Keep)
    assert kept.finding == Finding(
        Reason.BETTER_BOUND,
        "1-cn-hangzhou names shop.example.com itself and lasts until 2027-02-02",
    )
    assert isinstance(decide(bound_by_id(1), ending, new=wildcard), Bind)


def test_keeps_a_lasting_one_of_a_preferred_issuer() -> None:
    old = certificate(1, "shop.example.com", days=70, issuer="GlobalSign nv-sa")
    wildcard = certificate(1, "*.example.com", days=70, issuer="GlobalSign nv-sa")
    policy = Policy(preferred_issuers=("globalsign",))
    assert reason_of(decide(bound_by_id(1), old, policy=policy)) is Reason.BETTER_BOUND
    kept = decide(
        bound_by_id(1), wildcard, new=certificate(9, "*.example.com", days=80), policy=policy
    )
    assert isinstance(kept, Keep)
    preferred = "1-cn-hangzhou is preferred by the policy and lasts until 2027-02-02"
    assert kept.finding.detail == preferred


@pytest.mark.parametrize(
    ("binding", "words"),
    [
        (
            uploaded("pasted"),
            "an uploaded certificate (pasted), whose key cannot be read back, is bound there",
        ),
        (
            Binding(BindingSource.UPLOAD, raw_id="4711"),
            "an uploaded certificate (4711), whose key cannot be read back, is bound there",
        ),
        (Binding(BindingSource.FREE), "CDN's free certificate is bound there"),
        (
            bound_by_id(404),
            "a certificate (404-cn-hangzhou) that this account's CAS does not show is bound there",
        ),
    ],
)
def test_what_has_no_way_back_is_replaced_only_if_the_policy_allows_it(
    binding: Binding, words: str
) -> None:
    decision = decide(binding)
    assert isinstance(decision, Cannot)
    assert decision.findings[0].reason is Reason.BINDING_NOT_RESTORABLE
    assert decision.findings[0].detail == words
    assert isinstance(decide(binding, policy=Policy(allow_unrestorable=True)), Bind)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"days": -1}, Reason.EXPIRED),
        ({"not_before": NOW + DAY}, Reason.NOT_YET_VALID),
        ({"status": CertificateStatus.REVOKED}, Reason.REVOKED),
        ({"has_private_key": False}, Reason.NO_PRIVATE_KEY),
        ({"chain_summary": (ChainLink("leaf", "CA"),)}, Reason.CHAIN_INCOMPLETE),
    ],
)
@pytest.mark.parametrize("binding", [UNBOUND, bound_by_id(1), uploaded()])
def test_a_certificate_that_is_no_good_changes_nothing(
    more: dict[str, Any], reason: Reason, binding: Binding
) -> None:
    old = certificate(1, "shop.example.com", days=20)
    decision = decide(binding, old, new=certificate(9, "shop.example.com", **more))
    assert isinstance(decision, Cannot)
    assert reason in {finding.reason for finding in decision.findings}


def test_a_certificate_that_stands_there_and_is_no_good_is_told_as_that() -> None:
    revoked = certificate(9, "shop.example.com", status=CertificateStatus.REVOKED)
    assert reason_of(decide(bound_by_id(9), new=revoked)) is Reason.REVOKED


def test_a_certificate_that_stands_there_is_bound_already_whatever_binding_it_would_take() -> None:
    """A chain that is not seen, or a pin elsewhere, says nothing against what works there."""
    pinned = Policy(pins=((Domain("shop.example.com"), cas_id(1)),))
    for policy in (Policy(require_chain_seen=True), pinned):
        assert reason_of(decide(bound_by_id(9), policy=policy)) is Reason.ALREADY_BOUND


def test_unrelated_domains_are_left_out() -> None:
    old = certificate(1, "shop.example.org")
    targets = (cdn("shop.example.org", bound_by_id(1)), oss("example.com"), cdn(".x.example.org"))
    assert plan(*targets, known=(old,)) == ()


def test_a_renewal_that_lost_a_name_is_told_and_touches_nothing() -> None:
    old = certificate(1, "shop.example.com", "pay.example.net", days=5)
    target = cdn("pay.example.net", bound_by_id(1))
    (decision,) = plan(target, known=(old,))
    assert reason_of(decision) is Reason.NAME_MISMATCH


def test_a_renewal_of_the_same_instance_is_one_though_all_names_changed() -> None:
    old = certificate(1, "pay.example.net", instance_id="cas-1")
    target = cdn("pay.example.net", bound_by_id(1))
    (decision,) = plan(target, known=(old,), new=certificate(9, "a.test", instance_id="cas-1"))
    assert reason_of(decision) is Reason.NAME_MISMATCH
    assert plan(target, known=(old,), new=certificate(9, "a.test", instance_id="cas-2")) == ()


def test_a_domain_one_label_too_deep_is_told_unless_it_is_served_well() -> None:
    deep = "a.shop.example.com"
    (decision,) = plan(cdn(deep))
    assert reason_of(decision) is Reason.WILDCARD_TOO_DEEP
    assert plan(cdn(deep, bound_by_id(1)), known=(certificate(1, deep),)) == ()
    assert plan(cdn(deep, binding_is_exact=False)) == ()
    revoked = certificate(9, "*.example.com", status=CertificateStatus.REVOKED)
    (told,) = plan(cdn(deep), new=revoked)
    assert isinstance(told, Cannot)
    reasons = [finding.reason for finding in told.findings]
    assert reasons == [Reason.WILDCARD_TOO_DEEP, Reason.REVOKED]


def test_a_skipped_target_is_kept_with_the_reason() -> None:
    skip = Finding(Reason.CDN_IN_FRONT, "CDN stands in front")
    (decision,) = plan(RoutedTarget(oss("shop.example.com"), skip))
    assert decision == Keep(oss("shop.example.com").target, skip)
    assert plan(RoutedTarget(oss("shop.example.org"), skip)) == ()


def test_every_target_of_a_certificate_gets_its_decision() -> None:
    targets = (cdn("shop.example.com"), oss("a.example.com"), cdn(".example.com"))
    assert [type(one) for one in plan(*targets)] == [Bind, Bind, Bind]


def test_a_pin_to_another_certificate_holds_unless_that_is_known_to_be_of_no_use() -> None:
    shop = Domain("shop.example.com")
    policy = Policy(pins=((shop, cas_id(1)),))
    pinned, dead = (certificate(1, shop, days=days) for days in (20, -1))
    kept = decide(bound_by_id(1), pinned, policy=policy)
    assert isinstance(kept, Keep)
    assert reason_of(kept) is Reason.PINNED_ELSEWHERE
    refused = decide(UNBOUND, pinned, policy=policy)
    assert isinstance(refused, Cannot)
    assert reason_of(refused) is Reason.PINNED_ELSEWHERE
    assert reason_of(decide(UNBOUND, policy=policy)) is Reason.PINNED_ELSEWHERE
    assert isinstance(decide(bound_by_id(1), dead, policy=policy), Bind)
    other = certificate(2, shop, days=20)
    assert isinstance(decide(bound_by_id(2), other, pinned, policy=policy), Cannot)


def test_a_pin_to_this_certificate_goes_before_preference_but_not_before_an_earlier_end() -> None:
    policy = Policy(pins=((Domain("shop.example.com"), cas_id(9)),))
    wildcard = certificate(9, "*.example.com", days=80)
    same, later = (certificate(1, "shop.example.com", days=days) for days in (80, 81))
    assert isinstance(decide(bound_by_id(1), same, new=wildcard, policy=policy), Bind)
    assert reason_of(decide(bound_by_id(1), later, new=wildcard, policy=policy)) is (
        Reason.ENDS_EARLIER
    )


def test_the_days_of_a_list_never_prove_that_one_ends_earlier_or_later() -> None:
    midnight = NOW.replace(hour=0)
    listed = certificate(
        1, "shop.example.com", not_after=midnight + 80 * DAY, dates_are_exact=False
    )
    for hours in (1, 23):
        new = certificate(9, "shop.example.com", not_after=midnight + 80 * DAY + hours * DAY / 24)
        assert reason_of(decide(bound_by_id(1), listed, new=new)) is Reason.BETTER_BOUND
        pinned = Policy(pins=((Domain("shop.example.com"), new.id),))
        decision = decide(bound_by_id(1), listed, new=new, policy=pinned)
        assert reason_of(decision) is Reason.BETTER_BOUND, "the pinned one may end earlier"


def test_the_plan_counts_its_decisions_by_kind() -> None:
    whole = plan_certificate(
        NEW,
        routed(cdn("shop.example.com"), cdn("a.example.com", uploaded()), cdn("example.com")),
        NOW,
        chain=None,
        anchors=None,
        policy=Policy(),
        known={},
    )
    assert (len(whole.binds), len(whole.keeps), len(whole.cannots)) == (1, 0, 1)


def test_a_certificate_without_a_sha256_is_still_recognised_by_its_id() -> None:
    new = certificate(9, "shop.example.com", sha256=None)
    assert reason_of(decide(bound_by_id(9), new=new)) is Reason.ALREADY_BOUND
    other = certificate(1, "shop.example.com", sha256=Sha256("f" * 64), days=10)
    assert isinstance(decide(bound_by_id(1), other, new=new), Bind)


def test_a_chain_that_was_read_must_name_the_domain_too() -> None:
    root = Authority.root()
    for cas_name, leaf_name, concerned in (
        ("shop.example.com", "shop.example.com", True),
        ("shop.example.com", "a.example.com", False),
        ("a.example.com", "shop.example.com", False),
    ):
        issued = root.subordinate().leaf(leaf_name)
        leaf = parse_leaf(issued.der)
        new = certificate(9, cas_name, sha256=leaf.sha256, sha1=leaf.sha1)
        whole = plan_certificate(
            new,
            routed(cdn("shop.example.com")),
            NOW,
            chain=issued.chain,
            anchors=TrustAnchors.from_pem(pem_of(root)),
            policy=Policy(),
            known={},
        )
        assert bool(whole.binds) is concerned
