"""Plans, histories and states as rows; nothing is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from certbind.cli.speech.language import labelled, language, told
from certbind.cli.speech.rows import Line, show_lines
from certbind.domain.decide.decision import Decision
from certbind.domain.hygiene.quotas import Forecast
from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import Absent
from certbind.usecases.account.plan import AccountPlan, why_refused
from certbind.usecases.account.sweep_report import SweepFinding, SweepReport
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.views.telling import step_of

_GOOD = frozenset(
    {
        Result.BOUND,
        Result.VERIFIED,
        Result.NOTHING_TO_DO,
        Result.PLANNED,
        Result.PREPARED,
        Result.DUPLICATE,
        Result.SETTINGS_CHANGED,
    }
)
_SHOWN = 3
"""Domains that the command to go on with names; where there are more, it says --all."""


def counted(number: int, one: str, many: str = "") -> str:
    """`1 target`, `2 targets`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def show_plan(console: Console, account: AccountPlan, width: int | None, ending: str = "") -> None:
    """One row a target: what would be done, and why; what is kept last, as it asks nothing of
    anybody. `ending`: what became of it, if anything.
    """
    kept = {id(one) for one in account.kept}
    decisions = sorted(account.decisions, key=lambda one: id(one) in kept)
    lines = [*filter(None, (_plan_line(one, account) for one in decisions))]
    show_lines(console, ("would", "target", "certificate", "why"), lines, width)
    failures = (
        labelled("reason", code=told(f.where), text=told(f.message)) for f in account.failures
    )
    show_unread(console, failures)
    seen = (
        counted(account.certificates, "certificate"),
        counted(len(account.decisions), "target"),
    )
    what = (
        f"{len(account.to_do)} to bind, {len(account.kept)} kept, {len(account.refused)} cannot."
    )
    said = labelled("said.alone", message=told(what), hint=told(ending)).rstrip()
    counts = labelled("joint").join(map(told, seen))
    console.print(labelled("reason", code=counts, text=said), soft_wrap=True)
    _show_waiting(console, account)
    show_absent(console, account.absent)
    _show_renewals(console, account)
    show_short(console, account.short)
    if not account.decisions and not account.unread:
        console.print(_nothing(account), soft_wrap=True)


def command_for(account: AccountPlan, *, is_named: bool) -> str:
    """What would carry the plan out: of what was named, or of the whole account."""
    names = sorted({one.target.domain for one in account.to_do})
    if not names:
        return ""
    which = " ".join(names) if is_named or len(names) <= _SHOWN else "--all"
    return told(f"To do it: certbind bind {which}")


def _plan_line(one: Decision, account: AccountPlan) -> Line | None:
    if any(one is other for other in account.to_do):
        return _bind_line(one)
    if one in account.refused:
        reasons = tuple(f"{word}: {detail}" for word, detail in why_refused(one))
        return Line((told("cannot"), str(one.target), ""), (_joined(reasons),), style="bold red")
    if one.unread is not None:
        return None
    held = str(one.stands.id) if one.stands else ""
    return Line((told("keep"), str(one.target), held), (f"{one.word}: {one.detail}",))


def _joined(reasons: Sequence[str]) -> str:
    return labelled("explain.joint").join(map(told, reasons))


def _nothing(account: AccountPlan) -> str:
    """What is said of an account without domains: only of what was looked at, "there is none"."""
    return told(nothing_there(account.limits))


def nothing_there(limits: Sequence[str]) -> str:
    """limits: the settings that leave parts of the account out of sight."""
    if limits:
        names = ", ".join(limits)
        return f"No domain is in sight; {names} leaves the rest of the account out of it."
    return "The account has no OSS custom domain and no CDN domain: add one first."


def _show_renewals(console: Console, account: AccountPlan) -> None:
    """What would be spent, or why nothing can be."""
    for one in account.renewals:
        style = "bold yellow" if one.is_a_persons else "yellow"
        decision = one.word.decision
        text = labelled("reason", code=decision.word, text=told(decision.detail))
        console.print(Text(text, style), soft_wrap=True)


