"""Where a domain stands, as its newest journal entry tells: enough to go on without the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from certbind.domain.certificate import LeafIdentity
from certbind.domain.identity import CertificateId, Domain, Sha1, Sha256
from certbind.domain.target import Binding, BindingSource, Target, TargetKind

REMEMBERED_CAUSES = 32
"""How many finished causes an entry carries; older duplicates are caught by the plan itself."""


class Phase(Enum):
    """The step that the newest entry left the domain at."""

    IDLE = "idle"  # nothing under way
    INTENT = "intent"  # a bind was about to be made; whether it took effect is not known
    BOUND = "bound"  # bound, visitors not seen to get it yet
    VERIFIED = "verified"  # every address served it
    NOT_VERIFIED = "not_verified"  # bound, but visitors do not get it and waiting will not help


@dataclass(frozen=True, slots=True)
class KnownBinding:
    """A binding with what is needed to recognise it on the edge and to bind it again.

    leaf: None where the certificate is none of CAS's.
    """

    binding: Binding
    leaf: LeafIdentity | None = None
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class DomainState:
    """What is known of one domain.

    current: what certbind bound last, or accepted from another hand.
    previous: what stood there before `current`; the way back.
    bound_sequence: the entry that recorded `current`; verification refers to it.
    intent_*: set in phase INTENT only; `rest_phase` is the phase to return to without a result.
    intent_at: when it was begun; None when it is over and its answer was lost.
    intent_by_hand: the intent is a rollback's.
    looks, good_rounds, good_since: of the verification under way.
    held_to: the end of what a person took off the domain (domain/hold.py).
    rolled_back: the last binding was made by a rollback.
    handled: causes whose outcome is recorded, oldest first.
    """

    phase: Phase = Phase.IDLE
    target: Target | None = None
    current: KnownBinding | None = None
    previous: KnownBinding | None = None
    bound_sequence: int = 0
    bound_at: datetime | None = None
    intent_cause: str = ""
    intent_certificate: CertificateId | None = None
    intent_at: datetime | None = None
    intent_before: KnownBinding | None = None
    intent_by_hand: bool = False
    rest_phase: Phase = Phase.IDLE
    looks: int = 0
    good_rounds: int = 0
    good_since: datetime | None = None
    verify_deadline: datetime | None = None
    held_to: datetime | None = None
    rolled_back: bool = False
    handled: tuple[str, ...] = ()

    def has_handled(self, cause: str) -> bool:
        """Whether the outcome of this cause is recorded."""
        return cause in self.handled

    def with_handled(self, cause: str) -> DomainState:
        """With one more finished cause, the oldest forgotten."""
        if cause in self.handled:
            return self
        return replace(self, handled=(*self.handled, cause)[-REMEMBERED_CAUSES:])

    def is_leased(self, now: datetime, lease: timedelta) -> bool:
        """Whether a function may be at work on the intent still."""
        if self.phase is not Phase.INTENT or self.intent_at is None:
            return False
        return now - self.intent_at < lease

    def at_rest(self) -> DomainState:
        """With the intent, if there is one, withdrawn: the phase is what it was before it."""
        if self.phase is not Phase.INTENT:
            return self
        return replace(
            self,
            phase=self.rest_phase,
            intent_cause="",
            intent_certificate=None,
            intent_at=None,
            intent_before=None,
            intent_by_hand=False,
        )


def state_to_json(state: DomainState) -> dict[str, Any]:
    """The state as an entry carries it."""
    return {
        "phase": state.phase.value,
        "target": _target_to_json(state.target),
        "current": _known_to_json(state.current),
        "previous": _known_to_json(state.previous),
        "bound_sequence": state.bound_sequence,
        "bound_at": _time_to_json(state.bound_at),
        "intent_cause": state.intent_cause,
        "intent_certificate": _id_to_json(state.intent_certificate),
        "intent_at": _time_to_json(state.intent_at),
        "intent_before": _known_to_json(state.intent_before),
        "intent_by_hand": state.intent_by_hand,
        "rest_phase": state.rest_phase.value,
        "looks": state.looks,
        "good_rounds": state.good_rounds,
        "good_since": _time_to_json(state.good_since),
        "verify_deadline": _time_to_json(state.verify_deadline),
        "held_to": _time_to_json(state.held_to),
        "rolled_back": state.rolled_back,
        "handled": list(state.handled),
    }


def state_from_json(raw: Mapping[str, Any]) -> DomainState:
    """The state from an entry; an empty mapping is a domain never seen."""
    if not raw:
        return DomainState()
    return DomainState(
        phase=Phase(raw["phase"]),
        target=_target_from_json(raw["target"]),
        current=_known_from_json(raw["current"]),
        previous=_known_from_json(raw["previous"]),
        bound_sequence=raw["bound_sequence"],
        bound_at=_time_from_json(raw["bound_at"]),
        intent_cause=raw["intent_cause"],
        intent_certificate=_id_from_json(raw["intent_certificate"]),
        intent_at=_time_from_json(raw["intent_at"]),
        intent_before=_known_from_json(raw["intent_before"]),
        intent_by_hand=raw.get("intent_by_hand", False),
        rest_phase=Phase(raw["rest_phase"]),
        looks=raw["looks"],
        good_rounds=raw["good_rounds"],
        good_since=_time_from_json(raw["good_since"]),
        verify_deadline=_time_from_json(raw["verify_deadline"]),
        held_to=_time_from_json(raw["held_to"]),
        rolled_back=raw["rolled_back"],
        handled=tuple(raw["handled"]),
    )


def binding_to_json(binding: Binding) -> dict[str, Any]:
    """A binding as records show it."""
    return {
        "source": binding.source.value,
        "certificate": _id_to_json(binding.certificate_id),
        "raw_id": binding.raw_id,
        "name": binding.name,
        "sha1": binding.sha1,
        "sha256": binding.sha256,
    }


def binding_from_json(raw: Mapping[str, Any]) -> Binding:
    """A binding from a record."""
    return Binding(
        BindingSource(raw["source"]),
        _id_from_json(raw["certificate"]),
        raw["raw_id"],
        raw["name"],
        Sha1(raw["sha1"]) if raw["sha1"] else None,
        Sha256(raw["sha256"]) if raw["sha256"] else None,
    )


def _known_to_json(known: KnownBinding | None) -> dict[str, Any] | None:
    if known is None:
        return None
    leaf = known.leaf
    return {
        "binding": binding_to_json(known.binding),
        "leaf": None
        if leaf is None
        else {"sha256": leaf.sha256, "sha1": leaf.sha1, "serial": leaf.serial},
        "not_after": _time_to_json(known.not_after),
    }


def _known_from_json(raw: Mapping[str, Any] | None) -> KnownBinding | None:
    if raw is None:
        return None
    leaf = raw["leaf"]
    identity = (
        None
        if leaf is None
        else LeafIdentity(
            Sha256(leaf["sha256"]) if leaf["sha256"] else None,
            Sha1(leaf["sha1"]) if leaf["sha1"] else None,
            leaf["serial"],
        )
    )
    return KnownBinding(
        binding_from_json(raw["binding"]), identity, _time_from_json(raw["not_after"])
    )


def _target_to_json(target: Target | None) -> dict[str, str] | None:
    if target is None:
        return None
    return {
        "kind": target.kind.value,
        "domain": target.domain,
        "bucket": target.bucket,
        "region": target.region,
    }


def _target_from_json(raw: Mapping[str, str] | None) -> Target | None:
    if raw is None:
        return None
    return Target(TargetKind(raw["kind"]), Domain(raw["domain"]), raw["bucket"], raw["region"])


def _time_to_json(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _time_from_json(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _id_to_json(certificate_id: CertificateId | None) -> str | None:
    return None if certificate_id is None else str(certificate_id)


def _id_from_json(text: str | None) -> CertificateId | None:
    return None if text is None else CertificateId.parse(text)
