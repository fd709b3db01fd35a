"""Plans, histories and states as tables; nothing is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.journal import ChainBreak, Entry
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import Absent
from certbind.usecases.account.history import History
from certbind.usecases.account.plan import AccountPlan, why_refused
from certbind.usecases.account.sweep_report import SweepFinding, SweepReport
from certbind.usecases.renew.line_history import LineHistory
from certbind.usecases.rotate.outcome import Outcome, Result

_GOOD = frozenset(
    {
        Result.BOUND,
        Result.VERIFIED,
        Result.NOTHING_TO_DO,
        Result.PLANNED,
        Result.DUPLICATE,
        Result.SETTINGS_CHANGED,
    }
)


def table(*columns: str) -> Table:
    """The one look of all tables; readable without colour and when piped."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def counted(number: int, one: str, many: str = "") -> str:
    """`1 target`, `2 targets`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def show_plan(console: Console, account: AccountPlan, ending: str = "") -> None:
    """One row a target: what would be done, and why. `ending`: what became of it, if anything."""
    rows = table("target", "would", "certificate", "why")
    to_do, refused = set(map(id, account.to_do)), set(map(id, account.refused))
    for one in account.decisions:
        if id(one) in to_do:
            rows.add_row(*_bind_row(one))
        elif id(one) in refused:
            reasons = "\n".join(f"{word}: {detail}" for word, detail in why_refused(one))
            rows.add_row(str(one.target), Text("cannot", "bold red"), "", reasons)
        elif one.unread is None:
            held = str(one.stands.id) if one.stands else ""
            rows.add_row(str(one.target), "keep", held, f"{one.word}: {one.detail}")
    if rows.row_count:
        console.print(rows)
    show_unread(console, (f"{f.where}: {f.message}" for f in account.failures))
    counts = f"{len(account.to_do)} to bind, {len(account.kept)} kept, "
    counts += f"{len(account.refused)} cannot."
    seen = counted(account.certificates, "certificate")
    targets = counted(len(account.decisions), "target")
    console.print(f"{seen}, {targets}: {counts} {ending}".rstrip())
    _show_waiting(console, account)
    show_absent(console, account.absent)
    _show_renewals(console, account)
    if not account.decisions and not account.unread:
        console.print(_nothing(account))


def _nothing(account: AccountPlan) -> str:
    """What is said of an account without domains: only of what was looked at, "there is none"."""
    if account.limits:
        limits = ", ".join(account.limits)
        return f"No domain is in sight; {limits} leaves the rest of the account out of it."
    return "The account has no OSS custom domain and no CDN domain: add one first."


def _show_renewals(console: Console, account: AccountPlan) -> None:
    """What would be spent, or why nothing can be."""
    for one in account.renewals:
        style = "bold yellow" if one.is_a_persons else "yellow"
        decision = one.word.decision
        console.print(Text(f"{decision.word}: {decision.detail}", style), soft_wrap=True)


def show_absent(console: Console, absent: Iterable[Absent]) -> None:
    """What settings name and the account has not."""
    for one in absent:
        told = f"not there: {one.where}, which {one.setting} names: {one.message}"
        console.print(Text(told, "bold yellow"), soft_wrap=True)


def _bind_row(decision: Decision) -> tuple[str, Text, str, str]:
    bind = decision.bind or decision.would
    if bind is None:
        raise TypeError("only what is to be bound has such a row")
    change = f"{bind.expects.raw_id or 'nothing'} → {bind.certificate.id}"
    return str(decision.target), Text("bind", "bold green"), change, bind.why


def _show_waiting(console: Console, account: AccountPlan) -> None:
    """What is to be bound and is held back for now, by the word that says why."""
    waiting = [one for one in account.to_do if one.bind is None]
    for word, number in sorted(Counter(one.word for one in waiting).items()):
        example = next(one for one in waiting if one.word == word)
        told = f"waits for now: {counted(number, 'target')}: {word}"
        more = "" if word == Reason.PLAN_ONLY.value else f" ({example.target}: {example.detail})"
        console.print(Text(f"{told}{more}", "yellow"), soft_wrap=True)


def show_outcomes(console: Console, outcomes: Iterable[Outcome]) -> None:
    """One line an outcome."""
    for outcome in outcomes:
        style = "green" if outcome.result in _GOOD else "red"
        console.print(
            Text.assemble((f"{outcome.result.value:13} ", f"bold {style}"), outcome.message),
            soft_wrap=True,
        )


def show_recheck(console: Console, report: SweepReport) -> None:
    """The unwell domains, then the counts."""
    rows = table("target", "finding", "detail")
    for domain in report.domains:
        for finding, detail in domain.findings:
            if finding is not SweepFinding.OK:
                queued = " (queued)" if domain.queued else ""
                rows.add_row(domain.target, finding.value + queued, detail)
    if rows.row_count:
        console.print(rows)
    for one in report.ending:
        console.print(Text(f"{one.handled.value}: {one.told}"), soft_wrap=True)
    show_unread(console, report.unread)
    show_absent(console, report.absent)
    counts = ", ".join(f"{n} {name}" for name, n in sorted(report.counts.items()))
    new = f" New since the report before: {len(report.new)}." if report.new else ""
    none = "none in what could be read" if report.unread else "none found"
    console.print(f"{counted(len(report.domains), 'target')}: {counts or none}.{new}")


def show_history(console: Console, history: History) -> None:
    """One row an entry, oldest first, and whether the journal is what was written."""
    rows = table("#", "when (UTC)", "what", "told", "asked by")
    for entry in history.entries:
        record = entry.record
        # The target is the same in every row, and named above the table.
        told = record.message.partition(f"{history.domain}: ")[2] or record.message
        told += f" [{record.reason}]" if record.reason else ""
        rows.add_row(
            str(entry.sequence),
            f"{entry.at:%Y-%m-%d %H:%M:%S}",
            record.kind.value,
            Text(told),
            record.event_id,
        )
    console.print(rows)
    _show_chain(console, history.entries, history.breaks)


def show_line(console: Console, line: LineHistory) -> None:
    """What was ordered for the certificates of a line."""
    console.print(f"Renewals, line {line.key}:")
    rows = table("#", "when (UTC)", "what", "told", "asked by")
    for entry in line.entries:
        record = entry.record
        told = record.message + (f" [{record.reason}]" if record.reason else "")
        when = f"{entry.at:%Y-%m-%d %H:%M:%S}"
        number = str(entry.sequence)
        rows.add_row(number, when, record.kind.value, Text(told), record.event_id)
    console.print(rows)
    _show_chain(console, line.entries, line.breaks)


def _show_chain(
    console: Console, entries: tuple[Entry, ...], breaks: tuple[ChainBreak, ...]
) -> None:
    if not breaks:
        console.print(f"{counted(len(entries), 'entry', 'entries')}; the hash chain is whole.")
    for broken in breaks:
        place = f"entry {broken.sequence}: " if broken.sequence else ""
        console.print(f"{place}{broken.problem}", style="bold red")


def show_unread(console: Console, failures: Iterable[str]) -> None:
    """Parts whose content is unknown; never told as empty."""
    for failure in failures:
        console.print(Text(f"could not be read: {failure}", "bold yellow"), soft_wrap=True)
