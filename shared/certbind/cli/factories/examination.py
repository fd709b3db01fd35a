"""The examinations of `doctor`, wired to the adapters; nothing is judged here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from certbind.config import Settings
from certbind.domain.lifecycle.journal import ChainBreak
from certbind.domain.trust.stores.calendar import calendar
from certbind.errors import CloudError, ConfigError, UnavailableError
from certbind.ports.clock import Clock
from certbind.usecases.account import sweep
from certbind.usecases.operate import (
    doctor_account,
    doctor_machine,
    doctor_stores,
    doctor_sweep,
)
from certbind.usecases.operate.doctor import Check, Doctor, Examination, Status, ok, wrong
from certbind.usecases.rotate.lists import snapshot
from certbind.wiring import visitors
from certbind.wiring.clock import SystemClock
from certbind.wiring.commands.examined import (
    ExaminedAccount,
    Probe,
    Retry,
    read_triggers,
    refuse_wrong_packages,
    root_set_version,
)
from certbind.wiring.invocation import Wiring
from certbind.wiring.required_settings import Environment

DOMAINS_TRIED = 3
"""Bound domains that are visited: one may be out of order by itself."""


def make_doctor(
    environment: Environment,
    seconds: float,
    *,
    folder: Path,
    clock: Clock | None = None,
    retry: Retry | None = None,
) -> Doctor:
    """folder: where s.yaml is looked for. With unreadable settings, what needs none is done."""
    clock = clock or SystemClock()
    try:
        settings = Settings.from_env(environment)
    except ConfigError as error:
        unread = Examination("settings", partial(_raise, error))
        return Doctor((unread, *_machine(clock, None), Examination("account", _unseen)))
    world = ExaminedAccount(Wiring(settings, seconds, clock=clock, retry=retry))
    return Doctor(
        (
            Examination("settings", lambda: [doctor_account.judge_settings(settings)]),
            *_machine(clock, settings),
            *_account(world),
            *_permissions(world),
            *_stores(world),
            Examination("trigger", lambda: _triggers(folder, environment, settings)),
            Examination("DNS, port 443", lambda: _visits(world)),
        )
    )


def _raise(error: ConfigError) -> Sequence[Check]:
    raise error


def _unseen() -> Sequence[Check]:
    found = "without settings nothing of the account can be looked at"
    return [Check("account", Status.COULD_NOT_LOOK, found, "Set the variables named above.")]


def _machine(clock: Clock, settings: Settings | None) -> Iterator[Examination]:
    def packages() -> Sequence[Check]:
        refuse_wrong_packages()
        return [ok("packages", "the SDKs are the right ones; aliyun-mns is not installed")]

    def roots() -> Sequence[Check]:
        # ConfigError when CA_BUNDLE cannot be used
        unread = visitors.trust_anchors(settings.probe).unread if settings is not None else 0
        return [
            doctor_machine.judge_roots(root_set_version(), clock.now(), unread),
            doctor_machine.judge_root_calendar(calendar().made, clock.now()),
        ]

    yield Examination("packages", packages)
    yield Examination("roots", roots)


def _account(world: ExaminedAccount) -> Iterator[Examination]:
    settings = world.settings
    yield Examination("clock", lambda: _clock(world))
    yield Examination(
        "credentials",
        lambda: [doctor_account.judge_caller(world.caller(), settings)],
    )
    yield Examination("endpoints", lambda: doctor_account.judge_endpoints(settings))
    yield Examination("network", lambda: _network(world))
    for site, _ in settings.endpoints.cas:
        yield Examination(f"CAS site {site}", partial(_site, world, site))
    yield Examination("domains", lambda: doctor_account.judge_scan(world.scan))
    if settings.policy.validates:
        yield Examination("zones", lambda: doctor_account.judge_zones(world.zones()))
    yield Examination("sites", lambda: [doctor_account.judge_bound_sites(world.scan, settings)])


def _permissions(world: ExaminedAccount) -> Iterator[Examination]:
    """What the probes ask for is read when their turn comes."""
    for where, probes in world.permissions():
        yield _probing(world, where, probes)


def _stores(world: ExaminedAccount) -> Iterator[Examination]:
    settings, dead = world.settings, world.settings.dead_letter_queue

    def queue() -> Sequence[Check]:
        facts = world.queue_facts(settings.queue)
        return doctor_stores.judge_queue("queue", facts)

    def dead_letter_queue() -> Sequence[Check]:
        facts = world.queue_facts(dead)
        return doctor_stores.judge_dead_letter_queue("dead-letter queue", facts)

    def waiting() -> Sequence[Check]:
        return [doctor_stores.judge_waiting(*world.waiting_letters())]

    def protection() -> Sequence[Check]:
        ledger = world.ledger()
        kept = ledger.keeps_what_is_there()
        deleted = ledger.delete_probe()
        key = ledger.probe_key
        return [doctor_stores.judge_create_only(kept=kept, deleted=deleted, key=key)]

    yield Examination("queue", queue)
    yield Examination("dead-letter queue", dead_letter_queue)
    yield Examination("dead letters", waiting)
    yield Examination(
        "ledger bucket", lambda: doctor_stores.judge_bucket(world.ledger().facts(), settings)
    )
    yield Examination("ledger protection", protection)
    yield Examination("last sweep", lambda: _last_sweep(world))


def _last_sweep(world: ExaminedAccount) -> Sequence[Check]:
    """What the functions met with their own roles, which are not the caller's."""
    report = world.last_told(sweep.SUBJECT)
    if report.entry is None:
        return doctor_sweep.judge_absence(world.last_told(snapshot.SUBJECT))
    if isinstance(report.entry, ChainBreak):
        return [doctor_sweep.judge_damaged(report.entry)]
    return doctor_sweep.judge_report(report.entry.record.details, report.age)


