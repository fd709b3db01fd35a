"""How a certificate whose chain nobody could read before binding does at one product.

One domain tries it first (the canary), and the others follow when its visitors are seen to get it.
Nothing freezes them: who tries has an hour, then the next one may; after a day nobody waits. It is
kept in a journal of its own (`rollout/<product>-<certificate>`), where creating the next entry is
the claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import Any

from certbind.domain.lifecycle.binding_json import of
from certbind.domain.lifecycle.state_json import NewerStateError
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.values import dataclass, replace

VERSION = 1

TRIES_FOR = timedelta(hours=1)
"""So long a domain may be the only one that has it; a series of looks takes 45 min at most."""

WAITS_FOR = timedelta(hours=24)
"""From the first claim on; then it is bound everywhere, proven or not. What failed stays so."""

_LEASE = timedelta(minutes=5)
"""Nobody goes on with a claim that may end while the bind is made."""


class RolloutStage(Enum):
    """What is known of the certificate at this product."""

    UNTRIED = "untried"
    TRYING = "trying"
    PROVEN = "proven"  # visitors of a domain were seen to get it
    FAILED = "failed"  # visitors of the one that tried it were refused, in two looks


@dataclass(frozen=True, slots=True)
class Rollout:
    """domain: that tries it, or where it was seen. ago: since that domain claimed it; spent: since
    the first claim. fault: why it failed, a stable code.
    """

    stage: RolloutStage = RolloutStage.UNTRIED
    domain: Domain | None = None
    ago: timedelta = timedelta()
    spent: timedelta = timedelta()
    fault: str = ""

    def is_claimed_by(self, domain: Domain) -> bool:
        """Whether the domain may go on without claiming it anew."""
        return self._is_tried and self.domain == domain and self.ago < TRIES_FOR - _LEASE

    def is_tried_elsewhere(self, domain: Domain) -> bool:
        """Whether another domain has its hour."""
        return self._is_tried and self.domain != domain and self.ago < TRIES_FOR

    @property
    def has_waited_enough(self) -> bool:
        """Whether nobody waits any more for a domain that tries it."""
        return self._is_tried and self.spent >= WAITS_FOR

    @property
    def _is_tried(self) -> bool:
        return self.stage is RolloutStage.TRYING


def subject_of_rollout(certificate: CertificateId, product: ProductName) -> str:
    """The subject of its journal."""
    return f"rollout/{product}-{certificate}"


def aged(rollout: Rollout, age: timedelta) -> Rollout:
    """So much later, by the ledger's clock."""
    return replace(rollout, ago=rollout.ago + age, spent=rollout.spent + age)


def claimed(rollout: Rollout, domain: Domain) -> Rollout | None:
    """The domain tries it; None where there is nothing to claim: it is settled, or its own."""
    settled = rollout.stage in (RolloutStage.PROVEN, RolloutStage.FAILED)
    if settled or rollout.is_claimed_by(domain):
        return None
    spent = rollout.spent if rollout.stage is RolloutStage.TRYING else timedelta()
    return Rollout(RolloutStage.TRYING, domain, timedelta(), spent)


def proven(rollout: Rollout, domain: Domain) -> Rollout | None:
    """Visitors of the domain get it; None where that says nothing new. What failed at one domain
    stays so: elsewhere a person may have named it.
    """
    if rollout.stage in (RolloutStage.PROVEN, RolloutStage.FAILED):
        return None
    return replace(rollout, stage=RolloutStage.PROVEN, domain=domain)


def failed(rollout: Rollout, domain: Domain, fault: str) -> Rollout | None:
    """Visitors of the one that tries it are refused. A late failure goes over an early proof."""
    if rollout.stage is RolloutStage.FAILED:
        return None
    return replace(rollout, stage=RolloutStage.FAILED, domain=domain, fault=fault)


def rollout_to_json(rollout: Rollout) -> dict[str, Any]:
    """As the state of its entry."""
    return {
        "version": VERSION,
        "stage": rollout.stage.value,
        "domain": rollout.domain,
        "ago": int(rollout.ago.total_seconds()),
        "spent": int(rollout.spent.total_seconds()),
        "fault": rollout.fault,
    }


def rollout_from_json(raw: Mapping[str, Any]) -> Rollout:
    """The inverse. NewerStateError for a later version; ValueError, KeyError, TypeError or
    AttributeError for anything else than a rollout.
    """
    version = of(raw, "version", int)
    if version > VERSION:
        raise NewerStateError(f"its state is of version {version}, this certbind writes {VERSION}")
    stage = RolloutStage(raw["stage"])
    ago, spent = (timedelta(seconds=of(raw, name, int)) for name in ("ago", "spent"))
    if min(ago, spent) < timedelta():
        raise ValueError("a time is negative")
    domain = None if raw["domain"] is None else Domain(of(raw, "domain", str))
    if (domain is None) is not (stage is RolloutStage.UNTRIED):
        raise ValueError("a rollout that no domain tries")
    return Rollout(stage, domain, ago, spent, of(raw, "fault", str))
