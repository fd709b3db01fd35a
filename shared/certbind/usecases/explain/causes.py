"""What a person is told first: the causes, and which one next step they lead to.

The step is the one of `status`. Only where that would say no more than "have a certificate", the
certificate that misses by least says what it lacks: nobody should buy one that is being issued.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from certbind.domain.decide.decision import Decision, Tone
from certbind.domain.lifecycle.journal import Entry
from certbind.domain.lifecycle.state import Trouble
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Situation
from certbind.domain.words import is_word
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.explain.explanation import Cause, Fit, Option, Options
from certbind.usecases.overview.health import FOLLOW_RENEWAL, RENEW
from certbind.usecases.overview.report import DomainHealth, DomainRow
from certbind.usecases.overview.visitors import REFUSED
from certbind.values import replace

OTHER_SITE = "other_site"
"""A next step that no word of the catalogue says (domain/words/labels/explain.py)."""

_HAVE_ONE = frozenset({RENEW, SweepFinding.NO_HTTPS.value, Reason.NO_CERTIFICATE.value})
_SAID_BY_ANOTHER = {
    SweepFinding.NO_HTTPS.value: {Reason.NO_CERTIFICATE.value},
    Reason.EXPIRED.value: {SweepFinding.EXPIRING.value},
}


_ANSWER = "explain.answer."
OWNERSHIP, ICP_FILING = "ownership", "icp_filing"
_OF_PRODUCTS = {
    "NeedVerifyDomainOwnership": OWNERSHIP,  # OSS
    "DomainOwnerVerifyFail": OWNERSHIP,  # CDN
    "NoSuchCnameInRecord": ICP_FILING,  # OSS
    "DomainNotRegistration": ICP_FILING,  # CDN
}
"""What a product answered, where its console's help has a page for just that."""


def nearer(row: DomainRow, causes: Iterable[Cause]) -> DomainRow:
    """With the step of what the product answered, where the trouble's word says less."""
    for one in causes:
        if one.code == row.advice and one.note.startswith(_ANSWER):
            return replace(row, advice=one.note.removeprefix(_ANSWER))
    return row


def _note(answer: str) -> str:
    found = (f"{_ANSWER}{told}" for code, told in _OF_PRODUCTS.items() if code in answer)
    return next(found, "")


def of_nearest_miss(row: DomainRow, decision: Decision, options: Options) -> DomainRow:
    """With the step of the nearest miss, where there is one and no certificate can be used."""
    if decision.word != Reason.NO_CERTIFICATE.value or row.advice not in _HAVE_ONE:
        return row
    miss = nearest_miss(options)
    if miss is not None:
        return replace(row, advice=miss.against[0].code)
    return replace(row, advice=OTHER_SITE) if options.sites_not_read else row


def nearest_miss(options: Options) -> Option | None:
    """The first that is not attached, and covers the domain or misses it by one label."""
    unfit = (one for one in options.shown if one.fit is Fit.UNFIT and one.is_near)
    return next(unfit, None)


def causes_of(
    situation: Situation,
    decision: Decision,
    row: DomainRow,
    options: Options,
    entries: Iterable[Entry] = (),
) -> tuple[Cause, ...]:
    """Each word once, what visitors meet first; nothing of a domain that is well. entries: newest
    first; one of them has what a product answered to a change that failed.
    """
    if row.health is DomainHealth.WELL and not decision.is_refusal and not row.advice:
        return ()
    told: dict[str, Cause] = {}
    for one in _causes(situation, decision, row, options, entries):
        if is_word(one.code):
            known = told.setdefault(one.code, one)
            if not known.detail:
                told[one.code] = replace(one, note=known.note)
    for code, said in _SAID_BY_ANOTHER.items():
        if code in told:
            told = {key: one for key, one in told.items() if key not in said}
    return tuple(told.values()) or _of_findings(row)


def _of_findings(row: DomainRow) -> tuple[Cause, ...]:
    """Whoever has to act is never told that nothing is wrong."""
    return tuple(Cause(kind, detail) for kind, detail in row.findings if is_word(kind))


def _causes(
    situation: Situation,
    decision: Decision,
    row: DomainRow,
    options: Options,
    entries: Iterable[Entry],
) -> Iterator[Cause]:
    seen = row.visitors
    if seen is not None and seen.seen in REFUSED:
        yield Cause(seen.reason, seen.text)
    yield from _of_advice(row)
    trouble = _trouble(situation)
    if trouble is not None:
        told = (one.record.message for one in entries if one.record.reason == trouble.word)
        detail = next(told, "")
        yield Cause(trouble.word, detail, _note(detail))
    if decision.act is not None or decision.tone is not Tone.WELL:
        yield from (Cause(one, detail) for one, detail in decision.reasons)
    miss = nearest_miss(options)
    if decision.word == Reason.NO_CERTIFICATE.value and miss is not None:
        for one in miss.against:
            yield replace(one, detail=f"{miss.id}: {one.detail}" if one.detail else miss.id)


_OF_STEPS = {
    RENEW: (SweepFinding.EXPIRING.value,),
    FOLLOW_RENEWAL: (SweepFinding.EXPIRING.value, SweepFinding.RENEWING.value),
}
"""What a next step that is no word mends."""


_NAME_THEIR_REASON = {SweepFinding.REFUSED.value, SweepFinding.RENEWAL_FAILED.value}


def _of_advice(row: DomainRow) -> Iterator[Cause]:
    """A finding that says what the next step mends."""
    for kind, detail in row.findings:
        if kind in _NAME_THEIR_REASON and detail.startswith(f"{row.advice}: "):
            yield Cause(row.advice, detail.removeprefix(f"{row.advice}: "))
        if kind in (row.advice, SweepFinding.NO_HTTPS.value, *_OF_STEPS.get(row.advice, ())):
            yield Cause(
                kind, "" if detail.startswith(f"{Reason.NO_CERTIFICATE.value}:") else detail
            )
    if row.visitors is not None and row.advice == row.visitors.reason:
        yield Cause(row.advice, row.visitors.text)


def _trouble(situation: Situation) -> Trouble | None:
    return situation.memory.value.state.trouble if isinstance(situation.memory, Known) else None
