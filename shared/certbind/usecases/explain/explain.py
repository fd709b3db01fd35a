"""One page about one domain; pure. Every fact comes from the one situation and its decision."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.journal import Entry
from certbind.domain.situation.situation import Situation
from certbind.usecases.explain.causes import causes_of, nearer, of_nearest_miss
from certbind.usecases.explain.course import course_of, recent_of
from certbind.usecases.explain.explanation import Explanation
from certbind.usecases.explain.options import options_of
from certbind.usecases.explain.place import place_of
from certbind.usecases.explain.visitors import dns_of, seen_of
from certbind.usecases.overview.report import DomainRow
from certbind.usecases.overview.visitors import visitors_of
from certbind.values import replace


def explained(
    situation: Situation,
    decision: Decision,
    row: DomainRow,
    entries: Iterable[Entry] = (),
    *,
    looked: bool = False,
) -> Explanation:
    """row: of domain_row.row_of; a look that nothing was decided by (Gather.look_to_tell) changes
    what it tells of visitors alone. entries: the sound ones of its journal, newest first.
    """
    entries = tuple(entries)
    options = options_of(situation, decision)
    row = of_nearest_miss(row, decision, options)
    causes = causes_of(situation, decision, row, options, entries)
    row = nearer(row, causes)
    return Explanation(
        situation.now,
        replace(row, visitors=visitors_of(situation, row.visitors)),
        causes,
        place_of(situation),
        options,
        dns_of(situation),
        seen_of(situation, entries),
        recent_of(situation),
        course_of(situation, decision),
        looked,
    )
