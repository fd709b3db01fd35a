"""What the ledger holds of a domain, or of a line of certificates: a row a step, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from certbind.cli.speech.language import language, told
from certbind.cli.speech.rows import Line, show_lines
from certbind.cli.tables import counted
from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind
from certbind.usecases.account.history import History
from certbind.usecases.jobs.job_history import JobHistory
from certbind.usecases.renew.line_history import LineHistory
from certbind.usecases.serving.settings_history import SettingsHistory
from certbind.values import dataclass
from certbind.views.telling import told_asker

_COLUMNS = ("#", "when (UTC)", "what", "asked by", "told")


@dataclass(frozen=True, slots=True)
class _Step:
    """An entry; or an intent and what came of it at once, which are one step to a reader."""

    first: Entry
    last: Entry

    @property
    def number(self) -> str:
        one, two = self.first.sequence, self.last.sequence
        return str(one) if one == two else f"{one}-{two}"


def show_history(console: Console, history: History, width: int | None) -> None:
    """The domain and where it is bound, its steps, and whether the journal is as written."""
    domain = history.domain
    places = (_place(entry.record.message, domain) for entry in reversed(history.entries))
    console.print(Text(next(filter(None, places), domain), "bold"), soft_wrap=True)
    _show_steps(console, history.entries, domain, width)
    _show_chain(console, history.entries, history.breaks)


def show_line(console: Console, line: LineHistory, width: int | None) -> None:
    """What was ordered for the certificates of a line."""
    console.print(Text(told(f"Renewals, line {line.key}:")), soft_wrap=True)
    _show_steps(console, line.entries, "", width)
    _show_chain(console, line.entries, line.breaks)


def show_job(console: Console, job: JobHistory, width: int | None) -> None:
    """What became of a deployment job of CAS."""
    console.print(Text(told(f"Deployment job {job.job}:")), soft_wrap=True)
    _show_steps(console, job.entries, "", width)
    _show_chain(console, job.entries, job.breaks)


def show_settings(console: Console, place: SettingsHistory, width: int | None) -> None:
    """How a domain or a bucket is served besides its certificates, as certbind changed it."""
    console.print(Text(told(f"Settings of {place.place}:")), soft_wrap=True)
    _show_steps(console, place.entries, "", width)
    _show_chain(console, place.entries, place.breaks)


def _place(message: str, domain: str) -> str:
    """`OSS shop-assets/www.shop.example` of `…/www.shop.example: about to bind …`."""
    place, found, _ = message.partition(f"{domain}: ")
    return f"{place}{domain}" if found and len(place) < _LONGEST_PLACE else ""


_LONGEST_PLACE = 100


def _show_steps(
    console: Console, entries: Sequence[Entry], domain: str, width: int | None
) -> None:
    show_lines(console, _COLUMNS, [_line(one, domain) for one in _folded(entries)], width)


def _folded(entries: Iterable[Entry]) -> Iterator[_Step]:
    open_: Entry | None = None
    for entry in entries:
        if open_ is not None and _is_answered(open_, entry):
            yield _Step(open_, entry)
            open_ = None
            continue
        if open_ is not None:
            yield _Step(open_, open_)
        open_ = entry if entry.record.kind is EntryKind.INTENT else None
        if open_ is None:
            yield _Step(entry, entry)
    if open_ is not None:
        yield _Step(open_, open_)


def _is_answered(intent: Entry, entry: Entry) -> bool:
    is_bound = entry.record.kind is EntryKind.BOUND
    return is_bound and entry.record.event_id == intent.record.event_id


def _line(step: _Step, domain: str) -> Line:
    record = step.last.record
    return Line(
        (
            step.number,
            f"{step.last.at:%Y-%m-%d %H:%M:%S}",
            record.kind.value,
            told_asker(record.event_id, language()),
        ),
        (_told(step, domain),),
    )


_BEFORE = "nothing is bound there"
"""Why it was bound, in the intent; in the line of what is bound it would be untrue, and that says
what was there before.
"""


def _told(step: _Step, domain: str) -> str:
    """Without the domain, which stands above, and without the reason that the kind is."""
    record = step.last.record
    text = record.message.partition(f"{domain}: ")[2] if domain else ""
    text = text or record.message
    why = str(step.first.record.details.get("why", "")) if step.first is not step.last else ""
    why = why.removeprefix(_BEFORE).removeprefix("; ")
    if why:
        text = f"{text.rstrip('.')}; {why.rstrip('.')}."
    is_more = record.reason not in (record.kind.value, "")
    return f"{told(text)} [{record.reason}]" if is_more else text


def _show_chain(
    console: Console, entries: tuple[Entry, ...], breaks: tuple[ChainBreak, ...]
) -> None:
    if not breaks:
        number = counted(len(entries), "entry", "entries")
        console.print(told(f"{number}; the hash chain is whole."), soft_wrap=True)
    for broken in breaks:
        place = told(f"entry {broken.sequence}: ") if broken.sequence else ""
        console.print(Text(f"{place}{told(broken.problem)}", "bold red"), soft_wrap=True)