def _probing(
    world: ExaminedAccount, where: str, probes: Callable[[], Iterable[Probe]]
) -> Examination:
    """Each probe stands alone, as an examination of its own."""

    def one(probe: Probe) -> Sequence[Check]:
        return [doctor_account.judge_permission(world.look_at(probe))]

    def all_of_them() -> Sequence[Check]:
        each = tuple(Examination(f"may {p.action}", partial(one, p)) for p in probes())
        return Doctor(each)().checks

    return Examination(f"permissions {where}", all_of_them)


def _clock(world: ExaminedAccount) -> Sequence[Check]:
    return [doctor_machine.judge_clock(*world.times())]


def _network(world: ExaminedAccount) -> Sequence[Check]:
    """The internal network shows by being reached."""
    proxied = doctor_account.judge_proxy(*world.unused_proxy())
    if not world.settings.internal_network:
        return [ok("network", "public endpoints"), *proxied]
    try:
        world.reach_oss()
    except UnavailableError:
        found = "CERTBIND_NETWORK is internal, and OSS cannot be reached there from here"
        return [
            wrong("network", found, "Outside Alibaba Cloud's network set CERTBIND_NETWORK=public.")
        ]
    except CloudError:
        return [ok("network", "internal endpoints, and OSS answers there")]
    return [ok("network", "internal endpoints, and OSS answers there")]


def _site(world: ExaminedAccount, site: str) -> Sequence[Check]:
    return [doctor_account.judge_site(site, world.site_identifiers(site))]


def _triggers(folder: Path, environment: Environment, settings: Settings) -> Sequence[Check]:
    return doctor_stores.judge_triggers(read_triggers(folder, environment), settings)


def _visits(world: ExaminedAccount) -> Sequence[Check]:
    """Those with a certificate first: they should answer."""
    bound = sorted(world.scan.targets, key=lambda b: (b.binding.is_empty, b.target.domain))
    domains = list(dict.fromkeys(one.target.domain for one in bound))[:DOMAINS_TRIED]
    probe = visitors.probe(world.settings.probe)
    return doctor_machine.judge_visits([probe.observe(domain) for domain in domains])
