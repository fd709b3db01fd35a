"""What is looked at beside a browser's handshake, and what of it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.trust.handshake import Handshake
from certbind.domain.trust.leaf import KeyKind
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Observation,
    Resolution,
    View,
)
from certbind.domain.trust.summary import summarise
from certbind.domain.trust.verdict import Outcome, judge
from tests.fakes.certificates import NOW, Issued
from tests.unit.domain.test_verdict import ANCHORS, DEFAULT, NEW, OLD, REBIND, SHOP


@pytest.mark.parametrize(
    ("handshake", "kind"),
    [
        (Handshake("AES128-SHA", 0), KeyKind.RSA),
        (Handshake("TLS_AES_128_GCM_SHA256", 0x0804), KeyKind.RSA),
        (Handshake("ECDHE-ECDSA-AES128-GCM-SHA256", 0x0403), KeyKind.EC),
        (Handshake("TLS_AES_128_GCM_SHA256", 0x0807), KeyKind.OTHER),
        (Handshake(), KeyKind.OTHER),
    ],
)
def test_the_key_that_a_server_used_is_known_by_its_suite_or_signature(
    handshake: Handshake, kind: KeyKind
) -> None:
    assert handshake.key is kind


def at(served: Issued, address: str = "192.0.2.1") -> AddressObservation:
    return AddressObservation(address, Attempt.COMPLETED, served.chain, "TLSv1.3")


def seen(beside: Issued | None, *addresses: AddressObservation) -> Observation:
    others = () if beside is None else (at(beside),)
    return Observation(SHOP, NOW, Resolution.RESOLVED, addresses or (at(NEW),), beside=others)


@pytest.mark.parametrize(
    ("beside", "outcome"),
    [(None, Outcome.ALL_NEW), (OLD, Outcome.PARTLY), (DEFAULT, Outcome.ALL_NEW)],
)
def test_what_clients_of_the_other_key_get_counts_where_it_is_what_was_replaced(
    beside: Issued | None, outcome: Outcome
) -> None:
    verdict = judge(seen(beside), REBIND, ANCHORS, NOW)
    assert verdict.outcome is outcome
    told = "clients that take no such key still get what was there before"
    assert (told in summarise(verdict)) is (beside is OLD)


def test_where_only_some_addresses_serve_it_no_other_key_is_told() -> None:
    verdict = judge(seen(None, at(NEW), at(OLD, "192.0.2.2")), REBIND, ANCHORS, NOW)
    assert verdict.outcome is Outcome.PARTLY
    assert "no such key" not in summarise(verdict)


def test_nothing_is_behind_where_nothing_stood_before() -> None:
    verdict = judge(seen(OLD), replace(REBIND, previous=None), ANCHORS, NOW)
    assert verdict.outcome is Outcome.ALL_NEW


def test_what_another_resolver_told_is_on_record() -> None:
    view = View("192.0.2.53", "198.51.100.0/24", Resolution.RESOLVED, ("192.0.2.1",), (), True)
    told = view.to_json()
    assert (told["resolver"], told["subnet"]) == ("192.0.2.53", "198.51.100.0/24")
    assert told["addresses"] == ["192.0.2.1"]
