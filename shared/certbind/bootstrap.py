"""The composition root: settings in, use cases with their adapters out, one factory a function.

Use cases and SDKs are imported inside the factories, so that a function imports what it uses.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from certbind.config import NoticeSettings
from certbind.values import replace
from certbind.wiring import instance
from certbind.wiring.clock import SystemClock
from certbind.wiring.invocation import Wiring
from certbind.wiring.required_settings import Environment, settings_to_read, settings_to_send
from certbind.wiring.rules import rules
from certbind.wiring.visitors import crl_source, probe

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.envelopes import Delivery
    from certbind.ports.ledger import KeptReports
    from certbind.ports.queues import EventQueue
    from certbind.requests import EmergencyRequest, HardenRequest, RollbackRequest
    from certbind.usecases.account.sweep import Sweep
    from certbind.usecases.certificates.watch import WatchCertificates
    from certbind.usecases.operate.timer_failures import TimerFailures
    from certbind.usecases.overview.keep_report import File, KeepReport
    from certbind.usecases.overview.report import AccountReport
    from certbind.usecases.protect.notices import TellAfterSweep
    from certbind.usecases.protect.told_sweep import SweepAndTell
    from certbind.usecases.renew.ordering import Ordering
    from certbind.usecases.rotate.outcome import Outcome
    from certbind.usecases.rotate.world import Rules, Sources
    from certbind.usecases.serving.harden_by_policy import HardenByPolicy
    from certbind.usecases.serving.patience import Patience
    from certbind.usecases.serving.telling import ProtectReport
    from certbind.usecases.wishes.rollback import Rollback
    from certbind.usecases.wishes.rollback_report import RollbackReport

RETRIES_OF_A_REPORT = 20.0
"""Seconds in which keeping the report is tried anew; it is none of the sweep's work."""


def certificate_event(
    environment: Environment, seconds_left: float
) -> Callable[[Delivery], Outcome]:
    """The handler of the queue's messages; ConfigError when settings are missing."""
    wiring = Wiring(settings_to_send(environment), seconds_left, keeps_facts=True)
    from certbind.usecases.certificates.handle_event import HandleEvent  # noqa: PLC0415

    connected = _sources(wiring, looks=True), wiring.queue(), rules(wiring.settings)
    settings = wiring.settings
    snapshot = instance.snapshot(settings.endpoints, settings.ledger_bucket)
    return HandleEvent(*connected, _ordering(wiring), snapshot)


def watch(environment: Environment, seconds_left: float) -> WatchCertificates:
    """The short timer's work: CAS, the ledger and the queue, no target."""
    settings = settings_to_send(environment)
    from certbind.usecases.certificates.watch import WatchCertificates  # noqa: PLC0415

    wiring = Wiring(settings, seconds_left)
    return WatchCertificates(SystemClock(), wiring.inventory(), wiring.queue(), wiring.journal())


def recheck(environment: Environment, seconds_left: float) -> SweepAndTell:
    """The long timer's work. No call is repeated in the time that is kept for the report."""
    ends_at = time.monotonic() + seconds_left
    settings = settings_to_send(environment)  # refuses foreign packages, before any is imported
    from certbind.usecases.account.sweep import Sweep  # noqa: PLC0415
    from certbind.usecases.account.turns.sweep_turn import reserve  # noqa: PLC0415
    from certbind.usecases.protect.told_sweep import SweepAndTell  # noqa: PLC0415

    def left() -> float:
        return ends_at - time.monotonic()

    kept_back = reserve(seconds_left) / 2
    sources, queue, policy = connect(environment, seconds_left - kept_back, keeps_facts=True)
    audience = keep_report(environment, sources, lambda: left() > kept_back)
    port, time_left = settings.probe.https_port, seconds_left - kept_back
    hardens = _hardens(environment, time_left, sources, policy)
    sweep = Sweep(sources, queue, policy, left, audience, port, hardens)
    return SweepAndTell(sweep, lambda: _teller(environment, sources, left))


