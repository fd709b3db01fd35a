"""Making the account ready, and the way back: look, plan, then one step after the other.

Nothing is half-made for long: a failure stops with what was done and what is left, and the next
run looks again and goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from certbind.domain.deployment.resources import TRUST, Deployment
from certbind.errors import CertbindError
from certbind.ports.keepers import LedgerKeeper, QueueKeeper, RoleKeeper
from certbind.usecases.operate.setup_plan import Change, Observed, Step, Thing, plan_setup
from certbind.usecases.operate.teardown_plan import plan_teardown
from certbind.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class SetupReport:
    """done, failed and left together are the plan's work; error: why `failed` did."""

    done: tuple[Step, ...]
    failed: Step | None = None
    left: tuple[Step, ...] = ()
    error: CertbindError | None = None

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "done": [step.to_json() for step in self.done],
            "failed": self.failed.to_json() if self.failed else None,
            "left": [step.to_json() for step in self.left],
            "error": self.error.to_json() if self.error else None,
        }


@dataclass(frozen=True, slots=True)
class SetupAccount:
    """`certbind setup` and `certbind teardown`."""

    wanted: Deployment
    queues: QueueKeeper
    ledger: LedgerKeeper
    roles: RoleKeeper

    def plan_setup(self, *, adopt: bool = False) -> tuple[Step, ...]:
        """Changes nothing."""
        return plan_setup(self.wanted, self._observe(), adopt=adopt)

    def plan_teardown(self, *, ledger: bool = False) -> tuple[Step, ...]:
        """Changes nothing."""
        seen = self._observe(with_messages=True)
        if ledger and seen.bucket is not None:
            seen = replace(seen, other_key=self.ledger.other_key())
        return plan_teardown(self.wanted, seen, ledger=ledger)

    def apply(
        self, plan: tuple[Step, ...], tell: Callable[[Step], None] = lambda _: None
    ) -> SetupReport:
        """The plan's work in order; `tell` hears of each step when it is done. A plan in which
        something is refused is not begun.
        """
        if any(step.change is Change.UNFIT for step in plan):
            return SetupReport((), left=tuple(step for step in plan if step.is_work))
        work = [step for step in plan if step.is_work]
        for number, step in enumerate(work):
            try:
                self._take(step)
            except CertbindError as error:
                return SetupReport(tuple(work[:number]), step, tuple(work[number + 1 :]), error)
            tell(step)
        return SetupReport(tuple(work))

    def _observe(self, *, with_messages: bool = False) -> Observed:
        queues = {name: self.queues.read(name) for name, _ in self.wanted.queues}
        names = [role.name for role in self.wanted.roles]
        full = {
            name
            for name, there in queues.items()
            if with_messages and there is not None and self.queues.holds_messages(name)
        }
        return Observed(
            queues,
            self.ledger.read(),
            {name: self.roles.role(name) for name in names},
            {name: self.roles.policy(name) for name in names},
            frozenset(full),
        )

    def _take(self, step: Step) -> None:
        taken: Mapping[tuple[Thing, Change], Callable[[str], None]] = {
            (Thing.QUEUE, Change.CREATE): self._create_queue,
            (Thing.QUEUE, Change.CHANGE): self._change_queue,
            (Thing.QUEUE, Change.DELETE): self.queues.delete,
            (Thing.BUCKET, Change.CREATE): lambda _: self.ledger.create(),
            (Thing.BUCKET, Change.DELETE): lambda _: self.ledger.delete(),
            (Thing.BUCKET_ACL, Change.CHANGE): lambda _: self.ledger.make_private(),
            (Thing.PUBLIC_ACCESS, Change.CREATE): lambda _: self.ledger.block_public_access(),
            (Thing.ROLE, Change.CREATE): self._create_role,
            (Thing.ROLE, Change.DELETE): self.roles.delete_role,
            (Thing.TRUST, Change.CHANGE): self._change_trust,
            (Thing.POLICY, Change.CREATE): self._create_policy,
            (Thing.POLICY, Change.CHANGE): self._change_policy,
            (Thing.POLICY, Change.DELETE): self.roles.delete_policy,
            (Thing.ATTACHMENT, Change.CREATE): self.roles.attach,
            (Thing.ATTACHMENT, Change.DELETE): self._detach_all,
        }
        taken[step.thing, step.change](step.name)

    def _create_queue(self, name: str) -> None:
        self.queues.create(name, dict(self.wanted.queues)[name])

    def _change_queue(self, name: str) -> None:
        self.queues.change(name, dict(self.wanted.queues)[name])

    def _create_role(self, name: str) -> None:
        self.roles.create_role(name, TRUST, self.wanted.description)

    def _change_trust(self, name: str) -> None:
        self.roles.change_trust(name, TRUST, self.wanted.description)

    def _create_policy(self, name: str) -> None:
        self.roles.create_policy(name, self._document(name), self.wanted.description)

    def _change_policy(self, name: str) -> None:
        self.roles.change_policy(name, self._document(name))

    def _detach_all(self, name: str) -> None:
        there = self.roles.role(name)
        for kind, policy in there.attached if there else ():
            self.roles.detach(name, kind, policy)

    def _document(self, name: str) -> Mapping[str, Any]:
        return next(role.document for role in self.wanted.roles if role.name == name)
