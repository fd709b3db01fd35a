"""The words of plans and verdicts are complete and stable."""

from __future__ import annotations

import re

import pytest

from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.trust.faults import Fault, FaultClass, in_browser_order
from certbind.domain.trust.observation import Attempt


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_explained_in_a_sentence(reason: Reason) -> None:
    assert re.fullmatch(r"[A-Z`].*\.", Finding(reason).told, flags=re.DOTALL)


def test_a_finding_without_particulars_says_what_the_word_means() -> None:
    assert str(Finding(Reason.ALREADY_BOUND)) == (
        "already_bound: This certificate is bound there already."
    )
    assert Finding(Reason.EXPIRED, "ended 2026-11-01").to_json() == {
        "reason": "expired",
        "detail": "ended 2026-11-01",
    }


def test_a_fault_is_said_with_its_particulars_where_there_are_some() -> None:
    assert str(Fault(FaultClass.EXPIRED, "ended 2026-11-23")) == "expired: ended 2026-11-23"
    assert str(Fault(FaultClass.EXPIRED)) == "expired"


def test_a_sound_certificate_of_another_is_no_fault_of_the_certificate() -> None:
    assert FaultClass.LEAF_IS_CA.is_certificate
    assert not FaultClass.WRONG_LEAF.is_certificate


@pytest.mark.parametrize("attempt", Attempt)
def test_every_attempt_but_a_completed_one_is_a_fault_of_its_own(attempt: Attempt) -> None:
    kind = FaultClass.of_attempt(attempt)
    assert (kind is None) is (attempt is Attempt.COMPLETED)
    if kind is None:
        return
    assert not kind.is_certificate
    assert bool(kind.browser_error) is (attempt is not Attempt.NO_ROUTE)  # others may have one


@pytest.mark.parametrize("kind", [FaultClass.DNS_NXDOMAIN, FaultClass.DNS_TEMPORARY])
def test_every_failed_look_up_is_worth_another_look(kind: FaultClass) -> None:
    assert kind.could_not_look


def test_a_browser_names_the_authority_before_the_name_and_the_name_before_the_date() -> None:
    kinds = [FaultClass.EXPIRED, FaultClass.NAME_MISMATCH, FaultClass.UNTRUSTED_ROOT]
    ordered = in_browser_order(Fault(kind) for kind in (*kinds, FaultClass.EXPIRED))
    assert [fault.kind for fault in ordered] == kinds[::-1]


def test_only_faults_that_browsers_show_have_their_name() -> None:
    silent = {kind for kind in FaultClass if not kind.browser_error}
    assert silent == {
        FaultClass.CHAIN_FETCHED,
        FaultClass.LEAF_IS_CA,
        FaultClass.REVOCATION_UNKNOWN,
        FaultClass.ODD_SERIAL,
        FaultClass.ROOT_REFUSED_BY_FIREFOX,
        FaultClass.ROOT_ENDS_FIRST,
        FaultClass.ROOT_CUT_AHEAD,
        FaultClass.ROOT_NOT_IN_APPLE,
        FaultClass.ROOT_NOT_IN_PROGRAMS,
        FaultClass.APPLE_REFUSES,
        FaultClass.CLIENT_AUTH_TOO,
        FaultClass.MUST_STAPLE,
        FaultClass.PROVIDER_ROOT,
        FaultClass.WRONG_LEAF,
        FaultClass.NO_ROUTE,
    }
