"""The best certificate of all, for every target."""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace
from typing import Any

from certbind.domain.decide.routing import RoutedTarget
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import UNBOUND, Binding, BindingSource, BoundTarget
from certbind.domain.plan import Bind, Cannot, Decision, Keep, plan_best
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

SHOP = cdn("shop.example.com")


def decide(target: BoundTarget, *inventory: Certificate, policy: Policy | None = None) -> Decision:
    """The decision for one target; the same for every order of the inventory."""
    decisions = [
        plan_best(
            order, routed(target), NOW, chains={}, anchors=None, policy=policy or Policy()
        ).decisions[0]
        for order in itertools.permutations(inventory)
    ]
    assert all(decision == decisions[0] for decision in decisions)
    return decisions[0]


def shop(binding: Binding) -> BoundTarget:
    return cdn("shop.example.com", binding)


def test_binds_the_best_of_all_where_nothing_is_bound() -> None:
    decision = decide(
        SHOP,
        certificate(1, "shop.example.com", days=50),
        certificate(2, "shop.example.com", days=60),
        certificate(3, "*.example.com", days=70),
        certificate(4, "shop.example.com", days=-1),
        certificate(5, "shop.example.org", days=90),
    )
    assert isinstance(decision, Bind)
    assert decision.certificate.id == cas_id(2)


def test_a_wildcard_domain_takes_only_its_wildcard() -> None:
    decision = decide(
        cdn(".example.com"),
        certificate(1, "shop.example.com", "example.com", days=90),
        certificate(2, "*.example.com", days=50),
    )
    assert isinstance(decision, Bind)
    assert decision.certificate.id == cas_id(2)


def test_keeps_what_is_bound_while_nothing_better_is_there() -> None:
    bound = certificate(1, "shop.example.com", days=60)
    for others in ((), (certificate(2, "shop.example.com", days=60),)):
        decision = decide(shop(bound_by_id(1)), bound, *others)
        assert isinstance(decision, Keep)
        assert decision.finding.reason is Reason.ALREADY_BOUND
        assert decision.certificate == bound


def test_finds_the_renewal_whose_event_was_lost() -> None:
    old, new = (certificate(n, "shop.example.com", days=days) for n, days in ((1, 20), (2, 85)))
    decision = decide(shop(bound_by_id(1)), old, new)
    assert isinstance(decision, Bind)
    assert (decision.certificate, decision.expects) == (new, bound_by_id(1))


def test_replaces_an_expired_one_even_by_one_that_is_near_its_end() -> None:
    dead, short = (certificate(n, "shop.example.com", days=days) for n, days in ((1, -1), (2, 3)))
    decision = decide(shop(bound_by_id(1)), dead, short)
    assert isinstance(decision, Bind)
    assert decision.reason == "1-cn-hangzhou, which is bound there, ended 2026-11-23"


def test_a_lasting_exact_name_stays_before_a_later_wildcard() -> None:
    exact = certificate(1, "shop.example.com", days=60)
    decision = decide(shop(bound_by_id(1)), exact, certificate(2, "*.example.com", days=90))
    assert isinstance(decision, Keep)
    assert decision.finding.reason is Reason.BETTER_BOUND


def test_the_pinned_one_is_bound_although_another_ends_later() -> None:
    policy = Policy(pins=((Domain("shop.example.com"), cas_id(2)),))
    bound = certificate(1, "shop.example.com", days=40)
    inventory = (
        bound,
        certificate(2, "*.example.com", days=50),
        certificate(3, "shop.example.com", days=90),
    )
    decision = decide(shop(bound_by_id(1)), *inventory, policy=policy)
    assert isinstance(decision, Bind)
    assert decision.certificate.id == cas_id(2)


def test_a_pin_to_one_that_ends_earlier_than_what_works_is_told_and_not_followed() -> None:
    policy = Policy(pins=((Domain("shop.example.com"), cas_id(2)),))
    decision = decide(
        shop(bound_by_id(1)),
        certificate(1, "shop.example.com", days=50),
        certificate(2, "shop.example.com", days=40),
        certificate(3, "shop.example.com", days=90),
        policy=policy,
    )
    assert isinstance(decision, Cannot)
    assert [finding.reason for finding in decision.findings] == [Reason.ENDS_EARLIER]


def test_the_pinned_one_that_stands_there_is_bound_already() -> None:
    policy = Policy(pins=((Domain("shop.example.com"), cas_id(1)),))
    inventory = (certificate(n, "shop.example.com", days=40 * n) for n in (1, 2))
    decision = decide(shop(bound_by_id(1)), *inventory, policy=policy)
    assert isinstance(decision, Keep)
    assert decision.finding.reason is Reason.ALREADY_BOUND


def test_says_that_nothing_covers_the_domain() -> None:
    decision = decide(SHOP, certificate(1, "shop.example.org"))
    assert decision == Cannot(
        SHOP.target,
        (Finding(Reason.NO_CERTIFICATE, "no certificate in CAS covers shop.example.com"),),
    )


