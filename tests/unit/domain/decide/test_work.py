"""What one decision costs where there are many certificates."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

from certbind.domain.decide.decide import decide
from certbind.domain.model.policy import Policy
from certbind.domain.situation.certificates import Certificates, Listed
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Situation
from tests.fakes.situations import scene
from tests.fakes.values import NOW, bound_by_id, cdn, certificate


def test_the_work_grows_with_domains_and_not_with_domains_times_certificates() -> None:
    """Ten times both must not be a hundred times the work; counted in lines that run."""

    def lines(many: int) -> int:
        held = tuple(
            certificate(n, f"d{n}.example.com", f"e{n}.example.com") for n in range(1, many + 1)
        )
        ran = 0

        def count(*_: object) -> Any:
            nonlocal ran
            ran += 1
            return count

        before = sys.gettrace()
        sys.settrace(count)
        try:
            index = Listed(held, NOW, anchors=None, policy=Policy())
            for number in range(1, many + 1):
                bound = cdn(f"d{number}.example.com", bound_by_id(number))
                part = scene(bound, held[number - 1]).lazily
                decide(_with(part, index))
        finally:
            sys.settrace(before)
        return ran

    lines(1)  # what is made once
    assert lines(300) < 15 * lines(30)


def _with(situation: Situation, index: Listed) -> Situation:
    return replace(situation, certificates=Known(Certificates(index)))