def _teller(
    environment: Environment, sources: Sources, seconds_left: Callable[[], float]
) -> TellAfterSweep:
    """ConfigError for an address that is none: told in the answer, after the work."""
    from certbind.usecases.protect.notices import TellAfterSweep  # noqa: PLC0415
    from certbind.wiring.notices import notifiers  # noqa: PLC0415

    settings = NoticeSettings.from_env(environment)
    receivers = notifiers(settings)
    return TellAfterSweep(
        sources.journal, sources.clock, receivers, settings.language, seconds_left
    )


def recheck_without_end(environment: Environment, seconds_left: float) -> Sweep:
    """As recheck, where a person waits for all of it. seconds_left: for repeated calls."""
    connected = connect(environment, seconds_left)
    from certbind.usecases.account.sweep import Sweep  # noqa: PLC0415

    port = settings_to_send(environment).probe.https_port
    audience = keep_report(environment, connected[0], lambda: True)
    hardens = _hardens(environment, seconds_left, connected[0], connected[2])
    return Sweep(*connected, audience=audience, https_port=port, hardens=hardens)


def _hardens(
    environment: Environment, seconds_left: float, sources: Sources, rules: Rules
) -> HardenByPolicy | None:
    """What a sweep is given besides, where CERTBIND_HARDEN names something. Nobody looks on, so a
    target that takes no writes is not waited for.
    """
    if not rules.policy.hardens:
        return None
    from certbind.usecases.serving.harden_by_policy import HardenByPolicy  # noqa: PLC0415
    from certbind.usecases.serving.patience import Patience  # noqa: PLC0415
    from certbind.usecases.serving.settings_journal import SettingsJournal  # noqa: PLC0415
    from certbind.usecases.serving.settings_write import WriteSettings  # noqa: PLC0415

    settings = Wiring(settings_to_read(environment), seconds_left).served()
    journal = SettingsJournal(sources.journal, sources.clock)
    write = WriteSettings(settings, journal, Patience(time.sleep, longest=0), is_narrow=True)
    return HardenByPolicy(sources, settings, rules, write)


def keep_report(
    environment: Environment, sources: Sources, has_time: Callable[[], bool]
) -> KeepReport:
    """What a sweep leaves for people; views are read when it is over."""
    from certbind.usecases.overview.keep_report import KeepReport  # noqa: PLC0415

    def render(report: AccountReport) -> Iterable[File]:
        from certbind.views.kept_files import kept_files  # noqa: PLC0415

        return kept_files(report)

    return KeepReport(sources, kept_reports(environment, RETRIES_OF_A_REPORT), render, has_time)


def timer_failures(environment: Environment, seconds_left: float, timer: str) -> TimerFailures:
    """What the ledger remembers of a timer's calls."""
    settings = settings_to_send(environment)
    from certbind.usecases.operate.timer_failures import TimerFailures  # noqa: PLC0415

    return TimerFailures(Wiring(settings, seconds_left).journal(), SystemClock(), timer)


def rollback(
    environment: Environment, seconds_left: float
) -> Callable[[RollbackRequest], RollbackReport]:
    """The manual way back; nobody looks at visitors there."""
    ends_at = time.monotonic() + seconds_left
    return replace(
        rollback_without_end(environment, seconds_left),
        seconds_left=lambda: ends_at - time.monotonic(),
    )


def rollback_without_end(environment: Environment, seconds_left: float) -> Rollback:
    """As rollback, where a person waits for all of it. seconds_left: for repeated calls."""
    sources, queue, rules = connect(environment, seconds_left, looks=False)
    from certbind.usecases.wishes.rollback import Rollback  # noqa: PLC0415

    return Rollback(sources, queue, rules)


