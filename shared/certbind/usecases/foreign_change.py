"""Another hand has changed a binding: put on record and told, not fought (docs/decisions/0008)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from certbind.domain.hold import hold
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.certificate import Certificate, LeafIdentity
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.target import BoundTarget
from certbind.domain.state import DomainState, KnownBinding, Phase
from certbind.usecases.domain_journal import DomainJournal, Position


def is_of(state: DomainState, bound: BoundTarget) -> bool:
    """Whether the ledger speaks of this target, and not of another one of the domain: CDN was put
    in front, or could not be listed.
    """
    return state.target is None or state.target.same_place(bound.target)


def is_by_another_hand(state: DomainState, bound: BoundTarget) -> bool:
    """Whether something else stands there than certbind bound or accepted last."""
    if state.current is None or state.phase is Phase.INTENT or not is_of(state, bound):
        return False
    return not state.current.binding.same_as(bound.binding)


def accept(
    journal: DomainJournal,
    position: Position,
    bound: BoundTarget,
    by_id: Mapping[CertificateId, Certificate],
) -> Position:
    """Record what stands there as what is known; what was taken off does not come back by itself.

    by_id: CAS's list. Raises LedgerConflictError when certbind itself was at work meanwhile.
    """
    state, now = position.state, bound.binding
    certificate = by_id.get(now.certificate_id) if now.certificate_id else None
    leaf = LeafIdentity.of(certificate) if certificate else LeafIdentity(now.sha256, now.sha1)
    accepted = replace(
        hold(state, state.current),
        rolled_back=False,
        phase=Phase.IDLE,
        target=bound.target,
        current=KnownBinding(now, leaf, certificate.not_after if certificate else None),
        previous=state.current,
    )
    return journal.write(
        position,
        EntryKind.FOREIGN_CHANGE,
        accepted,
        event_id="recheck",
        reason=EntryKind.FOREIGN_CHANGE.value,
        message=_message(bound, state.current),
    )


def words(position: Position) -> str:
    """What the newest entry, `accept`'s, says."""
    return position.entry.record.message if position.entry else ""


def _message(bound: BoundTarget, before: KnownBinding | None) -> str:
    told = (
        f"{bound.target}: {(before and before.binding.raw_id) or 'no certificate'} was bound by "
        f"certbind, now {bound.binding.raw_id or 'no certificate'} is: another hand (a person, "
        "CAS's own deployment) changed it."
    )
    if bound.binding.is_empty:
        return f"{told} certbind turns HTTPS on again where a certificate fits."
    return f"{told} certbind leaves it until something better is issued."
