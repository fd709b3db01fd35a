"""The way back, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from certbind.domain.model.certificate import Certificate, CertificateStatus, KeyAlgorithm
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import UNBOUND, Binding
from certbind.domain.plan import Bind, Cannot, Decision, Keep, plan_rollback
from tests.fakes.values import DAY, NOW, bound_by_id, cdn, certificate, uploaded

TARGET = cdn("shop.example.com").target
CURRENT = certificate(2, "shop.example.com", days=85)
PREVIOUS = certificate(1, "shop.example.com", days=20)


def roll_back(
    previous: Certificate | None = PREVIOUS,
    *,
    binding: Binding | None = None,
    current: Certificate | None = CURRENT,
    force: bool = False,
) -> Decision:
    return plan_rollback(
        TARGET,
        bound_by_id(2),
        current,
        previous,
        bound_by_id(1) if binding is None else binding,
        NOW,
        policy=Policy(),
        force=force,
    )


def refusals(decision: Decision) -> set[Reason]:
    assert isinstance(decision, Cannot)
    return {finding.reason for finding in decision.findings}


def test_binds_again_what_stood_there_though_it_ends_earlier() -> None:
    decision = roll_back()
    assert isinstance(decision, Bind)
    assert (decision.certificate, decision.expects) == (PREVIOUS, bound_by_id(2))
    assert decision.reason == "1-cn-hangzhou stood there before"


def test_an_unknown_current_certificate_does_not_stop_the_way_back() -> None:
    assert isinstance(roll_back(current=None), Bind)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"days": -1}, Reason.EXPIRED),
        ({"not_before": NOW + DAY}, Reason.NOT_YET_VALID),
        ({"status": CertificateStatus.REVOKED}, Reason.REVOKED),
    ],
)
def test_refuses_what_would_be_worse_unless_forced(more: dict[str, Any], reason: Reason) -> None:
    worse = certificate(1, "shop.example.com", **more)
    assert refusals(roll_back(worse)) == {reason}
    forced = roll_back(worse, force=True)
    assert isinstance(forced, Bind)
    assert forced.reason.endswith(f"forced in spite of {reason.value}")


def test_refuses_one_in_its_last_hours_while_the_current_one_works() -> None:
    ending = certificate(1, "shop.example.com", days=0.5)
    assert refusals(roll_back(ending)) == {Reason.ENDS_EARLIER}
    assert isinstance(roll_back(ending, force=True), Bind)
    broken = certificate(2, "other.example.com", days=85)
    assert isinstance(roll_back(ending, current=broken), Bind)
    for days in (0.4, 0.5):
        no_longer = certificate(2, "shop.example.com", days=days)
        assert isinstance(roll_back(ending, current=no_longer), Bind)
    assert isinstance(roll_back(ending, current=None), Bind)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"names": ("other.example.com",)}, Reason.NAME_MISMATCH),
        ({"algorithm": KeyAlgorithm.SM2}, Reason.SM2_UNSUPPORTED),
        ({"has_private_key": False}, Reason.NO_PRIVATE_KEY),
        ({"status": CertificateStatus.UNKNOWN}, Reason.NOT_ISSUED),
    ],
)
def test_no_force_binds_what_can_serve_nobody(more: dict[str, Any], reason: Reason) -> None:
    names = more.pop("names", ("shop.example.com",))
    useless = certificate(1, *names, **more)
    assert refusals(roll_back(useless, force=True)) == {reason}


def test_no_force_binds_a_wildcard_to_a_domain_one_label_too_deep() -> None:
    deep = cdn("a.shop.example.com").target
    decision = plan_rollback(
        deep,
        bound_by_id(2),
        None,
        certificate(1, "*.example.com"),
        bound_by_id(1),
        NOW,
        policy=Policy(),
        force=True,
    )
    assert refusals(decision) == {Reason.WILDCARD_TOO_DEEP}


def test_no_force_binds_what_is_both_worse_and_impossible() -> None:
    both = certificate(
        1, "shop.example.com", status=CertificateStatus.REVOKED, has_private_key=False
    )
    assert refusals(roll_back(both, force=True)) == {Reason.REVOKED, Reason.NO_PRIVATE_KEY}


def test_there_is_no_way_back_to_nothing_or_to_what_has_no_id() -> None:
    assert refusals(roll_back(None, binding=UNBOUND, force=True)) == {Reason.NOTHING_TO_RESTORE}
    assert refusals(roll_back(None, binding=uploaded(), force=True)) == {
        Reason.BINDING_NOT_RESTORABLE
    }


def test_what_stands_there_already_is_kept() -> None:
    decision = roll_back(CURRENT)
    assert isinstance(decision, Keep)
    assert decision.finding.reason is Reason.ALREADY_BOUND