def show_short(console: Console, short: Iterable[Forecast]) -> None:
    """Quotas in which there is no place, or soon none."""
    for one in short:
        if one.short is not None:
            text = labelled("reason", code=one.short.value, text=told(one.told))
            console.print(Text(text, "bold yellow"), soft_wrap=True)


def show_absent(console: Console, absent: Iterable[Absent]) -> None:
    """What settings name and the account has not."""
    for one in absent:
        text = f"not there: {one.where}, which {one.setting} names: {one.message}"
        console.print(Text(told(text), "bold yellow"), soft_wrap=True)


def _bind_line(decision: Decision) -> Line:
    bind = decision.bind or decision.would
    if bind is None:
        raise TypeError("only what is to be bound has such a row")
    change = f"{bind.expects.raw_id or told('nothing')} → {bind.certificate.id}"
    return Line((told("bind"), str(decision.target), change), (bind.why,), style="bold green")


def _show_waiting(console: Console, account: AccountPlan) -> None:
    """What is to be bound and is held back for now, by the word that says why."""
    waiting = [one for one in account.to_do if one.bind is None]
    for word, number in sorted(Counter(one.word for one in waiting).items()):
        example = next(one for one in waiting if one.word == word)
        text = told(f"waits for now: {counted(number, 'target')}: {word}")
        is_plain = word == Reason.PLAN_ONLY.value
        more = "" if is_plain else f" ({example.target}: {told(example.detail)})"
        console.print(Text(f"{text}{more}", "yellow"), soft_wrap=True)


def show_outcomes(console: Console, outcomes: Iterable[Outcome]) -> None:
    """One line an outcome; below a refusal what is to be done, by its word."""
    for outcome in outcomes:
        style = "green" if outcome.result in _GOOD else "red"
        console.print(
            Text.assemble((f"{outcome.result.value:13} ", f"bold {style}"), told(outcome.message)),
            soft_wrap=True,
        )
        for step in _steps(outcome) if outcome.result is Result.REFUSED else ():
            console.print(Text(f"{'':13} → {step}"), soft_wrap=True)


def _steps(outcome: Outcome) -> Iterator[str]:
    """One for each reason of a refusal."""
    findings = outcome.details.get("findings", ())
    others = (one.get("reason", "") for one in findings if isinstance(one, Mapping))
    for reason in dict.fromkeys((outcome.reason, *others)):
        step = step_of(reason, outcome.subject, language())
        if step:
            yield step


def show_recheck(console: Console, report: SweepReport, width: int | None) -> None:
    """The unwell domains, then the counts."""
    show_lines(console, ("finding", "target", "detail"), [*_findings(report)], width)
    for one in report.ending:
        text = labelled("reason", code=one.handled.value, text=told(one.told))
        console.print(Text(text), soft_wrap=True)
    show_short(console, report.short)
    show_unread(console, report.unread)
    show_absent(console, report.absent)
    counts = ", ".join(f"{n} {name}" for name, n in sorted(report.counts.items()))
    none = told("none in what could be read" if report.unread else "none found")
    number = told(counted(len(report.domains), "target"))
    found = labelled("reason", code=number, text=f"{counts or none}.")
    new = told(f"New since the report before: {len(report.new)}.") if report.new else ""
    console.print(f"{found} {new}".rstrip(), soft_wrap=True)


def _findings(report: SweepReport) -> Iterator[Line]:
    for domain in report.domains:
        for finding, detail in domain.findings:
            if finding is not SweepFinding.OK:
                queued = f" ({told('queued')})" if domain.queued else ""
                yield Line((f"{finding.value}{queued}", domain.target), (detail,))


def show_unread(console: Console, failures: Iterable[str]) -> None:
    """Parts whose content is unknown; never told as empty."""
    for failure in failures:
        text = told(f"could not be read: {failure}")
        console.print(Text(text, "bold yellow"), soft_wrap=True)


def names_of(account: AccountPlan) -> tuple[Domain, ...]:
    """Whose binding is to be done, and waits for nothing but a person, if for anything."""
    return tuple(
        dict.fromkeys(
            one.target.domain
            for one in account.to_do
            if one.bind is not None or one.word == Reason.PLAN_ONLY.value
        )
    )
