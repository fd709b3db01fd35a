"""What a sweep sees of one domain as its visitors do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from certbind.domain.decide.direction import points_elsewhere
from certbind.domain.model.certificate import Certificate, LeafIdentity
from certbind.domain.model.policy import ExpiryStage, expiry_stage
from certbind.domain.model.target import BoundTarget
from certbind.domain.trust.observation import Observation
from certbind.domain.trust.summary import summarise
from certbind.domain.trust.verdict import Expectation, Verdict, judge
from certbind.domain.trust.verdict import Outcome as Seen
from certbind.usecases.recheck_report import RecheckFinding
from certbind.usecases.world import Ports, Rules


@dataclass(frozen=True, slots=True)
class Served:
    """is_well: visitors get what is bound, soundly.

    end: says that what is served nears its end, None while it does not. For a certificate that
    CAS does not hold nothing else tells it.
    """

    findings: tuple[tuple[RecheckFinding, str], ...]
    is_well: bool
    end: str | None


def look_at_visitors(
    bound: BoundTarget, current: Certificate | None, ports: Ports, rules: Rules
) -> Served:
    """One look at every address of a domain to which something is bound.

    current: what is bound, where CAS holds it.
    """
    binding = bound.binding
    leaf = LeafIdentity.of(current) if current else LeafIdentity(binding.sha256, binding.sha1)
    observation = ports.probe.observe(bound.target.domain)
    now = ports.clock.now()
    verdict = judge(observation, Expectation(bound.target.domain, leaf, None), rules.anchors, now)
    findings = tuple(_findings(bound, observation, verdict))
    return Served(findings, verdict.outcome not in _FINDINGS, _end(verdict, now))


def _findings(
    bound: BoundTarget, observation: Observation, verdict: Verdict
) -> Iterator[tuple[RecheckFinding, str]]:
    elsewhere = points_elsewhere(bound, observation.cname_chain)
    if elsewhere is not None:
        yield RecheckFinding.DNS_ELSEWHERE, elsewhere.detail
    finding = _FINDINGS.get(verdict.outcome)
    if finding is not None:
        yield finding, summarise(verdict)


def _end(verdict: Verdict, now: datetime) -> str | None:
    """Of the leaf that ends first. One that has ended is not sound, which is told already."""
    leaves = [one.served for one in verdict.addresses if one.served is not None]
    if not leaves:
        return None
    first = min(leaves, key=lambda leaf: leaf.not_after)
    stage = expiry_stage(first.not_before, first.not_after, now)
    if stage in (None, ExpiryStage.EXPIRED):
        return None
    return (
        f"what is served ends {first.not_after:%Y-%m-%d} ({stage.value}), and CAS does not "
        "hold it, as far as it is read; no better one is there, or may be bound by itself"
    )


_FINDINGS = {
    Seen.PARTLY: RecheckFinding.SERVED_NOT_BOUND,
    Seen.OLD: RecheckFinding.SERVED_NOT_BOUND,
    Seen.OTHER: RecheckFinding.SERVED_NOT_BOUND,
    Seen.BROKEN: RecheckFinding.NOT_SOUND,
    Seen.UNREACHABLE: RecheckFinding.UNREACHABLE,
    Seen.NOT_ALL_SEEN: RecheckFinding.UNREACHABLE,
}