def harden(
    environment: Environment, seconds_left: float
) -> Callable[[HardenRequest], ProtectReport]:
    """How domains are served besides their certificates."""
    settings = settings_to_read(environment)
    from certbind.usecases.serving.harden import Harden  # noqa: PLC0415

    wiring = Wiring(settings, seconds_left)
    sources = _sources(wiring, looks=True)
    return Harden(sources, wiring.served(), rules(settings), _patience(seconds_left))


def emergency(
    environment: Environment, seconds_left: float
) -> Callable[[EmergencyRequest], ProtectReport]:
    """A person's orders when certificates fail."""
    settings = settings_to_send(environment)
    from certbind.usecases.rotate.step.take import TakeStep  # noqa: PLC0415
    from certbind.usecases.serving.downgrade import Downgrade  # noqa: PLC0415
    from certbind.usecases.serving.emergency import Emergency  # noqa: PLC0415
    from certbind.usecases.serving.failover import Failover  # noqa: PLC0415
    from certbind.usecases.serving.restore import Restore  # noqa: PLC0415
    from certbind.usecases.wishes.rollback import Rollback  # noqa: PLC0415

    wiring = Wiring(settings, seconds_left)
    sources, queue, policy = _sources(wiring, looks=True), wiring.queue(), rules(settings)
    patience = _patience(seconds_left)
    ways = sources, wiring.served(), policy, patience
    return Emergency(
        Failover(sources, policy, Rollback(sources, queue, policy), patience),
        Downgrade(*ways),
        Restore(*ways, TakeStep(sources, queue, policy)),
    )


def _patience(seconds_left: float) -> Patience:
    from certbind.usecases.serving.patience import Patience  # noqa: PLC0415

    ends_at = time.monotonic() + seconds_left
    return Patience(time.sleep, lambda: ends_at - time.monotonic())


def connect(
    environment: Environment,
    seconds_left: float,
    *,
    looks: bool = True,
    keeps_facts: bool = False,
) -> tuple[Sources, EventQueue, Rules]:
    """What is read, where messages go, and the rules, for one invocation of `seconds_left`
    seconds. looks: whether visitors may be looked at; keeps_facts: see Wiring.
    """
    wiring = Wiring(settings_to_send(environment), seconds_left, keeps_facts=keeps_facts)
    return _sources(wiring, looks=looks), wiring.queue(), rules(wiring.settings)


def connect_to_read(environment: Environment, seconds_left: float) -> tuple[Sources, Rules]:
    """As `connect`, for what sends nothing: no queue is needed."""
    wiring = Wiring(settings_to_read(environment), seconds_left)
    return _sources(wiring, looks=True), rules(wiring.settings)


def kept_reports(environment: Environment, seconds_left: float) -> KeptReports:
    """Where recheck keeps what people look at."""
    return Wiring(settings_to_read(environment), seconds_left).reports()


def _sources(wiring: Wiring, *, looks: bool) -> Sources:
    from certbind.usecases.rotate.world import Sources  # noqa: PLC0415

    return Sources(
        SystemClock(),
        wiring.inventory(),
        wiring.targets(),
        wiring.journal(),
        probe(wiring.settings.probe) if looks else None,
        instance.rollouts(wiring.settings.endpoints, wiring.settings.ledger_bucket),
        crls=crl_source(wiring.settings.probe),
        records=wiring.records(),
        deployments=wiring.deployments(),
        jobs=instance.jobs(wiring.settings.endpoints),
        hosting=wiring.hosting(),
        resources=wiring.resources(),
        products=wiring.products(),
        kept=wiring.reports(),
        settings=wiring.served(),
        settings_kept=instance.settings_kept(wiring.settings.endpoints),
        quotas=wiring.quotas(),
    )


def _ordering(wiring: Wiring) -> Ordering | None:
    """None where nobody switched renewals on: then nothing of it is imported either."""
    if not wiring.settings.policy.renews:
        return None
    from certbind.usecases.renew.ordering import Ordering  # noqa: PLC0415

    return Ordering(wiring.orders(), wiring.records(), wiring.zones())