def test_says_why_those_that_cover_it_cannot_be_used() -> None:
    decision = decide(
        SHOP,
        certificate(1, "shop.example.com", days=-3),
        certificate(2, "*.example.com", status=CertificateStatus.REVOKED),
    )
    assert isinstance(decision, Cannot)
    assert [(finding.reason, finding.detail) for finding in decision.findings] == [
        (
            Reason.NO_CERTIFICATE,
            "2 certificates in CAS cover shop.example.com, but none can be used",
        ),
        (Reason.EXPIRED, "1-cn-hangzhou ended 2026-11-21 12:00 UTC"),
        (Reason.REVOKED, "2-cn-hangzhou CAS says that it is revoked"),
    ]


def test_says_that_the_only_wildcard_is_one_label_short() -> None:
    decision = decide(cdn("a.b.example.com"), certificate(1, "*.example.com"))
    assert isinstance(decision, Cannot)
    assert [finding.reason for finding in decision.findings] == [
        Reason.NO_CERTIFICATE,
        Reason.WILDCARD_TOO_DEEP,
    ]


def test_what_cas_does_not_hold_is_kept_or_needs_a_word_of_the_policy() -> None:
    for binding in (uploaded(), Binding(BindingSource.FREE), bound_by_id(404)):
        kept = decide(shop(binding))
        assert isinstance(kept, Keep)
        assert kept.finding.reason is Reason.BOUND_BY_OTHER_HAND
        usable = certificate(1, "shop.example.com")
        refused = decide(shop(binding), usable)
        assert isinstance(refused, Cannot)
        assert refused.findings[0].reason is Reason.BINDING_NOT_RESTORABLE
        allowed = decide(shop(binding), usable, policy=Policy(allow_unrestorable=True))
        assert isinstance(allowed, Bind)


def test_a_pasted_certificate_that_cas_holds_too_is_known() -> None:
    bound = certificate(1, "shop.example.com", days=60)
    pasted = Binding(BindingSource.UPLOAD, sha1=bound.sha1)
    decision = decide(shop(pasted), bound)
    assert isinstance(decision, Keep)
    assert decision.certificate == bound


def test_a_skipped_target_is_kept() -> None:
    skip = Finding(Reason.TARGET_OFFLINE, "stopped")
    target = oss("shop.example.com")
    plan = plan_best(
        (certificate(1, "shop.example.com"),),
        (RoutedTarget(target, skip),),
        NOW,
        chains={},
        anchors=None,
        policy=Policy(),
    )
    assert plan.decisions == (Keep(target.target, skip),)


def test_a_chain_that_was_read_rules_a_certificate_out_and_the_next_best_in() -> None:
    root = Authority.root()
    issued = root.subordinate().leaf("shop.example.com")
    leaf = parse_leaf(issued.der)
    best = certificate(1, "shop.example.com", days=60, sha256=leaf.sha256, sha1=leaf.sha1)
    second = certificate(2, "shop.example.com", days=30)
    anchors = TrustAnchors.from_pem(pem_of(root))
    for chain, chosen in ((issued.chain, best.id), (issued.chain[:1], second.id)):
        plan = plan_best(
            (best, second),
            routed(SHOP),
            NOW,
            chains={best.id: chain},
            anchors=anchors,
            policy=Policy(),
        )
        assert [bind.certificate.id for bind in plan.binds] == [chosen]


def test_what_stands_there_is_judged_by_its_chain_where_that_was_read() -> None:
    root = Authority.root()
    issued = root.subordinate().leaf("shop.example.com")
    leaf = parse_leaf(issued.der)
    old = replace(certificate(1, "shop.example.com", days=60), sha256=leaf.sha256, sha1=leaf.sha1)
    plan = plan_best(
        (old, certificate(2, "shop.example.com", days=40)),
        routed(shop(bound_by_id(1))),
        NOW,
        chains={old.id: issued.chain[:1]},
        anchors=TrustAnchors.from_pem(pem_of(root)),
        policy=Policy(),
    )
    assert [bind.certificate.id for bind in plan.binds] == [cas_id(2)]


def test_the_work_grows_with_domains_and_not_with_domains_times_certificates() -> None:
    """Ten times both must not be a hundred times the work; counted in lines that run."""

    def lines(many: int) -> int:
        inventory = tuple(
            certificate(n, f"d{n}.example.com", f"e{n}.example.com") for n in range(1, many + 1)
        )
        targets = routed(*(cdn(f"d{n}.example.com") for n in range(1, many + 1)))
        ran = 0

        def count(*_: object) -> Any:
            nonlocal ran
            ran += 1
            return count

        before = sys.gettrace()
        sys.settrace(count)
        try:
            plan = plan_best(inventory, targets, NOW, chains={}, anchors=None, policy=Policy())
        finally:
            sys.settrace(before)
        assert len(plan.binds) == many
        return ran

    lines(1)  # what is made once
    assert lines(300) < 15 * lines(30)


def test_an_expired_binding_with_nothing_to_replace_it_is_a_cannot() -> None:
    dead = certificate(1, "shop.example.com", not_before=NOW - 90 * DAY, days=-1)
    decision = decide(shop(bound_by_id(1)), dead)
    assert isinstance(decision, Cannot)
    assert [finding.reason for finding in decision.findings] == [
        Reason.NO_CERTIFICATE,
        Reason.EXPIRED,
    ]
    one = "one in CAS covers shop.example.com, but none can be used"
    assert decision.findings[0].detail == one
    assert decide(shop(UNBOUND), dead) == Cannot(SHOP.target, decision.findings)
