"""What a sweep found that the one before did not know: what an alarm may wake somebody for.

A level (a certificate from 30 days before its end, a domain that is meant to be without HTTPS) is
in every report, and news once. Each thing that is unwell has its marks, one a finding; all of them
are kept in the state of the report's entry, also where the report names no more than 200.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from certbind.domain.hygiene.elsewhere import Elsewhere
from certbind.domain.lifecycle.journal import ChainBreak, Entry
from certbind.domain.model.policy import ExpiryStage
from certbind.domain.words import is_word
from certbind.usecases.account.sweep_report import WELL, DomainReport, SweepFinding, SweepReport

Marks = Mapping[str, frozenset[str]]
"""Domain, part or name of a setting → its findings; of EXPIRING one a stage, with those before."""

_OF_LISTS = frozenset({"unread", "absent"})
_OF_VISITORS = frozenset(
    one.value
    for one in (
        SweepFinding.NOT_SOUND,
        SweepFinding.NOT_SEEN,
        SweepFinding.SERVED_NOT_BOUND,
        SweepFinding.DNS_ELSEWHERE,
    )
)
_STATE = "unwell"


def marks_of(report: SweepReport) -> Marks:
    """Of everything in a report that is not well."""
    domains = {one.target: _of_domain(one) for one in report.domains}
    unread = {part.partition(": ")[0]: frozenset({"unread"}) for part in report.unread}
    absent = {f"{one.where} ({one.setting})": frozenset({"absent"}) for one in report.absent}
    elsewhere = {str(one.resource): _of_place(one) for one in report.ending}
    short = {f.quota.where: frozenset({f.short.value}) for f in report.short if f.short}
    every = {**unread, **absent, **elsewhere, **short, **domains}
    return {what: marks for what, marks in every.items() if marks}


def news(report: SweepReport, before: Marks) -> tuple[str, ...]:
    """What has a mark that it had not before, sorted. What became well is none."""
    now = marks_of(report)
    return tuple(sorted(what for what in now if now[what] - before.get(what, frozenset())))


def carried(report: SweepReport, before: Marks) -> Marks:
    """The marks to compare the next sweep with. What could not be read this time keeps those of
    before as well: coming back into sight is no news. Those of visitors are dropped even so: they
    may have been seen well, and hide what comes later. What this sweep did not reach keeps all.
    """
    now = marks_of(report)
    told = {one.target for one in report.domains}
    unread = {what for what in told if SweepFinding.UNREAD.value in now.get(what, ())}
    if report.unread:
        unread |= {what for what in before.keys() - told if before[what] - _OF_LISTS}
    kept = {what: before.get(what, frozenset()) - _OF_VISITORS for what in unread}
    kept |= {one.target: before.get(one.target, frozenset()) for one in _not_reached(report)}
    none: frozenset[str] = frozenset()
    every = {what: now.get(what, none) | kept.get(what, none) for what in sorted({*now, *kept})}
    return {what: marks for what, marks in every.items() if marks}


def _not_reached(report: SweepReport) -> Iterator[DomainReport]:
    return (one for one in report.domains if not one.is_reached)


def to_state(marks: Marks) -> dict[str, dict[str, list[str]]]:
    """As the entry's state."""
    return {_STATE: {what: sorted(each) for what, each in marks.items()}}


def before_in(newest: Entry | ChainBreak | None) -> Marks:
    """The marks of the report before; none before the first, nor in one of 0.1 or a damaged one:
    then all of it is news.
    """
    state = newest.record.state if isinstance(newest, Entry) else {}
    try:
        return {what: frozenset(map(str, each)) for what, each in state.get(_STATE, {}).items()}
    except (AttributeError, TypeError):
        return {}


def _of_domain(domain: DomainReport) -> frozenset[str]:
    marks: set[str] = set()
    for finding, detail in domain.findings:
        if finding is SweepFinding.EXPIRING:
            marks |= _stages(detail)
        elif finding is SweepFinding.BIND_FAILED:
            marks.add(f"{finding.value} {domain.word}")  # another cause is news
        elif finding is SweepFinding.RENEWAL_FAILED:
            marks.add(f"{finding.value} {_of_call(detail)}".rstrip())
        elif finding not in WELL and finding is not SweepFinding.NOT_REACHED:
            marks.add(finding.value)
    return frozenset(marks)


def _of_call(detail: str) -> str:
    """The word that a call to CAS ended with; "" where the CA refused."""
    word = detail.partition(": ")[0]
    return word if is_word(word) else ""


def _of_place(one: Elsewhere) -> frozenset[str]:
    """As of a domain: a stage that advances is news."""
    return _stages(f"({one.stage.value})" if one.stage is not None else "")


def _stages(detail: str) -> frozenset[str]:
    """The stage that is told and those before it: a stage that advances is news, one that goes
    back is none.
    """
    stages = [stage.value for stage in ExpiryStage]
    told = next((place for place, one in enumerate(stages, 1) if f"({one})" in detail), 1)
    return frozenset(f"{SweepFinding.EXPIRING.value} {one}" for one in stages[:told])
