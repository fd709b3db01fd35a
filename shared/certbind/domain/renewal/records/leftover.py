"""Records of certbind's own that nobody waits for any more."""

from __future__ import annotations

from certbind.domain.renewal.facts import LineFact, RecordRefused, RecordRemoved
from certbind.domain.renewal.order import Order, OrderKind, OrderStage
from certbind.domain.renewal.pace import KEPT_AFTER_REFUSAL, pause_after
from certbind.domain.renewal.records.hosted import Unseen, ZoneRecord
from certbind.domain.renewal.state import UNDER_WAY, LinePhase, LineState, WrittenRecord
from certbind.values import replace

_AT_WORK = (OrderStage.PAYED, OrderStage.VALIDATING, OrderStage.CHECKING)


def leftover(state: LineState, order: Order | None) -> WrittenRecord | None:
    """The one to take away next. order: as CAS shows it now; None: it was not asked."""
    return next((one for one in state.written if _is_due(one, state, order)), None)


def removal(
    one: WrittenRecord, standing: tuple[ZoneRecord, ...] | Unseen
) -> tuple[WrittenRecord | None, LineFact | None, str]:
    """What is to be deleted, or what is only put on record, and what is told. Only what has our
    own id and our own value: another hand may have changed it since. An intent whose end nobody
    knows is known by its value alone.
    """
    if isinstance(standing, Unseen):
        fact = RecordRefused(one, standing.code, standing.retryable)
        return None, fact, f"zone {one.zone} could not be read ({standing.code})"
    held = next((r for r in standing if r.id == one.id), None)
    if not one.id:
        held = next((r for r in standing if r.is_like(one.kind, one.value)), None)
    if held is None:
        return None, RecordRemoved(one), f"{one} is in zone {one.zone} no more"
    if not held.is_like(one.kind, one.value):
        told = f"{one} was changed by another hand to {held.kind} {held.value}, and is left alone"
        return None, RecordRemoved(one), told
    return replace(one, id=held.id), None, f"{one} is not wanted any more, and is taken away"


def _is_due(one: WrittenRecord, state: LineState, order: Order | None) -> bool:
    if one.is_gone or _is_wanted(one, state, order):
        return False
    return one.trouble is None or one.trouble.ago >= pause_after(one.trouble)


def _is_wanted(one: WrittenRecord, state: LineState, order: Order | None) -> bool:
    """Records that CAS does not show yet, or no more, may be those of ours; of what was refunded,
    closed or is gone nobody looks at any.
    """
    if order is not None and order.stage in _AT_WORK:
        shown = order.records
        return not shown or any(
            (record.name.lower(), record.kind, record.value) == (one.name, one.kind, one.value)
            for record in shown
        )
    if order is not None and (order.stage is OrderStage.OVER or order.kind is OrderKind.UNKNOWN):
        return False
    if state.phase is LinePhase.REFUSED:
        return state.since < KEPT_AFTER_REFUSAL
    return state.begun is not None or state.phase in UNDER_WAY
