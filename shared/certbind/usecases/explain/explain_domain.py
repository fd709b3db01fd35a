"""`certbind explain DOMAIN`: read as `status` reads, told with every reason. It never writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.journal import Entry
from certbind.domain.model.identity import Domain
from certbind.domain.model.target import Target
from certbind.domain.situation.situation import Situation
from certbind.errors import CertbindError
from certbind.usecases.explain.explain import explained
from certbind.usecases.explain.explanation import (
    Cause,
    Direction,
    Dns,
    Explanation,
    Options,
    Seen,
)
from certbind.usecases.explain.place import unread_place
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.overview.report import AccountReport, DomainRow
from certbind.usecases.rotate.domain_journal import subject_of
from certbind.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Explained:
    """The report of `status DOMAIN`; one explanation for each place where visitors meet it."""

    report: AccountReport
    explanations: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class ExplainDomain:
    """account: as `status` is wired."""

    account: ReadAccount

    def __call__(self, domain: Domain, *, look: bool = False) -> Explained:
        """look: shake hands now. Errors of a domain that is not in sight: as ReadAccount."""
        heard: dict[Target, tuple[Situation, Decision]] = {}

        def hear(situation: Situation, decision: Decision, row: DomainRow) -> None:
            heard[row.target] = (situation, decision)

        report = replace(self.account, hears=hear)((domain,), look=look)
        entries = self._entries(domain)
        found = _explanations(report, heard, entries, look)
        return Explained(report, tuple(_with_radar(one, report) for one in found))

    def _entries(self, domain: Domain) -> tuple[Entry, ...]:
        """What cannot be read is told by the report already."""
        with suppress(CertbindError):
            return self.account.sources.journal.sound(subject_of(domain))
        return ()


def _with_radar(one: Explanation, report: AccountReport) -> Explanation:
    places = report.radar.places if report.radar is not None else ()
    stands = one.row.certificate.id if one.row.certificate is not None else ""
    also = (
        place
        for place in places
        if place.resource.domain == one.row.domain or str(place.resource.certificate) == stands
    )
    return replace(one, elsewhere=tuple(also))


def _explanations(
    report: AccountReport,
    heard: dict[Target, tuple[Situation, Decision]],
    entries: tuple[Entry, ...],
    look: bool,
) -> Iterator[Explanation]:
    for row in report.domains:
        if row.target in heard:
            yield explained(*heard[row.target], row, entries, looked=look)
        else:
            yield _unread(report, row, look)


def _unread(report: AccountReport, row: DomainRow, look: bool) -> Explanation:
    """Reading it ended with an error, which is all that can be told."""
    cause = Cause(row.word, row.detail)
    return Explanation(
        report.at,
        row,
        (cause,),
        unread_place(row.target),
        Options(unread=cause),
        Dns(Direction.NOT_ASKED),
        Seen(),
        looked=look,
    )
