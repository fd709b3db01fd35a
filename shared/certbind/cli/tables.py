"""Plans, histories and states as tables; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from certbind.domain.plan import Bind, Cannot, Keep
from certbind.usecases.outcome import Outcome, Result
from certbind.usecases.plan_account import AccountPlan
from certbind.usecases.recheck_report import RecheckFinding, RecheckReport
from certbind.usecases.reports import History, StatusReport

_GOOD = frozenset(
    {Result.BOUND, Result.VERIFIED, Result.NOTHING_TO_DO, Result.PLANNED, Result.DUPLICATE}
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
    for decision in account.plan.decisions:
        target = str(decision.target)
        if isinstance(decision, Bind):
            change = f"{decision.expects.raw_id or 'nothing'} → {decision.certificate.id}"
            rows.add_row(target, Text("bind", "bold green"), change, decision.reason)
        elif isinstance(decision, Keep):
            held = str(decision.certificate.id) if decision.certificate else ""
            rows.add_row(target, "keep", held, str(decision.finding))
        else:
            reasons = "\n".join(str(finding) for finding in decision.findings)
            rows.add_row(target, Text("cannot", "bold red"), "", reasons)
    if rows.row_count:
        console.print(rows)
    _show_unread(console, (f"{f.where}: {f.message}" for f in account.scan.failures))
    binds, keeps, cannots = (
        sum(isinstance(d, kind) for d in account.plan.decisions) for kind in (Bind, Keep, Cannot)
    )
    seen = counted(account.certificates, "certificate")
    targets = counted(len(account.plan.decisions), "target")
    told = f"{seen}, {targets}: {binds} to bind, {keeps} kept, {cannots} cannot. {ending}"
    console.print(told.rstrip())
    if not account.plan.decisions and not account.scan.failures:
        console.print("The account has no OSS custom domain and no CDN domain: add one first.")


def show_outcomes(console: Console, outcomes: Iterable[Outcome]) -> None:
    """One line an outcome."""
    for outcome in outcomes:
        style = "green" if outcome.result in _GOOD else "red"
        console.print(
            Text.assemble((f"{outcome.result.value:14}", f"bold {style}"), outcome.message),
            soft_wrap=True,
        )


def show_recheck(console: Console, report: RecheckReport) -> None:
    """The unwell domains, then the counts."""
    rows = table("target", "finding", "detail")
    for domain in report.domains:
        for finding, detail in domain.findings:
            if finding is not RecheckFinding.OK:
                queued = " (queued)" if domain.queued else ""
                rows.add_row(domain.target, finding.value + queued, detail)
    if rows.row_count:
        console.print(rows)
    _show_unread(console, report.unread)
    counts = ", ".join(f"{n} {name}" for name, n in sorted(report.counts.items()))
    console.print(f"{counted(len(report.domains), 'target')}: {counts or 'none found'}.")


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
    if history.breaks:
        for broken in history.breaks:
            place = f"entry {broken.sequence}: " if broken.sequence else ""
            console.print(f"{place}{broken.problem}", style="bold red")
    else:
        entries = counted(len(history.entries), "entry", "entries")
        console.print(f"{entries}; the hash chain is whole.")


def show_status(console: Console, report: StatusReport) -> None:
    """One row a domain, then those that cannot be read."""
    rows = table("domain", "phase", "certificate", "ends", "since (UTC)", "last told")
    for one in report.domains:
        current = one.state.current
        ends = f"{current.not_after:%Y-%m-%d}" if current and current.not_after else ""
        rows.add_row(
            one.domain,
            one.state.phase.value,
            (current.binding.raw_id if current else "") or "",
            ends,
            f"{one.at:%Y-%m-%d %H:%M}",
            Text(one.message),
        )
    if rows.row_count:
        console.print(rows)
    _show_unread(console, (str(error) for _, error in report.unread))


def _show_unread(console: Console, failures: Iterable[str]) -> None:
    for failure in failures:
        console.print(f"could not be read: {failure}", style="bold yellow")
