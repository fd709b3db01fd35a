"""A target whose certificate serves several names."""

from __future__ import annotations

import itertools
from datetime import datetime, timezone

from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.several_names import worst_of
from certbind.domain.situation.situation import Served
from certbind.domain.trust.verdict import Verdict
from certbind.domain.trust.verdict_values import Outcome
from tests.fakes.situations import SHOP, scene
from tests.fakes.values import certificate, dcdn

API = Domain("api.example.com")
NOW = datetime(2026, 11, 30, tzinfo=timezone.utc)


def look(outcome: Outcome, name: str = SHOP) -> Served:
    return Served(Verdict(Domain(name), NOW, "roots", outcome, None))


def test_all_names_are_well_only_where_each_is() -> None:
    for good in (Outcome.SOUND, Outcome.ALL_NEW):
        for other in Outcome:
            if other not in (Outcome.SOUND, Outcome.ALL_NEW):
                for looks in itertools.permutations([look(good), look(other, API)]):
                    assert worst_of(looks).verdict.outcome is other


def test_a_refused_visitor_is_worse_than_one_that_was_not_seen() -> None:
    looks = [look(outcome) for outcome in Outcome]
    assert worst_of(looks).verdict.outcome is Outcome.BROKEN
    assert worst_of([look(Outcome.OLD), look(Outcome.UNREACHABLE)]).verdict.outcome is Outcome.OLD


def test_of_equal_ones_the_first_is_told() -> None:
    assert worst_of([look(Outcome.OLD, API), look(Outcome.OLD)]).verdict.domain == API


def test_a_target_serves_its_domain_and_its_other_names() -> None:
    target = dcdn(SHOP, names=(API,))
    assert [target.serves(Domain(name)) for name in (SHOP, API, "x.example")] == [
        True,
        True,
        False,
    ]


def test_a_certificate_has_to_cover_every_name_of_the_target() -> None:
    both, one = certificate(1, SHOP, API), certificate(2, SHOP, days=200)
    decision = scene(dcdn(SHOP, names=(API,)), both, one).decide()
    assert decision.bind is not None
    assert decision.bind.certificate.id == both.id
    (passed,) = [p for p in decision.passed if p.certificate == one.id]
    assert [finding.reason for finding in passed.against] == [Reason.NAME_MISMATCH]
