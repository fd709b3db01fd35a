"""An account whose domains are served well, and a person who orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Target
from certbind.domain.serving.bucket_policy import denies_plain_http
from certbind.domain.serving.functions import is_on
from certbind.domain.serving.values import POLICY
from certbind.domain.trust.chain import TrustAnchors
from certbind.requests import EmergencyAction, EmergencyRequest, HardenRequest
from certbind.usecases.rotate.outcome import Outcome
from certbind.usecases.rotate.step.take import TakeStep
from certbind.usecases.serving.downgrade import Downgrade
from certbind.usecases.serving.emergency import Emergency
from certbind.usecases.serving.failover import Failover
from certbind.usecases.serving.harden import Harden
from certbind.usecases.serving.patience import Patience
from certbind.usecases.serving.restore import Restore
from certbind.usecases.serving.telling import ProtectReport
from certbind.usecases.wishes.rollback import Rollback
from tests.fakes.settings import FakeSettings
from tests.fakes.trouble import Trouble
from tests.unit.usecases.account import CDN, WWW, Account, certificate, install, with_binding
from tests.unit.usecases.authority import chain_of

HTTPS, CHAIN = chain_of(certificate(1, WWW.domain, CDN.domain, days_left=90))
BACKUP, BACKUP_CHAIN = chain_of(
    replace(certificate(2, WWW.domain, CDN.domain, days_left=60), issuer="Another CA")
)
_INVOCATIONS = count(1)


class Scene:
    """Both domains are bound and served; time passes where somebody waits."""

    def __init__(self, anchors: TrustAnchors, policy: Policy | None = None) -> None:
        bound = (with_binding(WWW, HTTPS), with_binding(CDN, HTTPS))
        self.account = Account(*bound, anchors=anchors, policy=policy)
        self.account.inventory.add(HTTPS, CHAIN)
        self.account.inventory.add(BACKUP, BACKUP_CHAIN)
        self.settings = FakeSettings(self.account.targets)
        self.waited: Callable[[], object] = lambda: None
        for target in (WWW, CDN):
            self.account.probe.serve(target.domain, CHAIN)

    def install(self, trouble: Trouble) -> None:
        """Let every port pass through one Trouble."""
        install(self.account, trouble)
        self.settings.trouble = trouble

    def texts(self, target: Target) -> dict[str, str]:
        return dict(self.settings.read(target).texts)

    def harden(self, *domains: Any, **more: Any) -> ProtectReport:
        request = HardenRequest(domains, request_id=_id(), **{"dry_run": False, **more})
        account = self.account
        return Harden(account.sources, self.settings, account.rules, self._patience)(request)

    def order(self, action: EmergencyAction, target: Target, **more: Any) -> Outcome:
        request = EmergencyRequest(
            action, target.domain, request_id=_id(), **{"dry_run": False, **more}
        )
        sources, queue, rules = self.account.connected
        ways = sources, self.settings, rules, self._patience
        emergency = Emergency(
            Failover(sources, rules, Rollback(sources, queue, rules), self._patience),
            Downgrade(*ways),
            Restore(*ways, TakeStep(sources, queue, rules)),
        )
        (outcome,) = emergency(request).outcomes
        return outcome

    def downgrade(self, target: Target, **more: Any) -> Outcome:
        return self.order(EmergencyAction.DOWNGRADE, target, **more)

    def restore(self, target: Target, **more: Any) -> Outcome:
        return self.order(EmergencyAction.RESTORE, target, **more)

    def fail_over(self, target: Target, **more: Any) -> Outcome:
        return self.order(EmergencyAction.FAILOVER, target, **more)

    def keeps_nobody_out(self, target: Target) -> bool:
        """Who comes by plain HTTP is answered, or gets HTTPS."""
        seen = self.settings.read(target)
        if not self.account.binding(target).is_empty:
            return True
        if target.bucket:
            return not denies_plain_http(seen.texts.get(POLICY), target.bucket)
        return not is_on(seen, "https_force") and not is_on(seen, "HSTS")

    @property
    def _patience(self) -> Patience:
        return Patience(self._pause, longest=60.0)

    def _pause(self, seconds: float) -> None:
        self.account.clock.advance(timedelta(seconds=seconds))
        self.waited()


def _id() -> str:
    return f"manual-{next(_INVOCATIONS)}"
