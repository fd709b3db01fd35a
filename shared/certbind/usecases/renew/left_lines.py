"""Lines that nobody waits for any more, and that left something of ours in the account's DNS.

A line lives by its messages, and by the sweeps that meet a domain of it. Where a hand took its
certificate off and its message was lost, neither comes: the record that certbind wrote for the CA
would stand for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from certbind.errors import LedgerNewerError
from certbind.events import LineStep, line_step
from certbind.usecases.renew.line_journal import LineJournal
from certbind.usecases.renew.line_words import MESSAGES_MAY_BE_LATE
from certbind.usecases.rotate.world import Sources

_LINES = "line/"


def left_lines(sources: Sources, met: Collection[str]) -> Iterator[LineStep]:
    """A message for each line with a record of ours whose own message is overdue. met: those that
    get one already, by its id.

    Costs a listing, and two calls a line: where a person lets certbind write records alone.
    """
    journal = LineJournal(sources.journal, sources.clock)
    for subject in sources.journal.subjects(_LINES):
        try:
            position = journal.read(subject.removeprefix(_LINES))
        except LedgerNewerError:
            continue  # a newer certbind writes it, and brings it on
        held = position.state.certificate
        if held is None or not position.state.written:
            continue
        if position.follow is not None and position.follow > -MESSAGES_MAY_BE_LATE:
            continue
        hint = line_step(held.id, "recheck", line=position.key, after=position.sequence)
        if hint.id not in met:
            yield hint
