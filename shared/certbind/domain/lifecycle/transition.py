"""What a fact leads to: one step of the table of transitions."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import DomainState
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Advanced:
    """The state that an entry of `kind` leads to.

    follow: after this time a message is to bring the domain back; None: the sweep does.
    """

    state: DomainState
    kind: EntryKind
    follow: timedelta | None = None
