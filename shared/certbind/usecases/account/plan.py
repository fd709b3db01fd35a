"""What certbind would do now, for every domain or some: the exact difference, nothing changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from certbind.domain.decide.decision import Decision, Tone
from certbind.domain.hygiene.quotas import Forecast
from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import Absent, BoundTarget, ScanFailure
from certbind.domain.situation.named import absent_names
from certbind.domain.situation.reading import Known, Unread
from certbind.domain.situation.routing import in_order
from certbind.domain.situation.situation import Situation, Wish
from certbind.ports.certificates import Orders
from certbind.ports.dns import DnsZones, RecordLookup
from certbind.usecases.account.canaries import Canaries
from certbind.usecases.account.rows import LISTED, rows
from certbind.usecases.account.scanned import Scanned, in_parallel, situation_of
from certbind.usecases.renew.line_words import LinePlan, LineWords, plan_lines
from certbind.usecases.rotate.gather import Gather, read_certificates
from certbind.usecases.rotate.reads.quotas import QUOTAS, read_quotas
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """One decision a target. unread: parts of the account that could not be seen.

    absent: what settings name and the account has not. limits: the settings that leave parts of
    the account out of sight. known: every domain in sight.
    renewals: the lines whose renewal is due, with what it would take. short: quotas in which what
    is planned finds no place, or soon none.
    """

    decisions: tuple[Decision, ...]
    unread: tuple[ScanFailure, ...]
    certificates: int
    absent: tuple[Absent, ...] = ()
    limits: tuple[str, ...] = ()
    known: tuple[Domain, ...] = ()
    renewals: tuple[LinePlan, ...] = ()
    short: tuple[Forecast, ...] = ()

    @property
    def to_do(self) -> tuple[Decision, ...]:
        """What would be bound, now or when what holds it back has gone."""
        return tuple(one for one in self.decisions if _is_bind(one))

    @property
    def refused(self) -> tuple[Decision, ...]:
        """What should change and a person has to do something first."""
        return tuple(one for one in self.decisions if one.is_refusal and not _is_bind(one))

    @property
    def kept(self) -> tuple[Decision, ...]:
        """What stays as it is."""
        others = {id(one) for one in (*self.to_do, *self.refused)}
        return tuple(one for one in self.decisions if id(one) not in others)

    @property
    def failures(self) -> tuple[ScanFailure, ...]:
        """Every part and every domain that could not be read."""
        domains = (
            ScanFailure(str(one.target), one.unread.code, one.unread.detail, one.unread.retryable)
            for one in self.decisions
            if one.unread is not None
        )
        return (*self.unread, *domains)


@dataclass(frozen=True, slots=True)
class PlanAccount:
    """`certbind plan`: what would be done at each target, all read exactly."""

    sources: Sources
    rules: Rules
    orders: Orders | None = None
    records: RecordLookup | None = None
    zones: DnsZones | None = None

    def __call__(self, domains: Collection[Domain] = (), wish: Wish | None = None) -> AccountPlan:
        """`domains` empty: everywhere. wish: what a person asks for at each of them.

        CloudError when CAS's list could not be read; NotFoundError when CAS does not hold the
        certificate that a wish names.
        """
        listed = read_certificates(self.sources, self.rules)
        scan = self.sources.targets.scan()
        wanted = [one for one in in_order(scan) if not domains or one.target.domain in domains]
        gather = Gather(self.sources, self.rules, Known(listed))
        if wish is not None and wish.certificate is not None:
            gather.read_or_raise(wish.certificate)

        scanned = Scanned.of(scan)

        def decide(bound: BoundTarget) -> tuple[Situation, Decision]:
            situation = situation_of(gather, bound, scanned, wish)
            return situation, gather.decide(situation)

        pairs = Canaries(self.rules.times).all_in_turn(in_parallel(decide, wanted))
        decisions = tuple(decision for _, decision in pairs)
        quotas = read_quotas(self.sources.quotas, scan, self.sources.clock.now())
        unread = scan.failures
        if isinstance(quotas, Unread):
            failed = ScanFailure(QUOTAS, quotas.code, quotas.detail, quotas.retryable)
            unread = (*unread, failed)
        counted = quotas.value if isinstance(quotas, Known) else ()
        return AccountPlan(
            decisions,
            unread,
            len(listed.listed),
            absent_names(self.rules.policy, scan, listed),
            scan.limits,
            tuple(sorted({one.target.domain for one in scan.targets})),
            plan_lines(self._lines(), decisions),
            tuple(one for one in counted if one.short is not None),
        )

    def _lines(self) -> LineWords:
        return LineWords(self.sources, self.rules, self.orders, self.records, self.zones)


def plan_details(plan: AccountPlan, listed: int | None = LISTED) -> dict[str, Any]:
    """A plan as records and `--json` show it: counts whole, lists cut at `listed`."""
    refused = tuple((one, why_refused(one)) for one in plan.refused)
    told = rows(plan.to_do, plan.kept, refused, plan.failures, plan.absent, listed)
    short = [f"{one.short.value}: {one.told}" for one in plan.short if one.short]
    renewals = [one.to_json() for one in plan.renewals[:listed]]
    return {**told, "renewals": renewals, "quotas": short}


def why_refused(decision: Decision) -> tuple[tuple[str, str], ...]:
    """Every reason; being out of scope is none where a wider scope would mend nothing."""
    first, *more = decision.reasons
    return (first, *(one for one in more if one[0] != Reason.PLAN_ONLY.value))


def _is_bind(decision: Decision) -> bool:
    """What only waits (for CERTBIND_BIND, for a target that is busy) is to be done still; what a
    person's hand holds is not.
    """
    if decision.bind is not None:
        return True
    if decision.would is None or decision.word == Reason.HELD.value:
        return False
    return decision.tone is Tone.WAITS or decision.word == Reason.PLAN_ONLY.value
