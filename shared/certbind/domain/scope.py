"""Which domains certbind may change by itself: all, none (plan only), or those that are named.

An account with hundreds of domains starts with none, reads what would be done, and names its
domains one by one (docs/guides/existing-account.md). A person's own command is not held back.
"""

from __future__ import annotations

from certbind.domain.decision import Bind, Decision, Keep
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason


def in_scope(decision: Decision, policy: Policy) -> Decision:
    """`decision`, or Keep that says what would be bound where the owner has not allowed it."""
    if not isinstance(decision, Bind) or policy.may_bind(decision.target.domain):
        return decision
    would = f"would bind {decision.certificate.id} ({decision.reason})"
    return Keep(decision.target, Finding(Reason.PLAN_ONLY, would))
