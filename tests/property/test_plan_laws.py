"""Laws of planning: promise 2 (never worse), promise 4 (once) and promise 7 (always a reason)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from certbind.domain.decide.routing import RoutedTarget, route
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import UNBOUND, Binding, BindingSource, BoundTarget, TargetScan
from certbind.domain.plan import Bind, Cannot, Plan, plan_best, plan_certificate
from certbind.domain.trust.names import covers_any
from tests.fakes.values import DAY, NOW
from tests.property.strategies import INVENTORIES, POLICIES, SCANS, holdings, targets

Inventory = tuple[Certificate, ...]
Routed = tuple[RoutedTarget, ...]


def best(inventory: Inventory, routed: Routed, policy: Policy) -> Plan:
    return plan_best(inventory, routed, NOW, chains={}, anchors=None, policy=policy)


def of_event(
    certificate: Certificate, inventory: Inventory, routed: Routed, policy: Policy
) -> Plan:
    known = {one.id: one for one in inventory}
    return plan_certificate(
        certificate, routed, NOW, chain=None, anchors=None, policy=policy, known=known
    )


def applied(plan: Plan, routed: Routed) -> Routed:
    """The targets as they stand when every bind was done."""
    done = {bind.target: _bound(bind.certificate.id) for bind in plan.binds}
    return tuple(
        replace(one, bound=replace(one.bound, binding=done[one.bound.target]))
        if one.bound.target in done
        else one
        for one in routed
    )


def _bound(id_: CertificateId) -> Binding:
    return Binding(BindingSource.CAS, id_, raw_id=str(id_))


def standing(bound: BoundTarget, inventory: Inventory) -> Certificate | None:
    """What is bound, if CAS holds it; found by our own means."""
    binding = bound.binding
    for one in inventory:
        by_print = binding.certificate_id is None and binding.sha1 == one.sha1
        if one.id == binding.certificate_id or (by_print and not binding.is_empty):
            return one
    return None


def surely_serves(certificate: Certificate, domain: str) -> bool:
    """In its dates by any reading, issued, named, and with a chain that nothing speaks against."""
    slack = DAY * (not certificate.dates_are_exact and certificate.uploaded)
    return (
        certificate.not_before + slack <= NOW <= certificate.not_after
        and certificate.status is CertificateStatus.ISSUED
        and covers_any(certificate.names, domain)
        and len(certificate.chain_summary) != 1
    )


def every_plan(inventory: Inventory, routed: Routed, policy: Policy) -> list[Plan]:
    events = [of_event(one, inventory, routed, policy) for one in inventory]
    return [best(inventory, routed, policy), *events]


@given(INVENTORIES, SCANS, POLICIES)
def test_only_what_serves_is_ever_bound(
    inventory: Inventory, scan: tuple[BoundTarget, ...], policy: Policy
) -> None:
    for plan in every_plan(inventory, route(TargetScan(scan)), policy):
        for bind in plan.binds:
            assert surely_serves(bind.certificate, bind.target.domain)
            assert bind.certificate.has_private_key is not False


def test_a_working_certificate_never_gives_way_to_one_that_ends_earlier() -> None:
    """Also of a pinned one or a preferred issuer's. Examples that never put a working
    certificate to the choice would prove nothing, so they are counted.
    """
    met: Counter[str] = Counter()

    @given(holdings(), POLICIES)
    def law(holding: tuple[Inventory, BoundTarget], policy: Policy) -> None:
        inventory, target = holding
        old = standing(target, inventory)
        assert old is not None
        assert surely_serves(old, target.target.domain)
        plans = every_plan(inventory, route(TargetScan((target,))), policy)
        binds = [bind for plan in plans for bind in plan.binds]
        assert all(bind.certificate.not_after >= old.not_after for bind in binds)
        fitting = [one for one in inventory if surely_serves(one, target.target.domain)]
        met["replaced"] += bool(binds)
        met["an earlier one lay there"] += any(o.not_after < old.not_after for o in fitting)

    law()
    assert met["replaced"]
    assert met["an earlier one lay there"]


@given(INVENTORIES, SCANS, POLICIES)
def test_what_has_no_way_back_stays_unless_the_policy_allows(
    inventory: Inventory, scan: tuple[BoundTarget, ...], policy: Policy
) -> None:
    by_target = {bound.target: bound for bound in scan}
    for plan in every_plan(inventory, route(TargetScan(scan)), policy):
        for bind in plan.binds:
            bound = by_target[bind.target]
            has_way_back = bound.binding.is_empty or standing(bound, inventory) is not None
            assert has_way_back or policy.allow_unrestorable
            assert bind.expects == bound.binding


@given(INVENTORIES, SCANS, POLICIES)
def test_planning_again_after_applying_binds_nothing(
    inventory: Inventory, scan: tuple[BoundTarget, ...], policy: Policy
) -> None:
    routed = route(TargetScan(scan))
    plan = best(inventory, routed, policy)
    assert best(inventory, applied(plan, routed), policy).binds == ()
    for one in inventory:
        event = of_event(one, inventory, routed, policy)
        assert of_event(one, inventory, applied(event, routed), policy).binds == ()


@given(INVENTORIES, SCANS, POLICIES, st.data())
def test_events_in_any_order_and_twice_end_where_recheck_finds_rest(
    inventory: Inventory, scan: tuple[BoundTarget, ...], policy: Policy, data: st.DataObject
) -> None:
    """Whatever came, late or again: one sweep more settles it, and a second changes nothing."""
    routed = route(TargetScan(scan))
    for one in data.draw(st.permutations([*inventory, *inventory])):
        routed = applied(of_event(one, inventory, routed, policy), routed)
    routed = applied(best(inventory, routed, policy), routed)
    assert best(inventory, routed, policy).binds == ()


@given(INVENTORIES, SCANS, POLICIES, st.data())
def test_the_order_of_certificates_and_targets_does_not_matter(
    inventory: Inventory, scan: tuple[BoundTarget, ...], policy: Policy, data: st.DataObject
) -> None:
    shuffled = tuple(data.draw(st.permutations(inventory)))
    other_scan = TargetScan(tuple(data.draw(st.permutations(scan))))
    routed = route(TargetScan(scan))
    assert route(other_scan) == routed
    assert best(shuffled, routed, policy) == best(inventory, routed, policy)
    for one in inventory:
        event = of_event(one, inventory, routed, policy)
        assert of_event(one, shuffled, routed, policy) == event


@given(INVENTORIES, SCANS, POLICIES)
def test_every_target_has_one_decision_and_every_decision_a_reason(
    inventory: Inventory, scan: tuple[BoundTarget, ...], policy: Policy
) -> None:
    routed = route(TargetScan(scan))
    plan = best(inventory, routed, policy)
    assert [one.target for one in plan.decisions] == [one.bound.target for one in routed]
    for decision in plan.decisions:
        if isinstance(decision, Cannot):
            assert decision.findings
            assert all(finding.detail for finding in decision.findings)
        elif isinstance(decision, Bind):
            assert decision.reason
        else:
            assert decision.finding.detail


@given(holdings() | st.tuples(INVENTORIES, targets()), POLICIES)
def test_a_usable_certificate_is_not_left_lying_beside_an_empty_target(
    holding: tuple[Inventory, BoundTarget], policy: Policy
) -> None:
    inventory, target = holding
    routed = route(TargetScan((replace(target, binding=UNBOUND),)))
    assume(routed[0].skip is None)
    (decision,) = best(inventory, routed, policy).decisions
    fits = any(
        surely_serves(held, target.target.domain) and held.has_private_key is not False
        for held in inventory
    )
    assert isinstance(decision, Bind) is fits
