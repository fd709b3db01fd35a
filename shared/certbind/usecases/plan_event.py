"""A certificate event: which domains it concerns, and one message for each that is to change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from certbind.domain.decide.eligibility import check_name
from certbind.domain.decide.routing import RoutedTarget, route
from certbind.domain.lifecycle.journal import Entry, EntryKind, Record, seal
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.target import UNBOUND, TargetScan
from certbind.domain.plan import Bind, Cannot, Keep, Plan, plan_certificate
from certbind.domain.scope import in_scope
from certbind.domain.trust.names import covers_any
from certbind.errors import LedgerConflictError, NotFoundError
from certbind.events import CertificateEvent, bind_command
from certbind.usecases.outcome import Outcome, Result
from certbind.usecases.reading import read_certificates, read_chain
from certbind.usecases.world import Ports, Rules

LISTED = 100
"""How many domains an entry names of each kind; the counts are always whole."""


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """Handles `issued` and `renewed`: reads the lists once, queues one BindCommand a domain.

    A command carries the decision to look again, not the decision: BindTarget reads afresh.
    """

    ports: Ports
    rules: Rules

    def __call__(self, event: CertificateEvent) -> Outcome:
        """The event to its recorded outcome; safe to repeat."""
        subject = certificate_subject(event.certificate)
        newest = self.ports.journal.newest(subject)
        if newest is not None and event.id in newest.record.state.get("handled", []):
            return _duplicate(event, newest)
        try:
            certificate = self.ports.inventory.certificate(event.certificate)
        except NotFoundError as error:
            return self._unknown_certificate(event, newest, error)
        scan = self.ports.targets.scan()
        plan = self._plan(event, certificate, scan)
        for decision in plan.decisions:
            if isinstance(decision, Bind):
                self.ports.queue.send(
                    bind_command(decision.target, certificate.id, cause=event.id)
                )
        return self._record_plan(event, newest, certificate, plan, scan)

    def _plan(self, event: CertificateEvent, certificate: Certificate, scan: TargetScan) -> Plan:
        routed = tuple(_to_be_looked_at(one) for one in route(scan))
        ids = {one.bound.binding.certificate_id for one in routed}
        ids |= {event.replaces, *(pin for _, pin in self.rules.policy.pins)}
        known = read_certificates(
            self.ports.inventory, (i for i in ids if i not in (None, certificate.id))
        )
        plan = plan_certificate(
            certificate,
            routed,
            self.ports.clock.now(),
            chain=read_chain(self.ports.inventory, certificate.id),
            anchors=self.rules.anchors,
            policy=self.rules.policy,
            known=known,
        )
        replaced = known.get(event.replaces) if event.replaces else None
        decisions = (in_scope(one, self.rules.policy) for one in plan.decisions)
        return Plan((*decisions, *_left_behind(plan, routed, replaced, certificate)))

    def _unknown_certificate(
        self, event: CertificateEvent, newest: Entry | None, error: NotFoundError
    ) -> Outcome:
        """CAS may show it a moment later, and the event come again: it is not over."""
        kind = EntryKind.EVENT_REFUSED
        self._append(event, newest, kind, error.code, str(error), {}, is_over=False)
        return Outcome(Result.REFUSED, str(event.certificate), str(error), error.code, event.id)

    def _record_plan(
        self,
        event: CertificateEvent,
        newest: Entry | None,
        certificate: Certificate,
        plan: Plan,
        scan: TargetScan,
    ) -> Outcome:
        details = plan_details(plan, scan)
        counts = details["counts"]
        message = (
            f"{event.type.value} {certificate.id} ({', '.join(certificate.names[:3])}): "
            f"{counts['bind']} to bind, {counts['keep']} kept, {counts['cannot']} cannot."
        )
        if scan.failures:
            message += f" {len(scan.failures)} part(s) of the account could not be read."
        refused = not counts["bind"] and counts["cannot"] > 0
        kind = EntryKind.EVENT_REFUSED if refused else EntryKind.EVENT_PLANNED
        reason = details["cannot"][0]["reasons"][0]["reason"] if refused else ""
        is_over = not scan.failures
        self._append(event, newest, kind, reason, message, details, is_over=is_over)
        result = Result.PLANNED if counts["bind"] else Result.NOTHING_TO_DO
        return Outcome(
            Result.REFUSED if refused else result,
            str(certificate.id),
            message,
            reason,
            event.id,
            details,
        )

    def _append(
        self,
        event: CertificateEvent,
        newest: Entry | None,
        kind: EntryKind,
        reason: str,
        message: str,
        details: dict[str, Any],
        *,
        is_over: bool,
    ) -> None:
        """is_over: whether the event, should it come again, has nothing left to do."""
        handled = list(newest.record.state.get("handled", [])) if newest else []
        handled = [*handled, event.id][-32:] if is_over else handled
        record = Record(kind, event.id, reason, message, details, {"handled": handled})
        subject = certificate_subject(event.certificate)
        try:
            self.ports.journal.append(seal(subject, newest, self.ports.clock.now(), record))
        except LedgerConflictError:
            # A duplicate was faster; unless it was another event, its outcome is on record.
            newest = self.ports.journal.newest(subject)
            if newest is None or event.id not in newest.record.state.get("handled", []):
                raise


def certificate_subject(certificate_id: CertificateId) -> str:
    """The subject under which the events of a certificate are recorded."""
    return f"certificate/{certificate_id}"


def plan_details(plan: Plan, scan: TargetScan, listed: int | None = LISTED) -> dict[str, Any]:
    """A plan as records and `--json` show it: counts whole, lists cut at `listed`."""
    binds = [_bind_json(d) for d in plan.decisions if isinstance(d, Bind)]
    keeps = [_keep_json(d) for d in plan.decisions if isinstance(d, Keep)]
    cannots = [_cannot_json(d) for d in plan.decisions if isinstance(d, Cannot)]
    return {
        "counts": {"bind": len(binds), "keep": len(keeps), "cannot": len(cannots)},
        "bind": binds[:listed],
        "keep": keeps[:listed],
        "cannot": cannots[:listed],
        "unread": [
            {"where": f.where, "code": f.code, "message": f.message} for f in scan.failures
        ][:listed],
    }


def _bind_json(decision: Bind) -> dict[str, Any]:
    return {
        "target": str(decision.target),
        "domain": decision.target.domain,
        "certificate": str(decision.certificate.id),
        "replaces": decision.expects.raw_id or None,
        "why": decision.reason,
    }


def _keep_json(decision: Keep) -> dict[str, Any]:
    return {
        "target": str(decision.target),
        "domain": decision.target.domain,
        "reason": decision.finding.reason.value,
        "why": decision.finding.detail,
    }


def _cannot_json(decision: Cannot) -> dict[str, Any]:
    return {
        "target": str(decision.target),
        "domain": decision.target.domain,
        "reasons": [{"reason": f.reason.value, "why": f.detail} for f in decision.findings],
    }


def _duplicate(event: CertificateEvent, newest: Entry) -> Outcome:
    return Outcome(
        Result.DUPLICATE,
        str(event.certificate),
        f"{event.id} is handled already, by entry {newest.sequence} of its certificate's journal "
        "at the latest; nothing is done twice.",
        event_id=event.id,
    )


def _to_be_looked_at(routed: RoutedTarget) -> RoutedTarget:
    """A binding that a list told inexactly counts as none here: BindTarget reads it exactly."""
    if routed.bound.binding_is_exact:
        return routed
    return replace(routed, bound=replace(routed.bound, binding=UNBOUND))


def _left_behind(
    plan: Plan,
    routed: Iterable[RoutedTarget],
    replaced: Certificate | None,
    certificate: Certificate,
) -> Iterator[Cannot]:
    """Domains that only the replaced certificate covers: a renewal with too few names."""
    planned = {decision.target for decision in plan.decisions}
    for one in routed:
        domain = one.bound.target.domain
        if replaced is None or one.skip is not None or one.bound.target in planned:
            continue
        if covers_any(replaced.names, domain):
            yield Cannot(one.bound.target, check_name(certificate, domain))
